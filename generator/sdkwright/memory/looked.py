"""Pieces as they lie between two runs: field by field, and what they had looked at as numbers, of which hardly any are made into text again."""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import accumulate, chain, repeat
from typing import Any, Literal, TypeAlias, cast

from sdkwright.inert import dataclass
from sdkwright.memory.pieces import Group, Groups, Record

__all__ = ["AtRest", "Looked", "looked_at"]

Pieces: TypeAlias = Mapping[tuple[str, str], Record]

_NUMBER: Literal["I"] = "I"


@dataclass(frozen=True, slots=True)
class Looked:
    """Sets of groups, by number. The names of all groups are one text, in the order of their checksums ``sums``; each ends where ``ends`` says.

    ``held`` are the names in each set by their numbers, ``holders`` the sets that each name is in; both are cut by the ends that go with them.
    """

    names: bytes = b""
    sums: bytes = b""
    ends: bytes = b""
    held: bytes = b""
    held_ends: bytes = b""
    holders: bytes = b""
    holder_ends: bytes = b""

    @classmethod
    def of(cls, sets: Iterable[frozenset[Group]]) -> Looked:
        """The sets in this order."""
        every = list(sets)
        named = {group: group.encode("utf-8", "surrogatepass") for group in set[Group]().union(*every)}
        sums = {group: zlib.crc32(name) for group, name in named.items()}
        order = sorted(sums, key=sums.__getitem__)
        numbers = {group: number for number, group in enumerate(order)}
        held = [[*map(numbers.__getitem__, groups)] for groups in every]
        holders: list[list[int]] = [[] for _ in order]
        for number, groups in enumerate(held):
            for group in groups:
                holders[group].append(number)
        return cls(
            b"".join(named[group] for group in order),
            _packed(sums[group] for group in order),
            _packed(accumulate(len(named[group]) for group in order)),
            *_in_rows(held),
            *_in_rows(holders),
        )

    def groups(self, which: Groups) -> frozenset[Group]:
        """The set of that number, or the set."""
        if not isinstance(which, int):
            return which
        return frozenset(
            [self._name(each).decode("utf-8", "surrogatepass") for each in _row(self.held, self.held_ends, which)]
        )

    def holding(self, groups: Iterable[Group]) -> frozenset[int]:
        """The sets that hold any of these."""
        sums, found = _numbers(self.sums), set[int]()
        for group in groups:
            name = group.encode("utf-8", "surrogatepass")
            total = zlib.crc32(name)
            at = bisect_left(sums, total)
            while at < len(sums) and sums[at] == total:
                if self._name(at) == name:
                    found.update(_row(self.holders, self.holder_ends, at))
                at += 1
        return frozenset(found)

    def _name(self, number: int) -> bytes:
        ends = _numbers(self.ends)
        return self.names[ends[number - 1] if number else 0 : ends[number]]


@dataclass(frozen=True, slots=True)
class Columns:
    """Pieces, each kind with its keys; of all of them in this order what they were made from, the number of the set that they looked at, and the rest."""

    keys: tuple[tuple[str, tuple[str, ...]], ...]
    inputs: tuple[tuple[object, ...], ...]
    looked: bytes
    findings: Mapping[int, tuple[object, ...]]
    values: tuple[object, ...]

    def pieces(self) -> dict[tuple[str, str], Record]:
        """The pieces."""
        names = chain.from_iterable(zip(repeat(kind), keys) for kind, keys in self.keys)
        findings = [self.findings.get(number, ()) for number in range(len(self.values))]
        values = zip(self.inputs, _numbers(self.looked), findings, self.values, strict=True)
        # which calls nothing of ours for each of tens of thousands
        made: Callable[[Iterable[object]], Record] = partial(cast("Any", tuple).__new__, Record)
        return dict(zip(names, map(made, values), strict=True))


@dataclass(frozen=True, slots=True)
class AtRest:
    """Tables of pieces as they are kept, but for what these have looked at, which is `looked_at`."""

    tables: tuple[Columns, ...]

    @classmethod
    def of(cls, tables: Iterable[Pieces], looked: Looked) -> AtRest:
        """These tables; what pieces of the last run looked at is among the ``looked``."""
        sets: dict[frozenset[Group], int] = {}
        return cls(tuple([_columns(table, sets, looked) for table in tables]))


def looked_at(tables: Iterable[Pieces], looked: Looked) -> Looked:
    """What the pieces of these tables have looked at, by the numbers that stand for it where they are at rest."""
    sets: dict[frozenset[Group], int] = {}
    for table in tables:
        for each in _in_order(table)[1]:
            sets.setdefault(looked.groups(each.groups), len(sets))
    return Looked.of(sets)


def _in_order(table: Pieces) -> tuple[dict[str, list[str]], list[Record]]:
    """The keys by kind, and the pieces in that order."""
    kinds: dict[str, list[str]] = {}
    for kind, key in table:
        kinds.setdefault(kind, []).append(key)
    return kinds, [table[kind, key] for kind, keys in kinds.items() for key in keys]


def _columns(table: Pieces, sets: dict[frozenset[Group], int], looked: Looked) -> Columns:
    """The pieces of one table, with numbers for their sets, of which new ones are put behind the others."""
    kinds, records = _in_order(table)
    return Columns(
        tuple((kind, tuple(keys)) for kind, keys in kinds.items()),
        tuple([each.inputs for each in records]),
        _packed(sets.setdefault(looked.groups(each.groups), len(sets)) for each in records),
        {number: each.findings for number, each in enumerate(records) if each.findings},
        tuple([each.value for each in records]),
    )


def _packed(numbers: Iterable[int]) -> bytes:
    from array import array

    return array(_NUMBER, numbers).tobytes()


def _numbers(data: bytes) -> memoryview:
    return memoryview(data).cast(_NUMBER)


def _in_rows(rows: list[list[int]]) -> tuple[bytes, bytes]:
    """Rows of numbers, and where each ends."""
    return _packed(chain.from_iterable(rows)), _packed(accumulate(map(len, rows)))


def _row(data: bytes, ends: bytes, number: int) -> memoryview:
    until = _numbers(ends)
    return _numbers(data)[until[number - 1] if number else 0 : until[number]]
