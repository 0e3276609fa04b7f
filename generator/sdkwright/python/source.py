"""`Source`: text that may stand in an emitted file, since one of the doors of this package made it.

Outside of the doors it is made of text that stands in our own modules, and of other `Source`, in three ways only: `Source("...")`
of a constant, `Source.of` and `join`. What they are given is looked at whenever they are called; that the text is a constant,
and that nothing else makes `Source`, is what tests/test_house.py sees to.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import LiteralString


class Source(str):
    """Text that is safe to print into an emitted file as it is. Rendering refuses every string that is not of this class."""

    __slots__ = ()

    @classmethod
    def of(cls, form: LiteralString, *parts: Source | int) -> Source:
        """A form of ours, as `str.format` reads it, with a part in place of each `{}`. Raises TypeError for any other text."""
        return cls(form.format(*_all(parts)))

    def cut(self, start: int, end: int | None = None) -> Source:
        """What stands between two places, of which neither may be inside of a literal."""
        return Source(self[start:end])


def join(separator: LiteralString, parts: Iterable[Source]) -> Source:
    """The parts, joined by text of ours. Raises TypeError for a part that is any other text."""
    return Source(separator.join(_all(parts)))


def blanks(count: int) -> Source:
    """As many blanks."""
    return Source(" " * count)


def _all(parts: Iterable[Source | int]) -> list[Source]:
    """The parts, of which nearly all are what they should be."""
    return [part if isinstance(part, Source) else _checked(part) for part in parts]


def _checked(part: int) -> Source:
    match part:
        case int():
            return Source(part)
        case _:
            raise TypeError(f"no Source, but {type(part).__name__}: {part!r:.80}")
