"""Parts of a document by checksum, and what is known of those that say what they said in the last run; decides nothing about them.

A part is a component or a path item. What depends on nothing but a part is looked for once as long as the part stays as it is: that there
is nothing to tell of it, or which references it holds. Parts are told apart by content, so that it does not matter where they stand.
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from functools import partial
from typing import NamedTuple, TypeAlias

from sdkwright.diagnostics import Diagnostic
from sdkwright.inert import dataclass
from sdkwright.openapi.identifiers import is_nameless
from sdkwright.openapi.sections import HOLDING, Names, Part, frame, parts_of, what_stands_at
from sdkwright.openapi.walk import Kind
from sdkwright.pointer import ROOT, Json, Pointer, child, last, tokens
from sdkwright.read.later import Later, Taken
from sdkwright.read.trees import put, value_at
from sdkwright.sealed import Sealed

__all__ = ["STRAIGHT", "Form", "OpenTo", "Parts", "Told", "Use"]

STRAIGHT = "references"
"""There is nothing to say of the references of a part: each leads to a part, and none is written in another way than it is read."""

_FORMAT = 2
"""Of marshal: the last one in which equal values have equal bytes."""

_SCHEMAS = "#/components/schemas/"
_OF_SCHEMAS = frozenset(("", Kind.SCHEMA.name))


class Use(NamedTuple):
    """A reference as written and what it is taken for; ``kind`` is the name of one, empty for a value of a discriminator's mapping."""

    ref: str
    kind: str
    label: str


class OpenTo(NamedTuple):
    """Of other parts: the references by which a default is ``tried``, and names that are ``wanted`` of what is put together.

    ``leading`` are all references of the part.
    """

    tried: tuple[str, ...]
    wanted: tuple[str, ...]
    leading: tuple[str, ...] = ()


Form: TypeAlias = tuple[tuple[str, ...], bytes, Sealed]
"""What a part was made into: its keys, its checksum, and all of it as marshal writes it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a run leaves to the next. ``quiet``: by topic, checksums of parts of which there is nothing to tell.

    ``uses``: all references of a part in which they stand as they have to, by its checksum, as marshal writes them; ``modern``: as 3.1 reads them.
    ``forms``: what a part is in the dialect of 3.1, by its checksum, where that is not the part itself. ``open_to``: what a part's
    verdict depends on beside the part, where anybody has asked. ``said``: by topic, what was said that no schema of components bears on.
    """

    quiet: Mapping[str, frozenset[bytes]] = field(default_factory=dict[str, frozenset[bytes]])
    uses: Mapping[bytes, bytes] = field(default_factory=dict[bytes, bytes])
    modern: bool = True
    forms: Mapping[bytes, Form] = field(default_factory=dict[bytes, Form])
    open_to: Mapping[bytes, OpenTo] = field(default_factory=dict[bytes, OpenTo])
    said: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict[str, tuple[Diagnostic, ...]])


@dataclass(slots=True)
class Parts:
    """What is known of parts: ``before`` from the last run, in which they had the checksums ``sums``; what is known in this one is `told`."""

    before: Told = field(default_factory=Told)
    sums: Mapping[Pointer, bytes] = field(default_factory=dict[Pointer, bytes])
    modern: bool = True
    said: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict[str, tuple[Diagnostic, ...]])
    _quiet: dict[str, frozenset[bytes]] = field(default_factory=dict[str, frozenset[bytes]])
    _uses: dict[bytes, bytes] = field(default_factory=dict[bytes, bytes])
    _forms: dict[bytes, Form] = field(default_factory=dict[bytes, Form])
    _open_to: dict[bytes, OpenTo] = field(default_factory=dict[bytes, OpenTo])
    # by identity; the node is held as well, or another could have its identity later
    _sums: dict[int, tuple[Json, Kind, str, bytes]] = field(default_factory=dict[int, tuple[Json, Kind, str, bytes]])
    _wholes: dict[int, tuple[Json, dict[Pointer, bytes]]] = field(
        default_factory=dict[int, tuple[Json, dict[Pointer, bytes]]]
    )
    _names: dict[Pointer, Names] = field(default_factory=dict[Pointer, Names])
    _lists: dict[int, tuple[Json, list[Part]]] = field(default_factory=dict[int, tuple[Json, "list[Part]"]])
    _summed: dict[int, tuple[Json, list[tuple[Part, bytes]]]] = field(
        default_factory=dict[int, tuple[Json, "list[tuple[Part, bytes]]"]]
    )

    @property
    def told(self) -> Told:
        """What this run leaves to the next."""
        open_to = self._open_to or self.before.open_to
        return Told(self._quiet, self._uses, self.modern, self._forms, open_to, self.said)

    def listed(self, root: Json) -> list[Part]:
        """Each component and each path item that is a mapping, in the order of the document."""
        known = self._lists.get(id(root))
        if known is None:
            self._lists[id(root)] = known = root, list(parts_of(root, self._names))
            for part in known[1]:
                node = part.node
                if not isinstance(node, Taken) or not node.checksum or id(node) in self._sums:
                    continue
                if node.path[-2:] == (part.label, last(part.place)):
                    self._sums[id(node)] = node, part.kind, part.label, node.checksum
        return known[1]

    def summed(self, root: Json) -> list[tuple[Part, bytes]]:
        """The same with the checksum of each."""
        known = self._summed.get(id(root))
        if known is None:
            known = root, [(part, self.checksum(*part[1:])) for part in self.listed(root)]
            self._summed[id(root)] = known
        return known[1]

    def checksum(self, node: Json, kind: Kind, label: str) -> bytes:
        """Of the content of a part and of what it is."""
        known = self._sums.get(id(node))
        if known is not None and known[1] is kind and known[2] == label:
            return known[3]
        content = dict(node) if isinstance(node, Taken) else node
        made = hashlib.blake2b(marshal.dumps((content, kind.name, label), _FORMAT), digest_size=16).digest()
        self._sums[id(node)] = node, kind, label, made
        return made

    def checksum_at(self, path: tuple[str, ...], node: dict[str, Json]) -> bytes:
        """Of the part that stands there, or of what stands in no part."""
        return self.checksum(node, *what_stands_at(path))

    def checksums(self, root: dict[str, Json]) -> dict[Pointer, bytes]:
        """Of each part, in their order; under the root that of all else, with the names of the parts in their order."""
        known = self._wholes.get(id(root))
        if known is None:
            found = {part.place: checksum for part, checksum in self.summed(root)}
            rest = [(key, self._content(key, value)) for key, value in frame(root).items()]
            found[ROOT] = hashlib.blake2b(marshal.dumps(rest, _FORMAT), digest_size=16).digest()
            self._wholes[id(root)] = known = root, found
        return known[1]

    def _content(self, key: str, value: Json) -> Json | bytes:
        """What a key of the root holds beside parts; of a large mapping, or one that nobody has looked at, the checksum."""
        if not isinstance(value, dict) or key in HOLDING:
            return value
        if isinstance(value, Taken) and value.checksum and value.path == (key,):
            return value.checksum
        return self.checksum_at((key,), value)

    def since(self, root: dict[str, Json]) -> frozenset[Pointer] | None:
        """The parts that are not as they were in the last run; None where anything else is not, or their names or order."""
        now = self.checksums(root)
        if not self.sums or len(now) != len(self.sums) or now[ROOT] != self.sums.get(ROOT):
            return None
        return frozenset(place for place, checksum in now.items() if self.sums.get(place) != checksum)

    def loud(self, topic: str, root: dict[str, Json]) -> dict[str, Json]:
        """The root with null in the place of each part of which there was nothing to tell."""
        if not self.before.quiet.get(topic):
            return root
        loud = frame(root)
        for part in self.loud_parts(topic, root):
            *above, name = tokens(part.place)
            put(value_at(loud, child(ROOT, *above)), name, part.node)
        return loud

    def loud_parts(self, topic: str, root: dict[str, Json]) -> list[Part]:
        """The parts of which there was something to tell, or that were not there."""
        known = self.before.quiet.get(topic)
        return [part for part, checksum in self.summed(root) if checksum not in known] if known else self.listed(root)

    def hush(self, topic: str, root: dict[str, Json], told: Iterable[Pointer | None]) -> None:
        """Note of which parts there was nothing to tell, given all places of which there was."""
        spoken = {_part_around(place) for place in told if place is not None}
        self.hushed(topic, (checksum for part, checksum in self.summed(root) if part.place not in spoken))

    def hushed(self, topic: str, checksums: Iterable[bytes]) -> None:
        """Note that there was nothing to tell of the parts that have these."""
        self._quiet[topic] = frozenset(checksums)

    def forms(self, topic: str, root: Json) -> Iterator[tuple[Part, bytes, Json]]:
        """Each part with its checksum and what it was made into in the last run: itself where it is quiet about the topic; None where that is not known."""
        quiet, forms = self.before.quiet.get(topic, frozenset[bytes]()), self.before.forms
        for part, checksum in self.summed(root):
            if checksum in quiet:
                yield part, checksum, part.node
            elif (known := forms.get(checksum)) is not None:
                form = Later(known[0], partial(_unsealed, known[2]), known[1], (part.label, last(part.place)))
                yield part, checksum, form
            else:
                yield part, checksum, None

    def formed(self, part: Part, checksum: bytes, form: Json) -> None:
        """Note what a part with that checksum was made into."""
        known = self.before.forms.get(checksum) if isinstance(form, Taken) else None
        if known is None and isinstance(form, dict):
            known = tuple(form), self.checksum(form, part.kind, part.label), Sealed(marshal.dumps(form))
        if known is not None:
            self._forms[checksum] = known

    def open_to(self, part: Part, find: Callable[[Json], OpenTo]) -> OpenTo:
        """What ``find`` finds in a part, of which it depends on nothing else."""
        checksum = self.checksum(*part[1:])
        known = self.before.open_to.get(checksum)
        self._open_to[checksum] = known if known is not None else find(part.node)
        return self._open_to[checksum]

    def open_around(self, root: dict[str, Json], find: Callable[[Json], OpenTo]) -> OpenTo:
        """The same of what is in no part."""
        checksum = self.checksums(root)[ROOT]
        known = self.before.open_to.get(checksum)
        self._open_to[checksum] = known if known is not None else find(frame(root))
        return self._open_to[checksum]

    def uses(self, node: Json, kind: Kind, label: str) -> tuple[Use, ...] | None:
        """The references that a part is known to have; None where it is not."""
        if self.before.modern is not self.modern or not self.before.uses:
            return None
        known = self.before.uses.get(self.checksum(node, kind, label))
        return _uses(known) if known is not None else None

    def used(self, node: Json, kind: Kind, label: str, uses: tuple[Use, ...]) -> None:
        """Note all references of a part."""
        self._uses[self.checksum(node, kind, label)] = marshal.dumps([*map(tuple, uses)], _FORMAT)

    def used_before(self, but: Iterable[Part]) -> None:
        """Take over the references of all parts but these, of which they are noted."""
        uses = dict(self.before.uses)
        for part in but:
            uses.pop(self.sums[part.place], None)
        self._uses = uses | self._uses

    def noted(self, part: Part) -> tuple[Use, ...] | None:
        """The references that were noted of a part in this run; None where some are odd."""
        known = self._uses.get(self.checksum(*part[1:]))
        return _uses(known) if known is not None else None

    def crooked(self, root: dict[str, Json]) -> list[Part] | None:
        """The parts that are not as they were, and those of which more is to be said than that they are straight; None where that is not known."""
        changed = self.since(root) if STRAIGHT in self.before.quiet else None
        if changed is None:
            return None
        known = self.before.quiet[STRAIGHT]
        found = [part for part, checksum in self.summed(root) if part.place in changed or checksum not in known]
        if not all("$ref" not in part.node and is_nameless(part.node) for part in found if part.place in changed):
            return None
        return sorted(found, key=lambda part: [*root].index(tokens(part.place)[0]))

    def repeated(self, topic: str, root: dict[str, Json]) -> tuple[Diagnostic, ...] | None:
        """What was said in the last run, where nothing but schemas of components has changed since; None elsewhere."""
        said = self.before.said.get(topic)
        changed = self.since(root) if said is not None else None
        if said is None or changed is None or not all(place.startswith(_SCHEMAS) for place in changed):
            return None
        self.said[topic] = said
        return said

    def keep(self, topic: str, root: dict[str, Json], said: Iterable[Diagnostic]) -> None:
        """Note what was said by who follows references but those of schemas, unless one of these leads to a schema."""
        others = (use.ref for uses in self._uses.values() for use in _uses(uses) if use.kind not in _OF_SCHEMAS)
        are_known = all(checksum in self._uses for part, checksum in self.summed(root) if part.label != "schemas")
        if are_known and all(map(_is_no_schema, others)):
            self.said[topic] = tuple(said)


def _uses(known: bytes) -> tuple[Use, ...]:
    """The references of a part, which few runs ask for."""
    found: list[tuple[str, str, str]] = marshal.loads(known)  # noqa: S302 - of a private folder
    return tuple(Use(*each) for each in found)


def _unsealed(form: Sealed) -> dict[str, Json]:
    """What a part was made into. Raises BrokenSealError."""
    value: dict[str, Json] = marshal.loads(form.data)  # noqa: S302 - of a private folder
    return value


def _is_no_schema(reference: str) -> bool:
    if "%" in reference or reference.startswith(_SCHEMAS):
        return False
    return reference.startswith(("#/components/", "#/paths/"))


def _part_around(place: Pointer) -> str:
    """The part that a place is in; of a place in none, what is no part either."""
    path = place.split("/", 4)
    return "/".join(path[: 4 if path[1:2] == ["components"] else 3])
