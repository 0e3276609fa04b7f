"""Where what a run leaves lies between two processes: in the cache folder, one past for each output folder, and a sequel beside it.

What is there and cannot be read is as if it were not there.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from mmap import mmap
from pathlib import Path
from typing import NamedTuple

from sdkwright.beside import Beside, can_fork
from sdkwright.emit.cache import Cache
from sdkwright.inert import dataclass
from sdkwright.memory import frozen, thawed
from sdkwright.openapi.parts import Told
from sdkwright.past import Base, Past, Resting, Sequel, Written
from sdkwright.texts import Texts

__all__ = ["Shelf"]

_KIND = "pasts"
_LIMIT = 64 * 1024 * 1024
_SIZE = 8
_NAME = 16
_WHOLE, _SEQUEL = b"=", b"+"
_MUCH = 4


class _Held(NamedTuple):
    """A past or a sequel as it lies there: its name, and where in `data` its pieces begin and what became of the files."""

    name: bytes
    data: bytes | mmap
    at: int
    written: int


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
        if whole is None or resting is None:
            return Past(key)
        past = resting.past
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
        start = at + _SIZE
        return _Held(data[at - _NAME : at], data, start + int.from_bytes(data[at:start]), start)

    def begun(self, past: Past, told: Callable[[], Told]) -> Beside | None:
        """A process that makes the bytes of what is left, with what is ``told`` there, while this one writes the files; None where there is none: told here."""
        if self.cache.root is None:
            return None
        if not can_fork():
            past.told = told()
            return None
        beside = Beside(lambda _: _left(replace(past, told=told())) or b"")
        beside.ask(b"")
        return beside

    def put(self, past: Past, beside: Beside | None) -> None:
        """Leave it to the next run: beside what is there, where that has become little else, or in its place."""
        if past.whole is not None:
            self.texts.put(past.key, past.whole)
        pieces = (beside.answer() if beside is not None else b"") or _left(past)
        written = frozen(past.written)
        if not pieces or written is None or len(pieces) > _LIMIT:
            return
        is_whole = pieces[:1] == _WHOLE
        name = os.urandom(_NAME) if is_whole or past.base is None else past.base.name
        size = len(written).to_bytes(_SIZE)
        place = _name(self.output) if is_whole else _name(self.output, "sequel")
        self.cache.lay_open(_KIND, place, past.key.encode(), b"\n", name, size, written, memoryview(pieces)[1:])


def _name(output: Path, what: str = "") -> str:
    place = f"{sys.hexversion}\0{Path.cwd()}\0{output.absolute()}\0{what}"
    return hashlib.sha256(place.encode("utf-8", "surrogatepass")).hexdigest()


def _left(past: Past) -> bytes | None:
    """The bytes of a past: of all that is new in it, or, where that is much, of the whole."""
    sequel = past.sequel()
    if sequel is not None and past.base is not None and len(sequel) < past.base.size // _MUCH:
        return _SEQUEL + sequel
    whole = frozen(past.at_rest(), at_rest=True)
    return _WHOLE + whole if whole is not None else None
