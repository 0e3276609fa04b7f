"""A file's text under the name that a person calls it by; not its tree."""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from io import StringIO
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, AnyStr

from sdkwright.diagnostics import Position
from sdkwright.inert import dataclass
from sdkwright.pointer import Pointer

if TYPE_CHECKING:
    from sdkwright.read.raw import Raw

__all__ = ["Lines", "Text", "near", "shown", "start_from"]


_STEP = 1 << 16
_NEAR = (0, -1, 1, 2)


class Lines:
    """Offsets to lines and columns, the way editors count: LF, CRLF and CR end a line.

    Few places are asked for, in texts of megabytes: there the ends of lines are counted step by step, and looked for within one.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] | None = None
        if "\r" in text:
            self._starts = [0, *accumulate(map(len, StringIO(text, newline="")))]
            if not text.endswith(("\n", "\r")):
                self._starts.pop()
        # where lines start that somebody has asked for: others that are asked for are mostly near
        self._near = dict[int, int]()
        steps = range(0, len(text), _STEP)
        # how many lines end before each step, and before the end
        self._before = [0, *accumulate(text.count("\n", start, start + _STEP) for start in steps)]

    def position(self, offset: int) -> Position:
        """The place of the character at the offset; of the end, one past the last."""
        if self._starts is not None:
            line = bisect_right(self._starts, offset)
            return Position(line, offset - self._starts[line - 1] + 1)
        step = offset // _STEP
        line = self._before[step] + self._text.count("\n", step * _STEP, offset) + 1
        self._near[line] = start = self._text.rfind("\n", 0, offset) + 1
        return Position(line, offset - start + 1)

    def line(self, number: int) -> str:
        """A line without what ends it; empty where there is none."""
        start, end = self._start(number), self._start(number + 1)
        return self._text[start:end].rstrip("\r\n")

    def _start(self, number: int) -> int:
        """Where a line starts; the end where there are not so many."""
        if self._starts is not None:
            return self._starts[number - 1] if number <= len(self._starts) else len(self._text)
        known = near(number, self._near)
        if known:
            at, missing = self._near[known], number - known
        else:
            step = max(bisect_left(self._before, number - 1) - 1, 0)
            at, missing = step * _STEP, number - 1 - self._before[step]
        found = start_from(self._text, "\n", at, missing)
        if found is None:
            return len(self._text)
        self._near[number] = found
        return found


def near(number: int, starts: Mapping[int, int]) -> int:
    """A line at that one or beside it of which the start is known; 0 where there is none."""
    return next((number + by for by in _NEAR if number + by in starts), 0)


def start_from(text: AnyStr, end: AnyStr, at: int, lines: int) -> int | None:
    """Where the line starts that is so many lines after the one that starts at ``at``, or before it; None where there are not so many."""
    for _ in range(-lines):
        at = text.rfind(end, 0, at - 1) + 1
    for _ in range(lines):
        at = text.find(end, at) + 1
        if not at:
            return None
    return at


@dataclass(frozen=True)
class Text:
    """A file's text under the name that a person calls it by; enough to point into. What is ``held`` may not be decoded yet."""

    path: Path
    held: str | Raw
    url: str | None = field(default=None, kw_only=True)
    """Where it came from, if not from the file system; the path is then only a name."""
    read: bytes | None = field(default=None, kw_only=True, repr=False, compare=False)
    """The bytes of the file, where the text was made of them."""

    @property
    def text(self) -> str:
        """All of it."""
        return self.held if isinstance(self.held, str) else self.held.text

    @property
    def data(self) -> bytes | None:
        """The bytes of the file, where they are at hand."""
        return self.read if isinstance(self.held, str) else self.held.data

    @property
    def name(self) -> str:
        """The path, relative where it lies below the working directory, or the URL."""
        return self.url or shown(self.path)

    @cached_property
    def lines(self) -> Lines:
        """Made at the first question."""
        return Lines(self.text)

    def line(self, number: int) -> str:
        """A line without what ends it; empty where there is none."""
        return self.lines.line(number) if isinstance(self.held, str) else self.held.line(number)

    def mentions(self, word: str) -> bool:
        """Whether the word is anywhere in it, which is told of a text that is not decoded as well."""
        return word in self.held if isinstance(self.held, str) else self.held.mentions(word)

    def locate(self, pointer: Pointer) -> Position | None:
        """Nothing is known about the nodes of a text that could not be read."""
        del pointer
        return None

    def origin(self, pointer: Pointer) -> tuple[str | None, Pointer]:
        """All of it stands here."""
        return None, pointer


def shown(path: Path) -> str:
    """A path as a person would type it here: relative when it lies below the working directory."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)
    return str(path) if relative.startswith("..") else Path(relative).as_posix()
