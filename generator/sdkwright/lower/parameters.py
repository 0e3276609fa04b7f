"""Parameters of an operation -> Parameter: path, query and header; what travels in the body is in bodies.py."""

from __future__ import annotations

from collections.abc import Iterator

from sdkwright.ir.operations import Location, Parameter
from sdkwright.ir.types import STRING, Scalar, ScalarType
from sdkwright.lower.compose import is_skipped
from sdkwright.lower.context import Context, Place
from sdkwright.lower.readme import examples
from sdkwright.lower.schemas import lower_schema
from sdkwright.openapi.nodes import Node

# RFC 9110 fields that OpenAPI tells to leave to other parts of the description (Parameter Object, `name`)
RESERVED_HEADERS = frozenset({"accept", "content-type", "authorization"})
LOCATIONS = {"path": Location.PATH, "query": Location.QUERY, "header": Location.HEADER}
DEFAULT_STYLES = {"path": {"simple"}, "query": {"form", "deepObject"}, "header": {"simple"}}


def lower_parameters(
    context: Context, path_item: Node, operation: Node, place: Place, sent_by_client: frozenset[str]
) -> Iterator[Parameter]:
    """The parameters of the path and the operation; one of the operation replaces its namesake of the path.

    `sent_by_client` are lower-case names of headers that the client sends by itself: they are no arguments.
    """
    for node in _declared(context, path_item, operation):
        where, name = node.string("in") or "", node.string("name") or ""
        if where == "header" and (name.lower() in RESERVED_HEADERS or name.lower() in sent_by_client):
            continue
        if is_skipped(node):
            continue
        location = LOCATIONS.get(where)
        if location is None:
            context.unsupported("U201", node, f"a parameter in `{where}` is not sent", "send it with `extra_headers`")
            continue
        yield _parameter(context, node, name, location, place.below("parameters", where, name))


def _declared(context: Context, path_item: Node, operation: Node) -> list[Node]:
    found: dict[tuple[str, str], Node] = {}
    for owner in (path_item, operation):
        for item in owner.items("parameters"):
            node = context.follow(item)
            if node is not None and node.string("name") is not None:
                found[node.string("in") or "", node.string("name") or ""] = node
    return list(found.values())


def _parameter(context: Context, node: Node, name: str, location: Location, place: Place) -> Parameter:
    schema = node.at("schema")
    if schema is None and node.has("content"):
        context.unsupported("U202", node, "a parameter with `content` is sent as a string that the caller has encoded")
    _check_style(context, node, location)
    lowered = lower_schema(context, schema, place) if schema is not None else STRING
    return Parameter(
        wire_name=name,
        location=location,
        site=place.site,
        origin=node.pointer,
        type=lowered if lowered != ScalarType(Scalar.ANY) or location is not Location.PATH else STRING,
        required=node.flag("required") or location is Location.PATH,
        description=node.text("description") or (schema.text("description") if schema is not None else None),
        deprecated=node.flag("deprecated"),
        preferred_name=node.string("x-stainless-param"),
        examples=examples(context, node) or (examples(context, schema) if schema is not None else ()),
    )


def _check_style(context: Context, node: Node, location: Location) -> None:
    style = node.string("style")
    if style is not None and style not in DEFAULT_STYLES[location.value]:
        context.unsupported("U203", node, f"style `{style}` is not written; the client's array format is used")
    if node.flag("allowReserved"):
        context.unsupported("U204", node, "`allowReserved` is not honoured: reserved characters are percent-encoded")
