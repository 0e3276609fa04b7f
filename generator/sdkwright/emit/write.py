"""Brings the output folder in line with the emitted files, or says what is out of line; how it survives a crash is in journal.py.

A file that is not in the manifest is never replaced or removed, and one that was edited since we wrote it is not either. One
refusal stops the whole write: half a new package is worse than the old one.
"""

from __future__ import annotations

import difflib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from sdkwright.emit.files import MANIFEST_NAME, File, check_paths
from sdkwright.emit.journal import BusyError, JournalError, Step, apply, locked, recover
from sdkwright.emit.manifest import Links, Manifest, ManifestError, digest, parse_manifest, print_manifest

__all__ = ["BusyError", "JournalError", "Outcome", "Refusal", "write"]

_MANIFEST = PurePosixPath(MANIFEST_NAME)
_FOREIGN = ("W001", "is not ours: it is not in the manifest, and its content differs", "move it away, or delete it")
_EDITED = (
    "W004",
    "was edited after it was generated",
    "move the edit into a file of your own and delete this one: it is then written anew",
)
_LINK = ("W005", "is a symbolic link: nothing is written through one", "replace it by what it links to, or delete it")
_UNREADABLE = ("W006", "cannot be read as a manifest", "restore it from version control, or delete it")


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """A path that keeps us from writing. ``message`` continues the path as a sentence, ``hint`` says what to do, ``code`` is a W code."""

    path: PurePosixPath
    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done, or with `check` would be: each path, relative to the output folder, in one of the five; all sorted.

    The manifest is one of the files. With anything in ``refused``, nothing was done. ``diff`` leaves out the manifest, whose lines are
    checksums. ``manifest`` is the checksum of the manifest that the emitted files have (see `fingerprint.remember`).
    """

    created: tuple[PurePosixPath, ...] = ()
    changed: tuple[PurePosixPath, ...] = ()
    removed: tuple[PurePosixPath, ...] = ()
    unchanged: tuple[PurePosixPath, ...] = ()
    refused: tuple[Refusal, ...] = ()
    diff: str = ""
    manifest: str = ""
    recovered: bool = False

    @property
    def up_to_date(self) -> bool:
        """The folder holds exactly the emitted files."""
        return not (self.created or self.changed or self.removed or self.refused)


def write(files: Iterable[File], out: Path, *, version: str, check: bool = False, diff: bool = False) -> Outcome:
    """Make `out` hold exactly `files`, beside what is not ours. `version` is the generator's, for the manifest.

    `check` writes nothing; `diff` fills ``Outcome.diff``. A file whose content is right is not touched. Raises UnsafePathError
    before anything is read, BusyError, JournalError, and OSError when the disk refuses: the folder is then as it was.
    """
    wanted = _wanted(files, version)
    if check:
        if not out.is_dir():
            return _Plan.of(out, wanted).outcome(diff=diff)
        with locked(out, exclusive=False):
            return _Plan.of(out, wanted).outcome(diff=diff)
    out.mkdir(parents=True, exist_ok=True)
    with locked(out, exclusive=True):
        recovered = recover(out)
        plan = _Plan.of(out, wanted)
        steps = plan.steps()
        if steps and not plan.refused:
            result = plan.outcome(diff=diff, recovered=recovered)
            apply(out, steps)
            return result
        return plan.outcome(diff=diff, recovered=recovered)


def _wanted(files: Iterable[File], version: str) -> dict[PurePosixPath, bytes]:
    """Content by path, the manifest last; UTF-8 without a mark, LF line ends."""
    given = list(files)
    check_paths([*(file.path for file in given), _MANIFEST])
    ordered = sorted(given, key=lambda file: file.path)
    wanted = {file.path: file.text.replace("\r\n", "\n").replace("\r", "\n").encode() for file in ordered}
    listed = Manifest(version, {path: digest(data) for path, data in wanted.items()})
    return {**wanted, _MANIFEST: print_manifest(listed).encode()}


@dataclass(slots=True)
class _Plan:
    """What differs between the disk and what is wanted; made by looking only."""

    wanted: Mapping[PurePosixPath, bytes]
    created: list[PurePosixPath] = field(default_factory=list[PurePosixPath])
    unchanged: list[PurePosixPath] = field(default_factory=list[PurePosixPath])
    # path -> content on the disk now
    changed: dict[PurePosixPath, bytes] = field(default_factory=dict[PurePosixPath, bytes])
    removed: dict[PurePosixPath, bytes] = field(default_factory=dict[PurePosixPath, bytes])
    refused: list[Refusal] = field(default_factory=list[Refusal])

    @classmethod
    def of(cls, out: Path, wanted: Mapping[PurePosixPath, bytes]) -> _Plan:
        """The plan for `out` as it is now."""
        plan = cls(wanted)
        disk = _Disk(out)
        ours = plan._ours(disk)
        for path, data in wanted.items():
            plan._place(path, data, disk, ours)
        for path in sorted(ours.keys() - wanted.keys()):
            plan._drop(path, disk, ours[path])
        return plan

    def _ours(self, disk: _Disk) -> Mapping[PurePosixPath, str]:
        found = disk.read(_MANIFEST)
        if not isinstance(found, bytes):
            return {}
        try:
            manifest = parse_manifest(found)
        except ManifestError as error:
            code, message, hint = _UNREADABLE
            self.refused.append(Refusal(_MANIFEST, code, f"{message}: {error}", hint))
            return {}
        return {**manifest.files, _MANIFEST: digest(found)}

    def _place(self, path: PurePosixPath, data: bytes, disk: _Disk, ours: Mapping[PurePosixPath, str]) -> None:
        now = disk.read(path)
        if now is None:
            self.created.append(path)
        elif isinstance(now, Refusal):
            self.refused.append(now)
        elif now == data:
            self.unchanged.append(path)
        elif path not in ours:
            if path != _MANIFEST:  # one that is no manifest was refused when it was read
                self.refused.append(Refusal(path, *_FOREIGN))
        elif _edited(now, ours[path]):
            self.refused.append(Refusal(path, *_EDITED))
        else:
            self.changed[path] = now

    def _drop(self, path: PurePosixPath, disk: _Disk, checksum: str) -> None:
        now = disk.read(path)
        if isinstance(now, Refusal):
            self.refused.append(now)
        elif now is not None and _edited(now, checksum):
            self.refused.append(Refusal(path, *_EDITED))
        elif now is not None:
            self.removed[path] = now

    def steps(self) -> list[Step]:
        """Removals first (a new name may differ from an old one in case only), the manifest last."""
        touched = {*self.created, *self.changed}
        placed = [Step(path, data) for path, data in self.wanted.items() if path in touched]
        return [*(Step(path, None) for path in self.removed), *placed]

    def outcome(self, *, diff: bool, recovered: bool = False) -> Outcome:
        return Outcome(
            created=tuple(sorted(self.created)),
            changed=tuple(sorted(self.changed)),
            removed=tuple(sorted(self.removed)),
            unchanged=tuple(sorted(self.unchanged)),
            refused=tuple(sorted(set(self.refused))),
            diff="".join(self._diff()) if diff else "",
            manifest=digest(self.wanted[_MANIFEST]),
            recovered=recovered,
        )

    def _diff(self) -> Iterator[str]:
        before = {**self.changed, **self.removed}
        for path in sorted({*self.created, *before} - {_MANIFEST}):
            old, new = before.get(path), self.wanted.get(path)
            names = ("/dev/null" if old is None else f"a/{path}", "/dev/null" if new is None else f"b/{path}")
            for line in difflib.unified_diff(_lines(old), _lines(new), *names):
                yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(data: bytes | None) -> list[str]:
    text = (data or b"").decode(errors="replace")
    return [line for line in text.replace("\n", "\n\0").split("\0") if line]


def _edited(now: bytes, checksum: str) -> bool:
    """Line ends that a checkout on Windows turned around are no edit."""
    return checksum not in {digest(now), digest(now.replace(b"\r\n", b"\n"))}


class _Disk:
    """What is at a path of the output folder now."""

    __slots__ = ("_links", "_out")

    def __init__(self, out: Path) -> None:
        self._out = out
        self._links = Links(out)

    def read(self, path: PurePosixPath) -> bytes | Refusal | None:
        """The content, None when there is nothing, or a Refusal when what is there is no plain file inside the folder."""
        link = self._links.first(path)
        if link is not None:
            return Refusal(link, *_LINK)
        target = self._out / path
        try:
            mode = os.lstat(target).st_mode
        except FileNotFoundError:
            return None
        except NotADirectoryError:
            return Refusal(path, *_FOREIGN)
        return target.read_bytes() if stat.S_ISREG(mode) else Refusal(path, *_FOREIGN)
