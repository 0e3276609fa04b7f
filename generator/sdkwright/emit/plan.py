"""What differs between the output folder and what is wanted there, and what is to be done about it; looks, and changes nothing."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path, PurePosixPath

from sdkwright.emit.bases import base_path
from sdkwright.emit.disk import EDITED, FOREIGN, UNREADABLE, Disk, Refusal, is_edited
from sdkwright.emit.edits import Edits, Merged, UnmergedError, marked_line
from sdkwright.emit.files import MANIFEST_NAME, check_path, in_order
from sdkwright.emit.journal import Step
from sdkwright.emit.kept import GoneError, Kept
from sdkwright.emit.manifest import ManifestError, digest, parse_manifest
from sdkwright.inert import dataclass

__all__ = ["MANIFEST", "Conflict", "Plan"]

MANIFEST = PurePosixPath(MANIFEST_NAME)
_UNRESOLVED = (
    "W010",
    "still has the markers of a conflict",
    "keep what you want of both sides, delete the markers, and run again",
)


@dataclass(frozen=True, slots=True, order=True)
class Conflict:
    """An edit that could not be merged alone. ``message`` continues the path as a sentence."""

    path: PurePosixPath
    code: str
    message: str
    hint: str


@dataclass(slots=True)
class Plan:
    """What is to be done with each file. Without ``edits`` an edited file is in the way; with them it is merged."""

    wanted: Mapping[PurePosixPath, bytes]
    edits: Edits | None = None
    kept: Kept = field(default_factory=Kept)
    # the checksum of the manifest on the disk
    before: str | None = None
    created: list[PurePosixPath] = field(default_factory=list[PurePosixPath])
    unchanged: list[PurePosixPath] = field(default_factory=list[PurePosixPath])
    # path -> content on the disk now
    changed: dict[PurePosixPath, bytes] = field(default_factory=dict[PurePosixPath, bytes])
    removed: dict[PurePosixPath, bytes] = field(default_factory=dict[PurePosixPath, bytes])
    refused: list[Refusal] = field(default_factory=list[Refusal])
    # path -> content with the edit in it, once this is done
    edited: dict[PurePosixPath, bytes] = field(default_factory=dict[PurePosixPath, bytes])
    conflicts: list[Conflict] = field(default_factory=list[Conflict])
    # what is kept below BASES_NAME: path -> content
    bases: dict[PurePosixPath, bytes] = field(default_factory=dict[PurePosixPath, bytes])

    @classmethod
    def of(
        cls,
        out: Path,
        wanted: Mapping[PurePosixPath, bytes],
        edits: Edits | None = None,
        kept: Kept | None = None,
    ) -> Plan:
        """The plan for `out` as it is now. Raises GoneError where a file that is kept is not as it was."""
        plan = cls(wanted, edits, kept or Kept())
        disk = Disk(out)
        ours = plan._ours(disk)
        for path, data in wanted.items():
            plan._place(path, data, disk, ours)
        for name in plan.kept.doubtful(out, is_ours=plan.is_ours):
            now = disk.read(PurePosixPath(name))
            if not isinstance(now, bytes) or digest(now) != plan.kept.digests[name]:
                raise GoneError(name)
        for name in in_order(ours.keys() - plan.kept.digests.keys() - set(map(str, wanted))):
            plan._drop(check_path(PurePosixPath(name)), disk, ours[name])
        plan._keep_bases(disk)
        return plan

    @property
    def is_ours(self) -> bool:
        """Whether the manifest on the disk is the one that the last run left."""
        return self.before is not None and self.before == self.kept.before.get(MANIFEST_NAME)

    def _ours(self, disk: Disk) -> Mapping[str, str]:
        found = disk.read(MANIFEST)
        if not isinstance(found, bytes):
            return {}
        checksum = digest(found)
        try:
            # then the last run wrote it, and has left what it says
            is_known = self.kept.before.get(MANIFEST_NAME) == checksum
            listed = self.kept.before if is_known else parse_manifest(found).files
        except ManifestError as error:
            code, message, hint = UNREADABLE
            self.refused.append(Refusal(MANIFEST, code, f"{message}: {error}", hint))
            return {}
        self.before = checksum
        return {**listed, MANIFEST_NAME: checksum}

    def _place(self, path: PurePosixPath, data: bytes, disk: Disk, ours: Mapping[str, str]) -> None:
        now = disk.read(path)
        if now is None:
            self.created.append(path)
        elif isinstance(now, Refusal):
            self.refused.append(now)
        elif now == data:
            self.unchanged.append(path)
        elif (checksum := ours.get(str(path))) is None:
            if path != MANIFEST:  # one that is no manifest was refused when it was read
                self.refused.append(Refusal(path, *FOREIGN))
        elif is_edited(now, checksum):
            self._merge(path, now, checksum, data)
        else:
            self.changed[path] = now

    def _merge(self, path: PurePosixPath, now: bytes, checksum: str, data: bytes) -> None:
        if self.edits is None:
            self.refused.append(Refusal(path, *EDITED))
        elif (line := marked_line(now)) is not None:
            code, message, hint = _UNRESOLVED
            self.refused.append(Refusal(path, code, f"{message} (line {line})", hint))
        elif digest(data) == checksum:
            self.unchanged.append(path)
            self.edited[path] = now
        else:
            try:
                self._merged(path, now, self.edits.merge(path, now, checksum, data))
            except UnmergedError as error:
                self.refused.append(Refusal(path, EDITED[0], str(error), error.hint))

    def _merged(self, path: PurePosixPath, now: bytes, merged: Merged) -> None:
        self.edited[path] = merged.data
        if merged.data == now:
            self.unchanged.append(path)
        else:
            self.changed[path] = now
        if merged.conflicts:
            how = "conflicts" if merged.conflicts > 1 else "conflict"
            message = f"has {merged.conflicts} {how} between an edit and what is generated now, the first in line {merged.line}"
            hint = "both are in the file, between markers: keep what you want of them, and run again"
            self.conflicts.append(Conflict(path, "W009", message, hint))

    def _drop(self, path: PurePosixPath, disk: Disk, checksum: str) -> None:
        now = disk.read(path)
        if isinstance(now, Refusal):
            self.refused.append(now)
        elif now is None:
            return
        elif not is_edited(now, checksum):
            self.removed[path] = now
        elif self.edits is None:
            self.refused.append(Refusal(path, *EDITED))
        else:
            message = "was edited and is not generated any more: it stays, as a file of your own"
            self.conflicts.append(Conflict(path, "W011", message, "delete it if nothing needs it"))

    def _keep_bases(self, disk: Disk) -> None:
        """What is generated now is kept beside each file that is edited, and no longer beside any other."""
        if self.edits is None:
            return
        for path in self.edited:
            kept = disk.base(path)
            if isinstance(kept, Refusal):
                self.refused.append(kept)
            elif kept is None:
                self.created.append(base_path(path))
                self.bases[base_path(path)] = self.wanted[path]
            elif kept != self.wanted[path]:
                self.changed[base_path(path)] = kept
                self.bases[base_path(path)] = self.wanted[path]
        for path in disk.bases():
            if path not in self.edited and isinstance(kept := disk.base(path), bytes):
                self.removed[base_path(path)] = kept

    def steps(self, digests: Mapping[str, str]) -> list[Step]:
        """Removals first (a new name may differ from an old one in case only), the manifest last; the checksums are those of `wanted`."""
        touched = {*self.created, *self.changed}
        placed = [
            Step(path, self.edited[path]) if path in self.edited else Step(path, data, digests[str(path)])
            for path, data in self.wanted.items()
            if path in touched
        ]
        kept = [Step(path, data) for path, data in self.bases.items()]
        return [*(Step(path, None) for path in self.removed), *kept, *placed]

    def diff(self) -> Iterator[str]:
        """A unified diff of all that is done, without the manifest, whose lines are checksums."""
        before = {**self.changed, **self.removed}
        for path in sorted({*self.created, *before} - {MANIFEST} - self.bases.keys()):
            old, new = before.get(path), self.edited.get(path, self.wanted.get(path))
            names = ("/dev/null" if old is None else f"a/{path}", "/dev/null" if new is None else f"b/{path}")
            for line in difflib.unified_diff(_lines(old), _lines(new), *names):
                yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(data: bytes | None) -> list[str]:
    text = (data or b"").decode(errors="replace")
    return [line for line in text.replace("\n", "\n\0").split("\0") if line]
