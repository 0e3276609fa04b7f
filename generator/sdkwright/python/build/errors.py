"""`_errors.py`: the classes of errors that the config gives an API, and what tells which answers they are for."""

from __future__ import annotations

from sdkwright.ir.errors import ErrorKind, Errors
from sdkwright.ir.types import ObjectType
from sdkwright.python.annotations import CORE, Direction
from sdkwright.python.build.parts import Building
from sdkwright.python.docstrings import docstring, field_lines
from sdkwright.python.imports import Imports, ModuleName
from sdkwright.python.literals import identifier, string, value
from sdkwright.python.source import Source, join
from sdkwright.python.statuses import error_class
from sdkwright.python.views import ErrorDataView, ErrorKindView, ErrorsView, Module

__all__ = ["MODULE", "TEMPLATE", "errors_module"]

TEMPLATE = "package/_errors.py.jinja"
MODULE = "_errors"


def errors_module(building: Building, errors: Errors) -> Module:
    """The module of those classes."""
    imports = Imports(ModuleName((MODULE,)))
    checking = Imports(ModuleName((MODULE,)), bound=imports.bound)
    names = building.names.errors
    for name in names.values():
        imports.reserve(name)
    imports.add_own((CORE, "error_kinds"), "ErrorKinds")
    kinds = tuple(_kind(building, errors, kind, imports, checking) for kind in errors.kinds)
    told = tuple(_told(building, kind, imports) for kind in errors.kinds)
    view = ErrorsView(
        header=building.header,
        docstring=docstring(["Errors that have a class of their own in this API, and which answers they are for."], 0),
        imports=imports.lines(),
        checking_imports=checking.lines(),
        kinds=kinds,
        told=told,
        discriminator=_way(errors.discriminator) if errors.discriminator else None,
        status=_way(errors.status) if errors.status else None,
        all=join(", ", (string(names[kind.site]) for kind in errors.kinds)),
    )
    return Module(building.layout.file(f"{MODULE}.py"), TEMPLATE, view)


def _kind(building: Building, errors: Errors, kind: ErrorKind, imports: Imports, checking: Imports) -> ErrorKindView:
    base = imports.add_own((CORE, "errors"), error_class(kind.status))
    text = "\n\n".join(filter(None, (kind.description, _about(errors, kind))))
    return ErrorKindView(
        name=identifier(building.names.errors[kind.site]),
        base=base,
        docstring=docstring(field_lines(text), 4),
        data=_data(building, errors, kind, imports, checking),
    )


def _about(errors: Errors, kind: ErrorKind) -> str:
    told = f"`{kind.value}` as `{'.'.join(errors.discriminator)}`" if kind.value is not None else ""
    status = f"status {kind.status}" if kind.status is not None else ""
    return f"The API refused with {' or, where the body has none, '.join(filter(None, (told, status)))}."


def _told(building: Building, kind: ErrorKind, imports: Imports) -> Source:
    told = [identifier(building.names.errors[kind.site])]
    if kind.value is not None:
        told.append(Source.of("value={}", value(kind.value)))
    if kind.status is not None:
        told.append(Source.of("status={}", value(kind.status)))
    return Source.of("{}({})", imports.add_own((CORE, "error_kinds"), "ErrorKind"), join(", ", told))


def _data(
    building: Building, errors: Errors, kind: ErrorKind, imports: Imports, checking: Imports
) -> ErrorDataView | None:
    """The body as its model, where that is a class."""
    if kind.model is None or not isinstance(building.layout.models[kind.model].type, ObjectType):
        return None
    home = building.layout.home(kind.model, Direction.RESPONSE)
    imports.add("typing", "TYPE_CHECKING")
    return ErrorDataView(
        cls=checking.add_own(home.module, home.name),
        module=ModuleName((MODULE,)).relative(home.module),
        origin=identifier(home.name),
        reader=imports.add_own((CORE, "error_kinds"), "error_data"),
        place=_way(errors.place),
    )


def _way(path: tuple[str, ...]) -> Source:
    items = [string(part) for part in path]
    return Source.of("({},)", items[0]) if len(items) == 1 else Source.of("({})", join(", ", items))
