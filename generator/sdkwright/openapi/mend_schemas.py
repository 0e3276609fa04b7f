"""Readings of schemas that are slightly wrong: keywords as their author must have meant them; reports nothing (rules and validator do)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from types import MappingProxyType

from sdkwright.openapi.slips import listed_enum, meant_as_list, tuple_items
from sdkwright.pointer import Json

__all__ = ["TYPES", "as_bool", "is_schema", "mend_schema", "mended_enum", "mended_format", "type_of"]

_KINDS = ("string", "number", "integer", "boolean", "object", "array", "null")
TYPES: Mapping[str, tuple[str | None, str | None]] = MappingProxyType(
    {
        **{kind: (kind, None) for kind in _KINDS},
        **dict.fromkeys(("str", "text", "char", "varchar"), ("string", None)),
        **dict.fromkeys(("int", "bigint", "short", "byte_int", "int32"), ("integer", None)),
        **dict.fromkeys(("long", "int64"), ("integer", "int64")),
        **dict.fromkeys(("float", "double", "decimal", "num", "numeric"), ("number", None)),
        **dict.fromkeys(("bool",), ("boolean", None)),
        **dict.fromkeys(("dict", "map", "hash", "json", "struct"), ("object", None)),
        **dict.fromkeys(("list", "set"), ("array", None)),
        **dict.fromkeys(("date",), ("string", "date")),
        **dict.fromkeys(("datetime", "date-time", "timestamp"), ("string", "date-time")),
        **dict.fromkeys(("uuid", "guid"), ("string", "uuid")),
        **dict.fromkeys(("uri", "url"), ("string", "uri")),
        **dict.fromkeys(("email",), ("string", "email")),
        **dict.fromkeys(("file", "binary"), ("string", "binary")),
        **dict.fromkeys(("any", "mixed", "*"), (None, None)),
        **dict.fromkeys(("none", "nil"), ("null", None)),
    }
)
"""Words that people write as `type`, in lower case -> the type and the format that they stand for; no type is any value."""

_FORMATS = MappingProxyType({"datetime": "date-time", "date": "date", "byte": "byte", "binary": "binary"})
"""Formats that decide a type -> how they are spelled, by their letters in lower case."""

_FLAGS = ("nullable", "readOnly", "writeOnly", "deprecated", "uniqueItems", "exclusiveMinimum", "exclusiveMaximum")
_ODD = frozenset((str, type(None)))
"""Types of what stands for a schema and is none."""
_WORDS = ("title", "description")
_LISTS = ("allOf", "oneOf", "anyOf")
_ONE = ("items", "additionalProperties", "not", "contains", "propertyNames")
_OF_SCHEMAS = frozenset((*_LISTS, *_ONE, "type", "properties", "enum", "const", "format", "required"))


def type_of(word: Json) -> tuple[str | None, str | None] | None:
    """The type and the format that a word stands for, be it misspelt (`strng`); None where it may be anything."""
    text = "null" if word is None else str(word).strip().lower()
    near = get_close_matches(text, _KINDS, n=1, cutoff=0.8) if text not in TYPES and text.isalpha() else []
    return TYPES.get(near[0] if near else text)


def is_schema(node: Json) -> bool:
    """Whether a mapping looks like a schema, by its keywords."""
    return isinstance(node, dict) and not _OF_SCHEMAS.isdisjoint(node)


def as_bool(value: Json) -> Json:
    """A boolean that stands in quotes; anything else as it is."""
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    return value


def mend_schema(schema: dict[str, Json]) -> dict[str, Json]:
    """One schema without what is below it; the same object where nothing is wrong."""
    if _MENDED.isdisjoint(schema):
        return schema
    changed: dict[str, Json | None] = {}
    for key, given in schema.items():
        if key in _MENDS and ((value := _MENDS[key](given)) is not given or given is None):
            changed[key] = value
    mended = schema
    if changed:
        mended = {key: changed.get(key, value) for key, value in schema.items()}
        mended = {key: value for key, value in mended.items() if key not in changed or value is not None}
    mended = _type(mended)
    if "items" in mended:
        mended = tuple_items(meant_as_list(mended))
    if "enum" in mended:
        mended = listed_enum(mended)
    if "required" in mended or "properties" in mended:
        mended = _required(mended)
    if "enum" in mended:
        mended = mended_enum(mended)
    return mended_format(mended) if "format" in mended else mended


def _word(value: Json) -> Json:
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _members(value: Json) -> Json:
    """Of `allOf` and its like: a list of schemas, one of them at least; None for nothing."""
    if isinstance(value, dict):
        return [value]
    if isinstance(value, list):
        members = [_one(member) for member in value if member is not None]
        if not members:
            return None
        return value if all(new is old for new, old in zip(members, value, strict=False)) else members
    return None


def _one(value: Json) -> Json:
    """A schema; the name of a type stands for one, null for none."""
    if isinstance(value, str):
        word = as_bool(value)
        if isinstance(word, bool):
            return word
        return {"type": value} if value.lower() in TYPES else {}
    if isinstance(value, list):
        return value[0] if len(value) == 1 else value
    return value


def _named(value: Json) -> Json:
    """Of `properties`: names to schemas; None where it is something else."""
    if not isinstance(value, dict):
        return None
    if _ODD.isdisjoint(map(type, value.values())):
        return value
    new = {
        key: _one(inner) if isinstance(inner, str) else {} if inner is None else inner for key, inner in value.items()
    }
    return value if all(new[key] is value[key] for key in value) else new


def _discriminator(value: Json) -> Json:
    return {"propertyName": value} if isinstance(value, str) else value


def _values(value: Json) -> Json:
    """Of `enum`: a list that is not empty; one value is a list of it."""
    if isinstance(value, str | int | float):
        return [value]
    return value if isinstance(value, list) and value else None


_MENDS: Mapping[str, Callable[[Json], Json]] = MappingProxyType(
    dict[str, Callable[[Json], Json]]()
    | dict.fromkeys(_FLAGS, as_bool)
    | dict.fromkeys(_WORDS, _word)
    | dict.fromkeys(_LISTS, _members)
    | dict.fromkeys(_ONE, _one)
    | {"properties": _named, "patternProperties": _named, "discriminator": _discriminator, "enum": _values}
)
_MENDED = frozenset((*_MENDS, "type", "required", "format"))
"""Keywords of which some may be wrong."""


def _type(schema: dict[str, Json]) -> dict[str, Json]:
    """`type: int` and its like; null, which YAML reads where "null" was meant."""
    if "type" not in schema:
        return schema
    given = schema["type"]
    if isinstance(given, str) and given in _KINDS:  # as nearly all
        return schema
    if given is None and len(schema) == 1:
        return {"type": "null"}
    kinds = given if isinstance(given, list) else [given]
    known = [type_of(kind) for kind in kinds]
    if all(pair is not None and pair[0] == kind for pair, kind in zip(known, kinds, strict=True)) and kinds:
        return schema
    read = [pair for pair in known if pair is not None]
    rest = {key: value for key, value in schema.items() if key != "type"}
    if len(read) < len(known) and not isinstance(given, list):
        return schema if isinstance(given, str) else rest
    types: list[Json] = [kind for kind, _ in read if kind is not None]
    if not types or len(types) < len(read):
        return rest
    for _, implied in read:
        if implied is not None:
            rest.setdefault("format", implied)
    return {"type": types if isinstance(given, list) else types[0], **rest}


def _required(schema: dict[str, Json]) -> dict[str, Json]:
    """`required: true` at a property is one of the object's list; a single name is a list of it."""
    given = schema.get("required")
    properties = schema.get("properties")
    if given is None and properties is None and "required" not in schema:
        return schema
    named = properties.items() if isinstance(properties, dict) else ()
    flagged = [
        name
        for name, inner in named
        if isinstance(inner, dict) and "required" in inner and as_bool(inner["required"]) is True
    ]
    if isinstance(given, str) and as_bool(given) is given:
        listed: list[Json] = [given]
    else:
        listed = [str(name) for name in given if name is not None] if isinstance(given, list) else []
    wanted = [*listed, *(name for name in flagged if name not in listed)]
    if ("required" not in schema and not wanted) or wanted == given:
        return schema
    rest = {key: value for key, value in schema.items() if key != "required"}
    return {**rest, "required": wanted} if wanted else rest


def mended_enum(schema: dict[str, Json]) -> dict[str, Json]:
    """Values in quotes where numbers were meant, and numbers and booleans without them where text was."""
    values = schema.get("enum")
    if not isinstance(values, list):
        return schema
    kind = schema.get("type")
    kinds = [each for each in (kind if isinstance(kind, list) else [kind]) if each != "null"]
    new: list[Json] = values
    if kinds == ["string"]:
        new = [_text(value) for value in values]
    elif kinds == ["integer"]:
        new = [int(value) if isinstance(value, str) and _is_whole(value) else value for value in values]
    return (
        schema if all(after is before for after, before in zip(new, values, strict=True)) else {**schema, "enum": new}
    )


def mended_format(schema: dict[str, Json]) -> dict[str, Json]:
    """`datetime`, `dateTime` and `Date` as the formats that they are; of text alone, since numbers may be moments in other ways."""
    given = schema.get("format")
    if not isinstance(given, str) or given in _FORMATS.values():
        return schema
    kind = schema.get("type")
    if "string" not in (kind if isinstance(kind, list) else [kind]):
        return schema
    meant = _FORMATS.get("".join(letter for letter in given.lower() if letter.isalnum()), given)
    return schema if meant == given else {**schema, "format": meant}


def _text(value: Json) -> Json:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


def _is_whole(text: str) -> bool:
    return text.isascii() and text.removeprefix("-").isdigit() and len(text) < 20
