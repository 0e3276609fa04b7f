"""What one run leaves to the next: its pieces, and what each of them had looked at."""

from sdkwright.memory.changes import Change, Shared, change, changed
from sdkwright.memory.frozen import frozen, seals, thawed
from sdkwright.memory.halves import Claims, ahead, is_much, is_worth_it
from sdkwright.memory.looked import AtRest, Looked, looked_at
from sdkwright.memory.pieces import ALL, Group, Memory, Record, group_of
from sdkwright.memory.sameness import same
from sdkwright.memory.seen import Seen, SeenTable, SeenTuple
from sdkwright.sealed import Deferred

__all__ = [
    "ALL",
    "AtRest",
    "Change",
    "Claims",
    "Deferred",
    "Group",
    "Looked",
    "Memory",
    "Record",
    "Seen",
    "SeenTable",
    "SeenTuple",
    "Shared",
    "ahead",
    "change",
    "changed",
    "frozen",
    "group_of",
    "is_much",
    "is_worth_it",
    "looked_at",
    "same",
    "seals",
    "thawed",
]
