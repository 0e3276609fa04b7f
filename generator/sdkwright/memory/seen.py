"""Mappings and lists that note in a memory that they are looked at; they hold what they are given and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar

from sdkwright.memory.pieces import ALL, Group, Memory, group_of

__all__ = ["Seen", "SeenTable", "SeenTuple"]

K = TypeVar("K")
V = TypeVar("V")

# What `super()` would find each time, which takes as long as the look itself.
_ITEM = dict[Any, Any].__getitem__
_GET = dict[Any, Any].get


class Seen(dict[str, Any]):
    """A mapping of a document that counts as one group: whoever reads anything of it has seen it. What it holds stays where it is."""

    __slots__ = ("group", "held", "memory")

    def __init__(self, value: Mapping[str, Any], group: Group, memory: Memory) -> None:
        super().__init__()
        self.held = value
        self.group = group
        self.memory = memory

    def __getitem__(self, key: str) -> Any:
        self.memory.seen.add(self.group)
        return self.held[key]

    def get(self, key: str, default: Any = None) -> Any:
        self.memory.seen.add(self.group)
        return self.held.get(key, default)

    def __contains__(self, key: object) -> bool:
        self.memory.seen.add(self.group)
        return key in self.held

    def __iter__(self) -> Iterator[str]:
        self.memory.seen.add(self.group)
        return iter(self.held)

    def __reversed__(self) -> Iterator[str]:
        return reversed(list(self))

    def __len__(self) -> int:
        self.memory.seen.add(self.group)
        return len(self.held)

    def keys(self) -> Any:
        self.memory.seen.add(self.group)
        return self.held.keys()

    def items(self) -> Any:
        self.memory.seen.add(self.group)
        return self.held.items()

    def values(self) -> Any:
        self.memory.seen.add(self.group)
        return self.held.values()

    def copy(self) -> dict[str, Any]:
        return dict(self.items())

    def __or__(self, other: Any) -> Any:
        return self.copy() | other

    def __ror__(self, other: Any) -> Any:
        return other | self.copy()

    def __eq__(self, other: object) -> bool:
        self.memory.seen.add(self.group)
        return bool(self.held == other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None

    def __repr__(self) -> str:
        self.memory.seen.add(self.group)
        return repr(self.held)

    def __reduce__(self) -> Any:
        return dict, (self.copy(),)


class SeenTable(dict[K, V], Generic[K, V]):
    """A table by pointers: whoever asks for a pointer has seen its group under `prefix`, whoever looks at all has seen all under it.

    With ``only_values``, whether a pointer is there is no secret: that the keys are the same is somebody else's to see to.
    """

    __slots__ = ("memory", "only_values", "prefix")

    def __init__(self, table: Mapping[K, V], prefix: str, memory: Memory, *, only_values: bool = False) -> None:
        super().__init__(table)
        self.prefix = prefix
        self.memory = memory
        self.only_values = only_values

    def __getitem__(self, key: K) -> V:
        self.memory.seen.add(self.prefix + group_of(str(key)))
        found: V = _ITEM(self, key)
        return found

    def get(self, key: K, default: Any = None) -> Any:
        self.memory.seen.add(self.prefix + group_of(str(key)))
        return _GET(self, key, default)

    def __contains__(self, key: object) -> bool:
        if not self.only_values:
            self.memory.seen.add(self.prefix + group_of(str(key)))
        return super().__contains__(key)

    def __iter__(self) -> Iterator[K]:
        self.memory.seen.add(self.prefix + ALL)
        return super().__iter__()

    def __len__(self) -> int:
        self.memory.seen.add(self.prefix + ALL)
        return super().__len__()

    def keys(self) -> Any:
        self.memory.seen.add(self.prefix + ALL)
        return super().keys()

    def items(self) -> Any:
        self.memory.seen.add(self.prefix + ALL)
        return super().items()

    def values(self) -> Any:
        self.memory.seen.add(self.prefix + ALL)
        return super().values()


class SeenTuple(tuple[V, ...]):  # noqa: SLOT001 - a tuple has no slots but empty ones
    """A list of all there is of something, which counts as one group."""

    group: Group
    memory: Memory

    def __iter__(self) -> Iterator[V]:
        self.memory.seen.add(self.group)
        return super().__iter__()

    def __len__(self) -> int:
        self.memory.seen.add(self.group)
        return super().__len__()

    def __getitem__(self, index: Any) -> Any:
        self.memory.seen.add(self.group)
        return tuple[Any, ...].__getitem__(self, index)

    def __contains__(self, item: object) -> bool:
        self.memory.seen.add(self.group)
        return super().__contains__(item)
