"""Stages and counts on a terminal while a run works; gone without a trace when it is done. The only import of rich."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sdkwright.guard import unguarded

if TYPE_CHECKING:
    from rich.live import Live

__all__ = ["shown"]

_PATIENCE = 0.4
"""Seconds before anything is shown: a short run would only flicker, and pays nothing for the library."""

_WORDS = {
    "config": "reading the config",
    "read": "reading the document",
    "check": "checking the document",
    "lower": "understanding the API",
    "name": "naming",
    "view": "laying out modules",
    "render": "printing modules",
    "format": "formatting",
    "compare": "comparing with what is there",
    "write": "writing",
}


@contextmanager
def shown() -> Generator[Callable[[str, Mapping[str, int]], None]]:
    """What a run calls at the start of each stage."""
    started, status = time.monotonic(), list["Live"]()

    def progress(stage: str, counts: Mapping[str, int]) -> None:
        told = ", ".join(f"{number} {name}" for name, number in counts.items())
        text = f"{_WORDS.get(stage, stage)}{f' ({told})' if told else ''}"
        if status:
            status[0].update(text, refresh=True)
        elif time.monotonic() - started > _PATIENCE:
            status.append(_begun(text))

    try:
        yield progress
    finally:
        for each in status:
            each.stop()


def _begun(text: str) -> Live:
    """Refreshed when there is something new and not by a thread: with threads a run would not be shared between processes."""
    from rich.console import Console
    from rich.live import Live

    console = Console(file=unguarded(sys.stderr), highlight=False)
    live = Live(text, console=console, auto_refresh=False, transient=True)
    live.start(refresh=True)
    return live
