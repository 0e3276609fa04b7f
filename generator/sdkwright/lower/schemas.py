"""Schema -> Type: the dispatch over the keywords of a schema; composition is in compose.py (`allOf`) and unions.py."""

from __future__ import annotations

from sdkwright.ir.types import (
    ANY,
    ArrayType,
    LiteralType,
    MapType,
    Reference,
    Scalar,
    TupleType,
    Type,
    Variant,
    nullable,
    scalar,
)
from sdkwright.lower import compose, unions
from sdkwright.lower.context import Context, Place
from sdkwright.lower.extended import EXTENDING, extended
from sdkwright.lower.nulls import takes_null, takes_only_null
from sdkwright.lower.shown import shown_type
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import Pointer, child, tokens

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
# formats of numbers that are whole (`int32` and `int64` are formats of `number`, too, in the registry of OpenAPI)
WHOLE = frozenset({"int", "int32", "int64", "integer", "long"})
CONDITIONS = ("not", "if", "dependentSchemas")
BRANCHES = frozenset({"then", "else", "dependentSchemas"})
_BEYOND_TYPE = frozenset(
    ("x-stainless-any", "x-stainless-override-schema", "$ref", "allOf", "const", "enum", "oneOf", "anyOf", *CONDITIONS)
)
# keywords that say something beside a `$ref` as well, from 3.1 on (a lone `type` there only repeats what the target says)
BESIDE_REFERENCE = ("properties", "required", "allOf", "oneOf", "anyOf", "enum")
# what a schema without `type` is about
IMPLIED_KINDS = (
    ("object", ("properties", "additionalProperties", "patternProperties", "propertyNames", "unevaluatedProperties")),
    ("array", ("items", "prefixItems", "unevaluatedItems")),
    ("string", ("contentEncoding", "contentMediaType")),
)


def lower_schema(context: Context, node: Node, place: Place) -> Type:
    """The type that a schema describes, as it is used at `place`."""
    if not node.is_object:
        return ANY
    is_being_defined = place.site == node.pointer and node.pointer in place.inside
    if node.string("$ref") is None and node.pointer in context.named and not is_being_defined:
        return named(context, node)
    return lower_definition(context, node, place)


def lower_definition(context: Context, node: Node, place: Place) -> Type:
    """The type that the keywords of this schema describe, be the schema a named model or not."""
    lowered = _lower_definition(context, node, place)
    return extended(context, node, lowered, place) if node.has_any(EXTENDING) else lowered


def _lower_definition(context: Context, node: Node, place: Place) -> Type:
    if not node.has_any(_BEYOND_TYPE):  # as most
        return typed(context, node, place)
    note_conditions(context, node)
    if node.flag("x-stainless-any"):
        return ANY
    override = node.at("x-stainless-override-schema")
    if override is not None:
        return lower_schema(context, override, place)
    if node.string("$ref") is not None:
        if says_more(node):
            return _merged(context, node, place)
        found = _reference(context, node, place)
        return nullable(found) if node.flag("nullable") else found
    if node.holds("allOf"):
        return _merged(context, node, place)
    if node.has("const") or node.holds("enum"):
        return _literals(context, node, place)
    for keyword in ("oneOf", "anyOf"):
        if node.holds(keyword):
            return unions.union(context, node, keyword, place)
    return typed(context, node, place)


def says_more(node: Node) -> bool:
    """Whether a `$ref` has siblings that apply beside it, as the members of `allOf` do."""
    return any(
        key == "const" or (key in BESIDE_REFERENCE and (node.holds(key) or bool(node.names(key))))
        for key in node.names()
    )


def typed(context: Context, node: Node, place: Place) -> Type:
    """The type that `type` says, or else what other keywords imply; composition is left aside."""
    kinds = node.strings("type")
    concrete = tuple(dict.fromkeys(kind for kind in kinds if kind != "null"))
    if "number" in concrete:
        concrete = tuple(kind for kind in concrete if kind != "integer")
    if len(concrete) > 1:
        lowered = [_of_kind(context, node, kind, place.below("type", kind)) for kind in concrete]
        result = unions.joined([Variant(kind) for kind in lowered], place, None, node)
    elif concrete:
        result = _of_kind(context, node, concrete[0], place)
    else:
        result = scalar(Scalar.NULL) if kinds else _of_kind(context, node, _implied_kind(node), place)
    return nullable(result) if ("null" in kinds and concrete) or node.flag("nullable") else result


def _implied_kind(node: Node) -> str | None:
    """The type of a schema that does not say it, from its other keywords."""
    found = (kind for kind, keywords in IMPLIED_KINDS if any(node.has(key) for key in keywords))
    return next(found, "string" if node.string("format") in STRING_FORMATS else None)


def _of_kind(context: Context, node: Node, kind: str | None, place: Place) -> Type:
    match kind:
        case "object":
            return compose.object_type(context, node, place)
        case "array":
            return _array(context, node, place)
        case "string":
            return scalar(_string_kind(node))
        case "number" if (node.string("format") or "").lower() in WHOLE and not context.configured:
            return scalar(Scalar.INTEGER)
        case str() if kind in SIMPLE_TYPES:
            return scalar(SIMPLE_TYPES[kind])
        case str():
            context.unsupported(
                "D120", node, f"`{kind}` is not a JSON type", "write one of string, number, integer, ..."
            )
            return ANY
        case None:
            return shown_type(context, node)


def _array(context: Context, node: Node, place: Place) -> Type:
    """A list, or a tuple where `prefixItems` types all places: nothing follows them, or the document does not say what."""
    items = node.at("items") or node.at("unevaluatedItems")
    first = [
        lower_schema(context, member, place.below("prefixItems", index))
        for index, member in enumerate(node.items("prefixItems"))
    ]
    if not first:
        return ArrayType(lower_schema(context, items, place.below("items")) if items is not None else ANY)
    least, most = (node.at(key) for key in ("minItems", "maxItems"))
    shorter = least is not None and isinstance(least.value, int) and least.value < len(first)
    longer = most is not None and isinstance(most.value, int) and most.value > len(first)
    if (items is None or items.value is False or _is_count(most, len(first))) and not shorter and not longer:
        return TupleType(tuple(first))
    rest = [] if items is not None and items.value is False else [items]
    after = [lower_schema(context, more, place.below("items")) if more is not None else ANY for more in rest]
    variants = [Variant(found) for found in (*first, *after)]
    return ArrayType(unions.joined(variants, place.below("items"), None, node))


def _is_count(node: Node | None, count: int) -> bool:
    return node is not None and node.value == count


def _string_kind(node: Node) -> Scalar:
    encoding, media_type = node.string("contentEncoding"), node.string("contentMediaType")
    if encoding is not None:
        return Scalar.BASE64 if encoding.lower() == "base64" else Scalar.STRING
    if media_type is not None and not node.has("format") and not _is_text(media_type):
        return Scalar.BINARY
    return STRING_FORMATS.get(node.string("format") or "", Scalar.STRING)


def _is_text(media_type: str) -> bool:
    essence = media_type.partition(";")[0].strip().lower()
    return essence.startswith("text/") or essence.endswith(
        ("json", "xml", "yaml", "javascript", "x-www-form-urlencoded")
    )


def _literals(context: Context, node: Node, place: Place) -> Type:
    """The values of `enum` or `const` as literals; floats and structures, which no literal can hold, as their types."""
    const = node.at("const")
    values = [const.value] if const is not None else [item.value for item in node.items("enum")]
    structures = [value for value in values if isinstance(value, dict | list)]
    if structures:
        context.unsupported(
            "U105", node, "an enum of objects or arrays has their type; which of them it is, is not told"
        )
    if structures and (node.has("properties") or node.has("items") or node.has("prefixItems")):
        return typed(context, node, place)
    kinds, floats = set(node.strings("type")) - {"null"}, any(isinstance(value, float) for value in values)
    scalars: list[str | int | bool] = [
        _spelled(value, kinds) for value in values if isinstance(value, str | int | bool)
    ]
    if floats and True not in scalars and False not in scalars:
        scalars = [value for value in scalars if isinstance(value, str)]  # 1 is a float as well
    found: list[Type] = [LiteralType(distinct)] if (distinct := _distinct(scalars)) else []
    found += [scalar(Scalar.NUMBER)] if floats else []
    found += [MapType(ANY)] if any(isinstance(value, dict) for value in values) else []
    found += [ArrayType(ANY)] if any(isinstance(value, list) for value in values) else []
    if not found:
        return scalar(Scalar.NULL)
    result = unions.joined([Variant(kind) for kind in found], place, None, node)
    return nullable(result) if None in values or "null" in node.strings("type") or node.flag("nullable") else result


def _spelled(value: str | int | bool, kinds: set[str]) -> str | int | bool:
    """A value as the declared type has it, where YAML has read an unquoted number: `type: string, enum: [1, 2]`."""
    return str(value) if kinds == {"string"} and isinstance(value, int) and not isinstance(value, bool) else value


def _distinct(values: list[str | int | bool]) -> tuple[str | int | bool, ...]:
    """Each value once, in order; `True` and `1` are different values in JSON."""
    return tuple({(type(value), value): value for value in values}.values())


def _reference(context: Context, node: Node, place: Place) -> Type:
    target = context.target(node)
    if target is None:
        return ANY
    if target.pointer in context.named:
        return named(context, target)
    if target.pointer in place.inside:
        context.unsupported(
            "U106",
            node,
            "a schema that contains itself must be a model to keep its type; here it is read as any value",
            f"add it to `models` of a resource: {_last(target.pointer)}: {node.string('$ref')!r}",
        )
        return ANY
    return lower_schema(context, target, place.entering(target.pointer))


def _merged(context: Context, node: Node, place: Place) -> Type:
    """All of several schemas. Where such a schema refines itself, the inner one is what it refines, and so on for ever."""
    inside = child(node.pointer, "allOf")
    if inside not in place.inside:
        return compose.all_of(context, node, place.entering(inside))
    refined = next((each for each in (node, *node.items("allOf")) if each.string("$ref") is not None), None)
    message = "a schema that refines itself within itself is read there as what it refines"
    context.unsupported("U106", node, message, "make it a component and refer to that")
    return _reference(context, refined, place) if refined is not None else ANY


def named(context: Context, node: Node) -> Type:
    """A model where it is used. A model whose schema takes null is the type without it, and null where it is used."""
    if takes_only_null(context, node):
        return scalar(Scalar.NULL)
    reference = Reference(node.pointer)
    return nullable(reference) if takes_null(context, node) else reference


def _last(pointer: Pointer) -> str:
    return (tokens(pointer) or ("model",))[-1].lower()


def note_conditions(context: Context, node: Node) -> None:
    """Tell of what says when a value is valid, which no type does; the properties that it brings are optional ones (conditions.py)."""
    for keyword in CONDITIONS:
        if node.has(keyword):
            context.unsupported("U101", node, f"`{keyword}` is not turned into a type; the rest of the schema is")
