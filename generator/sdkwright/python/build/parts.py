"""What several builders need: the package being built, ordering, and small pieces of text that are ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, fields, is_dataclass
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar, cast

from sdkwright.inert import dataclass
from sdkwright.ir.api import Api, Resource
from sdkwright.ir.operations import Method, Parameter
from sdkwright.ir.types import Field
from sdkwright.memory import Claims, Memory, Record
from sdkwright.naming.names import Names
from sdkwright.pointer import Pointer
from sdkwright.python.annotations import CORE, Annotator, Direction
from sdkwright.python.imports import Imports, ModulePath
from sdkwright.python.layout import Layout
from sdkwright.python.source import Source
from sdkwright.python.views import Copied, ExportView, Module

M = TypeVar("M", bound=Module | Copied)
IMPORTED = re.compile(rf"(?:from )?\.+{CORE}\.(\w+)")
# How a field of a view is annotated that holds neither imports nor another view.
_TEXTS = re.compile(r"(?:Source|str|bool|int|None|tuple|\.\.\.|[\[\], |])+")
_AT_ONCE = 8
FIRST_NAMES = {"id": 0, "token": 1}


@dataclass(frozen=True, slots=True)
class AsBefore:
    """A file that the last run made, and that this one would make again; `core` are the modules of the runtime that it uses."""

    path: str
    core: frozenset[str]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A file that another process makes."""

    path: str


NotMade: TypeAlias = AsBefore | Elsewhere
"""What stands for a file that this process does not make."""


def core_modules(module: Module) -> frozenset[str]:
    """The modules of the runtime that a file imports, by its statements, never by text of a document that may read like one."""
    found, waiting = set[str](), list[Any]((module.view,))
    while waiting:
        here = waiting.pop()
        if isinstance(here, tuple):
            within = cast("tuple[object, ...]", here)
            waiting.extend(within if any(map(_entries, set(map(type, within)))) else ())
            continue
        kind: Any = type(cast("object", here))
        for name, holds_imports in _entries(kind):
            inner = getattr(here, name)
            if holds_imports:
                lines = cast("tuple[str, ...]", inner if isinstance(inner, tuple) else (inner,))
                found.update(at[1] for line in lines if (at := IMPORTED.match(line)))
            elif not isinstance(inner, str):
                waiting.append(inner)
    return frozenset(found)


@lru_cache(maxsize=256)
def _entries(kind: Any) -> tuple[tuple[str, bool], ...]:
    """The fields of a view that hold imports or other views, and whether it is imports; none of anything else."""
    of_exports = kind is ExportView
    if not is_dataclass(kind):
        return ()
    found = ((entry, of_exports or entry.name.endswith("imports")) for entry in fields(kind))
    return tuple((entry.name, imports) for entry, imports in found if imports or not _TEXTS.fullmatch(str(entry.type)))


@dataclass(slots=True)
class Shares:
    """Which of two processes makes which files: each takes the next few that are free. ``left`` are those that this one left to the other.

    The very first are for the process that is not ``second``: README and the index, which are made of the most.
    """

    claims: Claims
    left: dict[str, tuple[Callable[[], Module | Copied], tuple[object, ...]]] = field(
        default_factory=dict[str, tuple[Callable[[], Module | Copied], tuple[object, ...]]]
    )
    second: bool = False
    _number: int = 0
    _is_ours: bool = False

    def take(self, path: str, make: Callable[[], Module | Copied], inputs: tuple[object, ...]) -> bool:
        """Whether this process makes the next file; both are asked about all of them in the same order."""
        if self._number % _AT_ONCE == 0:
            self._is_ours = self.claims.take(self._number // _AT_ONCE) if self._number else not self.second
        self._number += 1
        if not self._is_ours:
            self.left[path] = make, inputs
        return self._is_ours


@dataclass(frozen=True, slots=True)
class Showcases:
    """The sites of the methods that README shows where the config has no examples: of all, and of those that give pages."""

    whole: Pointer | None
    paged: Pointer | None


@dataclass(frozen=True, slots=True)
class Building:
    """One package being built. ``outside`` is the API without what is inside its models and methods."""

    api: Api
    outside: Api
    names: Names
    layout: Layout
    header: Source
    resource_of: Mapping[Pointer, Resource]
    reads_events: bool
    memory: Memory = field(compare=False)
    used: set[str] = field(default_factory=set[str], compare=False)
    """The modules of the runtime that the files so far import."""
    shares: Shares | None = field(default=None, compare=False)
    showcases: Showcases | None = None

    def module(self, path: str, make: Callable[[], M], *inputs: object) -> M | NotMade:
        """The file as it is made, that it is kept as the last run left it, where it would be the same, or that another process makes it."""
        if self.shares is not None and not self.shares.take(path, make, inputs):
            return Elsewhere(path)
        made: list[M] = []

        def used() -> AsBefore:
            made.append(file := make())
            if path.endswith(".py") and isinstance(file, Module):
                return AsBefore(path, core_modules(file))
            return AsBefore(path, frozenset())

        before = self.memory.recall("module", path, used, inputs)
        self.used.update(before.core)
        return made[0] if made else before

    def adopt(self, others: Mapping[tuple[str, str], Record], inputs: Mapping[str, tuple[object, ...]]) -> None:
        """Take over what the other process remembers of files, given what these were made from."""
        self.memory.adopt(others, {("module", path): each for path, each in inputs.items()})
        for (kind, _), record in others.items():
            if kind == "module":
                self.used.update(record.value.core)

    def types_package(self, method: Method) -> ModulePath:
        """The package of the types of a method's resource."""
        return self.layout.types_package(self.resource_of[method.site])

    def annotator(self, imports: Imports, direction: Direction, shadowed: Iterable[str] = ()) -> Annotator:
        """A speller of types for one module."""
        return Annotator(self.names, self.layout.home, imports, direction, frozenset(shadowed))


def ordered_fields(fields: Iterable[Field], *, by_name: bool) -> list[Field]:
    """Required fields first; with `by_name`, each group by wire name, `id` and `token` in front."""
    given = sorted(fields, key=lambda entry: _name_order(entry.wire_name)) if by_name else list(fields)
    return [*[entry for entry in given if entry.required], *[entry for entry in given if not entry.required]]


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
    return FIRST_NAMES.get(name, len(FIRST_NAMES)), name
