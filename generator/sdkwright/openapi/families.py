"""A schema with a ``discriminator`` that others extend by ``allOf``: where it is used, any of them may stand (OpenAPI 3.1, 4.8.25).

Only the schema itself says so, and JSON Schema stops at what it describes. So a union is put beside it, `PetUnion` beside `Pet`: the
schema, and all that extend it, directly or through others. What uses the schema refers to the union; what extends it goes on doing so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace

from sdkwright.inert import dataclass
from sdkwright.openapi.refs import Target, follow, reference, resolve, schema_reference
from sdkwright.openapi.tree import Linked
from sdkwright.openapi.walk import Kind, children, with_changed
from sdkwright.pointer import ROOT, Json, Pointer, child, last
from sdkwright.read import Document
from sdkwright.read.trees import replaced, value_at

__all__ = ["with_families"]

_SCHEMAS = child(ROOT, "components", "schemas")
_EXTENDING = ("properties", "allOf", "oneOf", "anyOf", "additionalProperties", "patternProperties", "required")
Schema = dict[str, Json]


def with_families(document: Document) -> Document:
    """The same document, where all that uses such a schema refers to a union. Positions of the union are those of the schema."""
    families = _families(document)
    if not families:
        return document
    uses = _Uses(document.root, families)
    root = uses.rewritten(document.root, Kind.OBJECT)
    entries = document.entries if isinstance(document, Linked) else ()
    root = replaced(root, {at: uses.rewritten(value_at(root, at), kind) for at, kind, _ in entries})
    origins = {**document.origins, **{each.union: document.origin(base) for base, each in families.items()}}
    return replace(document, root=_with_unions(root, families.values()), origins=origins)


@dataclass(frozen=True, slots=True)
class _Family:
    """The union of a schema and of its ``members``, which extend it; ``nodes``: their identity, ``union``: where it stands."""

    union: Pointer
    schema: Schema
    members: frozenset[Pointer]
    nodes: frozenset[int]


def _with_unions(root: Json, families: Iterable[_Family]) -> Schema:
    around: Schema = root if isinstance(root, dict) else {}
    components = around.get("components")
    schemas: Schema = {**_components(root), **{last(each.union): each.schema for each in families}}
    return {**around, "components": {**(components if isinstance(components, dict) else {}), "schemas": schemas}}


def _components(root: Json) -> Schema:
    found = value_at(root, _SCHEMAS)
    return found if isinstance(found, dict) else {}


# -------------------------------------------------------------------------------------------------------- who is related


def _families(document: Document) -> Mapping[Pointer, _Family]:
    schemas = _Schemas(document.root)
    schemas.gather(document)
    if not any("discriminator" in node and "oneOf" not in node for node in schemas.nodes.values()):
        return {}
    schemas.relate()
    taken = set(_components(document.root))
    found: dict[Pointer, _Family] = {}
    for pointer, node in schemas.nodes.items():
        told = schemas.discriminator(pointer)
        members = schemas.members(pointer, told) if told is not None and not {"oneOf", "anyOf"} & node.keys() else []
        if members:
            name = _free(f"{schemas.names[pointer]}Union", taken)
            schema: Schema = {"oneOf": [_reference(each) for each in (pointer, *members)], "discriminator": told}
            nodes = frozenset(id(schemas.nodes[each]) for each in members)
            found[pointer] = _Family(child(_SCHEMAS, name), schema, frozenset(members), nodes)
    return found


def _free(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}{number}", number + 1
    taken.add(name)
    return name


@dataclass(slots=True)
class _Schemas:
    """The schemas with names, in the order of the document, and which of them extend which."""

    root: Json
    names: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    nodes: dict[Pointer, Schema] = field(default_factory=dict[Pointer, Schema])
    bases: dict[Pointer, tuple[Pointer, ...]] = field(default_factory=dict[Pointer, tuple[Pointer, ...]])
    extending: dict[Pointer, list[Pointer]] = field(default_factory=dict[Pointer, list[Pointer]])

    def gather(self, document: Document) -> None:
        """Note the components, and what else references lead to."""
        for name, value in _components(self.root).items():
            self._note(child(_SCHEMAS, name), value, name)
        for pointer in document.targets if isinstance(document, Linked) else ():
            self._note(pointer, value_at(self.root, pointer), last(pointer))

    def _note(self, pointer: Pointer, value: Json, name: str) -> None:
        if not isinstance(value, dict) or "$ref" in value:
            found = follow(self.root, value, pointer)
            pointer, value = (found.pointer, found.value) if isinstance(found, Target) else (pointer, None)
        if isinstance(value, dict):
            self.nodes.setdefault(pointer, value)
            self.names.setdefault(pointer, name)

    def relate(self) -> None:
        """Note which of them extend which."""
        for pointer, node in self.nodes.items():
            self.bases[pointer] = tuple(dict.fromkeys(_extended(self.root, node)))
            for base in self.bases[pointer]:
                self.extending.setdefault(base, []).append(pointer)

    def discriminator(self, pointer: Pointer) -> Schema | None:
        """That of a schema, or of the nearest one that it extends."""
        waiting, met = [pointer], {pointer}
        for here in waiting:
            own = self.nodes.get(here, {}).get("discriminator")
            if isinstance(own, dict) and isinstance(own.get("propertyName"), str):
                return own
            waiting += (above := [each for each in self.bases.get(here, ()) if each not in met])
            met.update(above)
        return None

    def members(self, pointer: Pointer, told: Schema) -> list[Pointer]:
        """All that extend a schema, and what the mapping of its own discriminator leads to, in the order of the document."""
        mapped = self._mapped(told)
        waiting = [pointer, *(mapped if self.nodes[pointer].get("discriminator") is told else ())]
        found = set(waiting)
        for here in waiting:
            waiting += (below := [each for each in self.extending.get(here, ()) if each not in found])
            found.update(below)
        # one that only repeats another schema is used where that is, unless the mapping has it
        odd = {each for each in found - mapped if _repeats(self.nodes[each])} if mapped else set[Pointer]()
        return [each for each in self.nodes if each in found - odd - {pointer}]

    def _mapped(self, told: Schema) -> frozenset[Pointer]:
        mapping = told.get("mapping")
        references = [each for each in mapping.values() if isinstance(each, str)] if isinstance(mapping, dict) else []
        found = [_target(self.root, {"$ref": schema_reference(each)}) for each in references]
        return frozenset(each for each in found if each is not None and each in self.nodes)


def _extended(root: Json, node: Schema) -> Iterator[Pointer]:
    """The schemas that a schema extends."""
    if any(key in node for key in _EXTENDING) and (target := _target(root, node)) is not None:
        yield target
    for member in _members(node, "allOf"):
        target = _target(root, member)
        if target is not None:
            yield target
        else:
            yield from _extended(root, member)


def _target(root: Json, node: Json) -> Pointer | None:
    """Where the reference that a node is leads to in the end."""
    ref = node.get("$ref") if isinstance(node, dict) else None
    found = resolve(root, ref) if isinstance(ref, str) else None
    return found.pointer if isinstance(found, Target) else None


def _reference(pointer: Pointer) -> Schema:
    return {"$ref": reference(pointer)}


def _members(node: Schema, keyword: str) -> list[Schema]:
    listed = node.get(keyword)
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _repeats(node: Schema) -> bool:
    """Whether a schema is another one with other words: `allOf` with one member, and nothing beside it that adds to it."""
    says = [each for each in _members(node, "allOf") if any(key in each for key in ("$ref", "type", *_EXTENDING))]
    return len(says) == 1 and "$ref" in says[0] and not any(key in node for key in _EXTENDING if key != "allOf")


# ------------------------------------------------------------------------------------------------------------- who uses


@dataclass(frozen=True, slots=True)
class _Uses:
    """What refers to the schemas of ``families``, and does not extend them."""

    root: Json
    families: Mapping[Pointer, _Family]

    def rewritten(self, node: Json, kind: Kind) -> Json:
        """The node itself where nothing below changes, else a copy down to what does. Depth is bounded by the reader."""
        family = self._family(node) if kind is Kind.SCHEMA else None
        if isinstance(node, dict) and family is not None and not any(key in node for key in _EXTENDING):
            return {**node, **_reference(family.union)}
        changed: dict[str | int, Json] = {}
        for key, value, below in children(kind, node):
            new = (
                self._composed(node, str(key), value)
                if key in ("allOf", "oneOf", "anyOf")
                else self.rewritten(value, below)
            )
            if new is not value:
                changed[key] = new
        return with_changed(node, changed)

    def _composed(self, node: Json, key: str, value: Json) -> Json:
        """The members of a composition, without a change of what they refer to where that schema alone is meant."""
        if not isinstance(node, dict) or not isinstance(value, list) or not self._is_exact(node, key, value):
            return self.rewritten(value, Kind.SCHEMAS)
        new = [each if self._family(each) is not None else self.rewritten(each, Kind.SCHEMA) for each in value]
        return value if all(one is other for one, other in zip(new, value, strict=True)) else new

    def _is_exact(self, node: Schema, key: str, listed: list[Json]) -> bool:
        """Whether members mean the schemas that they refer to: they are extended, or what extends them is a member as well."""
        families = [family for each in listed if (family := self._family(each)) is not None]
        if key == "allOf":
            return not _repeats(node) or any(id(node) in family.nodes for family in families)
        others = {_target(self.root, each) for each in listed}
        return any(family.members & others for family in families)

    def _family(self, node: Json) -> _Family | None:
        target = _target(self.root, node)
        return self.families.get(target) if target is not None else None
