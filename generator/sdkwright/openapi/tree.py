"""The one tree of a description: the root document, with the other files mounted in it, and where walks have to start."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cached_property
from typing import NamedTuple

from sdkwright.inert import dataclass
from sdkwright.openapi.library import MOUNT, File, Library
from sdkwright.openapi.loops import Loops, loops, stands_for
from sdkwright.openapi.parts import Parts
from sdkwright.openapi.sections import frame
from sdkwright.openapi.version import Version, version_of
from sdkwright.openapi.walk import Kind, Visit, kind_at, walk
from sdkwright.pointer import ROOT, Json, Pointer, child, tokens
from sdkwright.read import Document
from sdkwright.read.document import Origin
from sdkwright.read.trees import replaced, value_at

__all__ = ["Entries", "Entry", "Linked", "assembled", "every", "version_at"]


@dataclass(frozen=True, kw_only=True)
class Linked(Document):
    """A document in which each reference that leads somewhere is a `#/...` of the tree.

    ``entries`` are places that references lead to and that a walk from the root does not meet, or not as what the
    reference takes them for: nodes of other files, schemas below `x-...`. ``targets`` are the schemas that references lead
    to, but for those that are components of the document itself.
    """

    entries: tuple[tuple[Pointer, Kind, str], ...] = ()
    targets: tuple[Pointer, ...] = ()
    parts: Parts = field(default_factory=Parts, compare=False)

    @cached_property
    def loops(self) -> Loops:
        """Schemas that would never end. Where there were none, one of those that have changed has to be nothing but another now."""
        changed = self.parts.since(self.root) if _ENDLESS in self.parts.before.said and not self.targets else None
        is_same = changed is not None and not any(stands_for(self.root, place) for place in changed)
        found = Loops() if is_same else loops(self.root, self.targets)
        if not found.back and not found.far and not self.targets:
            self.parts.said[_ENDLESS] = ()
        return found


def every(document: Document, topic: str = "") -> Iterator[Visit]:
    """Each mapping that means something, of all files: ``walk`` from the root and from each entry.

    With a ``topic``, what is in parts of which there was nothing to tell is left out.
    """
    if not isinstance(document, Linked) or not topic:
        yield from walk(document.root)
    else:
        yield from walk(frame(document.root))
        for part in document.parts.loud_parts(topic, document.root):
            if part.kind is not Kind.DATA:
                yield from walk(part.node, part.kind, part.place)
    if isinstance(document, Linked):
        for pointer, kind, _label in document.entries:
            yield from walk(value_at(document.root, pointer), kind, pointer)


def version_at(root: dict[str, Json], pointer: Pointer, version: Version) -> Version:
    """The version that a place follows: that of its file where that is a whole document, else ``version``, the root's."""
    if not pointer.startswith(f"#/{MOUNT}/"):
        return version
    file = value_at(root, child(ROOT, *tokens(pointer)[:3]))
    return (version_of(file) if isinstance(file, dict) else None) or version


_ENDLESS = "loops"
_COMPONENT = re.compile("#/components/schemas/[^/]*")


class Entry(NamedTuple):
    """Where a walk starts. ``label`` is the key that such nodes stand under: `parameters`, `responses`."""

    file: File
    pointer: Pointer
    kind: Kind
    label: str

    @property
    def mounted(self) -> Pointer:
        """Where it stands in the one tree."""
        return Pointer(self.file.prefix + self.pointer[1:])

    @property
    def value(self) -> Json:
        """What stands there."""
        return value_at(self.file.value, self.pointer)


@dataclass(slots=True)
class Entries:
    """The places that references lead to, each once."""

    found: dict[tuple[str, Pointer, Kind], Entry] = field(default_factory=dict[tuple[str, Pointer, Kind], Entry])
    schemas: set[Pointer] = field(default_factory=set[Pointer])

    def add(self, file: File, pointer: Pointer, kind: Kind, label: str) -> None:
        """Note a place, unless a walk from the root of the document meets it anyhow."""
        key = file.name, pointer, kind
        if kind is Kind.SCHEMA and (file.name or not _COMPONENT.fullmatch(pointer)):
            self.schemas.add(Pointer(file.prefix + pointer[1:]))
        if key not in self.found and (file.name or pointer == ROOT or kind_at(tokens(pointer)) is not kind):
            self.found[key] = Entry(file, pointer, kind, label)

    def mark(self, place: Pointer) -> None:
        """Note a schema of the one tree that references lead to and that no file has in that place."""
        if not _COMPONENT.fullmatch(place):
            self.schemas.add(place)

    def waiting(self) -> Iterator[Entry]:
        """Every entry, also those that are added meanwhile."""
        done = 0
        while done < len(self.found):
            for entry in list(self.found.values())[done:]:
                done += 1
                yield entry

    def needed(self) -> Iterator[Entry]:
        """Those that the walk of no other entry meets, in the order of their places; the root is not among them."""
        for entry in sorted(self.found.values(), key=lambda entry: entry.mounted):
            if (entry.file.name or entry.pointer != ROOT) and not self._is_met(entry):
                yield entry

    def _is_met(self, entry: Entry) -> bool:
        path = tokens(entry.pointer)
        for length in range(len(path)):
            above = child(ROOT, *path[:length])
            for kind in Kind:
                known = self.found.get((entry.file.name, above, kind))
                if known is not None and kind_at(path[length:], kind) is entry.kind:
                    return True
        return False


def _both(one: Json, other: Json, before: Json) -> Json:
    """What a node becomes that two walks have changed, each where it took it for something else."""
    if one is before or other is before:
        return other if one is before else one
    if isinstance(one, dict) and isinstance(other, dict) and isinstance(before, dict):
        kept = {key: value for key, value in one.items() if key in other or key not in before}
        return kept | {
            key: _both(one[key], value, before[key]) if key in one and key in before else value
            for key, value in other.items()
            if key in one or key not in before
        }
    if isinstance(one, list) and isinstance(other, list) and isinstance(before, list) and len(one) == len(other):
        return [_both(*each) for each in zip(one, other, before, strict=True)]
    return other


def assembled(
    document: Document,
    library: Library,
    edits: Mapping[Entry, Json],
    entries: Entries,
    origins: dict[Pointer, Origin],
) -> Linked:
    """The one tree. ``edits`` holds what each entry has become."""
    needed = list(entries.needed())
    values = {name: file.value for name, file in library.files.items()}
    inner: dict[str, dict[Pointer, Json]] = {}
    for entry, value in edits.items():
        name = entry.file.name
        if entry.pointer == ROOT:
            values[name] = _both(values[name], value, entry.value)
    for entry in needed:
        if entry.pointer != ROOT:
            known = inner.setdefault(entry.file.name, {})
            known[entry.pointer] = _both(known.get(entry.pointer, entry.value), edits[entry], entry.value)
    values = {name: replaced(value, inner.get(name, {})) for name, value in values.items()}
    root = values.pop("")
    assert isinstance(root, dict)
    if values:
        mounted = {name: {tokens(library.files[name].prefix)[-1]: value} for name, value in sorted(values.items())}
        root = dict(root)
        root[MOUNT] = dict[str, Json](mounted)
    origins |= {library.files[name].prefix: (library.files[name].source, ROOT) for name in values}
    return Linked(
        document.path,
        document.held,
        url=document.url,
        read=document.read,
        is_json=document.is_json,
        cuts=document.cuts,
        root=root,
        origins={**document.origins, **origins},
        entries=tuple((entry.mounted, entry.kind, entry.label) for entry in needed),
        targets=tuple(sorted(entries.schemas)),
    )
