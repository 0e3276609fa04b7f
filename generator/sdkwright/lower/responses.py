"""Responses of an operation -> Response: which of them are the successful ones, and how they are read."""

from __future__ import annotations

from dataclasses import replace

from sdkwright.diagnostics import Report
from sdkwright.inert import dataclass
from sdkwright.ir.operations import Response, ResponseKind
from sdkwright.ir.types import ANY, STRING, NullableType, Type, UnionType, Variant
from sdkwright.lower.context import Context, Place
from sdkwright.lower.schemas import lower_schema
from sdkwright.lower.streams import is_sequence, item_schema
from sdkwright.lower.styles import is_json, json_rank
from sdkwright.openapi.nodes import Node


@dataclass(frozen=True, slots=True)
class _Success:
    """A successful answer with the media type that is asked for; none where it has no content."""

    status: str
    node: Node
    kind: ResponseKind
    media_type: str
    schema: Node | None


def lower_response(context: Context, operation: Node, place: Place, *, verb: str) -> Response:
    """The answer of a method: the first success of the document that has content, or any of several in JSON; else nothing."""
    if verb == "head":
        return Response(ResponseKind.NONE, "*/*", None, place.site, None)
    found = [_success(context, status, node) for status, node in _successes(context, operation)]
    full = [one for one in found if one.kind is not ResponseKind.NONE]
    if not full:
        description = found[0].node.text("description") if found else None
        return Response(ResponseKind.NONE, "*/*", None, place.site, description)
    first = full[0]
    same = [one for one in full if one.kind is first.kind]
    for other in full:
        if other not in same:
            context.unsupported("U220", other.node, f"the answer of {other.status} is read as that of {first.status}")
    found_type = _type(context, same, place)
    optional = isinstance(found_type, NullableType)
    return Response(
        kind=first.kind,
        accept=first.media_type,
        type=found_type.inner if isinstance(found_type, NullableType) else found_type,
        site=place.site,
        description=first.node.text("description"),
        optional=optional,
    )


def answer_schema(context: Context, operation: Node) -> Node | None:
    """The schema of an answer in JSON, where there is one alone; followed to where it stands."""
    scratch = replace(context, report=Report())
    found = [_success(scratch, status, node) for status, node in _successes(context, operation)]
    full = [one for one in found if one.kind is not ResponseKind.NONE]
    if not full or full[0].kind is not ResponseKind.JSON:
        return None
    distinct = {_identity(context, one.schema): one.schema for one in full if one.kind is ResponseKind.JSON}
    schema = next(iter(distinct.values()))
    return context.follow(schema) if schema is not None and len(distinct) == 1 else None


def _type(context: Context, same: list[_Success], place: Place) -> Type | None:
    """What the answers are read as, which all are of one kind."""
    match same[0].kind:
        case ResponseKind.TEXT:
            return STRING
        case ResponseKind.JSON | ResponseKind.STREAM:
            distinct = list({_identity(context, one.schema): one for one in same}.values())
            if len(distinct) == 1:
                return _lowered(context, distinct[0].schema, place)
            return _union(context, distinct, place)
        case _:
            return None


def _lowered(context: Context, schema: Node | None, place: Place) -> Type:
    return lower_schema(context, schema, place) if schema is not None else ANY


def _identity(context: Context, schema: Node | None) -> str:
    """Equal for schemas that say the same."""
    target = context.follow(schema) if schema is not None else None
    return repr(target.value) if target is not None else ""


def _union(context: Context, distinct: list[_Success], place: Place) -> Type:
    variants: dict[Type, Variant] = {}
    for one in distinct:
        lowered = _lowered(context, one.schema, place.below(one.status))
        target = context.follow(one.schema) if one.schema is not None else None
        title = target.text("title") if target is not None else None
        variants[lowered] = Variant(lowered, title or f"status_{one.status}")
    if ANY in variants:
        return ANY
    if len(variants) == 1:
        return next(iter(variants))
    return UnionType(place.site, tuple(variants.values()), None, None)


def _successes(context: Context, operation: Node) -> list[tuple[str, Node]]:
    """2xx by number, then `2XX`; `default` where the document describes no other success, be it to look elsewhere."""
    found: list[tuple[str, Node]] = []
    fallback: list[tuple[str, Node]] = []
    for status, declared in operation.members("responses"):
        node = context.follow(declared)
        if node is None:
            continue
        if status.startswith("2"):
            found.append((status.upper(), node))
        elif status == "default":
            fallback.append((status, node))
    leads_on = any(status.startswith("3") for status, _ in operation.members("responses"))
    return sorted(found, key=lambda entry: entry[0]) or ([] if leads_on else fallback)


def _success(context: Context, status: str, node: Node) -> _Success:
    """JSON before sequences before text before all else, but bytes before a stream of events and before SVG; the others are reported."""
    contents = list(node.members("content"))
    if contents and status in EMPTY:
        context.unsupported("U222", contents[0][1], f"an answer {status} has no content (RFC 9110): nothing is read")
    if not contents or status in EMPTY:
        return _Success(status, node, ResponseKind.NONE, "*/*", None)
    ranked = sorted(contents, key=lambda entry: (RANKS.index(_kind(context, *entry)), _rank(entry[0])))
    if _kind(context, *ranked[0]) is ResponseKind.STREAM or _is_one_form(context, ranked):
        ranked.sort(key=lambda entry: _kind(context, *entry) is not ResponseKind.BINARY)
    media_type, media = ranked[0]
    kind = _kind(context, media_type, media)
    for other, ignored in ranked[1:]:
        if _kind(context, other, ignored) is ResponseKind.STREAM and kind is ResponseKind.STREAM:
            context.unsupported("U221", ignored, f"`{other}` is not asked for: the answer is one of `{media_type}`")
        elif {_kind(context, other, ignored), kind} >= UNLIKE or (
            _kind(context, other, ignored) is ResponseKind.BINARY and kind is not ResponseKind.BINARY
        ):
            context.unsupported("U222", ignored, f"`{other}` is not asked for: the answer is one of `{media_type}`")
    if media.has("itemSchema") and kind is ResponseKind.BINARY:
        context.unsupported("U221", media, f"the parts of `{media_type}` are not taken apart: the answer is its bytes")
    accept = "application/json" if media_type == "*/*" and kind is ResponseKind.JSON else media_type
    return _Success(
        status, node, kind, accept, item_schema(context, media) if kind is ResponseKind.STREAM else media.at("schema")
    )


def _is_one_form(context: Context, ranked: list[tuple[str, Node]]) -> bool:
    """Whether the first is text (SVG) and one form of several of what others have as bytes (PNG)."""
    form = ranked[0][0].partition("/")[0]
    if form not in FORMS or _kind(context, *ranked[0]) is not ResponseKind.TEXT:
        return False
    return any(
        other.startswith(f"{form}/") and _kind(context, other, media) is ResponseKind.BINARY for other, media in ranked
    )


def _rank(media_type: str) -> int:
    """That of JSON, which a text that is no text comes after."""
    return json_rank(media_type) if media_type.partition(";")[0].strip().lower() != PLAIN else LAST


def stream_beside(context: Context, operation: Node) -> tuple[str, Node] | None:
    """Media type and media of the stream that an answer in JSON, or in bytes, is offered as, too."""
    for _, node in _successes(context, operation):
        kinds = {
            _kind(context, media_type, media): (media_type, media) for media_type, media in node.members("content")
        }
        if ResponseKind.STREAM in kinds and kinds.keys() & {ResponseKind.JSON, ResponseKind.BINARY}:
            return kinds[ResponseKind.STREAM]
    return None


PLAIN = "text/plain"
RESULTS = "Stream result of "
LAST = 3
UNLIKE = {ResponseKind.BINARY, ResponseKind.TEXT}
FORMS = ("audio", "image", "model", "video")
NO_TEXTS = frozenset({"array", "boolean", "integer", "number", "object"})
EMPTY = frozenset({"204", "205"})
RANKS = (ResponseKind.JSON, ResponseKind.STREAM, ResponseKind.TEXT, ResponseKind.BINARY)


def _kind(context: Context, media_type: str, media: Node) -> ResponseKind:
    essence = media_type.partition(";")[0].strip().lower()
    if _is_binary(context, media):
        return ResponseKind.BINARY
    if is_sequence(media_type) or (media.has("itemSchema") and "json" in essence) or _is_results(context, media):
        return ResponseKind.STREAM
    if is_json(media_type) or essence == "*/*" or (essence == PLAIN and _is_no_text(context, media)):
        return ResponseKind.JSON
    if essence.startswith("text/") or essence.endswith(("/xml", "+xml")):
        return ResponseKind.TEXT
    return ResponseKind.BINARY


def _schema(context: Context, media: Node) -> Node | None:
    declared = media.at("schema")
    return context.follow(declared) if declared is not None else None


def _is_results(context: Context, media: Node) -> bool:
    """Whether it is a stream of results, each a line of JSON, as the gateway of gRPC describes one (`Stream result of ...`)."""
    schema = _schema(context, media)
    title = schema.string("title") if schema is not None else None
    return title is not None and title.startswith(RESULTS) and schema is not None and schema.has("properties")


def _is_no_text(context: Context, media: Node) -> bool:
    """Whether the schema says that the text is a number, a boolean, or JSON of more: `/People/$count` of OData is the first."""
    schema = _schema(context, media)
    kinds = schema.strings("type") if schema is not None else ()
    return bool(kinds) and NO_TEXTS.issuperset(kinds)


def _is_binary(context: Context, media: Node) -> bool:
    """Whether the schema says that the answer is a file, whatever the media type."""
    schema = _schema(context, media)
    if schema is None or schema.string("format") == "binary":
        return schema is not None
    content = schema.string("contentMediaType")  # as TypeSpec has files of any media type
    return content is not None and not schema.has("type") and not is_json(content) and not content.startswith("text/")
