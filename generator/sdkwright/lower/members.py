"""A body that is a union of objects -> its members, each with the parameters that it has of its own; not how a body is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sdkwright.inert import dataclass
from sdkwright.ir.operations import Location, Member, Parameter
from sdkwright.ir.types import Field, LiteralType, NullableType, ObjectType, Reference, Type, UnionType, Variant
from sdkwright.lower.compose import spread_object
from sdkwright.lower.context import Context, Place
from sdkwright.lower.definition import definition
from sdkwright.lower.schemas import lower_definition
from sdkwright.lower.unions import joined
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import Pointer

MOST_MEMBERS = 64


@dataclass(frozen=True, slots=True)
class _Object:
    """An object that a union consists of, with what may name it."""

    site: Pointer
    word: str | None
    description: str | None
    fields: tuple[Field, ...]


def lower_members(context: Context, body: Type, place: Place, *, required: bool) -> tuple[Member, ...]:
    """The members of the union that a body is, those of unions inside it among them; none where one is no object with properties."""
    found = _objects(context, body, place, None, set())
    if found is None or len(found) > MOST_MEMBERS or not all(entry.fields for entry in found):
        return ()
    return tuple(
        Member(
            site=entry.site,
            word=entry.word,
            description=entry.description,
            parameters=tuple(argument(field, body_required=required) for field in entry.fields if not field.read_only),
        )
        for entry in found
    )


def _objects(context: Context, node: Type, place: Place, word: str | None, met: set[Pointer]) -> list[_Object] | None:
    """Every object that a value of the type may be, but for those of models that were `met`; None where it may be something else."""
    match node:
        case NullableType(inner=inner):
            return _objects(context, inner, place, word, met)
        case UnionType(variants=variants):
            return _of_variants(context, variants, place, met)
        case Reference():
            return _of_model(context, node, place, word, met)
        case ObjectType(base=None):
            return [_Object(node.site, word, node.description, node.fields)]
        case ObjectType(base=Reference() as base):
            inherited = _of_model(context, base, place.below("base"), word, set())
            if inherited is None or len(inherited) != 1:
                return None
            own = {field.wire_name for field in node.fields}
            fields = (*(field for field in inherited[0].fields if field.wire_name not in own), *node.fields)
            return [_Object(node.site, word, node.description, fields)]
        case _:
            return None


def _of_variants(
    context: Context, variants: tuple[Variant, ...], place: Place, met: set[Pointer]
) -> list[_Object] | None:
    found: list[_Object] = []
    for index, variant in enumerate(variants):
        inner = _objects(context, variant.type, place.below("members", index), variant.word, met)
        if inner is None:
            return None
        found.extend(inner)
    return found


def _of_model(
    context: Context, model: Reference, place: Place, word: str | None, met: set[Pointer]
) -> list[_Object] | None:
    """The objects that a model may be, written out here: what is unnamed inside it gets names of this place."""
    if model.model in place.inside:
        return None
    if model.model in met:
        return []
    met.add(model.model)
    named, below = context.named[model.model], place.entering(model.model)
    node, word = named.node, named.key if named.pinned or not context.configured else word
    if isinstance(definition(context, node), ObjectType):
        whole = spread_object(context, node, below)
        return [_Object(below.site, word, whole.description, whole.fields)] if whole is not None else None
    return _objects(context, lower_definition(context, node, below), below, word, met)


def argument(field: Field, *, body_required: bool) -> Parameter:
    """A property of a body as a parameter of the method."""
    return Parameter(
        wire_name=field.wire_name,
        location=Location.BODY,
        site=field.site,
        origin=field.origin,
        type=field.type,
        required=field.required and body_required,
        description=field.description,
        deprecated=field.deprecated,
        deprecation=field.deprecation,
        preset=field.type if field.is_preset and isinstance(field.type, LiteralType) else None,
        preferred_name=field.preferred_name,
        examples=field.examples,
    )


def merged(members: tuple[Member, ...], place: Place) -> Iterator[Parameter]:
    """Every parameter of the members once, in the order in which they are met: required where each member requires it."""
    by_name: dict[str, list[Parameter]] = {}
    for member in members:
        for parameter in member.parameters:
            by_name.setdefault(parameter.wire_name, []).append(parameter)
    for name, found in by_name.items():
        where = place.below("merged", name)
        variants = [Variant(parameter.type) for parameter in found]
        yield replace(
            found[0],
            site=where.site,
            type=joined(variants, where, None, Node({}, where.site)),
            required=len(found) == len(members) and all(parameter.required for parameter in found),
            description=next((entry.description for entry in found if entry.description is not None), None),
            preferred_name=next((entry.preferred_name for entry in found if entry.preferred_name is not None), None),
            examples=next((entry.examples for entry in found if entry.examples), ()),
            deprecated=all(parameter.deprecated for parameter in found),
            preset=None,
        )
