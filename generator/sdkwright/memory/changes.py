"""What mappings have become since they were kept, so that little is written where little is new; not where it is kept."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import fields
from itertools import repeat
from typing import Any, TypeAlias

from sdkwright.inert import dataclass
from sdkwright.memory.pieces import Record
from sdkwright.memory.sameness import parts_of
from sdkwright.sealed import Sealable

__all__ = ["Change", "Shared", "change", "changed"]

Table: TypeAlias = Mapping[Any, Any]
_LARGE = frozenset((tuple, dict))
_NOTHING = object()
_PLAIN = frozenset((str, bytes, bool, int, float, type(None)))


@dataclass(frozen=True, slots=True)
class Change:
    """Entries that are new or other than they were, and keys that are gone."""

    entries: dict[Hashable, object]
    gone: tuple[Hashable, ...]


def change(before: Table, now: Table) -> Change:
    """What makes one mapping of the other; what is the same object is what it was, and so is equal text."""
    entries = {
        key: value
        for (key, value), old in zip(now.items(), map(before.get, now, repeat(_NOTHING)), strict=True)
        if old is not value and not (type(old) in _PLAIN and type(old) is type(value) and old == value)
    }
    return Change(
        entries, tuple(key for key in before if key not in now) if len(before) + len(entries) > len(now) else ()
    )


def changed(before: Table, by: Change) -> Table:
    """The mapping that a change makes of another."""
    if not by.gone and not by.entries:
        return before
    after = {**before, **by.entries}
    for key in by.gone:
        after.pop(key, None)
    return after


class Shared:
    """The values of these pieces, which others are made of, and what is listed in them, by names that depend on nothing but the tables.

    A value is named by its number, what is in it by where it stands there: which those are is only found for who gives names.
    """

    __slots__ = ("_values",)

    def __init__(self, tables: Iterable[Mapping[Any, Record]]) -> None:
        self._values: list[Any] = [each.value for table in tables for each in table.values()]

    def __getitem__(self, name: tuple[int, ...]) -> object:
        """What has that name."""
        value = self._values[name[0]]
        for index in name[1:]:
            value = value[index] if value.__class__ is tuple else getattr(value, fields(value)[index].name)
        return value

    def names(self) -> dict[int, tuple[int, ...]]:
        """The names by the identity of what has them."""
        found, waiting = dict[int, tuple[int, ...]](), list[tuple[tuple[int, ...], tuple[Any, ...]]]()
        for number, value in enumerate(self._values):
            kind: Any = value.__class__
            if kind in _LARGE or parts_of(kind):
                found[id(value)] = (number,)
            if kind is tuple:
                waiting.append(((number,), value))
        while waiting:
            at, parts = waiting.pop()
            for index, each in enumerate(parts):
                kind, name = each.__class__, (*at, index)
                if kind is tuple:
                    waiting.append((name, each))
                elif kind not in _PLAIN and (parts_in := parts_of(kind)) and id(each) not in found:
                    found[id(each)] = name
                    if not isinstance(each, Sealable):  # what may be sealed stays so
                        waiting.append((name, parts_in(each)))
        return found
