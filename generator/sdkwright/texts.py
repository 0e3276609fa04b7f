"""The text of the document of the last run, in the cache: as it once was, and what it has become since; not what it means.

A text of megabytes is written when it is new, and from then on only what is otherwise in it. What is there and cannot be read, or was
touched by somebody else, is as if it were not there.
"""

from __future__ import annotations

import marshal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sdkwright.emit.cache import Cache, mapped, put_in_place
from sdkwright.emit.glance import look
from sdkwright.inert import dataclass
from sdkwright.read.raw import Former, Member, Spliced, Whole, difference

if TYPE_CHECKING:
    from mmap import mmap

    from sdkwright.emit.glance import Look

__all__ = ["Texts"]

_KIND = "texts"
_MUCH = 4


@dataclass(slots=True)
class Texts:
    """Of one kind of run, by the name of what it leaves."""

    cache: Cache
    name: str
    _base: tuple[bytes | mmap, Look] | None = None

    def taken(self, key: str) -> Former | None:
        """What the last run has left, if it was of that kind."""
        data, path = self.cache.get(_KIND, self.name), self._path
        if data is None or path is None:
            return None
        try:
            kind, seen, since, until, middle, root = marshal.loads(data)  # noqa: S302 - a private folder
            if kind != key or look([str(path)])[str(path)] != seen:
                return None
            base = mapped(path)
        except (OSError, ValueError, EOFError, TypeError):
            return None
        self._base = base, seen
        return Former(Spliced(base, since, until, middle), _thawed(root))

    def put(self, key: str, whole: Whole | Former) -> None:
        """Leave a text to the next run of that kind, if it is not the one that was taken."""
        path = self._path
        if path is None or isinstance(whole, Former):
            return
        since, until = (whole.same or difference(self._base[0], whole.data)) if self._base is not None else (0, 0)
        middle = whole.data[since : len(whole.data) - until]
        if self._base is None or len(middle) > len(whole.data) // _MUCH:
            since, until, middle = len(whole.data), 0, b""
            self._base = whole.data, self._written(path, whole.data)
        told = marshal.dumps((key, self._base[1], since, until, middle, _frozen(whole.root)))
        self.cache.put(_KIND, self.name, told)

    @property
    def _path(self) -> Path | None:
        folder = self.cache.folder(_KIND)
        return folder / f"{self.name}.text" if folder is not None else None

    def _written(self, path: Path, data: bytes) -> Look:
        try:
            put_in_place(path, data)
        except OSError:
            return None
        return look([str(path)])[str(path)]


def _frozen(member: Member) -> tuple[Any, ...]:
    if member.inner is None:  # as nearly all are
        return tuple(member)
    return (*member[:6], tuple(map(_frozen, member.inner)), *member[7:])


def _thawed(told: tuple[Any, ...]) -> Member:
    key, at, start, end, line, keys, inner, checksum, places = told
    if inner is None:
        return Member(*told)
    return Member(key, at, start, end, line, keys, tuple(map(_thawed, inner)), checksum, places)
