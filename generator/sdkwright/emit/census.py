"""What in an output folder is not as it was generated: edits inside of generated files, and files of the user's own; changes nothing."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from sdkwright.emit.disk import Disk, is_edited
from sdkwright.emit.edits import Edits, marked_line
from sdkwright.emit.files import BASES_NAME, JOURNAL_NAME, MANIFEST_NAME, in_order
from sdkwright.emit.manifest import parse_manifest
from sdkwright.inert import dataclass

__all__ = ["Census", "Edit", "census"]

_TOOLS = frozenset({"__pycache__", "node_modules", "dist", "build", BASES_NAME})


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit in a generated file. ``added`` and ``removed`` are lines, None where what was generated is not known any more."""

    path: PurePosixPath
    added: int | None
    removed: int | None
    conflict_line: int | None = None
    is_deleted: bool = False
    diff: str = ""


@dataclass(frozen=True, slots=True)
class Census:
    """All of it, sorted by path."""

    edits: tuple[Edit, ...]
    own: tuple[PurePosixPath, ...]


def census(out: Path) -> Census:
    """What is in `out`, which has a manifest. Raises ManifestError where that cannot be read, OSError where it is not there."""
    listed = parse_manifest((out / MANIFEST_NAME).read_bytes()).files
    disk, edits, found = Disk(out), Edits(out), list[Edit]()
    for name in in_order(listed):
        path = PurePosixPath(name)
        now = disk.read(path)
        if now is None:
            found.append(Edit(path, None, None, is_deleted=True))
        elif isinstance(now, bytes) and is_edited(now, listed[name]):
            found.append(_sized(path, now.replace(b"\r\n", b"\n"), edits.base(path, listed[name])))
    return Census(tuple(found), tuple(sorted(path for path in _walk(out) if str(path) not in listed)))


def _sized(path: PurePosixPath, now: bytes, base: bytes | None) -> Edit:
    line = marked_line(now)
    if base is None:
        return Edit(path, None, None, line)
    sides = (base.decode(errors="replace").splitlines(), now.decode(errors="replace").splitlines())
    lines = list(difflib.unified_diff(*sides, f"generated/{path}", f"edited/{path}", lineterm=""))
    changes = [each[:1] for each in lines[2:]]
    return Edit(path, changes.count("+"), changes.count("-"), line, diff="".join(f"{each}\n" for each in lines))


def _walk(out: Path) -> Iterator[PurePosixPath]:
    for folder, folders, names in os.walk(out):
        folders[:] = [
            name
            for name in folders
            if name not in _TOOLS and not name.startswith(".") and not name.endswith(".egg-info")
        ]
        for name in names:
            if name not in {MANIFEST_NAME, JOURNAL_NAME} and not name.endswith(".pyc"):
                yield PurePosixPath((Path(folder) / name).relative_to(out).as_posix())
