"""Objects and `allOf` -> Type: what applies to one value is merged, or a subclass of the one model that it extends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from sdkwright.inert import dataclass
from sdkwright.ir.types import (
    ANY,
    Field,
    MapType,
    ObjectType,
    Reference,
    Scalar,
    Type,
    UnionType,
    Variant,
    nullable,
    scalar,
)
from sdkwright.lower import hints, schemas, unions
from sdkwright.lower.agreeing import agreeing
from sdkwright.lower.context import Context, Place
from sdkwright.lower.further import Further, further, is_closed, patterns_of, type_of
from sdkwright.lower.hints import MARKS, first, is_skipped
from sdkwright.lower.nulls import is_null, says_something, takes_null
from sdkwright.lower.readme import examples
from sdkwright.lower.remarks import description
from sdkwright.naming.words import snake
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import Pointer, last

NULL = scalar(Scalar.NULL)
MOST_VARIANTS = 32
Picked = Mapping[tuple[Pointer, str], Node]
"""Which member was taken of each `oneOf` and `anyOf` on the way to one whole object."""


@dataclass(slots=True)
class _Parts:
    """What an object gathers from its own schema and from all that applies beside it; `base`: properties of the class it extends."""

    picked: Picked
    base: frozenset[str] = frozenset()
    properties: dict[str, list[Node]] = field(default_factory=dict[str, list[Node]])
    supposed: set[str] = field(default_factory=set[str])
    conditional: list[Node] = field(default_factory=list[Node])
    is_told: bool = False
    required: set[str] = field(default_factory=set[str])
    others: list[Further] = field(default_factory=list[Further])
    closed: bool = False
    choice: tuple[Node, str] | None = None
    met: set[Pointer] = field(default_factory=set[Pointer])

    def add(self, context: Context, node: Node, required: Iterable[str]) -> None:
        for name, schema in node.members("properties"):
            found = self.properties.setdefault(name, []) if name not in self.supposed else []
            self.properties[name] = found
            self.supposed.discard(name)
            if all(schema.pointer != other.pointer for other in found):
                found.append(schema)
        self.required.update(required)
        self.others.extend(further(node))
        self.closed = self.closed or is_closed(node)
        self.conditional += [node] if node.has_any(schemas.BRANCHES) else []
        self.is_told = self.is_told or node.has("properties") or "object" in node.strings("type")
        if self.conditional and self.is_told:  # of what may be of any type, nothing is known under a condition either
            from sdkwright.lower.conditions import suppose  # few documents have any

            suppose(context, self.conditional, self.properties, self.supposed)

    def build(self, context: Context, node: Node, place: Place, *, base: Reference | None) -> ObjectType:
        fields = tuple(self._fields(context, place))
        about = context.follow(list(self.picked.values())[-1]) if self.picked else node
        additional, text = type_of(context, self.others, place), (about or node).text("description")
        patterns = () if self.closed else patterns_of(self.others)
        return ObjectType(place.site, node.pointer, fields, additional, base, text, patterns)

    def _fields(self, context: Context, place: Place) -> Iterator[Field]:
        for name, nodes in self.properties.items():
            if not any(is_skipped(node) for node in nodes):
                yield self._field(context, name, nodes, place.below("properties", name))

    def _field(self, context: Context, name: str, nodes: list[Node], place: Place) -> Field:
        lowered = property_type(context, nodes, place)
        said = nodes[::-1]
        told = [*said, *(found for each in said if (found := context.follow(each)) is not None and found is not each)]
        marked, own = ([each for each in group if each.has_any(MARKS)] for group in (told, nodes))
        read_only, write_only = (any(schema.flag(key) for schema in marked) for key in ("readOnly", "writeOnly"))
        return Field(
            wire_name=name,
            site=place.site,
            origin=nodes[-1].pointer,
            type=lowered,
            required=name in self.required,
            read_only=read_only and not write_only,
            write_only=write_only and not read_only,
            description=first(description, told),
            deprecated=any(hints.is_deprecated(schema) for schema in own),
            deprecation=first(hints.deprecation, marked),
            is_preset=any(hints.is_preset(schema, lowered) for schema in told),
            type_word=first(hints.type_name, own),
            preferred_name=first(hints.preferred_name, marked),
            secret=any(schema.text("format") == "password" for schema in told),
            examples=next((shown for schema in told if (shown := examples(context, schema))), ()),
        )


def property_type(context: Context, nodes: list[Node], place: Place) -> Type:
    """The type of a property, which several of the members of an `allOf` may describe."""
    saying = [node for node in nodes if says_something(node)] or nodes[-1:]
    if len(saying) == 1 or all(node.pointer in place.inside for node in saying):  # within itself: what is refined there
        return schemas.lower_schema(context, saying[0], place)
    for node in saying:
        place = place.entering(node.pointer)
    lowered = merged(context, saying[-1], saying, place, {}) or agreeing(context, saying[-1], saying, place)
    told = context.configured and any(_says_null(context, node) for node in saying)
    return nullable(lowered) if told or all(takes_null(context, node) for node in saying) else lowered


def _says_null(context: Context, node: Node) -> bool:
    """Whether a schema itself says that it takes null, be it by reference, and not only what it is composed of."""
    target = context.follow(node) or node
    return any(each.flag("nullable") or "null" in each.strings("type") for each in (node, target))


def object_type(context: Context, node: Node, place: Place) -> Type:
    """An object schema without composition: a class where it has properties, else a map, else any object."""
    parts = _Parts({})
    parts.add(context, node, required_of(context, node))
    is_class = bool(parts.properties) or node.flag("x-stainless-empty-object")
    return parts.build(context, node, place, base=None) if is_class else _map(context, node, parts, place)


def required_of(context: Context, node: Node, known: Iterable[str] = ()) -> tuple[str, ...]:
    """The properties that a schema requires. In what a config lays out: of its own, and of what was merged before it (`known`)."""
    if node.string("required") is not None:  # of the dialects before 3.1, about the property itself
        return ()
    names = node.strings("required")
    if not context.configured:
        return names
    told = {*known, *node.names("properties")}
    return tuple(name for name in names if name in told)


def _map(context: Context, node: Node, parts: _Parts, place: Place) -> Type:
    values = type_of(context, parts.others, place)
    return MapType(values or ANY) if values is not None or node.flag("additionalProperties") else ANY


# ---------------------------------------------------------------------------------------------------------------- allOf


def all_of(context: Context, node: Node, place: Place) -> Type:
    """`allOf` (or a `$ref` with siblings): the one type it wraps, else all that applies, merged."""
    sources = [member for member in node.items("allOf") if says_something(member)]
    for member in sources:
        schemas.note_conditions(context, member)
    if (reference := node.string("$ref")) is not None:
        sources.insert(0, Node({"$ref": reference}, node.pointer))
    own = node.without("allOf", "$ref", "required")
    if required := required_of(context, node, properties_of(context, sources[0], required=False) if sources else ()):
        own = own.with_members({"required": [*required]})
    if says_something(own.without("type")):
        sources.append(own)
    if len(sources) == 1:
        result = schemas.lower_schema(context, sources[0], place)
    elif not sources:
        return schemas.typed(context, own, place)
    else:
        result = merged(context, node, sources, place, {}) or agreeing(context, node, sources, place)
    return nullable(result) if takes_null(context, node) else result


def merged(context: Context, node: Node, sources: list[Node], place: Place, picked: Picked) -> Type | None:
    """The object that all the sources describe together, or the union of such objects where one of them is a union.

    None where one of them is no object.
    """
    parts = _Parts(picked)
    if not _gather(context, sources, parts):
        return None
    if parts.choice is None:
        if not parts.properties:
            return _map(context, node, parts, place) if parts.others else ANY
        return _object(context, node, sources, parts, place)
    owner, keyword = parts.choice
    members = [member for member in owner.items(keyword) if not is_null(member) and not is_skipped(member)]
    if len(members) ** (len(picked) + 1) > MOST_VARIANTS:
        return None
    variants: list[Variant] = []
    for index, member in enumerate(members):
        below = place.below(keyword, index)
        found = merged(context, node, sources, below, {**picked, (owner.pointer, keyword): member})
        if found is None:
            return None
        if isinstance(found, UnionType):
            variants.extend(found.variants)
            continue
        word = unions.word(context, member)
        about = f"{last(place.site)}_" if member.has("$ref") and isinstance(found, ObjectType) else ""
        variants.append(Variant(found, f"{about}{word}" if word is not None else None))
    return unions.joined(variants, place, unions.discriminator(context, owner, members), node)


def _gather(context: Context, members: list[Node], into: _Parts) -> bool:
    """Add what every member says of an object, each schema that it refers to once; False where one is not an object."""
    for member in members:
        target = context.follow(member)
        if member.has("$ref") and schemas.says_more(member):
            siblings = member.without("$ref")
            if not _gather(context, [siblings], into):
                return False
        if target is None or (member.has("$ref") and target.pointer in into.met):
            continue
        other = set(target.strings("type")) - {"null", "object"}
        if other or target.has("enum") or target.has("const") or not target.is_object:
            return False
        if member.has("$ref"):
            into.met.add(target.pointer)
        members = [*_alternatives(target, into), *target.items("allOf")]
        if not _gather(context, members[:1], into):
            return False
        required = required_of(context, target, (*into.base, *into.properties))
        if not _gather(context, members[1:], into):
            return False
        into.add(context, target, required)
    return True


def _alternatives(target: Node, into: _Parts) -> Iterator[Node]:
    """The members that were picked of the unions of a schema, or are the only ones; one that leaves a choice is noted."""
    for keyword in ("oneOf", "anyOf"):
        picked = into.picked.get((target.pointer, keyword))
        only = [*target.items(keyword)]
        if picked is not None:
            yield picked
        elif len(only) == 1:
            yield only[0]
        elif any(unions.adds(member) for member in target.items(keyword)):
            into.choice = into.choice or (target, keyword)


def _object(context: Context, node: Node, sources: list[Node], parts: _Parts, place: Place) -> Type:
    """A subclass of the one model among the sources, where it only adds to it; else one class with everything."""
    applied = [*sources, *parts.picked.values()]
    models = [source for source in applied if _is_model(context, source)]
    if len(models) == 1 and len(applied) > 1 and (target := context.follow(models[0])) is not None:
        rest = [source for source in sources if source is not models[0]]
        base = _Parts({})
        _gather(context, [models[0]], base)
        picked = {key: member for key, member in parts.picked.items() if member is not models[0]}
        own = _Parts(picked, frozenset(base.properties))
        if _gather(context, rest, own) and _only_adds(context, base, own, place):
            if not own.properties and not own.others:
                return Reference(target.pointer)
            return own.build(context, node, place, base=Reference(target.pointer))
    return parts.build(context, node, place, base=None)


def _is_model(context: Context, source: Node) -> bool:
    """Whether a source is a reference to a model that is one class."""
    target, parts = context.target(source), _Parts({})
    if target is None or target.pointer not in context.named or schemas.says_more(source):
        return False
    return _gather(context, [target], parts) and parts.choice is None and bool(parts.properties)


def _only_adds(context: Context, base: _Parts, own: _Parts, place: Place) -> bool:
    """Whether a class may extend the model: fields that it has again are those of the model, and are left out here."""
    for name in own.properties.keys() & base.properties.keys():
        where = place.below("properties", name)
        types = [property_type(context, parts.properties[name], where) for parts in (own, base)]
        if types[0] != types[1]:
            return False
    if own.required - own.properties.keys() - base.required or own.required & base.properties.keys() - base.required:
        return False
    if own.others and base.others and type_of(context, own.others, place) != type_of(context, base.others, place):
        return False
    own.properties = {name: nodes for name, nodes in own.properties.items() if name not in base.properties}
    if base.others and own.properties:  # what the model says of further properties is not said of these (PEP 728)
        return False
    return {*map(snake, base.properties)}.isdisjoint(map(snake, own.properties))  # of one name a class has one field


def properties_of(context: Context, node: Node, *, required: bool) -> Mapping[str, list[Node]]:
    """The schemas of each property (that is required) of an object with all it extends; none for a union or another type."""
    parts = _Parts({})
    if not _gather(context, [node], parts) or parts.choice is not None:
        return {}
    return {name: nodes for name, nodes in parts.properties.items() if name in parts.required or not required}


def spread_object(context: Context, node: Node, place: Place) -> ObjectType | None:
    """The object that a schema describes with everything it extends merged in, or None where it is no object with properties."""
    target, parts = context.follow(node), _Parts({})
    if target is None or not _gather(context, [node], parts) or not parts.properties or parts.choice is not None:
        return None
    return parts.build(context, target, place, base=None)
