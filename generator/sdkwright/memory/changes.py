"""What mappings have become since they were kept, so that little is written where little is new; not where it is kept."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, TypeAlias

from sdkwright.inert import dataclass
from sdkwright.memory.pieces import Record
from sdkwright.memory.sameness import parts_of

__all__ = ["Change", "change", "changed", "shared"]

Table: TypeAlias = Mapping[Any, Any]
_LARGE = frozenset((tuple, dict))
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
        for key, value in now.items()
        if key not in before
        or not ((old := before[key]) is value or (type(old) in _PLAIN and type(old) is type(value) and old == value))
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


def shared(tables: Iterable[Mapping[Any, Record]]) -> list[Any]:
    """The values of these pieces, which others are made of, and what is listed in them; the order depends on nothing but the tables."""
    values: list[Any] = [each.value for table in tables for each in table.values()]
    kinds: list[Any] = list(map(type, values))
    found: list[Any] = [value for kind, value in zip(kinds, values, strict=True) if kind in _LARGE or parts_of(kind)]
    known, waiting = set(map(id, found)), list[tuple[Any, ...]](value for value in found if value.__class__ is tuple)
    while waiting:
        for each in waiting.pop():
            kind = each.__class__
            if kind is tuple:
                waiting.append(each)
            elif kind not in _PLAIN and (parts := parts_of(kind)) and id(each) not in known:
                known.add(id(each))
                found.append(each)
                waiting.append(parts(each))
    return found
