"""What several builders need: the package being built, ordering, and small pieces of text that are ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sdkwright.ir.api import Api, Resource
from sdkwright.ir.operations import Method, Parameter
from sdkwright.ir.types import Field
from sdkwright.naming.names import Names
from sdkwright.pointer import Pointer
from sdkwright.python.annotations import Annotator, Direction
from sdkwright.python.imports import Imports, ModulePath
from sdkwright.python.layout import Layout
from sdkwright.python.source import Source

FIRST_NAMES = ("id", "token")


@dataclass(frozen=True, slots=True)
class Building:
    """One package being built."""

    api: Api
    names: Names
    layout: Layout
    header: Source
    resource_of: Mapping[Pointer, Resource]

    def types_package(self, method: Method) -> ModulePath:
        """The package of the types of a method's resource."""
        return self.layout.types_package(self.resource_of[method.site].path)

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
