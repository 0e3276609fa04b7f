"""Objects, `allOf`, `oneOf` and `anyOf` -> Type: how schemas are put together; scalars and arrays are in schemas.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sdkwright.ir.types import (
    ANY,
    Discriminator,
    Field,
    NullableType,
    ObjectType,
    Reference,
    Scalar,
    ScalarType,
    Type,
    UnionType,
    Variant,
    nullable,
)
from sdkwright.lower import schemas
from sdkwright.lower.context import Context, Place, schema_reference
from sdkwright.lower.readme import examples
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import Pointer, tokens


def object_type(context: Context, node: Node, place: Place) -> Type:
    """An object schema without composition: a class where it has properties, else a map, else any object."""
    parts = _Parts()
    parts.add(node)
    if not parts.properties:
        return schemas.map_type(context, node, place) or ANY
    return parts.build(context, node, place, base=None)


@dataclass(slots=True)
class _Parts:
    """The properties that an object gathers from its own schema and from the members of its `allOf`."""

    properties: dict[str, Node] = field(default_factory=dict[str, Node])
    required: set[str] = field(default_factory=set[str])
    additional: Node | None = None

    def add(self, node: Node) -> None:
        self.properties.update(node.members("properties"))
        self.required.update(node.strings("required"))
        extra = node.at("additionalProperties")
        if extra is not None and extra.is_object:
            self.additional = extra

    def build(self, context: Context, node: Node, place: Place, *, base: Reference | None) -> ObjectType:
        fields = tuple(self._fields(context, place))
        additional = None
        if self.additional is not None:
            additional = schemas.lower_schema(context, self.additional, place.below("additionalProperties"))
        return ObjectType(place.site, node.pointer, fields, additional, base, node.text("description"))

    def _fields(self, context: Context, place: Place) -> Iterator[Field]:
        for name, node in self.properties.items():
            if is_skipped(node):
                continue
            where = place.below("properties", name)
            facts = context.follow(node) or node
            yield Field(
                wire_name=name,
                site=where.site,
                origin=node.pointer,
                type=schemas.lower_schema(context, node, where),
                required=name in self.required,
                read_only=node.flag("readOnly") or facts.flag("readOnly"),
                write_only=node.flag("writeOnly") or facts.flag("writeOnly"),
                description=node.text("description") or facts.text("description"),
                deprecated=node.flag("deprecated"),
                preferred_name=preferred_name(node),
                examples=examples(context, node) or examples(context, facts),
            )


def preferred_name(node: Node) -> str | None:
    """The Python name that `x-stainless-naming` gives a property."""
    naming = node.at("x-stainless-naming", "python")
    return naming.string("property_name") if naming is not None else None


def is_skipped(node: Node) -> bool:
    """Whether `x-stainless-skip` leaves the node out of Python."""
    return node.flag("x-stainless-skip") or "python" in node.strings("x-stainless-skip")


def all_of(context: Context, node: Node, place: Place) -> Type:
    """`allOf`: the one type it wraps, a subclass of the one model it extends, or all its objects merged into one."""
    members = [member for member in node.items("allOf") if member.value != {}]
    own = _Parts()
    own.add(node)
    if len(members) == 1 and not own.properties and not own.required:
        inner = schemas.lower_schema(context, members[0], place)
        return nullable(inner) if "null" in node.strings("type") else inner
    references = [member for member in members if _named_object(context, member)]
    if len(references) == 1 and len(members) > 1 and not own.required - set(own.properties):
        base = context.target(references[0])
        rest = [member for member in members if member is not references[0]]
        if base is not None and _gather(context, rest, own, seen=(node.pointer,)):
            return own.build(context, node, place, base=Reference(base.pointer))
    merged = _Parts()
    if not _gather(context, members, merged, seen=(node.pointer,)):
        return _not_objects(context, node, members, place)
    merged.add(node)
    if not merged.properties:
        return schemas.map_type(context, node, place) or ANY
    return merged.build(context, node, place, base=None)


def _named_object(context: Context, member: Node) -> bool:
    target = context.target(member)
    return target is not None and target.pointer in context.named and any(True for _ in target.members("properties"))


def _gather(context: Context, members: list[Node], into: _Parts, seen: tuple[Pointer, ...]) -> bool:
    """Add the properties of every member; False where a member is not an object."""
    for member in members:
        target = context.follow(member)
        if target is None or target.pointer in seen:
            continue
        if target.has("enum") or target.has("const") or target.has("oneOf") or target.has("anyOf"):
            return False
        kinds = set(target.strings("type")) - {"null", "object"}
        if kinds or not target.is_object:
            return False
        if not _gather(context, list(target.items("allOf")), into, (*seen, target.pointer)):
            return False
        into.add(target)
    return True


def _not_objects(context: Context, node: Node, members: list[Node], place: Place) -> Type:
    """`allOf` over something else than objects: the first member that says a type; the others only constrain it."""
    context.unsupported("U107", node, "`allOf` of other things than objects: the first member that has a type is taken")
    for index, member in enumerate(members):
        lowered = schemas.lower_schema(context, member, place.below("allOf", index))
        if lowered != ANY:
            return lowered
    return ANY


def union(context: Context, node: Node, keyword: str, place: Place) -> Type:
    """`oneOf` or `anyOf`: a union, or what is left when null and doubles are taken out."""
    members = [member for member in node.items(keyword) if not is_skipped(member)]
    solid = [member for member in members if not _is_null(member)]
    takes_null = len(solid) < len(members) or "null" in node.strings("type")
    if len(solid) == 1 and not node.has("properties"):
        result = schemas.lower_schema(context, solid[0], place)
    elif node.has("properties") and not any(_adds(context, member) for member in solid):
        # `anyOf: [{required: [a]}, {required: [b]}]` beside properties only constrains the object
        result = object_type(context, node, place)
    else:
        result = _union_of(context, node, keyword, solid, place)
    return nullable(result) if takes_null else result


def takes_null(node: Node) -> bool:
    """Whether null is valid for a schema, by its own keywords."""
    if "null" in node.strings("type") or any(item.value is None for item in node.items("enum")):
        return True
    return any(_is_null(member) for keyword in ("oneOf", "anyOf") for member in node.items(keyword))


def takes_only_null(node: Node) -> bool:
    """Whether null is all that a schema allows."""
    return _is_null(node) or (node.has("enum") and all(item.value is None for item in node.items("enum")))


def _is_null(member: Node) -> bool:
    const = member.at("const")
    return member.strings("type") == ("null",) or (const is not None and const.value is None)


def _adds(context: Context, member: Node) -> bool:
    """Whether a member says more than which properties are required."""
    target = context.follow(member)
    return (
        target is not None
        and target.is_object
        and bool(set(dict(target.members())) - {"required", "title", "description"})
    )


def _union_of(context: Context, node: Node, keyword: str, members: list[Node], place: Place) -> Type:
    if node.has("properties"):
        context.unsupported("U108", node, f"properties beside `{keyword}` are left out: the type is the union alone")
    variants: list[Variant] = []
    for index, member in enumerate(members):
        target = context.follow(member)
        title = member.text("title") or (target.text("title") if target is not None else None)
        reference = (tokens(target.pointer) or ("",))[-1] if target is not None and member.has("$ref") else None
        variants.append(Variant(schemas.lower_schema(context, member, place.below(keyword, index)), title, reference))
    distinct = list({variant.type: variant for variant in variants}.values())
    if not distinct:
        return ANY
    if len(distinct) == 1:
        return distinct[0].type
    if any(variant.type == ANY for variant in distinct):
        return ANY
    shape = UnionType(place.site, tuple(distinct), _discriminator(context, node, members), node.text("description"))
    return shape if not all(_is_scalar_null(variant.type) for variant in distinct) else ANY


def _is_scalar_null(lowered: Type) -> bool:
    return lowered == ScalarType(Scalar.NULL)


def _discriminator(context: Context, node: Node, members: list[Node]) -> Discriminator | None:
    name = (node.at("discriminator") or node).string("propertyName")
    if name is None:
        return None
    index_of: dict[Pointer, int] = {}
    mapping: dict[str, int] = {}
    for index, member in enumerate(members):
        target = context.follow(member)
        if target is not None and member.has("$ref"):
            index_of[target.pointer] = index
            mapping.setdefault((tokens(target.pointer) or ("",))[-1], index)
    for value, reference in node.members("discriminator", "mapping"):
        if isinstance(reference.value, str):
            target = context.follow(Node({"$ref": schema_reference(reference.value)}, reference.pointer))
            if target is not None and target.pointer in index_of:
                mapping[value] = index_of[target.pointer]
    return Discriminator(name, tuple(sorted(mapping.items())))


def definition(context: Context, node: Node) -> Type:
    """The type of a named model, at the place where it stands; null, if it takes it, is told where the model is used."""
    lowered = schemas.lower_definition(context, node, Place(node.pointer, (node.pointer,)))
    return lowered.inner if isinstance(lowered, NullableType) else lowered


def spread_object(context: Context, node: Node, place: Place) -> ObjectType | None:
    """The object that a schema describes with everything it extends merged in, or None where it is no object with properties."""
    target = context.follow(node)
    if target is None:
        return None
    parts = _Parts()
    if not _gather(context, [target], parts, seen=()) or not parts.properties:
        return None
    return parts.build(context, target, place, base=None)
