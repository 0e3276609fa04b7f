"""`allOf` over something else than objects -> Type: what values of all members are, or what the author may have meant."""

from __future__ import annotations

from sdkwright.ir.types import (
    ArrayType,
    LiteralType,
    MapType,
    NullableType,
    Reference,
    Scalar,
    ScalarType,
    Type,
    UnionType,
    Variant,
    nullable,
    scalar,
)
from sdkwright.lower import compose, schemas, unions
from sdkwright.lower.context import Context, Place
from sdkwright.lower.meet import meet
from sdkwright.lower.nulls import is_null
from sdkwright.openapi.nodes import Node

NULL = scalar(Scalar.NULL)


def agreeing(context: Context, node: Node, sources: list[Node], place: Place) -> Type:
    """The type of what is valid for each source; where nothing is, of what is valid for any."""
    solid = [source for source in sources if not is_null(source)]
    lowered = [_one_of_many(context, node, source, place.below("allOf", index)) for index, source in enumerate(solid)]
    result = lowered[0] if lowered else NULL
    for more in lowered[1:]:
        met = meet(result, more)
        if met is None and (whole := _arrays(context, node, solid, place)) is not None:
            result = whole
            break
        if met is None:
            context.unsupported("U107", node, "members that have no type in common: read as any one of them")
            met = unions.joined([Variant(result), Variant(more)], place, None, node)
        result = met
    alone = result.inner if isinstance(result, NullableType) else result
    return nullable(alone) if len(solid) < len(sources) else alone


def _arrays(context: Context, node: Node, sources: list[Node], place: Place) -> Type | None:
    """Arrays of objects, each of which is what all the sources say of an element; None where they are something else."""
    targets = [context.follow(source) for source in sources]
    items = [each.at("items") for each in targets if each is not None and "array" in each.strings("type")]
    found = [each for each in items if each is not None]
    if len(found) < len(sources):
        return None
    element = compose.merged(context, node, found, place.below("items"), {})
    return ArrayType(element) if element is not None else None


def _one_of_many(context: Context, node: Node, source: Node, place: Place) -> Type:
    """A source beside others: what a model consists of, where that is no object, else the model itself."""
    if source.pointer == node.pointer and not source.has("$ref"):
        return schemas.lower_definition(context, source, place)
    lowered, target = schemas.lower_schema(context, source, place), context.follow(source)
    if not isinstance(lowered, Reference) or target is None or target.pointer in place.inside:
        return lowered
    spelled = schemas.lower_definition(context, target, place.entering(target.pointer))
    if isinstance(spelled, UnionType):  # of values that have no names, of which the others may leave some
        return spelled if all(isinstance(each.type, LiteralType | ScalarType) for each in spelled.variants) else lowered
    return spelled if isinstance(spelled, LiteralType | ScalarType | ArrayType | MapType) else lowered
