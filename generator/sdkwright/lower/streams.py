"""Sequential media types: what one item of an event stream or of a JSON sequence is; not how it is read."""

from __future__ import annotations

from sdkwright.lower.context import Context
from sdkwright.openapi.nodes import Node

EVENTS = "text/event-stream"
SEQUENCES = frozenset(
    {
        "application/json-seq",
        "application/jsonl",
        "application/jsonlines",
        "application/ndjson",
        "application/stream+json",
        "application/x-json-stream",
        "application/x-jsonl",
        "application/x-jsonlines",
        "application/x-ndjson",
    }
)


def is_sequence(media_type: str) -> bool:
    """Whether an answer of that media type is read item by item."""
    essence = media_type.partition(";")[0].strip().lower()
    return essence == EVENTS or essence in SEQUENCES


def item_schema(context: Context, media: Node) -> Node | None:
    """The schema of one item: `itemSchema` (3.2), whose `data` it is for an event, or `schema`, whose elements it is for an array."""
    item = media.at("itemSchema")
    if item is not None:
        return _data(context, item)
    whole = media.at("schema")
    target = context.follow(whole) if whole is not None else None
    if target is not None and "array" in target.strings("type"):
        return target.at("items")
    return whole


def _data(context: Context, item: Node) -> Node:
    """What the `data` of a described event holds, where the item describes an event (3.2.0, section 4.14.4.1)."""
    target = context.follow(item)
    described = target.at("properties", "data") if target is not None else None
    if target is None or described is None or not ({name for name, _ in target.members("properties")} <= FIELDS):
        return item
    data = context.follow(described)
    content = data.at("contentSchema") if data is not None else None
    return content if content is not None else described


FIELDS = frozenset({"data", "event", "id", "retry"})
"""Of a server-sent event (HTML Living Standard, section 9.2.6)."""
