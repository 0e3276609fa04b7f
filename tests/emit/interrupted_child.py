"""Writes files in a process of its own and is interrupted at the Nth call that changes the disk: OUT HOW N JSON-OF-TEXTS.

HOW is `kill` (no cleaning up at all), `interrupt` (KeyboardInterrupt, as by Ctrl-C) or `full` (from then on nothing can be added
to the disk). Exit code 0: written, N was never reached; 3: written all the same; 1: the write was given up.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
from pathlib import Path, PurePosixPath

from sdkwright.emit.files import File
from sdkwright.emit.write import write

ADDING = {"os.link", "os.mkdir", "tempfile.mkdtemp"}
CHANGES = ADDING | {"os.rename", "os.remove", "os.rmdir", "shutil.rmtree"}


class Interruption:
    """Counts the calls by an audit hook, which runs before the call it tells of."""

    def __init__(self, how: str, at: int) -> None:
        self.how, self.left = how, at

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if event not in CHANGES and not writes:
            return
        self.left -= 1
        if self.left > 0 or (self.left < 0 and self.how != "full"):
            return
        if self.how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.how == "interrupt":
            raise KeyboardInterrupt
        if writes or event in ADDING:
            raise OSError(errno.ENOSPC, "No space left on device")


def main() -> None:
    out, how, at, texts = sys.argv[1:]
    files = [File(PurePosixPath(path), text) for path, text in json.loads(texts).items()]
    import fcntl  # noqa: F401 (imported now, so that no file of Python's own is opened among the counted ones)

    interruption = Interruption(how, int(at))
    sys.addaudithook(interruption)
    try:
        write(files, Path(out), version="1")
    except (KeyboardInterrupt, OSError):
        os._exit(1)
    os._exit(3 if interruption.left <= 0 else 0)


if __name__ == "__main__":
    main()
