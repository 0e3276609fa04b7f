"""The one collision rule: the first free name of a list of candidates, else the last of them with a number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field

from sdkwright.inert import dataclass
from sdkwright.pointer import Pointer


@dataclass(frozen=True, slots=True)
class Numbered:
    """A name that had to be numbered, since everything better was taken."""

    pointer: Pointer
    wanted: str
    given: str


@dataclass(slots=True)
class Scope:
    """Names that must differ from each other. With `fold`, also from each other's other cases (they become file names)."""

    fold: bool = False
    taken: set[str] = field(default_factory=set[str])
    numbered: list[Numbered] = field(default_factory=list[Numbered])

    def reserve(self, names: Iterable[str]) -> None:
        """Take names that somebody else gives."""
        self.taken.update(map(str.casefold, names) if self.fold else names)

    def is_free(self, name: str) -> bool:
        """Whether nobody has that name."""
        return self._key(name) not in self.taken

    def claim(self, pointer: Pointer, *candidates: str) -> str:
        """The first candidate that is free, from now on taken; the last one with a number where none is."""
        for candidate in candidates:
            if self.is_free(candidate):
                self.taken.add(self._key(candidate))
                return candidate
        number = 2
        while not self.is_free(given := f"{candidates[-1]}_{number}"):
            number += 1
        self.taken.add(self._key(given))
        self.numbered.append(Numbered(pointer, candidates[0], given))
        return given

    def _key(self, name: str) -> str:
        return name.casefold() if self.fold else name
