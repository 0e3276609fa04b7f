"""How the properties of a form are written: `encoding`, or what OpenAPI has where there is none -> Encoding."""

from __future__ import annotations

from collections.abc import Iterator

from sdkwright.ir.operations import BodyKind, Encoding, Location, Style, Writing
from sdkwright.ir.recordings import json_text
from sdkwright.lower.context import Context
from sdkwright.lower.styles import (
    SERIALISED,
    URLENCODED,
    apart,
    differs,
    follows_document,
    is_binary,
    is_json,
    items_of,
    may_be_anything,
    parts_of,
    properties,
    shapes,
    tell_mixed,
    writing_of,
)
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import Pointer


def encodings(context: Context, media: Node, kind: BodyKind) -> tuple[Encoding, ...]:
    """How the properties of a form are written that are not written as the runtime does by itself."""
    if kind not in (BodyKind.FORM, BodyKind.MULTIPART):
        return ()
    declared = dict(media.members("encoding"))
    found: dict[str, Encoding | None] = {}
    schemas = dict(properties(context, media.at("schema")))
    for name, node in schemas.items():
        found[name] = encoding = _encoding(context, name, node, declared.get(name), kind)
        if kind is BodyKind.FORM and "binary" not in shapes(context, node):
            tell_mixed(context, node, encoding.writing if encoding is not None else None, URLENCODED)
    return tuple(encoding for encoding in found.values() if encoding is not None)


def _encoding(context: Context, name: str, schema: Node, declared: Node | None, kind: BodyKind) -> Encoding | None:
    how = context.follow(declared) if declared is not None else None
    found = shapes(context, schema)
    headers = tuple(_constant_headers(context, how)) if how is not None and kind is BodyKind.MULTIPART else ()
    if how is not None and any(how.has(key) for key in SERIALISED) and "binary" not in found:
        writing = writing_of(context, how, Location.QUERY)
        in_form = kind is BodyKind.FORM and follows_document(context) and "object" not in found
        if in_form and (json := apart(context, how, schema, writing, URLENCODED)) is not None:
            return Encoding(name, json, None)
        unusual = kind is BodyKind.MULTIPART and bool(found & {"array", "object"})
        return Encoding(name, writing, None) if unusual or differs(context, writing, found, explicit=True) else None
    media_type = how.string("contentType") if how is not None else None
    media_type = media_type or (_file_type(context, schema) if kind is BodyKind.MULTIPART else None)
    if media_type is not None and "binary" not in found:
        offered = [each.strip() for each in media_type.split(",")]
        media_type = next(filter(is_json, offered), offered[0])
    if media_type is not None and (kind is BodyKind.MULTIPART or is_json(media_type)):
        return Encoding(name, _json_or_none(media_type, kind), media_type, headers)
    writing_of_parts = _by_default(context, schema, found, kind) if follows_document(context) else None
    return Encoding(name, writing_of_parts, None, headers) if writing_of_parts is not None or headers else None


def _json_or_none(media_type: str, kind: BodyKind) -> Writing | None:
    return Writing(Style.JSON) if kind is BodyKind.FORM and is_json(media_type) else None


def _by_default(context: Context, schema: Node, found: frozenset[str], kind: BodyKind) -> Writing | None:
    """Objects as JSON, arrays element by element (3.1.1, section 4.8.15.1); of what may be several things, as the value is."""
    inner = shapes(context, items_of(context, schema)) if "array" in found else found
    has_parts = "object" in found or bool(inner & {"object", "array"} if "array" in found else ())
    if not found or not inner or may_be_anything(context, schema) or (has_parts and found & {"plain", "binary"}):
        return Writing(Style.CONTENT)
    if has_parts and kind is BodyKind.MULTIPART and _holds_files(context, schema, set()):
        return None  # `a[b]`: there are no files in JSON
    if has_parts:
        return Writing(Style.JSON, explode="array" in found)
    return Writing(Style.FORM, explode=True) if "array" in found and kind is BodyKind.MULTIPART else None


def _file_type(context: Context, schema: Node) -> str | None:
    """The media type that the schema of a file, or of files in an array, names; that of any bytes says less than the name of the file."""
    for part in (*parts_of(context, schema, set()), *parts_of(context, items_of(context, schema), set())):
        media_type = part.string("contentMediaType")
        if media_type not in (None, "application/octet-stream") and is_binary(part):
            return media_type
    return None


def _holds_files(context: Context, schema: Node | None, met: set[Pointer]) -> bool:
    """Whether there may be files in a value, however deep."""
    if "binary" in shapes(context, schema):
        return True
    below: list[Node | None] = []
    for part in parts_of(context, schema, met):
        below += [node for _, node in part.members("properties")]
        below += [part.at("items"), part.at("additionalProperties")]
    return any(node is not None and _holds_files(context, node, met) for node in below)


def _constant_headers(context: Context, how: Node) -> Iterator[tuple[str, str]]:
    """Headers of a part whose only value the document tells; for others there is no argument."""
    for name, declared in how.members("headers"):
        header = context.follow(declared)
        schema = context.follow(inner) if header is not None and (inner := header.at("schema")) is not None else None
        values = [] if schema is None else [item.value for item in schema.items("enum")]
        known = schema.at("const") or schema.at("default") if schema is not None else None
        value = known.value if known is not None else values[0] if len(values) == 1 else None
        if isinstance(value, bool | int | float):
            value = json_text(value)
        if isinstance(value, str) and "\n" not in value and "\r" not in value and name.lower() != "content-type":
            yield name, value
        elif name.lower() != "content-type":
            hint = "give the file as a tuple (name, content, media type, headers)"
            context.unsupported("U205", how, f"the header `{name}` of a part has no argument", hint)
