"""What a run leaves to the next one of the same kind: its pieces, checksums of what they were made of, and of what was written.

Where it lies between two processes is shelf.py's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, fields, replace
from typing import TYPE_CHECKING, Any, cast

from sdkwright.config import GenerateOptions, Job
from sdkwright.diagnostics import Report
from sdkwright.emit.fingerprint import digest_of
from sdkwright.emit.kept import Kept
from sdkwright.emit.manifest import digest
from sdkwright.emit.write import Outcome
from sdkwright.inert import dataclass
from sdkwright.memory import (
    ALL,
    AtRest,
    Change,
    Group,
    Looked,
    Memory,
    Record,
    Shared,
    change,
    changed,
    frozen,
    looked_at,
    thawed,
)
from sdkwright.openapi.parts import Parts, Told
from sdkwright.pointer import ROOT, Json
from sdkwright.read.known import Known, Places, Tree, Trees
from sdkwright.read.raw import Former, Whole
from sdkwright.sealed import Sealed
from sdkwright.verdict import Heard, Last

if TYPE_CHECKING:
    from sdkwright.emit.glance import Look
    from sdkwright.openapi.link import Linked

__all__ = ["Base", "Past", "Resting", "Sequel", "Written", "kind_of"]

Pieces = Mapping[tuple[str, str], Record]

_NAMED = ("", "tables")


@dataclass(frozen=True, slots=True)
class Written:
    """What became of the files: checksums, how they looked before they were found to have these, which of them hold an edit.

    ``heard`` is what the validator said, ``places`` where those parts of the document stand of which something was said.
    """

    files: Mapping[str, str] = field(default_factory=dict[str, str])
    looks: Mapping[str, Look] = field(default_factory=dict[str, "Look"])
    edited: frozenset[str] = frozenset()
    heard: Heard | None = None
    places: Places = field(default_factory=dict[bytes, "dict[tuple[str, ...], int]"])


@dataclass(frozen=True, slots=True)
class Sequel:
    """What makes a past of the one that lies beside it."""

    changes: tuple[Change, ...]
    modern: bool


@dataclass(frozen=True, slots=True)
class Base:
    """A past as it lies in the cache, under this name, in so many bytes, to which sequels are written; they only name what is `shared`."""

    past: Past
    name: bytes
    size: int
    shared: Shared


@dataclass(slots=True)
class Past:
    """The last run that went through. One `key` stands for all that a run depends on beside the document."""

    key: str = ""
    digests: Mapping[Group, bytes] = field(default_factory=dict[Group, bytes])
    lowered: Pieces = field(default_factory=dict[tuple[str, str], Record])
    recorded: Pieces = field(default_factory=dict[tuple[str, str], Record])
    viewed: Pieces = field(default_factory=dict[tuple[str, str], Record])
    trees: Trees = field(default_factory=dict[bytes, Tree])
    told: Told = field(default_factory=Told)
    schemas: Mapping[bytes, object] = field(default_factory=dict[bytes, object])
    """The schemas of components as they were read, by checksum: values of JSON, or such a value sealed."""
    looked: Looked = field(default_factory=Looked)
    """What pieces that lay in the cache as a whole have looked at."""
    written: Written = field(default_factory=Written)
    base: Base | None = None
    whole: Whole | Former | None = None
    """That of the document, which lies in the cache by itself."""

    def belongs(self, key: str, taken: Callable[[str], Past] | None = None) -> None:
        """Forget everything where the run that comes is of another kind, or remember what another process has left of that kind."""
        if key != self.key:
            self.become(taken(key) if taken is not None else Past(key))

    def forget(self) -> None:
        """Be as before the first run."""
        self.become(Past())

    def become(self, other: Past) -> None:
        """Be as the other."""
        for entry in fields(self):
            setattr(self, entry.name, getattr(other, entry.name))

    def reading(self, content: Callable[[str], bytes | None] | None = None) -> Known:
        """The entries of the text that was read; those of this reading are left in their place. ``content`` may know its bytes by path."""
        known = Known(self.trees, asked=self.written.places, last=self.whole)
        known.content = content or known.content
        self.trees = known.now
        return known

    def parts(self) -> Parts:
        """What is known of the parts of the document."""
        return Parts(self.told, self.written.heard.checksums if self.written.heard is not None else {})

    def last(self) -> Last | None:
        """What the validator said of the document, and its schemas."""
        return Last(self.written.heard, self._schema) if self.written.heard is not None else None

    def _schema(self, checksum: bytes) -> Json:
        """The schema that had this checksum; null where there was none."""
        held = self.schemas.get(checksum)
        return cast("Json", thawed(held.data, object) if isinstance(held, Sealed) else held)

    def at_rest(self) -> Resting:
        """The same without what has become of the files, and with its schemas as bytes, since few of them are asked for."""
        pieces = AtRest.of(self._pieces(), self.looked)
        return Resting(Past(self.key, self.digests, trees=self.trees, told=self.told, schemas=self._sealed()), pieces)

    def looked_at(self) -> Looked:
        """What its pieces have looked at, as is told by numbers where they are at rest."""
        return looked_at(self._pieces(), self.looked)

    def _pieces(self) -> tuple[Pieces, ...]:
        return self.lowered, self.recorded, self.viewed

    def _sealed(self) -> Mapping[bytes, Sealed]:
        return {
            name: held if isinstance(held, Sealed) else Sealed(frozen(held) or b"")
            for name, held in self.schemas.items()
        }

    def sequel(self) -> bytes | None:
        """The bytes of what makes this past of its base; None where there is none."""
        if self.base is None or self.base.past.named().keys() != self.named().keys():
            return None
        now = replace(self, schemas=self._sealed())
        tables = zip(self.base.past.tables(), now.tables(), strict=True)
        return frozen(Sequel(tuple(change(*each) for each in tables), self.told.modern), self.base.shared)

    def followed(self, by: Sequel) -> Past:
        """The past that a sequel makes of this one."""
        digests, lowered, recorded, viewed, trees, schemas, *rest = map(changed, self.tables(), by.changes)
        quiet, uses, forms, open_to, said, *named = rest
        if named:
            whole = dict(zip(self.named(), named, strict=True))
            viewed = {**viewed, _NAMED: Record((), frozenset(), (), whole)}
        known = Told(quiet, uses, by.modern, forms, open_to, said)
        return Past(self.key, digests, lowered, recorded, viewed, trees, known, schemas, self.looked)

    def tables(self) -> tuple[Mapping[Any, Any], ...]:
        """All mappings that it consists of, but for what has become of the files."""
        told = self.told
        of_parts = (told.quiet, told.uses, told.forms, told.open_to, told.said)
        viewed = {name: each for name, each in self.viewed.items() if name != _NAMED}
        named = self.named().values()
        return (self.digests, self.lowered, self.recorded, viewed, self.trees, self.schemas, *of_parts, *named)

    def named(self) -> Mapping[str, Mapping[Any, Any]]:
        """The tables of the view, one piece of which most entries stay as they are."""
        record = self.viewed.get(_NAMED)
        return cast("Mapping[str, Mapping[Any, Any]]", record.value) if record is not None else {}

    def shared(self) -> Shared:
        """What sequels only name."""
        return Shared(self._pieces())

    def next(self, digests: Mapping[Group, bytes], linked: Linked, memories: tuple[Memory, Memory, Memory]) -> Past:
        """What this run leaves, but for what becomes of the files; of its memories those of the lowering, the recording and the view, as they are by now."""
        lowered, recorded, viewed = (dict(memory.now) for memory in memories)
        schemas: dict[bytes, object] = {}
        for part, checksum in linked.parts.summed(linked.root):
            if part.label == "schemas":
                schemas[checksum] = self.schemas.get(checksum, part.node)
        told, looked = linked.parts.told, self.looked
        return Past(self.key, digests, lowered, recorded, viewed, self.trees, told, schemas, looked, base=self.base)

    def leave(self, following: Past, outcome: Outcome, kept: Kept, heard: Heard) -> None:
        """Be what a run leaves."""
        following.written = Written(outcome.digests, kept.seen, frozenset(map(str, outcome.edited)), heard)
        self.become(following)

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
        return Memory(report, pieces, frozenset((ALL, *changed)), looked=self.looked)

    def viewing(self, report: Report) -> Memory:
        """The pieces of the view; what has changed it finds out itself. A file that holds an edit is made again, since it is merged."""
        edited = self.written.edited
        viewed = {name: each for name, each in self.viewed.items() if name[1] not in edited} if edited else self.viewed
        return Memory(report, viewed, looked=self.looked)

    def kept(self, paths: Iterable[str]) -> Kept:
        """Files that stay as they were written."""
        return Kept.of(paths, self.written.files, self.written.looks)


@dataclass(frozen=True, slots=True)
class Resting:
    """A past as it lies in the cache: its pieces, and all else but for what these have looked at."""

    rest: Past
    pieces: AtRest

    def past(self, looked: Looked) -> Past:
        """The past."""
        lowered, recorded, viewed = (each.pieces() for each in self.pieces.tables)
        return replace(self.rest, lowered=lowered, recorded=recorded, viewed=viewed, looked=looked)


def kind_of(job: Job, options: GenerateOptions, code: str) -> str:
    """What a run depends on beside the document; ``code`` is that of the generator."""
    templates = digest_of(job.templates) if job.templates is not None and job.templates.is_dir() else ""
    return digest(
        repr((job, options.strict, options.keep_going, options.site, templates, code)).encode("utf-8", "surrogatepass")
    )
