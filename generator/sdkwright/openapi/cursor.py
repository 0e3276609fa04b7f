"""A place in a document as openapi-spec-validator walks it: jsonschema-path's `SchemaPath` in what its keyword validators ask.

A `SchemaPath` finds its value from the root again at each question, and holds the way there against a cache of all ways: three
quarters of the validator's second pass. A cursor knows its value, with local references followed as `SchemaPath` follows them.
What is less plain than that (another file, an anchor, a reference through `$id` or to nowhere) is asked of `SchemaPath` itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager
from typing import Any, cast
from urllib.parse import unquote

from jsonschema_path.accessors import SchemaAccessor

from sdkwright.pointer import Json

__all__ = ["Cursor"]

_UNREAD = cast("Json", object())
_NOT_PLAIN = cast("Json", object())
_LONGEST_CHAIN = 64


class Cursor:
    """The place below `above` under `key`; without them the root of `accessor`. Nothing is looked up before it is asked for.

    `strange` are places that only `SchemaPath` can find, and all that is below them.
    """

    __slots__ = ("_value", "above", "accessor", "key", "strange")

    def __init__(self, accessor: SchemaAccessor, above: Cursor | None = None, key: str | int = "") -> None:
        self.accessor = accessor
        self.above = above
        self.key = key
        self.strange = False
        self._value: Json = cast("Json", accessor.read(())) if above is None else _UNREAD

    @property
    def parts(self) -> tuple[str | int, ...]:
        """The way here from the root, through references."""
        way: list[str | int] = []
        here: Cursor = self
        while here.above is not None:
            way.append(here.key)
            here = here.above
        return tuple(reversed(way))

    @property
    def value(self) -> Json:
        """What stands here, a reference followed. Raises KeyError where nothing does, and what `SchemaPath` raises for a reference."""
        if self._value is _UNREAD and self.above is not None:
            found = self._followed(_below(self.above.value, self.key))
            self.strange = self.above.strange or found is _NOT_PLAIN
            self._value = cast("Json", self.accessor.read(self.parts)) if self.strange else found
        return self._value

    def _followed(self, node: Json) -> Json:
        root = cast("Json", self.accessor.node)
        for _ in range(_LONGEST_CHAIN):
            ref = node.get("$ref") if isinstance(node, dict) else None
            if not isinstance(ref, str):
                return node
            node = _local(root, ref)
        return _NOT_PLAIN

    def __truediv__(self, key: str | int) -> Cursor:
        return Cursor(self.accessor, self, key)

    def __contains__(self, key: object) -> bool:
        try:
            value = self.value
        except (KeyError, IndexError, TypeError):
            return False
        return isinstance(value, dict) and key in value

    def __iter__(self) -> Iterator[Cursor]:
        for key in self.keys():
            yield Cursor(self.accessor, self, key)

    def __getitem__(self, key: str | int) -> Any:
        found = _below(self.value, key)
        return Cursor(self.accessor, self, key) if isinstance(found, dict | list) else found

    def keys(self) -> Collection[str | int]:
        """Names or indexes of what is below; KeyError where nothing can be."""
        value = self.value
        if isinstance(value, dict):
            return value.keys()
        if isinstance(value, list):
            return range(len(value))
        raise KeyError(self.key)

    def items(self) -> Iterator[tuple[str | int, Cursor]]:
        """The same with the places."""
        for key in self.keys():
            yield key, Cursor(self.accessor, self, key)

    def read_value(self) -> Json:
        """The value."""
        return self.value

    def read_str(self) -> str:
        """The value, which has to be text: TypeError."""
        value = self.value
        if not isinstance(value, str):
            raise TypeError(f"Expected a string value, got {type(value)}")
        return value

    def resolve(self) -> AbstractContextManager[Any]:
        """What a validator of values needs: contents and resolver."""
        return self.accessor.resolve(self.parts)


def _below(node: Any, key: str | int) -> Json:
    try:
        found: Json = node[key]
    except (KeyError, IndexError, TypeError) as error:
        raise KeyError(key) from error
    return found


def _local(root: Json, ref: str) -> Json:
    """The target of a JSON Pointer within the document; `_NOT_PLAIN` for whatever is less plain than that."""
    if not ref.startswith("#/"):
        return root if ref == "#" else _NOT_PLAIN
    node = root
    for token in unquote(ref[2:]).split("/"):
        key = token.replace("~1", "/").replace("~0", "~")
        if not isinstance(node, dict) or key not in node or "$id" in node:
            return _NOT_PLAIN
        node = node[key]
    return node
