"""Request bodies -> Body and the parameters that its properties become; owns the choice of the media type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from sdkwright.config import Method as MethodConfig
from sdkwright.ir.operations import Body, BodyKind, Member, Parameter
from sdkwright.ir.types import (
    ANY,
    STRING,
    ArrayType,
    Field,
    LiteralType,
    MapType,
    NullableType,
    Scalar,
    ScalarType,
    TupleType,
    Type,
    UnionType,
    Variant,
    scalar,
)
from sdkwright.lower.compose import spread_object
from sdkwright.lower.context import Context, Place
from sdkwright.lower.encodings import encodings
from sdkwright.lower.members import argument, lower_members, merged
from sdkwright.lower.nulls import takes_null
from sdkwright.lower.schemas import lower_schema
from sdkwright.lower.streams import is_lines, item_schema
from sdkwright.lower.styles import is_json, items_of, json_rank, properties, shapes
from sdkwright.lower.texts import as_text
from sdkwright.openapi.nodes import Node

_Typed = TypeVar("_Typed", Field, Parameter)

GENERAL = MappingProxyType(
    {
        BodyKind.JSON: "application/json",
        BodyKind.FORM: "application/x-www-form-urlencoded",
        BodyKind.MULTIPART: "multipart/form-data",
        BodyKind.LINES: "application/jsonl",
        BodyKind.TEXT: "text/plain",
        BodyKind.BINARY: "application/octet-stream",
    }
)
BOUNDARY = re.compile(r"\s*;\s*boundary\s*=\s*(\"[^\"]*\"|[^;\s]*)", re.IGNORECASE)
# what 3.2 has for parts without names
BY_PLACE = ("prefixEncoding", "itemEncoding", "itemSchema")
# schemas of lines as a whole, from before there was a word for one of them (`itemSchema`)
TEXTS = frozenset({"binary", "plain"})
NAMED = frozenset({BodyKind.FORM, BodyKind.MULTIPART})
SPREAD = NAMED | {BodyKind.JSON}
WITHOUT_FILES = frozenset((BodyKind.JSON, BodyKind.FORM))


def lower_body(
    context: Context, operation: Node, place: Place, config: MethodConfig
) -> tuple[Body | None, tuple[Parameter, ...], tuple[Member, ...]]:
    """The body of an operation, the arguments that an object body is spread over, and the members of a union of objects."""
    declared = operation.at("requestBody")
    node = context.follow(declared) if declared is not None else None
    if node is None:
        return None, (), ()
    choice = _media_type(context, node)
    if choice is None:
        return None, (), ()
    for other, ignored in node.members("content"):
        if other != choice[0]:
            context.unsupported("U210", ignored, f"the body is sent as `{choice[0]}`, never as `{other}`")
    return _body(context, node, choice, place, config)


def _media_type(context: Context, body: Node) -> tuple[str, Node] | None:
    """JSON before forms before anything else, and plain JSON first, else the first of the document; but a form where only that carries a file."""
    contents = list(body.members("content"))
    kinds = list(BodyKind)
    ranked = sorted(
        contents,
        key=lambda entry: (kinds.index(_kind(context, *entry)), json_rank(entry[0]), _is_no_patch(context, *entry)),
    )
    if not ranked:
        return None
    if _kind(context, *ranked[0]) in (BodyKind.JSON, BodyKind.FORM) and len(ranked) > 1:
        first = ranked[0][1]
        known = {name for name, _ in properties(context, first.at("schema"))} - {*_files(context, first)}
        for media_type, media in ranked:
            if _kind(context, media_type, media) is BodyKind.MULTIPART and set(_files(context, media)) - known:
                return media_type, media
    return ranked[0]


def _is_no_patch(context: Context, media_type: str, media: Node) -> bool:
    """Whether it is called a list of operations (RFC 6902), which its schema is not: of such an object a merge (RFC 7396) is made."""
    is_patch = media_type.partition(";")[0].strip().lower() == "application/json-patch+json"
    return is_patch and shapes(context, media.at("schema")) == frozenset(("object",))


def _files(context: Context, media: Node) -> Iterator[str]:
    """The properties of a form that are files or lists of them."""
    for name, schema in properties(context, media.at("schema")):
        if "binary" in shapes(context, schema) | shapes(context, items_of(context, schema)):
            yield name


def _tell_files(context: Context, media_type: str, media: Node) -> None:
    """Tell of files in what holds none: springdoc describes so a form whose media type the program does not tell."""
    schemas = dict(properties(context, media.at("schema")))
    for name in _files(context, media):
        message = f"`{media_type}` holds no file: `{name}` is sent as the text that the caller has made of it"
        hint = "if the server reads a form, write `multipart/form-data`; if it reads base64, `format: byte`"
        context.unsupported("U202", schemas[name], message, hint)


def _kind(context: Context, media_type: str, media: Node) -> BodyKind:
    essence = media_type.partition(";")[0].strip().lower()
    if is_json(essence) or essence == "*/*":
        is_file = shapes(context, media.at("schema")) == frozenset(("binary",))
        return BodyKind.BINARY if is_file else BodyKind.JSON
    if essence == "application/x-www-form-urlencoded":
        return BodyKind.FORM
    if essence.startswith("multipart/"):
        whole = shapes(
            context, media.at("schema")
        )  # with a boundary, a text is all that is sent, as its author has made it
        return BodyKind.TEXT if BOUNDARY.search(media_type) and whole == frozenset(("plain",)) else BodyKind.MULTIPART
    if is_lines(essence) and TEXTS.isdisjoint(shapes(context, media.at("schema"))):
        return BodyKind.LINES
    is_text = essence.startswith("text/") or essence.endswith(("/xml", "+xml"))
    return (
        BodyKind.TEXT if is_text and shapes(context, media.at("schema")) != frozenset(("binary",)) else BodyKind.BINARY
    )


def _sent_as(media_type: str, kind: BodyKind) -> str:
    """The media type of the request: a range cannot be sent, so the most general type of its kind is; of parts, each request has a boundary of its own."""
    plain = BOUNDARY.sub("", media_type) if kind is BodyKind.MULTIPART else media_type
    return GENERAL[kind] if "*" in plain else plain


def _body(
    context: Context, node: Node, choice: tuple[str, Node], place: Place, config: MethodConfig
) -> tuple[Body, tuple[Parameter, ...], tuple[Member, ...]]:
    media_type, media = choice
    kind, schema, required = _kind(context, *choice), media.at("schema"), node.flag("required")
    may_spread = schema is not None and kind in SPREAD and config.body_param_name is None
    spread = spread_object(context, schema, place) if schema is not None and may_spread else None
    if spread is not None:
        fields = spread.fields if kind is BodyKind.JSON else tuple(_as_parts(context, media, spread.fields))
        spread = replace(spread, fields=_as_texts(fields) if kind in WITHOUT_FILES else fields)
    lowered = spread if spread is not None else _whole(context, kind, media, place)
    needed = _means_what_it_requires(context, node, schema)
    members = lower_members(context, lowered, place, required=needed) if may_spread and spread is None else ()
    if kind in WITHOUT_FILES:
        _tell_files(context, media_type, media)
        members = tuple(replace(member, parameters=_as_texts(member.parameters)) for member in members)
    if isinstance(lowered, UnionType) and len(members) < 2 and kind in SPREAD:
        context.unsupported("U211", media, "a union as body is one argument, not one overload for each member")
    body = Body(
        kind=kind,
        media_type=_sent_as(media_type, kind),
        site=place.site,
        type=lowered,
        required=required,
        spread=spread is not None or len(members) > 1,
        argument=config.body_param_name,
        description=node.text("description"),
        encodings=encodings(context, media, kind),
    )
    fields = spread.fields if spread is not None else ()
    arguments = [argument(field, body_required=needed) for field in fields if not field.read_only]
    if len(members) < 2:
        return body, tuple(arguments), ()
    return body, tuple(merged(members, place)), members


def _as_parts(context: Context, media: Node, fields: tuple[Field, ...]) -> Iterator[Field]:
    """The properties of a form; an object that is sent as what is no JSON is the text that the caller has made of it."""
    declared, schemas = dict(media.members("encoding")), dict(properties(context, media.at("schema")))
    for field in fields:
        how = context.follow(declared[field.wire_name]) if field.wire_name in declared else None
        media_type = how.string("contentType") if how is not None else None
        if media_type is None or "json" in media_type or "object" not in shapes(context, schemas.get(field.wire_name)):
            yield field
            continue
        message = f"the value is sent as the text that the caller has made of it: `{media_type}`"
        context.unsupported("U202", declared[field.wire_name], message)
        yield replace(field, type=STRING)


def _means_what_it_requires(context: Context, body: Node, schema: Node | None) -> bool:
    """Whether the properties that a body requires are required of a call.

    `required` is false where it is absent, and most documents leave it out of bodies that no server takes without those properties. So only a
    document that says `false` is taken at its word, and a config lays out SDKs that go by the properties alone.
    """
    if context.configured or body.has("required"):
        return context.configured or body.flag("required")
    return schema is not None and not takes_null(context, schema)


def _as_texts(typed: tuple[_Typed, ...]) -> tuple[_Typed, ...]:
    return tuple(replace(each, type=as_text(each.type)) for each in typed)


def _whole(context: Context, kind: BodyKind, media: Node, place: Place) -> Type:
    """The type of a body that is one argument."""
    schema = media.at("schema")
    if kind is BodyKind.BINARY:
        return scalar(Scalar.BINARY)
    if kind is BodyKind.TEXT:
        return STRING
    if kind is BodyKind.LINES:
        item = item_schema(context, media)
        return ArrayType(as_text(lower_schema(context, item, place)) if item is not None else ANY)
    by_place = [at for key in BY_PLACE if (at := media.at(key)) is not None] if kind is BodyKind.MULTIPART else []
    if by_place:
        context.unsupported(
            "U212", by_place[0], "parts are sent under the names that a caller gives them, not by their place"
        )
    if kind in NAMED:
        return _named_parts(context, kind, schema, place)
    lowered = lower_schema(context, schema, place) if schema is not None else ANY
    return as_text(lowered) if kind is BodyKind.JSON else lowered


def _named_parts(context: Context, kind: BodyKind, schema: Node | None, place: Place) -> Type:
    """The type of a form: its parts have names, whatever the schema says. A string may be a form that is written already."""
    found = shapes(context, schema)
    if schema is None or (kind is BodyKind.MULTIPART and not found):
        return MapType(ANY)
    lowered = lower_schema(context, schema, place)
    variants = lowered.variants if isinstance(lowered, UnionType) else (Variant(lowered),)
    kept = tuple(each for each in variants if _has_names(each.type) or (kind is BodyKind.FORM and each.type == STRING))
    if len(kept) < len(variants) or (kind is BodyKind.MULTIPART and found - {"object"}):
        hint = "describe an object whose properties are the parts; a caller gives a dict of them"
        context.unsupported("U213", schema, "the parts of a form have names, which only those of an object are", hint)
    if not kept or (kind is BodyKind.MULTIPART and "object" not in found):
        return MapType(ANY)
    return replace(lowered, variants=kept) if isinstance(lowered, UnionType) else lowered


def _has_names(type_: Type) -> bool:
    while isinstance(type_, NullableType):
        type_ = type_.inner
    return type_ == ANY or not isinstance(type_, (ScalarType, LiteralType, ArrayType, TupleType))
