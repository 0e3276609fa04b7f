"""What all that print have in common: how a line is written, where there are colours, and how a time is told. Imports next to nothing."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

__all__ = ["is_plain", "say", "seconds_in_words"]


def is_plain(stream: TextIO) -> bool:
    """Whether colours have no place there."""
    return not stream.isatty() or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"


def say(text: str, to: TextIO | None = None) -> None:
    """Write a line, to stdout if nothing else is named, and at once: whoever reads it may go away."""
    stream = to if to is not None else sys.stdout
    stream.write(f"{text}\n")
    stream.flush()


def seconds_in_words(seconds: float) -> str:
    """The end of a summary."""
    return f"{seconds:.2f} s"
