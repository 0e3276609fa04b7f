"""Responses of an operation -> Response: which of them is the successful one, and how it is read."""

from __future__ import annotations

from sdkwright.ir.operations import Response, ResponseKind
from sdkwright.ir.types import ANY, STRING
from sdkwright.lower.context import Context, Place
from sdkwright.lower.schemas import lower_schema
from sdkwright.lower.styles import is_json
from sdkwright.openapi.nodes import Node


def lower_response(context: Context, operation: Node, place: Place) -> Response:
    """The answer of a method: the first success of the document that has content, else nothing."""
    best: Response | None = None
    for status, node in _successes(context, operation):
        response = _response(context, node, place)
        if response.kind is not ResponseKind.NONE:
            if best is not None and best.kind is not ResponseKind.NONE:
                context.unsupported("U220", node, f"the answer of {status} is read as the first successful one")
                continue
            best = response
        best = best or response
    return best or Response(ResponseKind.NONE, "*/*", None, place.site, None)


def _successes(context: Context, operation: Node) -> list[tuple[str, Node]]:
    """2xx by number, then `2XX`; `default` where the document describes no other success."""
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
    return sorted(found, key=lambda entry: entry[0]) or fallback


def _response(context: Context, node: Node, place: Place) -> Response:
    contents = dict(node.members("content"))
    description = node.text("description")
    for media_type, media in contents.items():
        if is_json(media_type) or media_type == "*/*":
            schema = media.at("schema")
            lowered = lower_schema(context, schema, place) if schema is not None else ANY
            accept = "application/json" if media_type == "*/*" else media_type
            return Response(ResponseKind.JSON, accept, lowered, place.site, description)
    for media_type, media in contents.items():
        essence = media_type.split(";")[0].strip().lower()
        if essence == "text/event-stream" or media.has("itemSchema"):
            context.unsupported("U221", media, f"`{media_type}` is read whole, not event by event")
        if essence.startswith("text/") or essence.endswith(("/xml", "+xml")):
            return Response(ResponseKind.TEXT, media_type, STRING, place.site, description)
        return Response(ResponseKind.BINARY, media_type, None, place.site, description)
    return Response(ResponseKind.NONE, "*/*", None, place.site, description)
