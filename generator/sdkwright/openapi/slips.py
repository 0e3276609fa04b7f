"""Schemas whose keywords are about values of another type than theirs: which type was meant, and what says nothing; reports nothing.

Each reading is of one schema without what is below it, and gives the same object where there is nothing to read otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sdkwright.pointer import Json

__all__ = ["idle", "listed_enum", "meant_as_list", "refers_as_default", "tuple_items", "undeclared"]

Schema = dict[str, Json]

_OF_OBJECTS = ("properties", "additionalProperties", "patternProperties", "required")
_COMPOSED = ("$ref", "$dynamicRef", "allOf", "oneOf", "anyOf", "if", "not")
_OTHERS = ("additionalProperties", "patternProperties", "unevaluatedProperties", "propertyNames")


def meant_as_list(schema: Schema) -> Schema:
    """`type: object` with `items` and nothing about an object: a list was meant."""
    if (
        "items" not in schema
        or _kinds(schema) != ["object"]
        or any(key in schema for key in (*_OF_OBJECTS, *_COMPOSED))
    ):
        return schema
    return {**schema, "type": _instead("array", schema["type"]), **({"items": {}} if schema["items"] is None else {})}


def listed_enum(schema: Schema) -> Schema:
    """`type: array` with an `enum` of values that are no lists: it is the items that have them."""
    values, items = schema.get("enum"), schema.get("items", {})
    if _kinds(schema) != ["array"] or not isinstance(values, list) or not isinstance(items, dict):
        return schema
    if not values or any(isinstance(value, list | dict) for value in values) or values == [None] or "enum" in items:
        return schema
    each: list[Json] = [value for value in values if value is not None]
    rest = {key: value for key, value in schema.items() if key not in ("enum", "items")}
    return {**rest, "items": {**items, "enum": each}}


def tuple_items(schema: Schema) -> Schema:
    """`items` with a list of schemas, as JSON Schema had it before 2020-12: one for each place, `additionalItems` for what follows."""
    listed = schema.get("items")
    if not isinstance(listed, list) or len(listed) < 2 or "prefixItems" in schema:
        return schema
    rest = {key: value for key, value in schema.items() if key not in ("items", "additionalItems")}
    after = {"items": schema["additionalItems"]} if "additionalItems" in schema else {}
    return {**rest, "prefixItems": listed, **after}


def idle(schema: Schema) -> Iterator[str]:
    """The keywords that say nothing, since no value of the type has what they are about."""
    kinds = _kinds(schema)
    if not kinds or any(key in schema for key in _COMPOSED) or meant_as_list(schema) is not schema:
        return
    if "object" not in kinds and isinstance(named := schema.get("properties"), dict) and named:
        yield "properties"
    if "array" not in kinds and isinstance(schema.get("items"), dict | list):
        yield "items"


def refers_as_default(schema: Schema) -> bool:
    """Whether a reference stands where the value of `default` is due."""
    default = schema.get("default")
    return isinstance(default, dict) and default.keys() == {"$ref"} and isinstance(default["$ref"], str)


def undeclared(schema: Schema) -> list[str]:
    """What `required` lists and nothing in the schema declares. What it is composed of, or what may have any name, is not asked."""
    required, named = schema.get("required"), schema.get("properties")
    if not isinstance(required, list) or not isinstance(named, dict) or not named:
        return []
    if any(key in schema for key in (*_COMPOSED, *_OTHERS)):
        return []
    return [name for name in dict.fromkeys(_texts(required)) if name not in named]


def _texts(values: Iterable[Json]) -> Iterator[str]:
    return (value for value in values if isinstance(value, str))


def _kinds(schema: Schema) -> list[Json]:
    given = schema.get("type")
    return [kind for kind in (given if isinstance(given, list) else [given]) if kind not in ("null", None)]


def _instead(kind: str, given: Json) -> Json:
    return [kind if each not in ("null", None) else "null" for each in given] if isinstance(given, list) else kind
