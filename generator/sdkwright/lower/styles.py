"""How a value with parts goes over the wire: `style`, `explode`, `allowReserved` and `content` -> Writing.

Where the document does not say and a config lays the API out, the formats of the client decide; that is None here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sdkwright.ir.operations import Location, Style, Writing
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
QUERY, URLENCODED = "a query", "an urlencoded body"
OTHERWISE = {
    QUERY: "write it with `content: {application/json: ...}`, or `style: deepObject`",
    URLENCODED: "write `contentType: application/json`, or `style: deepObject`, in its `encoding`",
}
# what the protocols of Smithy call JSON
OF_AWS = re.compile(r"application/x-amz-json-\d\.\d")
SERIALISED = ("style", "explode", "allowReserved")


def is_json(media_type: str) -> bool:
    """Whether the media type is JSON or has its structured suffix (RFC 6839)."""
    essence = media_type.partition(";")[0].strip().lower()
    return (
        essence in ("application/json", "text/json")
        or essence.endswith("+json")
        or OF_AWS.fullmatch(essence) is not None
    )


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
    writing = writing_of(context, node, location)
    style, exploded = writing.style, writing.explode
    found = shapes(context, schema)
    if schema is not None and (not found or may_be_anything(context, schema)):
        found |= {"object"}
    match location:
        case Location.QUERY if "object" not in found and (json := apart(context, node, schema, writing)) is not None:
            return json
        case Location.QUERY:
            explicit = any(node.has(key) for key in SERIALISED)
            given = writing if differs(context, writing, found, explicit=explicit) else None
            if "object" in found:
                tell_mixed(context, schema, given)
            return given
        case Location.COOKIE:
            plain = style is Style.FORM and (exploded or not found & {"array", "object"})
            return None if plain else writing
        case _:
            usual = style is Style.SIMPLE and not (exploded and "object" in found)
            return None if usual and not (writing.reserved and location is Location.PATH) else writing


def writing_of(context: Context, node: Node, location: Location) -> Writing:
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


def apart(context: Context, node: Node, schema: Node | None, writing: Writing, where: str = QUERY) -> Writing | None:
    """What keeps the elements of an array apart that have parts themselves, for which no style but `deepObject` has a form: JSON.

    None where they have no parts, and where the formats of a config say how arrays are written.
    """
    inner: set[str] = set()
    for part in parts_of(context, schema, set()):
        inner |= shapes(context, part.at("items"))
    if writing.style is Style.DEEP_OBJECT or not inner & {"array", "object"} or _by_place(context):
        return None
    if not follows_document(context) or (inner & {"plain", "binary"} and not writing.explode):
        _mixed(context, node, where)
        return None
    message = f"{where} has no form for an array whose elements have parts; each is written as JSON"
    context.unsupported("U206", node, message, f"if the server reads another form, {OTHERWISE[where]}")
    return Writing(Style.CONTENT if writing.explode else Style.JSON, reserved=writing.reserved)


def _by_place(context: Context) -> bool:
    """Whether the formats of a config are such that servers can tell the elements of any array apart."""
    return not follows_document(context) and context.config.query_settings.array_format in ("brackets", "indices")


def _mixed(context: Context, node: Node, where: str) -> None:
    message = f"the elements of this array that have parts are written one into another: {where} has no form for them"
    by_config = "" if follows_document(context) else "set `query_settings.array_format: indices`; or "
    context.unsupported("U206", node, message, f"{by_config}{OTHERWISE[where]}")


def tell_mixed(context: Context, schema: Node | None, writing: Writing | None, where: str = QUERY) -> None:
    """Tell of arrays inside of a value whose elements have parts, where the value is written as names and texts."""
    if writing is not None and (writing.style not in (Style.FORM, Style.DEEP_OBJECT) or not _is_spread(writing)):
        return
    if not _by_place(context):
        for array in _arrays_of_parts(context, schema, set()):
            _mixed(context, array, where)


def _is_spread(writing: Writing) -> bool:
    """Whether what is below a value has names of its own, but in a `deepObject` that numbers elements."""
    return writing.explode is (writing.style is Style.FORM)


def _arrays_of_parts(context: Context, schema: Node | None, met: set[Pointer]) -> Iterator[Node]:
    for part in parts_of(context, schema, met):
        items = part.at("items")
        if shapes(context, items) & {"array", "object"}:
            yield part
        for below in (*(node for _, node in part.members("properties")), items, part.at("additionalProperties")):
            yield from _arrays_of_parts(context, below, met)


def differs(context: Context, writing: Writing, found: frozenset[str], *, explicit: bool) -> bool:
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
    for part in parts_of(context, schema, set()):
        kinds = set(part.strings("type")) - {"null"}
        if "object" in kinds or part.has("properties") or (not kinds and part.has("additionalProperties")):
            found.add("object")
        if "array" in kinds or (not kinds and part.has("items")):
            found.add("array")
        if kinds - {"object", "array"} or (not kinds and (part.has("enum") or part.has("const"))):
            found.add("binary" if is_binary(part) else "plain")
    return frozenset(found)


def may_be_anything(context: Context, schema: Node) -> bool:
    """Whether a value may be an object since nothing is said of it, or of one of those that it may be."""
    return not all(map(says_something, parts_of(context, schema, set())))


def is_binary(schema: Node) -> bool:
    """Whether a value is a file, and not text that one was made into."""
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
    for part in parts_of(context, schema, set()):
        yield from part.members("properties")


def parts_of(context: Context, schema: Node | None, met: set[Pointer]) -> Iterator[Node]:
    """What a schema is composed of, each once, and itself last."""
    target = context.follow(schema) if schema is not None else None
    if target is None or target.pointer in met:
        return
    met.add(target.pointer)
    for keyword in ("allOf", "oneOf", "anyOf"):
        for member in target.items(keyword):
            yield from parts_of(context, member, met)
    yield target
