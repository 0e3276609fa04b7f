"""Schema -> Type: the dispatch over the keywords of a schema; composition (`allOf`, `oneOf`, `anyOf`) is in compose.py."""

from __future__ import annotations

from collections.abc import Iterator

from sdkwright.ir.types import (
    ANY,
    ArrayType,
    LiteralType,
    MapType,
    Reference,
    Scalar,
    ScalarType,
    Type,
    UnionType,
    Variant,
    nullable,
)
from sdkwright.lower import compose
from sdkwright.lower.context import Context, Place
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import Pointer, tokens

STRING_FORMATS = {
    "date": Scalar.DATE,
    "date-time": Scalar.DATE_TIME,
    "byte": Scalar.BASE64,
    "base64": Scalar.BASE64,
    "binary": Scalar.BINARY,
}
SIMPLE_TYPES = {
    "integer": Scalar.INTEGER,
    "number": Scalar.NUMBER,
    "boolean": Scalar.BOOLEAN,
    "null": Scalar.NULL,
}
UNSUPPORTED_KEYWORDS = {
    "not": "U101",
    "if": "U101",
    "prefixItems": "U102",
    "patternProperties": "U103",
}


def lower_schema(context: Context, node: Node, place: Place) -> Type:
    """The type that a schema describes, as it is used at `place`."""
    if isinstance(node.value, bool):
        return ANY
    if not node.is_object:
        return ANY
    if node.string("$ref") is not None:
        return _reference(context, node, place)
    if node.pointer in context.named and place.site != node.pointer:
        return named(node)
    return lower_definition(context, node, place)


def lower_definition(context: Context, node: Node, place: Place) -> Type:
    """The type that the keywords of this schema describe, be the schema a named model or not."""
    _note_unsupported(context, node)
    override = node.at("x-stainless-override-schema")
    if override is not None:
        return lower_schema(context, override, place)
    if node.at("const") is not None or node.at("enum") is not None:
        return _literals(context, node)
    if any(True for _ in node.items("allOf")):
        return compose.all_of(context, node, place)
    for keyword in ("oneOf", "anyOf"):
        if any(True for _ in node.items(keyword)):
            return compose.union(context, node, keyword, place)
    return _typed(context, node, place)


def _typed(context: Context, node: Node, place: Place) -> Type:
    kinds = node.strings("type")
    concrete = tuple(dict.fromkeys(kind for kind in kinds if kind != "null"))
    if len(concrete) > 1:
        variants = tuple(Variant(_of_kind(context, node, kind, place), None, None) for kind in concrete)
        result: Type = UnionType(place.site, variants, None, node.text("description"))
    elif concrete:
        result = _of_kind(context, node, concrete[0], place)
    else:
        result = ScalarType(Scalar.NULL) if kinds else _of_kind(context, node, _implied_kind(node), place)
    return nullable(result) if "null" in kinds and concrete else result


def _implied_kind(node: Node) -> str | None:
    """The type of a schema that does not say it, from its other keywords."""
    if node.has("properties") or node.has("additionalProperties"):
        return "object"
    if node.has("items"):
        return "array"
    return None


def _of_kind(context: Context, node: Node, kind: str | None, place: Place) -> Type:
    match kind:
        case "object":
            return compose.object_type(context, node, place)
        case "array":
            items = node.at("items")
            return ArrayType(lower_schema(context, items, place.below("items")) if items is not None else ANY)
        case "string":
            return ScalarType(_string_kind(node))
        case str() if kind in SIMPLE_TYPES:
            return ScalarType(SIMPLE_TYPES[kind])
        case str():
            context.unsupported(
                "D120", node, f"`{kind}` is not a JSON type", "write one of string, number, integer, ..."
            )
            return ANY
        case None:
            return ANY


def _string_kind(node: Node) -> Scalar:
    if node.string("contentEncoding") == "base64":
        return Scalar.BASE64
    return STRING_FORMATS.get(node.string("format") or "", Scalar.STRING)


def _literals(context: Context, node: Node) -> Type:
    const = node.at("const")
    values = [const.value] if const is not None else [item.value for item in node.items("enum")]
    scalars = [value for value in values if value is None or isinstance(value, str | int | bool)]
    if len(scalars) != len(values):
        if all(value is None or isinstance(value, int | float) for value in values):
            return ScalarType(Scalar.NUMBER)
        context.unsupported("U105", node, "an enum of objects or arrays is read as any value")
        return ANY
    distinct = _distinct(value for value in scalars if value is not None)
    if not distinct:
        return ScalarType(Scalar.NULL)
    result: Type = LiteralType(tuple(distinct))
    return nullable(result) if None in scalars or "null" in node.strings("type") else result


def _distinct(values: Iterator[str | int | bool]) -> list[str | int | bool]:
    """Each value once, in order; `True` and `1` are different values in JSON."""
    return list({(type(value), value): value for value in values}.values())


def _reference(context: Context, node: Node, place: Place) -> Type:
    target = context.target(node)
    if target is None:
        return ANY
    if target.pointer in context.named:
        return named(target)
    if target.pointer in place.inside:
        context.unsupported(
            "U106",
            node,
            "a schema that contains itself must be a model to keep its type; here it is read as any value",
            f"add it to `models` of a resource: {_last(target.pointer)}: {node.string('$ref')!r}",
        )
        return ANY
    return lower_schema(context, target, place.entering(target.pointer))


def named(node: Node) -> Type:
    """A model where it is used. A model whose schema takes null is the type without it, and null where it is used."""
    if compose.takes_only_null(node):
        return ScalarType(Scalar.NULL)
    reference = Reference(node.pointer)
    return nullable(reference) if compose.takes_null(node) else reference


def _last(pointer: Pointer) -> str:
    return (tokens(pointer) or ("model",))[-1].lower()


def _note_unsupported(context: Context, node: Node) -> None:
    for keyword, code in UNSUPPORTED_KEYWORDS.items():
        if node.has(keyword):
            context.unsupported(code, node, f"`{keyword}` is not turned into a type; the rest of the schema is")


def map_type(context: Context, node: Node, place: Place) -> Type | None:
    """The map that an object without properties is, or None where it is free-form."""
    additional = node.at("additionalProperties")
    if additional is None or additional.value is False:
        return None
    if additional.value is True:
        return MapType(ANY)
    return MapType(lower_schema(context, additional, place.below("additionalProperties")))
