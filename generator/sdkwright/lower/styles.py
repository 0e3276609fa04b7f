"""How a value with parts goes over the wire: `style`, `explode`, `allowReserved`, `content` and `encoding` -> Writing.

Where the document does not say and a config lays the API out, the formats of the client decide; that is None here.
"""

from __future__ import annotations

from collections.abc import Iterator

from sdkwright.ir.operations import BodyKind, Encoding, Location, Style, Writing
from sdkwright.ir.recordings import json_text
from sdkwright.lower.context import Context
from sdkwright.lower.nulls import says_something
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import Pointer

DEFAULT_STYLES = {
    Location.PATH: Style.SIMPLE,
    Location.QUERY: Style.FORM,
    Location.HEADER: Style.SIMPLE,
    Location.COOKIE: Style.FORM,
}
STYLES = {
    Location.PATH: (Style.SIMPLE, Style.LABEL, Style.MATRIX),
    Location.QUERY: (Style.FORM, Style.SPACE_DELIMITED, Style.PIPE_DELIMITED, Style.DEEP_OBJECT),
    Location.HEADER: (Style.SIMPLE,),
    Location.COOKIE: (Style.FORM, Style.COOKIE),
}
SERIALISED = ("style", "explode", "allowReserved")


def is_json(media_type: str) -> bool:
    """Whether the media type is JSON or has its structured suffix (RFC 6839)."""
    essence = media_type.partition(";")[0].strip().lower()
    return essence in ("application/json", "text/json") or essence.endswith("+json")


def json_rank(media_type: str) -> int:
    """Where a media type stands among those of JSON that an operation offers: the plain one first, ranges such as `application/*+json` last.

    Others are not told apart.
    """
    essence = media_type.partition(";")[0].strip().lower()
    if essence == "application/json" or not (is_json(essence) or essence == "*/*"):
        return 0
    return 2 if "*" in essence else 1


def follows_document(context: Context) -> bool:
    """Whether what the document does not say is as OpenAPI defines it; else as the client's formats, those of the config."""
    formats = context.config.query_settings
    plain = not context.config.resources and formats.array_format is None and formats.nested_format is None
    return plain or formats.array_format == "document"


def parameter_writing(context: Context, node: Node, schema: Node | None, location: Location) -> Writing | None:
    """How a parameter with a schema is written; None for what the runtime does by itself."""
    writing = _writing(context, node, location)
    style, exploded = writing.style, writing.explode
    found = shapes(context, schema)
    if schema is not None and (not found or _may_be_anything(context, schema)):
        found |= {"object"}
    match location:
        case Location.QUERY if "object" not in found and (apart := _apart(context, node, schema, writing)) is not None:
            return apart
        case Location.QUERY:
            explicit = any(node.has(key) for key in SERIALISED)
            return writing if _differs(context, writing, found, explicit=explicit) else None
        case Location.COOKIE:
            plain = style is Style.FORM and (exploded or not found & {"array", "object"})
            return None if plain else writing
        case _:
            usual = style is Style.SIMPLE and not (exploded and "object" in found)
            return None if usual and not (writing.reserved and location is Location.PATH) else writing


def _writing(context: Context, node: Node, location: Location) -> Writing:
    """What the style, and what there is beside it, of a parameter or an encoding asks for.

    For arrays in a `deepObject`, OpenAPI defines no form; servers that take any number them. The formats of a config say it in their way.
    """
    style = _style(context, node, location)
    explode = _flag(node, "explode", default=style in (Style.FORM, Style.COOKIE))
    if style is Style.DEEP_OBJECT:
        explode = follows_document(context)
    return Writing(style, explode=explode, reserved=node.flag("allowReserved"))


def _style(context: Context, node: Node, location: Location) -> Style:
    said = node.string("style")
    default = DEFAULT_STYLES[location]
    if said is None:
        return default
    found = next((style for style in STYLES[location] if style.value == said), None)
    if found is None:
        message = f"`{said}` is no style of parameters in `{location.value}`; read as `{default.value}`"
        context.unsupported("U203", node, message, f"write one of {', '.join(one.value for one in STYLES[location])}")
    return found or default


def _apart(context: Context, node: Node, schema: Node | None, writing: Writing) -> Writing | None:
    """What keeps the elements of an array apart that have parts themselves, for which no style but `deepObject` has a form: JSON.

    None where they have no parts, and where the formats of a config say how arrays are written.
    """
    inner: set[str] = set()
    for part in _parts(context, schema, set()):
        inner |= shapes(context, part.at("items"))
    by_config, formats = not follows_document(context), context.config.query_settings
    if writing.style is Style.DEEP_OBJECT or not inner & {"array", "object"}:
        return None
    if by_config and formats.array_format in ("brackets", "indices"):
        return None
    hint = "write it with `content: {application/json: ...}`, or `style: deepObject`"
    if by_config or (inner & {"plain", "binary"} and not writing.explode):
        message = (
            "the elements of this array that have parts are written one into another: a query has no form for them"
        )
        hint = f"set `query_settings.array_format: indices`; or {hint}" if by_config else hint
        context.unsupported("U206", node, message, hint)
        return None
    message = "a query has no form for an array whose elements have parts; each is written as JSON"
    context.unsupported("U206", node, message, f"if the server reads another form, {hint}")
    return Writing(Style.CONTENT if writing.explode else Style.JSON, reserved=writing.reserved)


def _differs(context: Context, writing: Writing, found: frozenset[str], *, explicit: bool) -> bool:
    """Whether a value in a query or form is written otherwise than the client would by its own formats."""
    if writing.reserved:
        return True
    if not found & {"array", "object"} or not (explicit or follows_document(context)):
        return False
    usual = writing.style is Style.FORM and writing.explode and "object" not in found
    return not (usual and follows_document(context))


def _flag(node: Node, key: str, *, default: bool) -> bool:
    said = node.at(key)
    return said.value if said is not None and isinstance(said.value, bool) else default


def shapes(context: Context, schema: Node | None) -> frozenset[str]:
    """Which of `array`, `object`, `binary` and `plain` values of a schema may be, through references and composition."""
    found: set[str] = set()
    for part in _parts(context, schema, set()):
        kinds = set(part.strings("type")) - {"null"}
        if "object" in kinds or part.has("properties") or (not kinds and part.has("additionalProperties")):
            found.add("object")
        if "array" in kinds or (not kinds and part.has("items")):
            found.add("array")
        if kinds - {"object", "array"} or (not kinds and (part.has("enum") or part.has("const"))):
            found.add("binary" if _is_binary(part) else "plain")
    return frozenset(found)


def _may_be_anything(context: Context, schema: Node) -> bool:
    """Whether a value may be an object since nothing is said of it, or of one of those that it may be."""
    return not all(map(says_something, _parts(context, schema, set())))


def _is_binary(schema: Node) -> bool:
    media_type = schema.string("contentMediaType")
    return schema.string("format") == "binary" or (
        media_type is not None and not is_json(media_type) and not schema.has("contentEncoding")
    )


def items_of(context: Context, schema: Node | None) -> Node | None:
    """The schema of the elements of an array."""
    target = context.follow(schema) if schema is not None else None
    return target.at("items") if target is not None else None


def properties(context: Context, schema: Node | None) -> Iterator[tuple[str, Node]]:
    """The properties of a schema with those of everything that it is composed of; the outer ones last."""
    for part in _parts(context, schema, set()):
        yield from part.members("properties")


def _parts(context: Context, schema: Node | None, met: set[Pointer]) -> Iterator[Node]:
    """What a schema is composed of, each once, and itself last."""
    target = context.follow(schema) if schema is not None else None
    if target is None or target.pointer in met:
        return
    met.add(target.pointer)
    for keyword in ("allOf", "oneOf", "anyOf"):
        for member in target.items(keyword):
            yield from _parts(context, member, met)
    yield target


def encodings(context: Context, media: Node, kind: BodyKind) -> tuple[Encoding, ...]:
    """How the properties of a form are written that are not written as the runtime does by itself."""
    if kind not in (BodyKind.FORM, BodyKind.MULTIPART):
        return ()
    declared = dict(media.members("encoding"))
    found = {
        name: _encoding(context, name, node, declared.get(name), kind)
        for name, node in properties(context, media.at("schema"))
    }
    return tuple(encoding for encoding in found.values() if encoding is not None)


def _encoding(context: Context, name: str, schema: Node, declared: Node | None, kind: BodyKind) -> Encoding | None:
    how = context.follow(declared) if declared is not None else None
    found = shapes(context, schema)
    headers = tuple(_constant_headers(context, how)) if how is not None and kind is BodyKind.MULTIPART else ()
    if how is not None and any(how.has(key) for key in SERIALISED) and "binary" not in found:
        writing = _writing(context, how, Location.QUERY)
        unusual = kind is BodyKind.MULTIPART and bool(found & {"array", "object"})
        return Encoding(name, writing, None) if unusual or _differs(context, writing, found, explicit=True) else None
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
    if not found or not inner or _may_be_anything(context, schema) or (has_parts and found & {"plain", "binary"}):
        return Writing(Style.CONTENT)
    if has_parts and kind is BodyKind.MULTIPART and _holds_files(context, schema, set()):
        return None  # `a[b]`: there are no files in JSON
    if has_parts:
        return Writing(Style.JSON, explode="array" in found)
    return Writing(Style.FORM, explode=True) if "array" in found and kind is BodyKind.MULTIPART else None


def _file_type(context: Context, schema: Node) -> str | None:
    """The media type that the schema of a file, or of files in an array, names; that of any bytes says less than the name of the file."""
    for part in (*_parts(context, schema, set()), *_parts(context, items_of(context, schema), set())):
        media_type = part.string("contentMediaType")
        if media_type not in (None, "application/octet-stream") and _is_binary(part):
            return media_type
    return None


def _holds_files(context: Context, schema: Node | None, met: set[Pointer]) -> bool:
    """Whether there may be files in a value, however deep."""
    if "binary" in shapes(context, schema):
        return True
    below: list[Node | None] = []
    for part in _parts(context, schema, met):
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
