"""A typed cursor over the raw tree: a value together with its pointer; owns access, resolves no references and judges nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from sdkwright.inert import dataclass
from sdkwright.pointer import Json, Pointer, child


class _Nothing:
    """No value; None is one."""


_NOTHING = _Nothing()


@dataclass(frozen=True, slots=True)
class Node:
    """A place in the document. Accessors answer None (or nothing) where the document holds another kind of value."""

    value: Json
    pointer: Pointer

    @property
    def is_object(self) -> bool:
        """Whether the value is a JSON object."""
        return isinstance(self.value, dict)

    def at(self, *path: str | int) -> Node | None:
        """The node below, or None where there is none."""
        here = self.value
        if len(path) == 1 and isinstance(here, dict):  # as most are asked for, many a time
            found = here.get(str(path[0]), _NOTHING)
            return None if isinstance(found, _Nothing) else Node(found, child(self.pointer, path[0]))
        for token in path:
            if isinstance(here, dict) and str(token) in here:
                here = here[str(token)]
            elif isinstance(here, list) and isinstance(token, int) and token < len(here):
                here = here[token]
            else:
                return None
        return Node(here, child(self.pointer, *path))

    def has(self, key: str) -> bool:
        """Whether the object has that key, be its value null."""
        return isinstance(self.value, dict) and key in self.value

    def has_any(self, keys: frozenset[str]) -> bool:
        """Whether the object has one of these keys: asked once before many questions that few objects answer."""
        return isinstance(self.value, dict) and not keys.isdisjoint(self.value)

    def holds(self, key: str) -> bool:
        """Whether there is an array under `key` that is not empty."""
        value = self._get(key)
        return isinstance(value, list) and bool(value)

    def names(self, *path: str) -> Collection[str]:
        """Keys of the object at `path`, in the order of the document; they cost less than the nodes."""
        found = self._below(path)
        return found.keys() if isinstance(found, dict) else ()

    def members(self, *path: str) -> Iterator[tuple[str, Node]]:
        """Keys and nodes of the object at `path`, in the order of the document."""
        found = self._below(path)
        if not isinstance(found, dict):
            return iter(())
        pointer = child(self.pointer, *path)
        return ((key, Node(value, child(pointer, key))) for key, value in found.items())

    def items(self, *path: str) -> Iterator[Node]:
        """Nodes of the array at `path`."""
        found = self._below(path)
        if not isinstance(found, list) or not found:  # as mostly
            return iter(())
        pointer = child(self.pointer, *path)
        return (Node(value, Pointer(f"{pointer}/{index}")) for index, value in enumerate(found))

    def string(self, key: str) -> str | None:
        """The string under `key`."""
        value = self.value.get(key) if isinstance(self.value, dict) else None  # as a hundred thousand times
        return value if isinstance(value, str) else None

    def text(self, key: str) -> str | None:
        """The string under `key` without surrounding blanks, or None where nothing is left."""
        value = self.string(key)
        return (value.strip() or None) if value is not None else None

    def flag(self, key: str) -> bool:
        """Whether `key` is true."""
        return self._get(key) is True

    def strings(self, key: str) -> tuple[str, ...]:
        """The strings of the array under `key`, or the one string there."""
        value = self._get(key)
        if isinstance(value, str):
            return (value,)
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()

    def with_members(self, members: Mapping[str, Json]) -> Node:
        """The same place with these members; itself where it has them already."""
        if not isinstance(self.value, dict) or all(self.value.get(key) == value for key, value in members.items()):
            return self
        return Node({**self.value, **members}, self.pointer)

    def without(self, *keys: str) -> Node:
        """The same place without these members."""
        if not isinstance(self.value, dict):
            return self
        return Node({key: value for key, value in self.value.items() if key not in keys}, self.pointer)

    def _get(self, key: str) -> Json:
        """The value under `key`, None where there is none: questions about values are many, and make no nodes."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def _below(self, path: tuple[str, ...]) -> Json:
        """The value of the object below, by its keys; None where there is none."""
        here = self.value
        for key in path:
            here = here.get(key) if isinstance(here, dict) else None
        return here
