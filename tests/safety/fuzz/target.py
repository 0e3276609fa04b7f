"""What must hold of a run on any input: it ends in time, raises nothing, and what it prints is Python below the output folder."""

from __future__ import annotations

import ast
import signal
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from attack.stages import emit

SECONDS = 30
"""Processor time that one run may take. The slowest real slice takes about one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A defect: where it showed, which is what makes two the same, and how."""

    place: str
    told: str


class OutOfTimeError(Exception):
    """The run did not end."""


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise OutOfTimeError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def judge(
    spec: Path, config: Path | None = None, *, formatted: bool = False, keep_going: bool = True
) -> tuple[Finding | None, str]:
    """The defect that a document shows, if any; and how its run ended: `emitted`, `refused`, `defect`."""
    try:
        with limited(SECONDS):
            # errors are told and what can be emitted is: that leads further than stopping at the first one
            emission = emit(spec, config, keep_going=keep_going, formatted=formatted)
            for file in emission.files or ():
                if file.path.suffix in (".py", ".pyi"):
                    with warnings.catch_warnings():
                        warnings.simplefilter("error", SyntaxWarning)
                        ast.parse(file.text, str(file.path))
    except Exception as error:
        return Finding(_place(error), traceback.format_exc()), "defect"
    return None, "refused" if emission.refused else "emitted"


def _place(error: BaseException) -> str:
    """Class of the error and the line of the generator where it rose."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if "sdkwright" in frame.filename or "templates" in frame.filename
    ]
    if isinstance(error, RecursionError | OutOfTimeError) or not frames:
        names = [frame.filename.rpartition("/")[2] for frame in frames[:4]]
        return f"{type(error).__name__} in {'>'.join(names)}"
    last = frames[-1]
    return f"{type(error).__name__} at {last.filename.rpartition('sdkwright/')[2]}:{last.lineno} {last.name}"
