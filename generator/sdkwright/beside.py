"""A process that works beside this one and answers once; begun before there is anything to work on, so that it is ready by then.

It imports next to nothing, since it is what a run begins with.
"""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Beside", "can_fork", "has_another_core"]


def can_fork() -> bool:
    """Not with threads: a fork may take a library with it in a state that it does not survive."""
    threading = sys.modules.get("threading")
    return has_another_core() and (threading is None or threading.active_count() == 1)


def has_another_core() -> bool:
    """Whether there is one for another process, on a system where any library survives a fork: Linux only."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


class Beside:
    """The other process. Where it is killed, its answer is empty, which is slower, not wrong."""

    __slots__ = ("_answer", "_asked", "_go", "_owner", "_pid", "_question")

    def __init__(self, work: Callable[[bytes], bytes], ready: Callable[[], object] | None = None) -> None:
        """Begin: it gets ``ready``, waits for a question, and answers what ``work`` makes of it."""
        self._question = os.memfd_create("question")
        # not in a pipe, which would have to be read while it is written
        self._answer: int | None = os.memfd_create("answer")
        going, self._go = os.pipe()
        self._asked = False
        self._owner = os.getpid()
        self._pid = os.fork()
        if self._pid:
            os.close(going)
            return
        status = 1
        try:
            # on Ctrl-C the one that asked has something to say, and nobody else
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.close(self._go)
            if ready is not None:
                ready()
            if os.read(going, 1):  # nothing, where nobody asks any more
                with os.fdopen(self._question, "rb") as question, os.fdopen(self._answer, "wb") as answer:
                    question.seek(0)
                    answer.write(work(question.read()))
            status = 0
        finally:
            os._exit(status)

    @property
    def is_free(self) -> bool:
        """Whether nothing was asked yet; only who began it may ask, and no process that was begun since, which has the same question and answer."""
        return not self._asked and os.getpid() == self._owner

    def ask(self, question: bytes) -> None:
        """Ask; this never waits, whatever the other process is at."""
        self._asked = True
        with os.fdopen(self._question, "wb") as file:
            file.write(question)
        try:
            os.write(self._go, b"!")
        except BrokenPipeError:
            pass  # it was killed before it was asked; that it says nothing is found when its answer is read
        finally:
            os.close(self._go)

    def answer(self) -> bytes:
        """What it says, once; waits for that."""
        if self._answer is None:
            return b""
        _, status = os.waitpid(self._pid, 0)
        with os.fdopen(self._answer, "rb") as answer:
            answer.seek(0)
            said = answer.read() if not status else b""
        self._answer = None
        return said

    def stop(self) -> None:
        """End it, if it has not answered."""
        if self._answer is None:
            return
        if not self._asked:
            os.close(self._go)
            os.close(self._question)
        os.kill(self._pid, signal.SIGKILL)
        self.answer()
