"""`Source`: text that may stand in an emitted file, since one of the doors of this package made it."""

from __future__ import annotations

from collections.abc import Iterable


class Source(str):
    """Text that is safe to print into an emitted file as it is. Rendering refuses every string that is not of this class."""

    __slots__ = ()


def join(separator: str, parts: Iterable[Source]) -> Source:
    """The parts, joined. The separator is ours, never a document's."""
    return Source(separator.join(parts))
