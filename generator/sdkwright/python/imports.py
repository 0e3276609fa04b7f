"""Imports of one emitted module: gathered while its parts are spelled, printed sorted; owns no decision on what is needed."""

from __future__ import annotations

import sys
from dataclasses import field
from functools import lru_cache

from sdkwright.inert import dataclass
from sdkwright.python.literals import dotted, identifier
from sdkwright.python.source import Source, join

ModulePath = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModuleName:
    """Where a module is inside the package: its parts, and whether it is the `__init__` of a folder.

    A module outside of it says by which `root` it knows the package.
    """

    parts: ModulePath
    is_package: bool = False
    root: str | None = None

    def relative(self, target: ModulePath) -> Source:
        """The name of `target` as an import in this module spells it, with leading dots."""
        if self.root is not None:
            return dotted(".".join((self.root, *target)))
        here = self.parts if self.is_package else self.parts[:-1]
        shared, most = 0, min(len(here), len(target) - 1)
        while shared < most and here[shared] == target[shared]:
            shared += 1
        return _relative(len(here) - shared + 1, target[shared:])


@lru_cache(maxsize=1 << 14)
def _relative(dots: int, names: ModulePath) -> Source:
    return Source.of("{}{}", join("", (Source("."),) * dots), join(".", map(identifier, names)))


@dataclass(slots=True)
class Imports:
    """What a module needs: whole modules, names of the standard library and others, names of the package."""

    module: ModuleName
    whole: set[str] = field(default_factory=set[str])
    outside: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    inside: dict[ModulePath, dict[str, str]] = field(default_factory=dict[ModulePath, dict[str, str]])
    bound: dict[str, ModulePath] = field(default_factory=dict[str, ModulePath])

    def add_module(self, name: str) -> None:
        """`import name`; the name may be `module as alias`."""
        self.whole.add(name)

    def add(self, module: str, *names: str) -> None:
        """`from module import names`, for a module outside the package."""
        self.outside.setdefault(module, set()).update(names)

    def add_own(self, module: ModulePath, name: str) -> Source:
        """`from .module import name`; answers with the name to use, which differs where another module's is in the way."""
        given = self.inside.setdefault(module, {}).get(name)
        if given is None:
            given = self._free(module, name)
            self.inside[module][name] = given
            self.bound[given] = module
        return identifier(given.rpartition(" as ")[2])

    def known(self, module: ModulePath, name: str) -> Source | None:
        """The name to use for one that is imported already."""
        given = self.inside.get(module, {}).get(name)
        return identifier(given.rpartition(" as ")[2]) if given is not None else None

    def _free(self, module: ModulePath, name: str) -> str:
        given, folders = name, list(module[:-1])
        while self.bound.get(given, module) != module and folders:
            given = f"{folders.pop().title().replace('_', '')}{given}"
        while self.bound.get(given, module) != module:  # no folder tells the two apart, but their modules do
            given = f"{module[-1].title().replace('_', '')}{given}"
        return given

    def reserve(self, name: str, module: ModulePath | None = None) -> None:
        """Keep a name for a definition of the module itself, or for that of another, whether it comes to be imported or not."""
        self.bound.setdefault(name, module if module is not None else self.module.parts)

    def lines(self) -> tuple[Source, ...]:
        """Import statements: the standard library, others, the package itself; sorted, an empty line between the groups."""
        groups: dict[int, list[Statement]] = {}
        for name in self.whole:
            module, _, alias = name.partition(" as ")
            line = Source.of("import {}", dotted(module))
            if alias:
                line = Source.of("{} as {}", line, identifier(alias))
            groups.setdefault(_group(module), []).append((False, 0, name, line))
        for module, names in self.outside.items():
            line = _from(dotted(module), tuple([(name, name) for name in sorted(names)]))
            groups.setdefault(_group(module), []).append((True, 0, module, line))
        for path, given in self.inside.items():
            module = self.module.relative(path)
            name = module.lstrip(".")
            line = _from(module, tuple(given.items()))
            groups.setdefault(OWN, []).append((True, len(name) - len(module), name, line))
        blocks = (tuple(line for *_, line in sorted(groups[key])) for key in sorted(groups))
        return tuple(line for index, block in enumerate(blocks) for line in ((Source(""),) if index else ()) + block)


Statement = tuple[bool, int, str, Source]
STANDARD, OTHER, OWN = range(3)


def _group(module: str) -> int:
    return STANDARD if module.partition(".")[0] in sys.stdlib_module_names else OTHER


def _from(module: Source, names: tuple[tuple[str, str], ...]) -> Source:
    return Source.of("from {} import {}", module, _listed(names))


@lru_cache(maxsize=1 << 14)  # of the runtime, most modules import the same
def _listed(names: tuple[tuple[str, str], ...]) -> Source:
    ordered = sorted(names, key=lambda entry: (_kind(entry[0]), entry[0]))
    return join(", ", (_spelled(*name.split(" as "), given=given) for name, given in ordered))


def _kind(name: str) -> int:
    """Constants, then classes, then the rest: how import sorters order names."""
    if name.isupper() and len(name) > 1:
        return 0
    return 1 if name[:1].isupper() else 2


def _spelled(name: str, alias: str | None = None, *, given: str) -> Source:
    """One name of an import statement; `name as alias` is how callers ask for another name than the module's."""
    other = alias if alias is not None else given
    return identifier(name) if other == name else Source.of("{} as {}", identifier(name), identifier(other))
