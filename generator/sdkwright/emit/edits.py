"""Edits inside of generated files: merged by git with what is generated now; which files are edited is write.py's to find.

The three sides are those of any merge: the base is what was last generated, ours is what somebody made of it, theirs is what is
generated now. Where both changed the same lines the file gets both, between the markers that git writes, and nothing is lost.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from sdkwright.emit.bases import Bases
from sdkwright.inert import dataclass

__all__ = ["Edits", "Merged", "UnmergedError", "marked_line"]

_LABELS = ("edited", "last generated", "generated now")
_MARKER = re.compile(rb"^(?:<{7} edited|>{7} generated now)\r?$", re.MULTILINE)


class UnmergedError(Exception):
    """An edit and what is generated now cannot be merged; the message continues the path as a sentence, ``hint`` says what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Merged:
    """What a file holds after a merge; ``conflicts`` counts the places with markers, ``line`` is the first of them."""

    data: bytes
    conflicts: int = 0
    line: int | None = None


def marked_line(data: bytes) -> int | None:
    """The line of the first marker of a conflict that a merge left; None where there is none."""
    found = _MARKER.search(data)
    return data.count(b"\n", 0, found.start()) + 1 if found is not None else None


class Edits:
    """Merges for one output folder."""

    __slots__ = ("_bases", "_git")

    def __init__(self, out: Path) -> None:
        self._git = shutil.which("git")
        self._bases = Bases(out, self._git)

    def base(self, path: PurePosixPath, checksum: str) -> bytes | None:
        """What was last generated for `path`, which has this checksum in the manifest."""
        return self._bases.find(path, checksum)

    def remember(self, manifest: bytes, contents: Mapping[PurePosixPath, bytes], before: str | None = None) -> None:
        """Keep what is generated now as the base of edits to come; what is not among it is as under the manifest `before`."""
        self._bases.remember(manifest, contents, before)

    def merge(self, path: PurePosixPath, ours: bytes, checksum: str, theirs: bytes) -> Merged:
        """`ours` with what changed from the base to `theirs`. Raises UnmergedError without git or without a base."""
        if self._git is None:
            raise UnmergedError(
                "was edited after it was generated, and git, which merges, is not on PATH",
                "install git, or move the edit into a file of your own and delete this one: it is then written anew",
            )
        base = self.base(path, checksum)
        if base is None:
            raise UnmergedError(
                "was edited after it was generated, and what was generated is neither in the cache nor in the history of git",
                "run where it was generated or with the whole history, or move the edit into a file of your own and delete this one",
            )
        crlf = ours.count(b"\r\n") * 2 > ours.count(b"\n")
        merged = _three_way(self._git, ours.replace(b"\r\n", b"\n"), base, theirs)
        data = merged.data.replace(b"\n", b"\r\n") if crlf else merged.data
        return Merged(data, merged.conflicts, marked_line(data))


def _three_way(git: str, ours: bytes, base: bytes, theirs: bytes) -> Merged:
    """As `git merge` does it with the conflict style diff3. Its exit code is the number of conflicts."""
    import subprocess  # few runs merge

    with TemporaryDirectory(prefix="sdkwright-merge-") as name:
        folder = Path(name)
        sides = [folder / side for side in ("ours", "base", "theirs")]
        for side, data in zip(sides, (ours, base, theirs), strict=True):
            side.write_bytes(data)
        labels = [word for label in _LABELS for word in ("-L", label)]
        command = [git, "merge-file", "--stdout", "--diff3", *labels, *(side.name for side in sides)]
        found = subprocess.run(  # noqa: S603 - git from PATH, in a folder of our own
            command, cwd=folder, capture_output=True, check=False
        )
    if not 0 <= found.returncode < 128:
        said = found.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise UnmergedError(
            f"was edited after it was generated, and git could not merge it: {said}", "merge it by hand"
        )
    return Merged(found.stdout, found.returncode)
