"""Locks that neither a fork nor an event loop that has ended leaves taken for ever; guards nothing itself."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any

__all__ = ["ForkLock", "LoopLock", "running_loop"]


class ForkLock:
    """A lock of threads. After a fork the child has one of its own: that of the parent may be held by a thread that it has not."""

    def __init__(self, make: Callable[[], Any] = threading.Lock) -> None:
        self._make = make
        self._held = os.getpid(), make()

    def here(self) -> Any:
        """The lock of this process."""
        process, lock = self._held
        if process != os.getpid():
            lock = self._make()
            self._held = os.getpid(), lock
        return lock


class LoopLock:
    """A lock of tasks, one for each event loop: a task of a loop that was closed never gives its lock back."""

    def __init__(self) -> None:
        self._held: tuple[Any, Any] = object(), None

    def here(self) -> Any:
        """The lock of the running loop."""
        import anyio

        loop = running_loop()
        if self._held[0] is not loop:
            self._held = loop, anyio.Lock()
        return self._held[1]


def running_loop() -> Any:
    """The running asyncio loop, or None (no loop, or trio)."""
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
