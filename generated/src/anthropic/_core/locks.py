"""Locks that neither a fork nor an event loop that has ended leaves taken for ever; guards nothing itself."""

from __future__ import annotations

import os
import threading
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import Any


class ForkLock:
    """A lock of threads. After a fork the child has one of its own: that of the parent may be held by a thread that it has not."""

    def __init__(self, make: Callable[[], Any] = threading.Lock) -> None:
        self._make = make
        self._of = os.getpid(), make()

    @contextmanager
    def held(self, patience: float | None = None) -> Generator[None]:
        """One thread at a time. Raises TimeoutError where the turn does not come in so many seconds."""
        process, lock = self._of
        if process != os.getpid():
            lock = self._make()
            self._of = os.getpid(), lock
        if not lock.acquire(timeout=-1 if patience is None else patience):
            raise TimeoutError
        try:
            yield
        finally:
            lock.release()


class LoopLock:
    """A lock of tasks, one for each event loop: a task of a loop that was closed never gives its lock back."""

    def __init__(self) -> None:
        self._of: tuple[Any, Any] = object(), None

    @asynccontextmanager
    async def held(self, patience: float | None = None) -> AsyncGenerator[None]:
        """One task at a time. Raises TimeoutError where the turn does not come in so many seconds."""
        import anyio

        loop, lock = self._of
        if loop is not running_loop():
            lock = anyio.Lock()
            self._of = running_loop(), lock
        with anyio.fail_after(patience):
            await lock.acquire()
        try:
            yield
        finally:
            lock.release()


def running_loop() -> Any:
    """The running asyncio loop, or None (no loop, or trio)."""
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
