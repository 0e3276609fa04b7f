"""What a run leaves to the next one of the same kind: its pieces, checksums of what they were made of, and of what was written.

Between two processes it lies in the cache folder, one file for each output folder.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sdkwright.config import GenerateOptions, Job
from sdkwright.diagnostics import Report
from sdkwright.emit.cache import Cache
from sdkwright.emit.fingerprint import digest_of
from sdkwright.emit.kept import Kept
from sdkwright.emit.manifest import digest
from sdkwright.emit.write import Outcome
from sdkwright.memory import Group, Memory, Record, frozen, thawed
from sdkwright.pointer import ROOT, Json
from sdkwright.read.cuts import Known, Trees

if TYPE_CHECKING:
    from sdkwright.emit.glance import Look

__all__ = ["Past", "Shelf", "kind_of"]

Pieces = Mapping[tuple[str, str], Record]

_KIND = "pasts"
_LIMIT = 32 * 1024 * 1024


@dataclass(slots=True)
class Past:
    """The last run that went through. One `key` stands for all that a run depends on beside the document."""

    key: str = ""
    digests: Mapping[Group, bytes] = field(default_factory=dict[Group, bytes])
    lowered: Pieces = field(default_factory=dict[tuple[str, str], Record])
    recorded: Pieces = field(default_factory=dict[tuple[str, str], Record])
    viewed: Pieces = field(default_factory=dict[tuple[str, str], Record])
    files: Mapping[PurePosixPath, str] = field(default_factory=dict[PurePosixPath, str])
    looks: Mapping[PurePosixPath, Look] = field(default_factory=dict[PurePosixPath, "Look"])
    trees: Trees = field(default_factory=dict[bytes, tuple[str, Json]])
    clean: frozenset[bytes] = frozenset()

    def belongs(self, key: str, shelf: Shelf | None = None) -> None:
        """Forget everything where the run that comes is of another kind, or remember what another process has left of that kind."""
        if key != self.key:
            self.become(shelf.taken(key) if shelf is not None else Past(key))

    def forget(self) -> None:
        """Be as before the first run."""
        self.become(Past())

    def become(self, other: Past) -> None:
        """Be as the other."""
        for entry in fields(self):
            setattr(self, entry.name, getattr(other, entry.name))

    def reading(self) -> Known:
        """The entries of the text that was read; those of this reading are left in their place."""
        known = Known(self.trees)
        self.trees = known.now
        return known

    def leave(
        self, digests: Mapping[Group, bytes], memories: tuple[Memory, Memory, Memory], outcome: Outcome, kept: Kept
    ) -> None:
        """Be what a run leaves, of its memories those of the lowering, the recording and the view.

        A file that somebody has edited is made again each time, since it is merged then.
        """
        lowered, recorded, pieces = (memory.now for memory in memories)
        edited = {str(path) for path in outcome.edited}
        viewed = {name: piece for name, piece in pieces.items() if name[1] not in edited}
        files, looks = outcome.digests, kept.seen
        self.become(Past(self.key, digests, lowered, recorded, viewed, files, looks, self.trees, self.clean))

    def lowering(self, digests: Mapping[Group, bytes], report: Report) -> Memory:
        """The pieces of the lowering, for a document of which the parts have these checksums."""
        return self._of_document(digests, self.lowered, report)

    def recording(self, digests: Mapping[Group, bytes]) -> Memory:
        """The recordings for the tests of the package, which report nothing."""
        return self._of_document(digests, self.recorded, Report())

    def _of_document(self, digests: Mapping[Group, bytes], pieces: Pieces, report: Report) -> Memory:
        if digests.get(ROOT) != self.digests.get(ROOT):
            return Memory(report)
        changed = (group for group, checksum in digests.items() if self.digests.get(group) != checksum)
        return Memory(report, pieces, frozenset(changed))

    def viewing(self, report: Report) -> Memory:
        """The pieces of the view; what has changed it finds out itself."""
        return Memory(report, self.viewed)

    def kept(self, paths: Iterable[PurePosixPath]) -> Kept:
        """Files that stay as they were written."""
        return Kept({path: self.files[path] for path in paths}, self.looks)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the past of runs for one output folder lies. What is there and cannot be read is as if it were not there."""

    cache: Cache
    output: Path

    def taken(self, key: str) -> Past:
        """What the last run left, if it was of that kind."""
        data = self.cache.get(_KIND, self._name())
        if data is None or not data.startswith(head := key.encode() + b"\n"):
            return Past(key)
        return thawed(data[len(head) :], Past) or Past(key)

    def put(self, past: Past) -> None:
        """Leave it to the next run, in the place of what was there."""
        data = frozen(past) if past.digests else None
        if data is not None and len(data) <= _LIMIT:
            self.cache.put(_KIND, self._name(), past.key.encode() + b"\n" + data)

    def _name(self) -> str:
        place = f"{sys.hexversion}\0{Path.cwd()}\0{self.output.absolute()}"
        return hashlib.sha256(place.encode("utf-8", "surrogatepass")).hexdigest()


def kind_of(job: Job, options: GenerateOptions, code: str) -> str:
    """What a run depends on beside the document; ``code`` is that of the generator."""
    templates = digest_of(job.templates) if job.templates is not None and job.templates.is_dir() else ""
    return digest(
        repr((job, options.strict, options.keep_going, options.site, templates, code)).encode("utf-8", "surrogatepass")
    )
