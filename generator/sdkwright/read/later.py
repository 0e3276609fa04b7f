"""Mappings that are read when more is asked of them than which keys they have; not where their text comes from.

Most of a large document says what it said in the last run, and nobody looks at it again. Such a mapping is a `dict` in every respect but
that it is filled at the first look. As with every other node of a document, nobody writes to one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sdkwright.pointer import Json

__all__ = ["Later", "Taken", "plain"]


class Taken(dict[str, Any]):
    """A mapping of which the checksum is known, as the part that stands there."""

    __slots__ = ("_given", "_make", "checksum", "path")

    checksum: bytes
    path: tuple[str, ...]

    def _filled(self) -> Taken:
        return self  # for who has asked for a method before it was

    def __reduce__(self) -> Any:
        return dict, (dict(self.items()),)


class Later(Taken):
    """One that is not filled yet. Its keys are known, so that a question about another is answered without a look at the text."""

    __slots__ = ()

    def __init__(
        self, keys: tuple[str, ...], make: Callable[[], dict[str, Json]], checksum: bytes, path: tuple[str, ...]
    ) -> None:
        super().__init__()
        self._given = keys
        self._make = make
        self.checksum = checksum
        self.path = path

    def _filled(self) -> Taken:
        self.__class__ = Taken  # type: ignore[assignment]
        self.update(self._make())
        return self

    def __contains__(self, key: object) -> bool:
        return key in self._given

    def __iter__(self) -> Iterator[str]:
        return iter(self._given)

    def __reversed__(self) -> Iterator[str]:
        return reversed(self._given)

    def __len__(self) -> int:
        return len(self._given)

    def keys(self) -> Any:
        """As that of `dict`."""
        return dict.fromkeys(self._given).keys()

    def get(self, key: str, default: Any = None) -> Any:
        """As that of `dict`."""
        return self._filled().get(key, default) if key in self._given else default

    def __getitem__(self, key: str) -> Any:
        return self._filled()[key]

    def items(self) -> Any:
        """As that of `dict`."""
        return self._filled().items()

    def values(self) -> Any:
        """As that of `dict`."""
        return self._filled().values()

    def copy(self) -> dict[str, Any]:
        """A plain one."""
        return dict(self._filled())

    def __or__(self, other: Any) -> Any:
        return self.copy() | other

    def __ror__(self, other: Any) -> Any:
        return other | self.copy()

    def __eq__(self, other: object) -> bool:
        return self._filled() == other

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._filled())


def plain(node: Json, levels: int = 3) -> Json:
    """The node with plain mappings in the place of these, which are no deeper than the parts of a document."""
    if isinstance(node, Taken):
        return dict(node)
    if not levels or not isinstance(node, dict):
        return node
    return {key: plain(value, levels - 1) for key, value in node.items()}
