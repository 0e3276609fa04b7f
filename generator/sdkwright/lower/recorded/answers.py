"""The answers of a recording: the successful one of an operation, and one for each error that it declares."""

from __future__ import annotations

from collections.abc import Iterator

from sdkwright.ir.api import ClientSettings
from sdkwright.ir.operations import Method, ResponseKind
from sdkwright.ir.recordings import Answer, Origin, Pairs, json_lines, json_text
from sdkwright.ir.types import Type
from sdkwright.lower.context import Context
from sdkwright.lower.recorded.pages import Way, has_items
from sdkwright.lower.recorded.values import FORMATS, Maker, examples
from sdkwright.lower.streams import EVENTS
from sdkwright.lower.styles import is_json
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import Json

TEXT = "Example data"
EVENT_COUNT = 2
DEEPEST = 4
RANGES = {"4XX": 400, "5XX": 500, "DEFAULT": 500}
"""The status that stands for a range; `default` is for what the operation does not foresee."""


def answer(maker: Maker, settings: ClientSettings, method: Method, operation: Node, items: Way = ()) -> Answer | None:
    """The successful answer of a method, with items where those `items` are of a page; None where no value of its type ends."""
    kind, accept = method.response.kind, method.response.accept
    status, media = _success(maker.context, operation, accept, kind)
    headers, wrapped = _told(settings), method.response.unwrap
    match kind:
        case ResponseKind.NONE:
            return Answer(status, None, "", Origin.SCHEMA, headers)
        case ResponseKind.TEXT | ResponseKind.BINARY:
            return Answer(status, _concrete(accept), TEXT, Origin.SCHEMA, headers)
        case _:
            is_part = kind is ResponseKind.STREAM or wrapped is not None
            shown = [each for each in examples(media) if has_items(each, items)] if not is_part else []
            made = _value(maker, method.response.type, media, shown, item=is_part)
    if made is None:
        return None
    value, origin = made
    value = {wrapped: value} if wrapped is not None else value
    body = _streamed(accept, value) if kind is ResponseKind.STREAM else json_text(value)
    return Answer(status, _concrete(accept), body, origin, headers)


def _value(
    maker: Maker, node: Type | None, media: Node | None, given: list[Json], *, item: bool
) -> tuple[Json, Origin] | None:
    if node is None:
        return {"foo": "bar"}, Origin.SCHEMA
    shown = maker.shown(given, node)
    if shown is not None:
        return shown[0], Origin.EXAMPLE
    schema = media.at("schema") if media is not None and not item else None
    return maker.value(node, schema, "value")


def _told(settings: ClientSettings) -> Pairs:
    return ((settings.request_id_header.lower(), "req_018EeWyXxfu5pfWkrYcMdjWG"),) if settings.request_id_header else ()


def _concrete(media_type: str) -> str:
    """A media type to answer with, where a range was asked for."""
    return "application/octet-stream" if "*" in media_type else media_type


def _streamed(media_type: str, value: Json) -> str:
    """The value several times, as events or as lines."""
    if media_type.partition(";")[0].strip().lower() == EVENTS:
        return f"data: {json_text(value)}\n\n" * EVENT_COUNT
    return json_lines([value] * EVENT_COUNT, media_type)


def _success(context: Context, operation: Node, accept: str, kind: ResponseKind) -> tuple[int, Node | None]:
    """Status and content of the answer that is read: the first success with that media type."""
    found: list[tuple[str, Node | None]] = []
    for status, declared in operation.members("responses"):
        node = context.follow(declared)
        if node is not None and status.upper().startswith(("2", "DEFAULT")):
            contents = dict(node.members("content"))
            media = contents.get(accept) or (contents.get("*/*") if contents else None)
            found.append((status.upper(), media))
    ordered = sorted(found, key=lambda entry: (entry[1] is None, entry[0]))
    if kind is ResponseKind.NONE:
        ordered.reverse()
    if not ordered:
        return 200, None
    status, media = ordered[0]
    number = int(status) if status.isdigit() else 200
    return (204 if kind is ResponseKind.NONE and number == 200 else number), media


def failures(context: Context, settings: ClientSettings, operation: Node) -> Iterator[Answer]:
    """An answer for each error, by status."""
    found: dict[int, Answer] = {}
    declared = dict(operation.members("responses"))
    for status, response in declared.items():
        node = context.follow(response)
        number = int(status) if status.isdigit() else RANGES.get(status.upper(), 0)
        if node is None or not 400 <= number < 600 or (status == "default" and not _has_success(declared)):
            continue
        media_type, media = next(
            ((name, entry) for name, entry in node.members("content") if is_json(name)), ("application/json", None)
        )
        body, origin = _failure(context, media, number)
        found.setdefault(number, Answer(number, media_type, json_text(body), origin, _told(settings)))
    yield from (found[number] for number in sorted(found))


def _has_success(declared: dict[str, Node]) -> bool:
    return any(status.startswith("2") for status in declared)


def _failure(context: Context, media: Node | None, status: int) -> tuple[Json, Origin]:
    shown = examples(media)
    if shown:
        return shown[0], Origin.EXAMPLE
    schema = media.at("schema") if media is not None else None
    if schema is None:
        return {"message": f"status {status}"}, Origin.SCHEMA
    return _by_schema(context, schema, "message", 0), Origin.SCHEMA


def _by_schema(context: Context, schema: Node | None, name: str, depth: int) -> Json:
    """A small value of a schema that is no type of the package."""
    node = context.follow(schema) if schema is not None else None
    if node is None or depth > DEEPEST:
        return name
    shown = examples(node) or [found.value for found in (node.at("const"), *node.items("enum")) if found is not None]
    if shown:
        return shown[0]
    for keyword in ("oneOf", "anyOf"):
        for member in node.items(keyword):
            return _by_schema(context, member, name, depth)
    kinds = [kind for kind in node.strings("type") if kind != "null"] or ["object" if node.has("properties") else ""]
    merged: dict[str, Json] = {}
    for member in node.items("allOf"):
        inner = _by_schema(context, member, name, depth)
        merged |= inner if isinstance(inner, dict) else {}
    match kinds[0]:
        case "integer" | "number":
            return 0
        case "boolean":
            return True
        case "array":
            return []
        case "object":
            return merged | {key: _by_schema(context, item, key, depth + 1) for key, item in node.members("properties")}
        case _:
            return merged or FORMATS.get(node.string("format") or "", name)
