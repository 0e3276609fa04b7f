"""What start.py and console.py print alike: where there are colours, and how a time is told. Imports next to nothing."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

__all__ = ["is_plain", "seconds_in_words"]


def is_plain(stream: TextIO) -> bool:
    """Whether colours have no place there."""
    return not stream.isatty() or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"


def seconds_in_words(seconds: float) -> str:
    """The end of a summary."""
    return f"{seconds:.2f} s"
