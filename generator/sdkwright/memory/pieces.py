"""What pieces of a run came to, and what each had looked at, so that the next run repeats only those that would see something new.

A piece is told apart by kind and key. It is taken over from the run before when what it is made from is the same and nothing
that it looked at has changed; else it is made again. What it looks at is noted by the mappings that it reads (seen.py), not
declared by whoever reads. Knows nothing of what pieces are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from functools import lru_cache
from operator import is_
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar, cast

from sdkwright.diagnostics import Diagnostic, Report
from sdkwright.inert import dataclass
from sdkwright.memory.sameness import same
from sdkwright.sealed import Deferred

if TYPE_CHECKING:
    from sdkwright.memory.looked import Looked

__all__ = ["ALL", "Group", "Groups", "Memory", "Record", "group_of"]

T = TypeVar("T")

Group = str
"""A part of what is read that counts as changed as a whole: a component, a path, a method."""

ALL: Group = "*"
"""What is noted by who looks at everything; it has changed when anything has."""


Groups: TypeAlias = frozenset[Group] | int
"""What a piece has looked at; of a piece that another process made, the number of that set (looked.py)."""


class Record(NamedTuple):
    """What a piece was made from, what it looked at, what it reported, what it came to."""

    inputs: tuple[object, ...]
    groups: Groups
    findings: tuple[Diagnostic, ...]
    value: Any


@dataclass(slots=True)
class _Open:
    """A piece that is being made."""

    groups: set[Group]
    findings: list[Diagnostic] = field(default_factory=list[Diagnostic])


@dataclass(slots=True)
class Memory:
    """The pieces of one run. ``past`` are those of the run before, ``changed`` the groups that are not as they were then.

    ``shared`` says that another process may make some of them.
    """

    report: Report
    past: Mapping[tuple[str, str], Record] = field(default_factory=dict[tuple[str, str], Record])
    changed: frozenset[Group] = frozenset()
    now: dict[tuple[str, str], Record] = field(default_factory=dict[tuple[str, str], Record])
    made: int = 0
    shared: bool = False
    looked: Looked | None = None
    """What the pieces of the run before have looked at, where that is told by numbers."""
    seen: set[Group] = field(default_factory=set[Group])
    """What the piece that is being made has looked at; whoever looks adds to it, in a large run half a million times."""
    _open: list[_Open] = field(default_factory=list[_Open])
    _touched: tuple[frozenset[Group], frozenset[int]] = (frozenset(), frozenset())
    """What has changed, and the numbers of the sets that hold any of it."""

    def recall(
        self, kind: str, key: str, make: Callable[[], T], inputs: tuple[object, ...] = (), about: Iterable[str] = ()
    ) -> T:
        """What ``make`` returns, from this run or the last where it would be the same, with what it reports.

        ``about`` are pointers of nodes that the piece reads without asking anyone for them.
        """
        name = kind, key
        record = self.now.get(name)
        if record is None or not _are_same(record.inputs, inputs):
            old = self.past.get(name)
            if old is not None and not self._is_touched(old.groups) and _are_same(old.inputs, inputs):
                record = old
                for found in record.findings:
                    self.report.repeat(found)
            else:
                record = self._made(make, inputs, {group_of(pointer) for pointer in about}, old)
            self.now[name] = record
        if self._open:
            self._open[-1].groups |= self._groups(record.groups)
            self._open[-1].findings.extend(record.findings)
        value: T = record.value
        return value

    def recall_deferred(
        self, kind: str, key: str, make: Callable[[], T], inputs: tuple[object, ...] = (), about: Iterable[str] = ()
    ) -> Deferred:
        """The same for what few runs ask for: of another process, it stays bytes until somebody does."""
        return self.recall(kind, key, lambda: Deferred(make()), inputs, about)

    def _is_touched(self, groups: Groups) -> bool:
        """Whether any of what was looked at has changed; asked of each piece."""
        if groups.__class__ is not int:
            return not cast("frozenset[Group]", groups).isdisjoint(self.changed)
        if self._touched[0] is not self.changed:
            holding = self.looked.holding(self.changed) if self.looked is not None else frozenset[int]()
            self._touched = self.changed, holding
        return groups in self._touched[1]

    def _groups(self, groups: Groups) -> frozenset[Group]:
        if isinstance(groups, frozenset):
            return groups
        return self.looked.groups(groups) if self.looked is not None else frozenset()

    def _made(
        self, make: Callable[[], object], inputs: tuple[object, ...], groups: set[Group], old: Record | None
    ) -> Record:
        """The piece made anew. One that came to the same is the same object, so that whoever goes on from it sees no change."""
        here, around = _Open(groups), self.seen
        self._open.append(here)
        self.seen = groups
        self.made += 1
        try:
            with self.report.heard(here.findings):
                value = make()
        finally:
            self._open.pop()
            self.seen = around
        if old is not None and same(old.value, value):
            value = old.value
        return Record(inputs, frozenset(here.groups), tuple(dict.fromkeys(here.findings)), value)

    def settle(self, name: str, value: T) -> T:
        """Something that all pieces from here on may look at: where it is not as it was, nothing is taken over from the last run.

        Returns what it was, if it is the same.
        """
        old = self.past.get(("", name))
        if old is not None and same(old.value, value):
            value = old.value
        else:
            self.past = {}
        self.now["", name] = Record((), frozenset(), (), value)
        return value

    def steady(self, name: str, value: T) -> T:
        """A value that is made in each run: what it was in the last one, if it is the same, so that whoever compares it sees so at once."""
        old = self.past.get(("", name))
        if old is not None and same(old.value, value):
            value = old.value
        self.now["", name] = Record((), frozenset(), (), value)
        return value

    def succeed(self, name: str, value: T) -> T | None:
        """What stood under that name in the last run, None where nothing did: then nothing else is taken over either."""
        old = self.past.get(("", name))
        if old is None:
            self.past = {}
        self.now["", name] = Record((), frozenset(), (), value)
        return cast("T", old.value) if old is not None else None

    def adopt(
        self, others: Mapping[tuple[str, str], Record], inputs: Mapping[tuple[str, str], tuple[object, ...]]
    ) -> None:
        """Take over the pieces that another process has made of what there is here; ``inputs`` of those that came without."""
        for name, record in others.items():
            if name not in self.now:
                for found in record.findings:
                    self.report.repeat(found)
                self.now[name] = record._replace(inputs=inputs[name]) if name in inputs else record


def _are_same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether inputs are alike; mostly they are the same objects, which is asked tens of thousands of times in a large run."""
    return len(one) == len(other) and (all(map(is_, one, other)) or all(map(same, one, other)))


@lru_cache(maxsize=1 << 16)  # each is looked up many a time in a run
def group_of(pointer: str) -> Group:
    """The group of a place: its component, its path, or its method of the config; the whole pointer elsewhere."""
    parts = pointer.split("/", 4)
    if len(parts) > 3 and parts[1] == "components":
        return f"#/components/{parts[2]}/{parts[3]}"
    if len(parts) > 2 and parts[1] == "paths":
        return f"#/paths/{parts[2]}"
    before, found, after = pointer.partition("/methods/")
    return f"{before}{found}{after.partition('/')[0]}" if found else pointer
