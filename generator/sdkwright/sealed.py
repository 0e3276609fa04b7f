"""Values a part of which stays bytes until somebody asks for it: of what a run leaves to the next, most is never looked at.

The bytes of a value are laid out with those of what is sealed in it behind them, each with a checksum: what nobody asks for is not even read.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterable
from mmap import mmap
from typing import TYPE_CHECKING, Any, ClassVar

from sdkwright.inert import dataclass

if TYPE_CHECKING:
    from typing import BinaryIO

__all__ = ["BrokenSealError", "Deferred", "Laid", "Sealable", "Sealed", "laid"]

_SUM = 4
_HEAD = _SUM + 8


class BrokenSealError(RuntimeError):
    """What was sealed cannot be read, so it has to be made again."""


def laid(value: bytes, behind: Iterable[bytes] = ()) -> bytes:
    """The bytes of a value, and behind them those of what is sealed in it: each is found ``size_laid`` of all before it from there."""
    return b"".join(part for each in (value, *behind) for part in (_sum(each), len(each).to_bytes(8), each))


def size_laid(data: bytes) -> int:
    """How much these bytes take, laid out."""
    return _HEAD + len(data)


class Laid:
    """What was laid out so, ``at`` a place in the data, which may be a file that is mapped; ``open`` makes a value of what is sealed."""

    __slots__ = ("_at", "_behind", "_data", "open")

    def __init__(self, data: bytes | mmap, at: int = 0, open_: Callable[[bytes], object] | None = None) -> None:
        self._data = data
        self._at = at
        self._behind = self._end(at)
        self.open = open_

    @property
    def file(self) -> BinaryIO | mmap:
        """What the value is read from. Raises BrokenSealError."""
        start = self._at + _HEAD
        if _sum(memoryview(self._data)[start : self._behind]) != self._data[self._at : self._at + _SUM]:
            raise BrokenSealError
        file = io.BytesIO(self._data) if isinstance(self._data, bytes) else self._data
        file.seek(start)
        return file

    def sealed(self, place: int) -> bytes:
        """What is sealed there. Raises BrokenSealError."""
        at = self._behind + place
        data = self._data[at + _HEAD : self._end(at)]
        if place < 0 or _sum(data) != self._data[at : at + _SUM]:
            raise BrokenSealError
        return data

    def _end(self, at: int) -> int:
        return at + _HEAD + int.from_bytes(self._data[at + _SUM : at + _HEAD])


def _sum(data: bytes | memoryview) -> bytes:
    return zlib.crc32(data).to_bytes(_SUM)


class Sealed:
    """Bytes, or a place where they are laid out, and the value that is made of them: once, so that whoever holds these bytes gets the same object."""

    __slots__ = ("_among", "_place", "_value")

    def __init__(self, place: bytes | int, among: Laid | None = None) -> None:
        self._place = place
        self._among = among
        self._value: object = None

    @property
    def is_open(self) -> bool:
        """Whether somebody has asked for the value."""
        return self._value is not None

    @property
    def data(self) -> bytes:
        """What was sealed. Raises BrokenSealError."""
        if isinstance(self._place, bytes):
            return self._place
        if self._among is None:
            raise BrokenSealError
        return self._among.sealed(self._place)

    @property
    def value(self) -> object:
        """What it was before. Raises BrokenSealError."""
        if self._value is None:
            if self._among is None or self._among.open is None:
                raise BrokenSealError
            self._value = self._among.open(self.data)
        return self._value


class Sealable:
    """The base of a class whose fields ``PARTS`` may be sealed, all together: they are no fields then until one of them is asked for."""

    __slots__ = ("sealed",)

    PARTS: ClassVar[tuple[str, ...]]
    sealed: Sealed

    if not TYPE_CHECKING:  # or every attribute would be known

        def __getattr__(self, name: str) -> Any:
            if name not in self.PARTS:
                raise AttributeError(name)
            values = self.sealed.value
            if not isinstance(values, tuple) or len(values) != len(self.PARTS):
                raise BrokenSealError
            for part, value in zip(self.PARTS, values, strict=True):
                setattr(self, part, value)
            return getattr(self, name)


@dataclass(frozen=True, slots=True)
class Deferred(Sealable):
    """Holds a value that few runs ask for, and which is made of its bytes when somebody does."""

    value: Any

    PARTS: ClassVar[tuple[str, ...]] = ("value",)
