"""Pieces that two processes make at once, for a run that has to make all of them; which pieces there are is for others to say."""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterable

from sdkwright.beside import Beside, can_fork
from sdkwright.memory.frozen import frozen, thawed
from sdkwright.memory.pieces import Memory

__all__ = ["Claims", "ahead", "is_much", "is_worth_it"]

_MANY = 300
"""Pieces below which another process costs more than it saves."""


class Claims:
    """What is taken already of so many pieces, as both processes see it. Where both take one at the same moment, both make it."""

    __slots__ = ("_taken",)

    def __init__(self, count: int) -> None:
        self._taken = mmap.mmap(-1, max(count, 1))

    def take(self, number: int) -> bool:
        """Take a piece, if nobody has."""
        is_free = self._taken[number] == 0
        self._taken[number] = 1
        return is_free


def is_much(memory: Memory, count: int) -> bool:
    """Whether so many pieces are worth another process, and there is a core for it."""
    return memory.shared and count >= _MANY and can_fork()


def is_worth_it(memory: Memory, count: int) -> bool:
    """Whether another process may make a part of so many pieces, of which none is known."""
    return not memory.past and is_much(memory, count)


def ahead(memory: Memory, every: Iterable[Callable[[], object]]) -> None:
    """Make these pieces, where that is worth it, from both ends, one by each process; whoever asks for one later finds it in the memory.

    What the other process has made counts as made in an earlier run that nothing has changed since. Where it is killed, what it would have
    made is made when it is asked for.
    """
    pieces = [] if memory.past else list(every)
    if not is_worth_it(memory, len(pieces)):
        return
    claims, before = Claims(len(pieces)), set(memory.now)

    def others(_: bytes) -> bytes:
        for number in range(len(pieces) - 1, -1, -1):
            if not claims.take(number):
                break
            pieces[number]()
        return frozen({name: each for name, each in memory.now.items() if name not in before}) or b""

    beside = Beside(others)
    beside.ask(b"")
    try:
        for number, make in enumerate(pieces):
            if not claims.take(number):
                break
            make()
        memory.past = thawed(beside.answer(), dict) or {}
    finally:
        beside.stop()
