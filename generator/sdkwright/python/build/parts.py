"""What several builders need: the package being built, ordering, and small pieces of text that are ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import PurePosixPath
from typing import TypeVar, cast

from sdkwright.ir.api import Api, Resource
from sdkwright.ir.operations import Method, Parameter
from sdkwright.ir.types import Field
from sdkwright.memory import Memory
from sdkwright.naming.names import Names
from sdkwright.pointer import Pointer
from sdkwright.python.annotations import CORE, Annotator, Direction
from sdkwright.python.imports import Imports, ModulePath
from sdkwright.python.layout import Layout
from sdkwright.python.source import Source
from sdkwright.python.views import Copied, ExportView, Module

M = TypeVar("M", bound=Module | Copied)
IMPORTED = re.compile(rf"(?:from )?\.+{CORE}\.(\w+)")
FIRST_NAMES = ("id", "token")


@dataclass(frozen=True, slots=True)
class AsBefore:
    """A file that the last run made, and that this one would make again; `core` are the modules of the runtime that it uses."""

    path: PurePosixPath
    core: frozenset[str]


def core_modules(module: Module) -> frozenset[str]:
    """The modules of the runtime that a file imports."""
    return frozenset(_core_modules(module.view))


def _core_modules(value: object) -> Iterator[str]:
    """Looks at statements only, never at text of a document that may read like one."""
    if isinstance(value, tuple):
        for item in cast("tuple[object, ...]", value):
            yield from _core_modules(item)
    elif is_dataclass(value):
        for entry in fields(value):
            inner: object = getattr(value, entry.name)
            if entry.name.endswith("imports") or isinstance(value, ExportView):
                lines = cast("tuple[str, ...]", inner if isinstance(inner, tuple) else (inner,))
                yield from (found[1] for line in lines if (found := IMPORTED.match(line)))
            else:
                yield from _core_modules(inner)


@dataclass(frozen=True, slots=True)
class Building:
    """One package being built."""

    api: Api
    names: Names
    layout: Layout
    header: Source
    resource_of: Mapping[Pointer, Resource]
    reads_events: bool
    memory: Memory = field(compare=False)

    def module(self, path: str, make: Callable[[], M], *inputs: object) -> M | AsBefore:
        """The file as it is made, or that it is kept as the last run left it, where it would be the same."""
        made: list[M] = []

        def used() -> AsBefore:
            made.append(file := make())
            if path.endswith(".py") and isinstance(file, Module):
                return AsBefore(file.path, core_modules(file))
            return AsBefore(file.path, frozenset())

        before = self.memory.recall("module", path, used, inputs)
        return made[0] if made else before

    def types_package(self, method: Method) -> ModulePath:
        """The package of the types of a method's resource."""
        return self.layout.types_package(self.resource_of[method.site])

    def annotator(self, imports: Imports, direction: Direction, shadowed: Iterable[str] = ()) -> Annotator:
        """A speller of types for one module."""
        return Annotator(self.names, self.layout.home, imports, direction, frozenset(shadowed))


def ordered_fields(fields: Iterable[Field], *, by_name: bool) -> list[Field]:
    """Required fields first; with `by_name`, each group by wire name, `id` and `token` in front."""
    return sorted(fields, key=lambda entry: (not entry.required, _name_order(entry.wire_name) if by_name else ()))


def ordered_parameters(parameters: Iterable[Parameter], *, by_name: bool) -> list[Parameter]:
    """Required before optional; in each: query, body, header, cookie, each by wire name with `id` and `token` in front."""
    places = ("path", "query", "body", "header", "cookie")
    return sorted(
        parameters,
        key=lambda entry: (
            not entry.required,
            places.index(entry.location.value),
            _name_order(entry.wire_name) if by_name else (),
        ),
    )


def _name_order(name: str) -> tuple[int, str]:
    return (FIRST_NAMES.index(name) if name in FIRST_NAMES else len(FIRST_NAMES), name)
