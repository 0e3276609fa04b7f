"""Changes many files as one step: all of them or, after a crash, Ctrl-C or a full disk, none. Does not choose them (write.py).

Everything is staged in a folder beside the output first: the new content, and the old as hard links. Then a journal names the
stage; while it exists the change is not done, and whoever finds it puts the old content back. Removing it is the commit.
A folder that the output does not have yet is staged and moved as a whole.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Generator, Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from sdkwright.emit.files import JOURNAL_NAME, UnsafePathError, check_working_path
from sdkwright.emit.manifest import Links, digest
from sdkwright.inert import dataclass

__all__ = ["BusyError", "JournalError", "Step", "apply", "locked", "recover"]

_STAGE_PREFIX = ".sdkwright-stage-"
_STAGE = re.compile(re.escape(_STAGE_PREFIX) + r"[A-Za-z0-9_]+")
_PATIENCE = 60.0


class BusyError(RuntimeError):
    """Another run holds the output folder, and did not let go in a minute."""


class JournalError(RuntimeError):
    """What an interrupted run left cannot be read, so its change can be neither undone nor done."""


@dataclass(frozen=True, slots=True)
class Step:
    """One file to write (``new`` is its content) or to remove (``new`` is None); ``known`` is its checksum, where somebody has it."""

    path: PurePosixPath
    new: bytes | None
    known: str | None = None

    @property
    def checksum(self) -> str | None:
        """Of the new content."""
        return digest(self.new) if self.known is None and self.new is not None else self.known


@dataclass(frozen=True, slots=True)
class _Record:
    """One step as the journal keeps it: its number in the stage, whether there was a file, and the checksum of the new one."""

    number: int
    path: PurePosixPath
    existed: bool
    new: str | None


# ----------------------------------------------------------------------------------------------- one run at a time


@contextlib.contextmanager
def locked(out: Path, *, exclusive: bool) -> Generator[None]:
    """Holds the folder `out`, which exists, against other runs; readers share it. Leaves no file behind, not even after a crash.

    Raises BusyError after a minute. Where the system has no such lock (Windows, some network disks) nothing is held.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    descriptor = os.open(out, os.O_RDONLY)
    try:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                fcntl.flock(descriptor, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise BusyError(f"another run is writing to {out}") from None
                time.sleep(0.02)
            except OSError as error:
                if error.errno in {errno.ENOLCK, errno.ENOTSUP}:
                    break
                raise
        yield
    finally:
        os.close(descriptor)


# ----------------------------------------------------------------------------------------------- all or nothing


def apply(out: Path, steps: Sequence[Step]) -> None:
    """Do `steps` in their order, under the lock. An exception on the way, KeyboardInterrupt too, leaves `out` as it was."""
    stage = Path(tempfile.mkdtemp(prefix=_STAGE_PREFIX, dir=out))
    records: list[_Record] = []
    fresh = _Fresh(out, stage / "folders")
    try:
        for number, step in enumerate(steps):
            records.append(fresh.staged(number, step) or _stage(out, stage, number, step))
        _write_journal(out, stage, records)
        for record in records:
            if not fresh.moved(record.path):
                _do(out, stage, record)
        (out / JOURNAL_NAME).unlink()
    except BaseException:
        # Without a journal either nothing is touched yet or everything is done.
        _undo(out, stage, records if (out / JOURNAL_NAME).exists() else [])
        raise
    shutil.rmtree(stage)
    _prune_empty(out, (step.path for step in steps if step.new is None))


class _Fresh:
    """The folders that the output does not have: what comes into them is staged as it will lie there."""

    __slots__ = ("_made", "_out", "_outermost", "_stage", "_waiting")

    def __init__(self, out: Path, stage: Path) -> None:
        self._out, self._stage = str(out), str(stage)
        self._outermost: dict[str, str] = (
            {}
        )  # folder -> the outermost of those that are missing on the way, "" when none is
        self._made: set[str] = set()
        self._waiting: set[str] = set()

    def staged(self, number: int, step: Step) -> _Record | None:
        """The new file, staged; None when it is none, or its folder is there."""
        folder, _, _ = str(step.path).rpartition("/")
        if step.new is None or not (outermost := self._missing(folder)):
            return None
        if folder not in self._made:
            os.makedirs(f"{self._stage}/{folder}", exist_ok=True)
            self._made.add(folder)
        with open(f"{self._stage}/{step.path}", "xb") as file:
            file.write(step.new)
        self._waiting.add(outermost)
        return _Record(number, step.path, existed=False, new=step.checksum)

    def moved(self, path: PurePosixPath) -> bool:
        """Whether the file was staged in such a folder; that is moved into its place with the first of its files."""
        outermost = self._missing(str(path).rpartition("/")[0])
        if outermost in self._waiting:
            self._waiting.remove(outermost)
            os.replace(f"{self._stage}/{outermost}", f"{self._out}/{outermost}")
        return bool(outermost)

    def _missing(self, folder: str) -> str:
        known = self._outermost.get(folder)
        if known is None:
            known = ""
            if folder:
                above = self._missing(folder.rpartition("/")[0])
                known = above or ("" if os.path.lexists(f"{self._out}/{folder}") else folder)
            self._outermost[folder] = known
        return known


def _stage(out: Path, stage: Path, number: int, step: Step) -> _Record:
    if step.new is not None:
        _new(stage, number).write_bytes(step.new)
    target = out / step.path
    existed = target.exists()
    if existed:
        try:
            os.link(target, _old(stage, number))
        except OSError:  # no hard links on this disk
            shutil.copy2(target, _old(stage, number))
    return _Record(number, step.path, existed, step.checksum)


def _do(out: Path, stage: Path, record: _Record) -> None:
    target = out / record.path
    if record.new is None:
        target.unlink()
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(_new(stage, record.number), target)


def _undo(out: Path, stage: Path, records: Iterable[_Record]) -> None:
    """Put back what `records` changed so far. May itself be cut short and done again; a file changed by others since stays."""
    records = list(records)
    for record in reversed(records):
        target = out / record.path
        now = digest(target.read_bytes()) if target.is_file() else None
        if now != record.new:
            continue
        if not record.existed:
            if now is not None:
                target.unlink()
        elif _old(stage, record.number).exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(_old(stage, record.number), target)
    (out / JOURNAL_NAME).unlink(missing_ok=True)
    shutil.rmtree(stage)
    _prune_empty(out, (record.path for record in records if not record.existed))


def _prune_empty(out: Path, paths: Iterable[PurePosixPath]) -> None:
    """Remove the folders of `paths` that hold nothing any more, inner ones first, never `out` itself."""
    folders = {folder for path in paths for folder in path.parents[:-1]}
    for folder in sorted(folders, key=lambda folder: len(folder.parts), reverse=True):
        with contextlib.suppress(OSError):
            (out / folder).rmdir()


def _new(stage: Path, number: int) -> Path:
    return stage / f"{number}.new"


def _old(stage: Path, number: int) -> Path:
    return stage / f"{number}.old"


# ----------------------------------------------------------------------------------------------- what a dead run left


def recover(out: Path) -> bool:
    """Undo the change of a run that died in the middle, under the lock, and remove its stage; says whether there was one.

    Raises JournalError when the journal is damaged: then nothing is touched.
    """
    journal = out / JOURNAL_NAME
    found = journal.is_file()
    if found:
        stage, records = _read_journal(out, journal.read_bytes())
        _undo(out, stage, records)
    for left in out.glob(f"{_STAGE_PREFIX}*"):
        if left.is_dir() and not left.is_symlink() and _STAGE.fullmatch(left.name):
            shutil.rmtree(left)
    return found


def _write_journal(out: Path, stage: Path, records: Sequence[_Record]) -> None:
    steps = [{"number": r.number, "path": str(r.path), "existed": r.existed, "new": r.new} for r in records]
    draft = stage / "journal"
    draft.write_text(json.dumps({"stage": stage.name, "steps": steps}), encoding="utf-8")
    os.replace(draft, out / JOURNAL_NAME)


def _read_journal(out: Path, data: bytes) -> tuple[Path, list[_Record]]:
    links = Links(out)
    try:
        content: Any = json.loads(data)
        name, steps = str(content["stage"]), content["steps"]
        records = [_Record(int(s["number"]), PurePosixPath(s["path"]), bool(s["existed"]), s["new"]) for s in steps]
        for record in records:
            check_working_path(record.path)
    except (ValueError, KeyError, TypeError, RecursionError, UnsafePathError) as error:
        raise JournalError(f"{out / JOURNAL_NAME} is damaged ({error})") from error
    stage = out / name
    if not _STAGE.fullmatch(name) or stage.is_symlink() or not stage.is_dir():
        raise JournalError(f"{out / JOURNAL_NAME} names {name!r}, which is not a stage of ours")
    if any(links.first(record.path) for record in records):
        raise JournalError(f"{out / JOURNAL_NAME} names a file behind a symbolic link")
    return stage, records
