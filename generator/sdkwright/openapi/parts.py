"""Parts of a document by checksum, and what is known of those that say what they said in the last run; decides nothing about them.

A part is a component or a path item. What depends on nothing but a part is looked for once as long as the part stays as it is: that there
is nothing to tell of it, or which references it holds. Parts are told apart by content, so that it does not matter where they stand.
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from typing import NamedTuple

from sdkwright.inert import dataclass
from sdkwright.openapi.walk import Kind, kind_of_child
from sdkwright.pointer import ROOT, Json, Pointer, child, tokens
from sdkwright.read.later import Taken, plain
from sdkwright.read.trees import put

__all__ = ["OpenTo", "Part", "Parts", "Told", "Use", "parts_of", "with_parts"]

_FORMAT = 2
"""Of marshal: the last one in which equal values have equal bytes."""


class Use(NamedTuple):
    """A reference as written and what it is taken for; ``kind`` is the name of one, empty for a value of a discriminator's mapping."""

    ref: str
    kind: str
    label: str


class OpenTo(NamedTuple):
    """Of other parts: the references by which a default is ``tried``, and names that are ``wanted`` of what is put together."""

    tried: tuple[str, ...]
    wanted: tuple[str, ...]


class Part(NamedTuple):
    """A part, what it is, and the section that it stands in."""

    place: Pointer
    node: dict[str, Json]
    kind: Kind
    label: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a run leaves to the next. ``quiet``: by topic, checksums of parts of which there is nothing to tell.

    ``uses``: all references of a part in which they stand as they have to, by its checksum; ``modern``: as 3.1 reads them.
    ``forms``: what a part is in the dialect of 3.1, by its checksum, where that is not the part itself. ``open_to``: what a part's
    verdict depends on beside the part, where anybody has asked.
    """

    quiet: Mapping[str, frozenset[bytes]] = field(default_factory=dict[str, frozenset[bytes]])
    uses: Mapping[bytes, tuple[Use, ...]] = field(default_factory=dict[bytes, tuple[Use, ...]])
    modern: bool = True
    forms: Mapping[bytes, Json] = field(default_factory=dict[bytes, Json])
    open_to: Mapping[bytes, OpenTo] = field(default_factory=dict[bytes, OpenTo])


@dataclass(slots=True)
class Parts:
    """What is known of parts: ``before`` from the last run; what is known in this one is `told`."""

    before: Told = field(default_factory=Told)
    modern: bool = True
    _quiet: dict[str, frozenset[bytes]] = field(default_factory=dict[str, frozenset[bytes]])
    _uses: dict[bytes, tuple[Use, ...]] = field(default_factory=dict[bytes, tuple[Use, ...]])
    _forms: dict[bytes, Json] = field(default_factory=dict[bytes, Json])
    _open_to: dict[bytes, OpenTo] = field(default_factory=dict[bytes, OpenTo])
    # by identity; the node is held as well, or another could have its identity later
    _sums: dict[int, tuple[Json, Kind, str, bytes]] = field(default_factory=dict[int, tuple[Json, Kind, str, bytes]])
    _wholes: dict[int, tuple[Json, dict[Pointer, bytes]]] = field(
        default_factory=dict[int, tuple[Json, dict[Pointer, bytes]]]
    )

    @property
    def told(self) -> Told:
        """What this run leaves to the next."""
        return Told(self._quiet, self._uses, self.modern, self._forms, self._open_to or self.before.open_to)

    def checksum(self, node: Json, kind: Kind, label: str) -> bytes:
        """Of the content of a part and of what it is."""
        if isinstance(node, Taken):
            if node.checksum and _kind_of(node.path) == (kind, label):
                return node.checksum
            node = dict(node)
        known = self._sums.get(id(node))
        if known is not None and known[1] is kind and known[2] == label:
            return known[3]
        made = hashlib.blake2b(marshal.dumps((node, kind.name, label), _FORMAT), digest_size=16).digest()
        self._sums[id(node)] = (node, kind, label, made)
        return made

    def checksum_at(self, path: tuple[str, ...], node: dict[str, Json]) -> bytes:
        """Of the part that stands there."""
        return self.checksum(node, *_kind_of(path))

    def checksums(self, root: dict[str, Json]) -> dict[Pointer, bytes]:
        """Of each part, in their order; under the root that of all else, with the names of the parts in their order."""
        known = self._wholes.get(id(root))
        if known is None:
            found = {part.place: self.checksum(*part[1:]) for part in parts_of(root)}
            found[ROOT] = self.checksum(plain(with_parts(root, lambda _part: None)), Kind.OBJECT, "")
            self._wholes[id(root)] = known = root, found
        return known[1]

    def loud(self, topic: str, root: dict[str, Json]) -> dict[str, Json]:
        """The root with nothing in the place of each part of which there was nothing to tell."""
        known = self.before.quiet.get(topic)
        if not known:
            return root
        return with_parts(root, lambda part: {} if self.checksum(*part[1:]) in known else part.node)

    def hush(self, topic: str, root: dict[str, Json], told: Iterable[Pointer | None]) -> None:
        """Note of which parts there was nothing to tell, given all places of which there was."""
        spoken = {_part_around(place) for place in told if place is not None}
        self.hushed(topic, (part for part in parts_of(root) if part.place not in spoken))

    def hushed(self, topic: str, parts: Iterable[Part]) -> None:
        """Note that of these parts there was nothing to tell."""
        self._quiet[topic] = frozenset(self.checksum(*part[1:]) for part in parts)

    def form(self, topic: str, part: Part) -> Json:
        """What the part was made into in the last run, itself where it is quiet about the topic; None where that is not known."""
        if not self.before.quiet and not self.before.forms:
            return None
        checksum = self.checksum(*part[1:])
        return part.node if checksum in self.before.quiet.get(topic, ()) else self.before.forms.get(checksum)

    def formed(self, part: Part, form: Json) -> None:
        """Note what a part was made into."""
        self._forms[self.checksum(*part[1:])] = form

    def open_to(self, part: Part, find: Callable[[Json], OpenTo]) -> OpenTo:
        """What ``find`` finds in a part, of which it depends on nothing else."""
        checksum = self.checksum(*part[1:])
        known = self.before.open_to.get(checksum)
        self._open_to[checksum] = known if known is not None else find(part.node)
        return self._open_to[checksum]

    def uses(self, node: Json, kind: Kind, label: str) -> tuple[Use, ...] | None:
        """The references that a part is known to have; None where it is not."""
        if self.before.modern is not self.modern or not self.before.uses:
            return None
        return self.before.uses.get(self.checksum(node, kind, label))

    def used(self, node: Json, kind: Kind, label: str, uses: tuple[Use, ...]) -> None:
        """Note all references of a part."""
        self._uses[self.checksum(node, kind, label)] = uses


def parts_of(root: Json) -> Iterator[Part]:
    """Each component and each path item that is a mapping, in the order of the document."""
    for place, label, holder in _holders(root):
        around = kind_of_child(Kind.OBJECT, label)
        for name, node in holder.items():
            if isinstance(node, dict):
                yield Part(child(place, name), node, kind_of_child(around, name), label)


def with_parts(root: dict[str, Json], made: Callable[[Part], Json]) -> dict[str, Json]:
    """The root with something else for each part."""
    new = dict(root)
    if isinstance(components := root.get("components"), dict):
        new["components"] = dict(components)
    for place, label, holder in _holders(root):
        around = kind_of_child(Kind.OBJECT, label)
        section: dict[str, Json] = {
            name: (
                made(Part(child(place, name), node, kind_of_child(around, name), label))
                if isinstance(node, dict)
                else node
            )
            for name, node in holder.items()
        }
        put(new if label == "paths" and len(tokens(place)) == 1 else new["components"], label, section)
    return new


def _holders(root: Json) -> Iterator[tuple[Pointer, str, dict[str, Json]]]:
    """The mappings that hold parts, with their places and keys."""
    paths, components = (root.get("paths"), root.get("components")) if isinstance(root, dict) else (None, None)
    if isinstance(paths, dict):
        yield child(ROOT, "paths"), "paths", paths
    for section, holder in components.items() if isinstance(components, dict) else ():
        if isinstance(holder, dict):
            yield child(ROOT, "components", section), section, holder


def _kind_of(path: tuple[str, ...]) -> tuple[Kind, str]:
    """What a part is that stands there, and its section."""
    label, name = path[-2:]
    return kind_of_child(kind_of_child(Kind.OBJECT, label), name), label


def _part_around(place: Pointer) -> str:
    """The part that a place is in; of a place in none, what is no part either."""
    path = place.split("/", 4)
    return "/".join(path[: 4 if path[1:2] == ["components"] else 3])
