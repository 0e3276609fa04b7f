"""A file's text under the name that a person calls it by; not its tree."""

from __future__ import annotations

import os
from bisect import bisect_right
from dataclasses import field
from functools import cached_property
from io import StringIO
from itertools import accumulate
from pathlib import Path

from sdkwright.diagnostics import Position
from sdkwright.inert import dataclass
from sdkwright.pointer import Pointer

__all__ = ["Lines", "Text", "shown"]


class Lines:
    """Offsets to lines and columns, the way editors count: LF, CRLF and CR end a line."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *accumulate(map(len, StringIO(text, newline="")))]
        if not text.endswith(("\n", "\r")):
            self._starts = self._starts[:-1] or [0]

    def position(self, offset: int) -> Position:
        """The place of the character at the offset; of the end, one past the last."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)


@dataclass(frozen=True)
class Text:
    """A file's text under the name that a person calls it by; enough to point into."""

    path: Path
    text: str
    url: str | None = field(default=None, kw_only=True)
    """Where it came from, if not from the file system; the path is then only a name."""

    @property
    def name(self) -> str:
        """The path, relative where it lies below the working directory, or the URL."""
        return self.url or shown(self.path)

    @cached_property
    def lines(self) -> Lines:
        """Made at the first question."""
        return Lines(self.text)

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
