"""`oneOf` and `anyOf` -> Type: unions, what is left of them without null and doubles, and how their members are told apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from sdkwright.ir.types import (
    ANY,
    Discriminator,
    LiteralType,
    NullableType,
    ObjectType,
    Scalar,
    Type,
    UnionType,
    Variant,
    nullable,
    scalar,
)
from sdkwright.lower import compose, schemas
from sdkwright.lower.context import Context, Place
from sdkwright.lower.hints import is_skipped, type_name
from sdkwright.lower.nulls import is_null, says_something
from sdkwright.openapi.nodes import Node
from sdkwright.openapi.refs import schema_reference
from sdkwright.pointer import Pointer, last

Constants = Mapping[str, tuple[str | int | bool, ...]]

NULL = scalar(Scalar.NULL)
# keywords by which a member of a union says more than which values of the type around it are valid
ADDING = frozenset(
    (
        *("$ref", "type", "properties", "items", "prefixItems", "enum", "const", "allOf", "oneOf", "anyOf"),
        *("additionalProperties", "patternProperties", "format", "contentEncoding", "contentMediaType"),
    )
)


def union(context: Context, node: Node, keyword: str, place: Place) -> Type:
    """A union, or what is left when null and doubles are taken out; with properties beside it, a union of whole objects."""
    members = [member for member in node.items(keyword) if not is_skipped(member)]
    solid = [member for member in members if not is_null(member)]
    takes_null = len(solid) < len(members) or "null" in node.strings("type") or node.flag("nullable")
    result = _of_members(context, node, keyword, solid, place)
    return nullable(result) if takes_null else result


def _of_members(context: Context, node: Node, keyword: str, members: list[Node], place: Place) -> Type:
    around = node.without("oneOf", "anyOf", "nullable")
    if members and not any(adds(member) for member in members) and says_something(around):
        # `anyOf: [{required: [a]}, {required: [b]}]` beside properties only constrains the object
        return schemas.lower_definition(context, around, place)
    if node.has("properties") or (node.has("oneOf") and node.has("anyOf")):
        whole = compose.merged(context, node, [node], place, {})
        if whole is not None:
            return whole
        context.unsupported("U108", node, f"what stands beside `{keyword}` is left out: the type is the union alone")
    if len(members) == 1:
        result = schemas.lower_schema(context, members[0], place)
    else:
        told = discriminator(context, node, list(_leaves(context, members, ())))
        variants = _variants(context, node, keyword, members, place)
        result = joined(variants, place, told, node, with_any=context.configured)
    told_apart = context.configured and isinstance(result, UnionType)  # the members say it all, whatever is beside them
    if around.has("type") and not around.has("properties") and not told_apart:
        from sdkwright.lower.meet import meet

        return meet(result, schemas.typed(context, around, place)) or result
    return result


def adds(member: Node) -> bool:
    """Whether a member of a union says more than which values of the type around it are valid."""
    return any(member.has(key) for key in ADDING)


def _variants(context: Context, node: Node, keyword: str, members: list[Node], place: Place) -> list[Variant]:
    tags = _tags(context, node, members)
    return [
        Variant(
            schemas.lower_schema(context, member, place.below(keyword, index)),
            member.text("x-stainless-variantName")
            or type_name(member)
            or tag
            or word(context, member)
            or _only_property(member),
            whole=type_name(member) is not None and not member.text("x-stainless-variantName"),
        )
        for index, (member, tag) in enumerate(zip(members, tags, strict=True))
    ]


def _tags(context: Context, node: Node, members: list[Node]) -> Sequence[str | None]:
    """The value of the declared discriminator for each member that always has one, which no other member has."""
    declared = node.at("discriminator")
    name = declared.string("propertyName") if declared is not None else None
    if name is None:
        return [None] * len(members)
    values = [_constants(context, member, required=True).get(name, ()) for member in members]
    known = [value for each in values for value in set(each)]
    return [
        value if len(each) == 1 and known.count(value := each[0]) == 1 and isinstance(value, str) else None
        for each in values
    ]


def word(context: Context, member: Node) -> str | None:
    """What names a member: its title, or that beside a reference, else the name of what it refers to, or wraps."""
    target = context.follow(member)
    if (title := member.text("title")) is not None or target is None:
        return title
    inner = [part for keyword in ("oneOf", "anyOf", "allOf") for part in member.items(keyword) if not is_null(part)]
    return last(target.pointer) if member.has("$ref") else word(context, inner[0]) if len(inner) == 1 else None


def _only_property(member: Node) -> str | None:
    """What names a member that nothing else does: the one property that it has."""
    names = list(member.names("properties"))
    return names[0] if len(names) == 1 and not member.has("allOf") else None


def _leaves(context: Context, members: Iterable[Node], inside: tuple[Pointer, ...]) -> Iterator[Node]:
    """The members, those of an unnamed union among them in its place."""
    for member in members:
        target = context.follow(member)
        if target is None or target.pointer in context.named or target.pointer in inside:
            yield member
            continue
        inner = [part for keyword in ("oneOf", "anyOf") for part in target.items(keyword) if not is_null(part)]
        around = target.has("properties") or target.has("allOf")
        yield from _leaves(context, inner, (*inside, target.pointer)) if inner and not around else (member,)


def joined(
    variants: Iterable[Variant], place: Place, told: Discriminator | None, node: Node, *, with_any: bool = False
) -> Type:
    """The union of the variants: those of unions inside are its own, constants are one type, and null is told around it.

    A member that takes any value makes it any value, or (`with_any`) is one of the members.
    """
    flat = list(_flat(variants))
    distinct: dict[object, Variant] = {}
    for variant in _literals_joined(flat):
        if variant.type != NULL:
            distinct.setdefault(_identity(variant.type), variant)
    kept = tuple(distinct.values())
    if not with_any and any(variant.type == ANY for variant in kept):
        return ANY
    match kept:
        case ():
            return NULL if flat else ANY
        case (only,):
            result = only.type
        case _:
            result = UnionType(place.site, kept, told, node.text("description"))
    return nullable(result) if any(variant.type == NULL for variant in flat) else result


def _identity(node: Type) -> object:
    """What makes two members one: the type, and for unnamed objects the schemas that they are made of."""
    return (node.origin, node.base, *(each.origin for each in node.fields)) if isinstance(node, ObjectType) else node


def _flat(variants: Iterable[Variant]) -> Iterator[Variant]:
    for variant in variants:
        inner = variant.type
        if isinstance(inner, NullableType):
            yield Variant(NULL)
            inner = inner.inner
        if isinstance(inner, UnionType):
            yield from inner.variants
        else:
            yield replace(variant, type=inner)


def _literals_joined(variants: list[Variant]) -> list[Variant]:
    """The same with all constants as one literal type where the first of them stands (the way 3.1 documents enums)."""
    values = [value for variant in variants if isinstance(variant.type, LiteralType) for value in variant.type.values]
    one = Variant(LiteralType(tuple({(type(value), value): value for value in values}.values())))
    return [replace(one) if isinstance(variant.type, LiteralType) else variant for variant in variants]


# ------------------------------------------------------------------------------------------------- how members differ


def discriminator(context: Context, node: Node, members: list[Node]) -> Discriminator | None:
    """The property that tells the members apart: the declared one, else one that is a constant of its own in each member."""
    name = (
        node.string("propertyName")
        if (declared := node.at("discriminator")) is None
        else declared.string("propertyName")
    )
    described = [
        _constants(context, member, required=True) if declared is None else _told(context, member, ())
        for member in members
    ]
    if declared is None or name is None:
        name = next((name for name in described[0] if _differ(described, name)), None) if described else None
        return Discriminator(name, ()) if name is not None and len(members) > 1 else None
    models = _models(context, members)
    values = {_target(context, member): told.get(name, ()) for member, told in zip(members, described, strict=True)}
    mapping = () if _differ(described, name) else _mapping(context, declared, models, values)
    default = declared.at("defaultMapping")  # of OpenAPI 3.2
    return Discriminator(name, mapping, _mapped(context, default, models) if default is not None else None)


def _told(context: Context, member: Node, inside: tuple[Pointer, ...]) -> Constants:
    """The properties that are constants; of a union, those that are in each of its members."""
    target = context.follow(member)
    inner = [part for key in ("oneOf", "anyOf") for part in target.items(key) if not is_null(part)] if target else []
    own = _constants(context, member, required=False)
    if own or not inner or target is None or target.pointer in inside:
        return own
    each = [_told(context, part, (*inside, target.pointer)) for part in inner]
    shared = [name for name in each[0] if all(name in constants for constants in each)]
    return {name: tuple(value for constants in each for value in constants[name]) for name in shared}


def _constants(context: Context, member: Node, *, required: bool) -> Constants:
    """The properties of an object that are constants: name -> the values, in the order of the document."""
    properties = compose.properties_of(context, member, required=required)
    found = {
        name: tuple(value for node in nodes for value in _values(context, node)) for name, nodes in properties.items()
    }
    return {name: values for name, values in found.items() if values}


def _values(context: Context, node: Node) -> Iterator[str | int | bool]:
    target = context.follow(node) or node
    const = target.at("const")
    for value in [const] if const is not None else target.items("enum"):
        if isinstance(value.value, str | int | bool):
            yield value.value


def _differ(described: list[Constants], name: str) -> bool:
    """Whether every member has values of that property, and no two members share one."""
    values = [value for constants in described for value in set(constants.get(name, ()))]
    return all(constants.get(name) for constants in described) and len(values) == len(set(values))


def _mapping(
    context: Context,
    declared: Node,
    models: AbstractSet[Pointer],
    values: Mapping[Pointer | None, tuple[str | int | bool, ...]],
) -> tuple[tuple[str, Pointer], ...]:
    """Values of the property -> models: those of `mapping`, and the name of each schema, unless `values` of that have another alone."""
    found = {last(model): model for model in models if len({last(model), *values.get(model, ())} - {last(model)}) != 1}
    for value, reference in declared.members("mapping"):
        if (model := _mapped(context, reference, models)) is not None:
            found[value] = model
    return tuple(sorted(found.items()))


def _models(context: Context, members: list[Node]) -> AbstractSet[Pointer]:
    """The members that are models."""
    targets = (_target(context, member) for member in members if member.has("$ref"))
    return {target for target in targets if target is not None and target in context.named}


def _target(context: Context, member: Node) -> Pointer | None:
    target = context.follow(member)
    return target.pointer if target is not None else None


def _mapped(context: Context, reference: Node, models: AbstractSet[Pointer]) -> Pointer | None:
    """The member that a value of a mapping names, by reference or as a component."""
    if not isinstance(reference.value, str):
        return None
    target = context.follow(Node({"$ref": schema_reference(reference.value)}, reference.pointer))
    return target.pointer if target is not None and target.pointer in models else None
