"""One object for all values that are alike to the last part and cannot be changed, so that each is written, read and held once; not how it is written."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from operator import is_
from typing import Any

from sdkwright.memory.sameness import parts_of
from sdkwright.sealed import Sealable

__all__ = ["Alike"]

_ATOMS = frozenset((str, bytes, bool, int, float, type(None)))


class Alike:
    """Knows what it was given. Values are told apart by their classes and by which objects they are made of, never by ``==``.

    Lists and mappings are made anew of such objects, each once, and none is taken for another. What is ``kept`` stays the object that it is.
    """

    __slots__ = ("_held", "_kept", "_made", "_texts")

    def __init__(self, kept: Callable[[object], bool] | None = None) -> None:
        self._kept = kept
        self._texts: dict[str, str] = {}
        # by identity; what has it is held as well, or something else could have it later
        self._held: dict[int, tuple[object, object]] = {}
        self._made: dict[tuple[object, ...], object] = {}

    def one(self, value: Any) -> Any:
        """The one object for the value."""
        if value.__class__ is str:
            return self._texts.setdefault(value, value)
        if _is_atom(value):
            return value
        known = self._held.get(id(value))
        if known is None:
            is_kept = self._kept is not None and self._kept(value)
            self._held[id(value)] = known = value, value if is_kept else self._of(value)
        return known[1]

    def _of(self, value: Any) -> object:
        kind: Any = value.__class__
        if kind is dict:
            return {self.one(key): self.one(each) for key, each in value.items()}
        if kind is list:
            return [*map(self.one, value)]
        if kind is frozenset:
            members = frozenset(map(self.one, value))
            return self._made.setdefault((kind, frozenset(map(id, members))), members)
        make: Any = getattr(kind, "_make", None)  # of a NamedTuple
        if kind is tuple or make is not None:
            parts = (*map(self.one, value),)
            made = value if all(map(is_, parts, value)) else parts if make is None else make(parts)
            return self._made.setdefault((kind, *map(id, parts)), made)
        return value if issubclass(kind, Sealable) else self._of_ours(kind, value)

    def _of_ours(self, kind: Any, value: object) -> object:
        """Of an instance of a class of ours that holds nothing but texts, numbers and the like."""
        parts_in = parts_of(kind) if kind.__hash__ is not None else None
        if parts_in is None or not all(map(_is_atom, parts := parts_in(value))):
            return value
        return self._made.setdefault((kind, *(id(self.one(each)) for each in parts)), value)


def _is_atom(value: object) -> bool:
    return value.__class__ in _ATOMS or isinstance(value, Enum)
