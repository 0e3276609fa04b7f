"""Dynamic anchors: what `$dynamicRef` leads to where a schema is used by another that gives its anchors a meaning (JSON Schema 2020-12, 8.2.3.2).

The schemas on the way from the outermost one decide: a template of a list with `$dynamicRef: "#item"`, used by a schema that has a
`$dynamicAnchor: item`, is a list of that one's. Two readings are not by the letter, since nothing else can be meant by who writes it: a schema
without an `$id` counts as one of its own for the anchors of its `$defs`, and what a schema means by its own anchor, or gives to a template, is
not changed by another one that only has it in a property or as an item. Copies nothing; link.py does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace

from sdkwright.inert import dataclass
from sdkwright.openapi.here import Here
from sdkwright.openapi.library import Address, File, Library
from sdkwright.openapi.walk import Kind, walk
from sdkwright.pointer import ROOT, Json, Pointer, child, parent, tokens
from sdkwright.read.trees import value_at

__all__ = ["SAYING", "Dynamic", "is_in_place", "recursive"]

Bound = Mapping[str, str]
"""Names of dynamic anchors -> the URI of the schema that each means."""

Schema = Mapping[str, Json]
_Asked = Mapping[str, frozenset[str]]

SAYING = frozenset(
    (
        *("$ref", "type", "properties", "required", "items", "prefixItems", "allOf", "oneOf", "anyOf", "enum", "const"),
        *("additionalProperties", "patternProperties", "unevaluatedProperties", "nullable", "format", "not", "if"),
    )
)
"""Keywords by which a schema says more than the one that it refers to."""

_IN_PLACE = frozenset(("allOf", "oneOf", "anyOf"))
_DEFINITIONS = ("$defs", "definitions")


@dataclass(frozen=True, slots=True)
class Dynamic:
    """What the schemas of a library ask for, and ``copies``: which of them stands where, with which meanings of its anchors."""

    library: Library
    copies: dict[tuple[str, Pointer, tuple[tuple[str, str], ...]], Pointer] = field(
        default_factory=dict[tuple[str, Pointer, tuple[tuple[str, str], ...]], Pointer]
    )
    _asked: dict[tuple[str, Pointer, frozenset[str]], _Asked] = field(
        default_factory=dict[tuple[str, Pointer, frozenset[str]], _Asked]
    )

    def entered(self, here: Here, schema: Schema, at: Pointer) -> Here:
        """The walk within a schema: with the base URI and the meanings that are in force there."""
        bound, own = self._within(schema, here.file, at, here), _own(schema, here.file, at)
        return replace(here, base=here.file.base_at(at), bound=bound, near=here.near | own.keys())

    def _within(self, schema: Schema, file: File, at: Pointer, here: Here) -> Bound:
        own = _own(schema, file, at)
        kept = {name: own[name] for name in _closed(schema, file, at) - here.near}
        return {**own, **here.bound, **kept} if own else here.bound

    def rebound(self, used: Address, here: Here) -> tuple[Here, tuple[tuple[str, str], ...]]:
        """The meanings that make a schema another one where it is used, and a walk through it; none where it is the same as anywhere else."""
        schema = used.node if isinstance(used.node, dict) else {}
        bound = self._within(schema, used.file, used.pointer, here)
        there = Here(used.file, used.file.base_at(used.pointer), used.pointer, here.mounted, bound, here.near)
        asked = self._asks(used, frozenset())
        if all(name not in bound or meant == frozenset((bound[name],)) for name, meant in asked.items()):
            return there, ()
        return there, tuple(sorted((name, bound[name]) for name in asked if name in bound))

    def _asks(self, used: Address, without: frozenset[str]) -> _Asked:
        """The names that the `$dynamicRef`s of a schema and of all that it refers to ask for, with what they mean there."""
        key = used.file.name, used.pointer, without
        if key not in self._asked:
            found: dict[str, set[str]] = {}
            waiting, met = [(used, without)], {key}
            for here, closed in waiting:
                for target, inner in self._references(here, closed, found):
                    place = target.file.name, target.pointer, inner
                    if place not in met:
                        met.add(place)
                        waiting.append((target, inner))
            self._asked[key] = {name: frozenset(places) for name, places in found.items()}
        return self._asked[key]

    def _references(
        self, here: Address, closed: frozenset[str], found: dict[str, set[str]]
    ) -> Iterator[tuple[Address, frozenset[str]]]:
        """What a schema refers to, with the names that mean their own there; what it asks for by others is noted in ``found``."""
        file = here.file
        top = _own(here.node, file, here.pointer) if isinstance(here.node, dict) else dict[str, str]()
        for visit in walk(here.node, Kind.SCHEMA, here.pointer):
            if visit.kind is not Kind.SCHEMA:
                continue
            pointer, schema = visit.pointer, visit.node
            is_part = is_in_place(tokens(pointer)[len(tokens(here.pointer)) :])
            inner = closed if is_part else closed | _closed(schema, file, pointer)
            base, dynamic, ref = file.base_at(pointer), schema.get("$dynamicRef"), schema.get("$ref")
            if isinstance(dynamic, str) and (name := _name(dynamic)) and name not in closed:
                default = self.library.resolve(dynamic, file, base)
                meant = top.get(name) or (_uri(default.file, default.pointer) if isinstance(default, Address) else "")
                found.setdefault(name, set()).add(meant)
            target = self.library.resolve(ref, file, base) if isinstance(ref, str) else None
            if isinstance(target, Address):
                whole = target.node if isinstance(target.node, dict) else {}
                yield target, inner if is_part else inner | _closed(whole, target.file, target.pointer)


def is_in_place(keys: Iterable[str | int]) -> bool:
    """Whether a schema at the end of these keys is about the same value as the one at their start."""
    return all(key in _IN_PLACE or str(key).isdigit() for key in keys)


def recursive(node: dict[str, Json], file: File, at: Pointer) -> dict[str, Json]:
    """2019-09's `$recursiveRef: "#"` as a reference to the innermost schema around it that says `$recursiveAnchor`."""
    while at != ROOT:
        around = value_at(file.value, at)
        if isinstance(around, dict) and around.get("$recursiveAnchor") is True:
            rest = {key: value for key, value in node.items() if key != "$recursiveRef"}
            return {**rest, "$ref": _uri(file, at)}
        at = parent(at)
    return node


def _own(schema: Schema, file: File, at: Pointer) -> dict[str, str]:
    """What a schema means by its own anchors, and by those of its `$defs`."""
    found = {name: at} if isinstance(name := schema.get("$dynamicAnchor"), str) else dict[str, Pointer]()
    for anchor, there in _defined(schema, at):
        found.setdefault(anchor, there)
    if at in file.names.bases or (at == ROOT and file.name):
        base = file.base_at(at)
        for (home, anchor), there in file.names.dynamic.items():
            if home == base:
                found.setdefault(anchor, there)
    return {name: _uri(file, there) for name, there in found.items()}


def _defined(schema: Schema, at: Pointer) -> Iterator[tuple[str, Pointer]]:
    for key in _DEFINITIONS:
        listed = schema.get(key)
        for name, inner in listed.items() if isinstance(listed, dict) else ():
            anchor = inner.get("$dynamicAnchor") if isinstance(inner, dict) else None
            if isinstance(anchor, str):
                yield anchor, child(at, key, name)


def _closed(schema: Schema, file: File, at: Pointer) -> frozenset[str]:
    """The names that mean the same within a schema wherever it is used: its own, and those that it gives to others and does not ask for."""
    own = schema.get("$dynamicAnchor")
    closed = {own} if isinstance(own, str) else set[str]()
    listed = schema.get("allOf")
    members = listed if isinstance(listed, list) else []
    if any(isinstance(each, dict) and "$ref" in each for each in (schema, *members)):
        asked = {_name(str(node.get("$dynamicRef"))) for node, *_ in walk(dict(schema), Kind.SCHEMA)}
        closed |= {name for name, _ in _defined(schema, at) if name not in asked}
    return frozenset(closed & _own(schema, file, at).keys())


def _name(reference: str) -> str:
    """The anchor that a reference names; empty for a pointer."""
    name = reference.partition("#")[2]
    return "" if name.startswith("/") else name


def _uri(file: File, pointer: Pointer) -> str:
    return f"{file.uri}{pointer.replace('%', '%25')}"
