"""What a run will ask for is fetched while it imports what it is made of: looks by a process that is begun while this one is small, files by a thread.

Another process imports what prints files, and prints those few that are made anew. What nobody looked at, read or printed is looked at, read and printed by whoever asks, as without.
"""

from __future__ import annotations

import hashlib
import marshal
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from sdkwright.beside import Beside, can_fork
from sdkwright.emit.glance import look

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sdkwright.emit.glance import Look, Noted

__all__ = ["Ahead"]

_LARGEST = 64 * 1024 * 1024


class Ahead:
    """What was ``noted`` for a run with these arguments, which has something to do; what became of its inputs, and how all that it wrote looks by now."""

    __slots__ = ("_beside", "_outputs", "_press", "_read", "_reader", "noted")

    def __init__(self, noted: Noted) -> None:
        self.noted = noted
        self._outputs: Mapping[str, Look] | None = None
        self._beside = Beside(self._different) if can_fork() else None
        if self._beside is not None:
            self._beside.ask(b"")
        self._press = Beside(_printed, _ready) if self._beside is not None else None
        self._read: dict[str, tuple[bytes, str]] = {}
        # reading and summing up leave this interpreter alone
        self._reader = Thread(target=self._fetch, daemon=True)
        self._reader.start()

    def outputs(self) -> Mapping[str, Look] | None:
        """Looks from after `Noted.at`, by absolute path; None where nobody has looked."""
        if self._beside is not None:
            said, self._beside = self._beside.answer(), None
            different = marshal.loads(said) if said else None  # noqa: S302 - a process of ours
            self._outputs = {**self.noted.outputs, **different} if different is not None else None
        return self._outputs

    def printed(self, order: bytes) -> bytes:
        """What is printed to order, once (see orders.py); nothing where nobody can."""
        if self._press is None or not self._press.is_free:
            return b""
        self._press.ask(order)
        return self._press.answer()

    def content(self, path: str) -> bytes | None:
        """The bytes of an input that looked different, from after `Noted.at`, by absolute path; None where nobody has read it."""
        self._reader.join()
        return self._read[path][0] if path in self._read else None

    def checksum(self, path: str, data: bytes | None = None) -> str | None:
        """The SHA-256 of such an input in hexadecimal digits; with ``data``, if these are the bytes that were read."""
        self._reader.join()
        known, checksum = self._read.get(path, (None, None))
        return checksum if data is None or data is known else None

    def _fetch(self) -> None:
        before = self.noted.inputs
        for path, seen in self.noted.now.items():
            if seen is None or seen == before[path] or seen[0] > _LARGEST:
                continue
            try:
                data = Path(path).read_bytes()
            except OSError:  # a folder, mostly
                continue
            self._read[path] = data, hashlib.sha256(data).hexdigest()

    def stop(self) -> None:
        """End who looks and who prints, where nobody has asked."""
        self._reader.join()
        for process in (self._beside, self._press):
            if process is not None:
                process.stop()

    def _different(self, _: bytes) -> bytes:
        """Mostly nothing, so that little has to be said."""
        now = look(self.noted.outputs, linked=True)
        return marshal.dumps({path: seen for path, seen in now.items() if seen != self.noted.outputs[path]})


def _ready() -> object:
    import sdkwright.press

    return sdkwright.press


def _printed(order: bytes) -> bytes:
    from sdkwright.press import answered

    return answered(order)
