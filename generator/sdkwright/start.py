"""The console script: ends at once where nothing changed, else hands over to the command line.

What it costs is the least that a run costs, so it imports next to nothing (a test holds it to that). What the arguments mean is
cli's, what is said where nothing changed again.py's.
"""

from __future__ import annotations

import os
import sys
import time
from io import TextIOWrapper

from sdkwright.emit.glance import noted
from sdkwright.terminal import is_plain, seconds_in_words

TYPE_CHECKING = False  # as in `typing`, which is not imported here
if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["main"]


def main() -> None:
    """The console script ``sdkwright``."""
    started = time.perf_counter()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a test may have put something else there
            stream.reconfigure(errors="backslashreplace")
    known = noted(sys.argv[1:])
    if known is not None and known.holds:
        sys.exit(_say(*known.answer, started=started))
    import gc

    gc.disable()  # a seventh of the time of a large run, to find cycles of a few megabytes; the process ends soon
    from sdkwright.ahead import Ahead

    ahead = Ahead(known) if known is not None else None
    try:
        from sdkwright.cli import run

        code = run(sys.argv[1:], ahead)
    finally:
        if ahead is not None:
            ahead.stop()
    _end(code)


def _end(code: int) -> NoReturn:
    """End at once, without taking apart object by object what the system frees as a whole, which costs more than many a stage.

    What others have registered for the end is still done. With a thread left, or where not all can be printed, it ends as usual.
    """
    import atexit

    threading = sys.modules.get("threading")
    try:
        if threading is None or threading.active_count() == 1:
            atexit._run_exitfuncs()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - it has no public name
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    except (OSError, ValueError):  # whoever read our output went away, or it was closed
        pass
    sys.exit(code)


def _say(code: int, summary: str, plain: str, coloured: str, *, started: float) -> int:
    """What the run that is left out would have printed; the exit code."""
    try:
        sys.stderr.write(plain if is_plain(sys.stderr) else coloured)
        sys.stdout.write(f"{summary}{seconds_in_words(time.perf_counter() - started)}\n")
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our output went away
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code
