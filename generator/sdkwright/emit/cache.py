"""The cache folder: where it is, entries that are whole or absent, its bounded size; not what is kept in it.

Every entry carries its own checksum, against damage alone (the folder is private), is written aside and moved into place, and may be gone at any time: several runs may
share the folder, and a damaged or missing entry costs work, never correctness.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
import zlib
from mmap import ACCESS_READ, mmap
from pathlib import Path

from sdkwright.emit.glance import cache_root
from sdkwright.inert import dataclass

__all__ = ["Cache", "mapped", "open_cache", "put_in_place"]

_HEADER = b"sdkwright-cache-2 "
_CHECKSUM = 24
"""Digits of a checksum: eight of the content, sixteen of its length."""
_LIMIT = 256 * 1024 * 1024
_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Cache:
    """Bytes by key under ``root``; a cache without a root keeps nothing.

    ``limit`` bounds the folder in bytes: `prune` removes what was not used for longest.
    """

    root: Path | None
    limit: int = _LIMIT

    def folder(self, name: str) -> Path | None:
        """A subfolder of its own for a user that keeps its files itself; None where it cannot be made."""
        if self.root is None:
            return None
        folder = self.root / name
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            return None
        return folder

    def get(self, kind: str, key: str) -> bytes | None:
        """The bytes put under `key` (hexadecimal digits), or None when there are none or they are damaged."""
        path = self._path(kind, key)
        if path is None:
            return None
        try:
            with path.open("rb", buffering=0) as file:  # which copies nothing: some entries have tens of megabytes
                head, value = file.read(len(_HEADER) + _CHECKSUM + 1), file.read()
        except OSError:
            return None
        if head != _head(value):
            return None
        self._mark_used(path)
        return value

    def laid_open(self, kind: str, key: str) -> tuple[bytes | mmap, int] | None:
        """What was put under `key`, of which nothing is read before somebody looks at it, and where it begins; whether it is damaged, whoever reads it has to tell."""
        path = self._path(kind, key)
        if path is None:
            return None
        try:
            data = mapped(path)
        except (OSError, ValueError):
            return None
        self._mark_used(path)
        return (data, len(_HEADER) + _CHECKSUM + 1) if data[: len(_HEADER)] == _HEADER else None

    def has(self, kind: str, key: str) -> bool:
        """Whether anything was put under `key`; not whether it can be read."""
        path = self._path(kind, key)
        return path is not None and path.exists()

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Keep `value` under `key`. A folder that cannot be written is not an error: the next run works again."""
        path = self._path(kind, key)
        if path is None:
            return
        with contextlib.suppress(OSError):
            put_in_place(path, _head(value), value)

    def lay_open(self, kind: str, key: str, *parts: bytes | memoryview) -> None:
        """Keep these, one after the other, for `laid_open`: without a checksum, since nobody would read all of them to hold them against it."""
        path = self._path(kind, key)
        if path is not None:
            with contextlib.suppress(OSError):
                put_in_place(path, b"%b%b\n" % (_HEADER, b"0" * _CHECKSUM), *parts)

    def prune(self) -> None:
        """Bring the folder under its limit; looks at most once a day, since walking it costs more than a small run."""
        if self.root is None:
            return
        with contextlib.suppress(OSError):
            stamp = self.root / "pruned"
            if stamp.exists() and time.time() - stamp.stat().st_mtime < _DAY:
                return
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            stamp.touch()
            self._shrink()

    def _shrink(self) -> None:
        entries: list[tuple[float, int, str]] = []
        for folder, _, names in os.walk(str(self.root)):
            for name in names:
                path = os.path.join(folder, name)
                with contextlib.suppress(OSError):
                    found = os.stat(path)
                    entries.append((found.st_mtime, found.st_size, path))
        total = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries):
            if total <= self.limit:
                return
            with contextlib.suppress(OSError):
                os.unlink(path)
                total -= size

    def _path(self, kind: str, key: str) -> Path | None:
        return None if self.root is None else self.root / kind / key[:2] / key[2:]

    def _mark_used(self, path: Path) -> None:
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _DAY:
                os.utime(path)


def mapped(path: Path) -> bytes | mmap:
    """The bytes of a file that nobody writes into, of which nothing is read before somebody looks at it. Raises OSError, and ValueError for an empty one."""
    with path.open("rb", buffering=0) as file:
        if sys.platform == "win32":  # where nothing can take the place of a file that is mapped
            return file.read()
        return mmap(file.fileno(), 0, access=ACCESS_READ)


def put_in_place(path: Path, *data: bytes | memoryview) -> None:
    """Have the file hold these bytes, one after the other: all of them, or what it held before. Raises OSError."""
    import tempfile  # slow to import, and most runs put nothing

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(data)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _head(value: bytes) -> bytes:
    # a fifth of the time that a cryptographic one takes, of entries that have tens of megabytes
    return b"%b%08x%016x\n" % (_HEADER, zlib.crc32(value), len(value))


def open_cache(*, enabled: bool = True) -> Cache:
    """The user's cache, see `cache_root`. With `enabled` false, and where no home folder is known, it keeps nothing."""
    root = cache_root() if enabled else None
    return Cache(Path(root) if root is not None else None)
