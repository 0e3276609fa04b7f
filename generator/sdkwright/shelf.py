"""Where what a run leaves lies between two processes: in the cache folder, one past for each output folder, and a sequel beside it; and who makes its bytes.

What is there and cannot be read is as if it were not there.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from mmap import mmap
from pathlib import Path
from typing import NamedTuple, cast

from sdkwright.beside import Beside, can_fork
from sdkwright.emit.cache import Cache
from sdkwright.inert import dataclass
from sdkwright.memory import Looked, Memory, Record, frozen, is_much, seals, thawed
from sdkwright.openapi.parts import OpenTo, Told
from sdkwright.past import Base, Past, Resting, Sequel, Written
from sdkwright.texts import Texts

__all__ = ["Leaving", "Shelf"]

_KIND = "pasts"
_LIMIT = 64 * 1024 * 1024
_SIZE = 8
_NAME = 16
_WHOLE, _SEQUEL = b"=", b"+"
_MUCH = 4


class _Held(NamedTuple):
    """A past or a sequel as it lies there: its name, and where in `data` its pieces begin, what became of the files, and what the pieces have looked at."""

    name: bytes
    data: bytes | mmap
    at: int
    written: int
    looked: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """The place of runs for one output folder."""

    cache: Cache
    output: Path
    texts: Texts

    @classmethod
    def of(cls, cache: Cache, output: Path) -> Shelf:
        """That of this output folder."""
        return cls(cache, output, Texts(cache, _name(output, "text")))

    def taken(self, key: str) -> Past:
        """What the last run left, if it was of that kind."""
        whole = self._read(_name(self.output), key.encode())
        resting = thawed(whole.data, Resting, at=whole.at) if whole is not None else None
        looked = thawed(whole.data, Looked, at=whole.looked) if whole is not None else None
        if whole is None or resting is None or looked is None:
            return Past(key)
        past = resting.past(looked)
        base = Base(past, whole.name, len(whole.data) - whole.at, past.shared())
        more = self._read(_name(self.output, "sequel"), key.encode(), base.name)
        sequel = thawed(more.data, Sequel, base.shared, at=more.at) if more is not None else None
        following = past.followed(sequel) if sequel is not None else replace(past)
        last = more if more is not None and sequel is not None else whole
        written = thawed(last.data, Written, at=last.written)
        if written is None:
            return Past(key)
        following.written, following.base, following.whole = written, base, self.texts.taken(key)
        return following

    def _read(self, name: str, key: bytes, base: bytes = b"") -> _Held | None:
        """What lies there; None where it is nothing of that kind, or no sequel to that base."""
        found = self.cache.laid_open(_KIND, name)
        if found is None:
            return None
        data, since = found
        at = since + len(key) + 1 + _NAME
        if data[since : at - _NAME + len(base)] != key + b"\n" + base:
            return None
        written = at + 2 * _SIZE
        looked = written + int.from_bytes(data[at : at + _SIZE])
        start = looked + int.from_bytes(data[at + _SIZE : written])
        return _Held(data[at - _NAME : at], data, start, written, looked)

    def put(self, past: Past, beside: Beside | None) -> None:
        """Leave it to the next run: beside what is there, where that has become little else, or in its place."""
        if past.whole is not None:
            self.texts.put(past.key, past.whole)
        # while the other process is at the pieces
        looked, written = frozen(past.looked_at()) if past.base is None else None, frozen(past.written)
        pieces = (beside.answer() if beside is not None else b"") or _left(past)
        if not pieces or written is None or len(pieces) > _LIMIT:
            return
        is_whole = pieces[:1] == _WHOLE
        name = os.urandom(_NAME) if is_whole or past.base is None else past.base.name
        place = _name(self.output) if is_whole else _name(self.output, "sequel")
        looked = (looked or frozen(past.looked_at()) or b"") if is_whole else b""
        sizes = len(written).to_bytes(_SIZE) + len(looked).to_bytes(_SIZE)
        head = past.key.encode(), b"\n", name, sizes
        self.cache.lay_open(_KIND, place, *head, written, looked, memoryview(pieces)[1:])


class Leaving:
    """What is left on a shelf, if there is one; ``told`` is what is known of the parts of the document. Where a process is killed or cannot be, this one does its part.

    One begins with what was lowered, while names are chosen, another goes on while files are written.
    """

    __slots__ = ("_first", "_held", "_last", "_shelf", "_told")

    def __init__(self, shelf: Shelf | None, told: Callable[[], Told]) -> None:
        self._shelf = shelf if shelf is not None and shelf.cache.root is not None else None
        self._told = told
        self._first: Beside | None = None
        self._last: Beside | None = None
        # by the identity of what is in these the second process finds what the first has made
        self._held: tuple[Record, ...] = ()

    def begin(self, lowered: Memory, last: Past) -> None:
        """Begin with these pieces, of which there are no others to come, where there are many and the last run has left none."""
        if self._shelf is None or last.lowered or not is_much(lowered, len(lowered.now)):
            return
        self._held = tuple(lowered.now.values())
        self._first = Beside(lambda _: self._early())
        self._first.ask(b"")

    def go_on(self, past: Past) -> None:
        """Go on with all there is, but for what becomes of the files."""
        if self._shelf is None:
            return
        if not can_fork():
            past.told = self._told()
            return
        early = self._first.answer() if self._first is not None else b""
        sealed, open_to = marshal.loads(early) if early else (b"", b"")  # noqa: S302 - a process of ours
        self._last = Beside(lambda _: _left(replace(past, told=self._all_told(past.told, open_to)), sealed) or b"")
        self._last.ask(b"")

    def put(self, past: Past) -> None:
        """Put it into its place."""
        if self._shelf is not None:
            self._shelf.put(past, self._last)

    def stop(self) -> None:
        """End who makes the bytes, if nobody has them."""
        for process in (self._first, self._last):
            if process is not None:
                process.stop()

    def _early(self) -> bytes:
        """What is sealed in these pieces, and what will be asked of all parts."""
        return marshal.dumps((seals([(each.inputs, each.value) for each in self._held]), frozen(self._told().open_to)))

    def _all_told(self, told: Told, open_to: bytes) -> Told:
        """What is known by now, with what the first process has found."""
        known = cast("dict[bytes, OpenTo] | None", thawed(open_to, dict))
        return replace(told, open_to=known) if known else self._told()


def _name(output: Path, what: str = "") -> str:
    place = f"{sys.hexversion}\0{Path.cwd()}\0{output.absolute()}\0{what}"
    return hashlib.sha256(place.encode("utf-8", "surrogatepass")).hexdigest()


def _left(past: Past, sealed: bytes = b"") -> bytes | None:
    """The bytes of a past: of all that is new in it, or, where that is much, of the whole, but for what its pieces have looked at; ``sealed`` as for `frozen`."""
    sequel = past.sequel()
    if sequel is not None and past.base is not None and len(sequel) < past.base.size // _MUCH:
        return _SEQUEL + sequel
    whole = frozen(past.at_rest(), at_rest=True, sealed=sealed)
    return _WHOLE + whole if whole is not None else None
