"""What is in the output folder now: contents, and what stands in the way of writing; changes nothing."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from sdkwright.emit.bases import base_path
from sdkwright.emit.files import BASES_NAME, UnsafePathError, check_path
from sdkwright.emit.manifest import Links, digest
from sdkwright.inert import dataclass

__all__ = ["EDITED", "FOREIGN", "UNREADABLE", "Disk", "Refusal", "is_edited"]

FOREIGN = ("W001", "is not ours: it is not in the manifest, and its content differs", "move it away, or delete it")
EDITED = (
    "W004",
    "was edited after it was generated",
    "move the edit into a file of your own and delete this one: it is then written anew",
)
UNREADABLE = ("W006", "cannot be read as a manifest", "restore it from version control, or delete it")
_LINK = ("W005", "is a symbolic link: nothing is written through one", "replace it by what it links to, or delete it")


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """A path that keeps us from writing. ``message`` continues the path as a sentence, ``hint`` says what to do, ``code`` is a W code."""

    path: PurePosixPath
    code: str
    message: str
    hint: str


def is_edited(now: bytes, checksum: str) -> bool:
    """Line ends that a checkout on Windows turned around are no edit."""
    return checksum not in {digest(now), digest(now.replace(b"\r\n", b"\n"))}


class Disk:
    """What is at a path of the output folder now."""

    __slots__ = ("_absent", "_links", "_out")

    def __init__(self, out: Path) -> None:
        self._out = out
        self._links = Links(out)
        self._absent: dict[str, bool] = {}

    def read(self, path: PurePosixPath) -> bytes | Refusal | None:
        """The content, None when there is nothing, or a Refusal when what is there is no plain file inside the folder."""
        folder = str(path.parent)
        link = self._links.first(folder)
        if link is None:
            if self._is_absent(folder):
                return None
            link = self._links.first(path)
        if link is not None:
            return Refusal(link, *_LINK)
        target = self._out / path
        try:
            mode = os.lstat(target).st_mode
        except FileNotFoundError:
            return None
        except NotADirectoryError:
            return Refusal(path, *FOREIGN)
        return target.read_bytes() if stat.S_ISREG(mode) else Refusal(path, *FOREIGN)

    def _is_absent(self, folder: str) -> bool:
        """Whether there is nothing where a folder would be, so that nobody has to look for what is in it; each is asked about once."""
        known = self._absent.get(folder)
        if known is None:
            try:
                os.lstat(self._out / folder)
                known = False
            except OSError as error:
                known = isinstance(error, FileNotFoundError)
            self._absent[folder] = known
        return known

    def bases(self) -> Iterator[PurePosixPath]:
        """The files of which a base is kept."""
        if self._links.first(PurePosixPath(BASES_NAME)) is not None:
            return
        kept = self._out / BASES_NAME
        for folder, _, names in os.walk(kept):
            for name in names:
                with contextlib.suppress(UnsafePathError):  # a name that no run of ours has written
                    yield check_path(PurePosixPath((Path(folder) / name).relative_to(kept).as_posix()))

    def base(self, path: PurePosixPath) -> bytes | Refusal | None:
        """The base that is kept of a file."""
        return self.read(base_path(path))
