"""Sequential media types: what one item of an event stream or of a JSON sequence is; not how it is read."""

from __future__ import annotations

from sdkwright.lower.context import Context
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import Json, last

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


def is_lines(media_type: str) -> bool:
    """Whether a media type is one of JSON values one after the other, which is no stream of events."""
    return media_type.partition(";")[0].strip().lower() in SEQUENCES


def item_schema(context: Context, media: Node) -> Node | None:
    """The schema of one item: `itemSchema` (3.2), whose `data` it is for an event, or `schema`, whose elements it is for an array.

    The elements may describe events too, as Huma has them.
    """
    is_events = last(media.pointer).partition(";")[0].strip().lower() == EVENTS
    item = media.at("itemSchema")
    if item is not None:
        return _data(context, item)
    whole = media.at("schema")
    target = context.follow(whole) if whole is not None else None
    if target is not None and "array" in target.strings("type"):
        items = target.at("items")
        return _data(context, items) if items is not None and is_events else items
    return whole


def _data(context: Context, item: Node) -> Node:
    """What the `data` of a described event holds, where the item describes an event (3.2.0, section 4.14.4.1).

    Of events that are told apart by their names: name and data of each. Where all that is said of the data is that it is text,
    an event is what the item says: what its text is may depend on its name (FastAPI).
    """
    target = context.follow(item)
    described = target.at("properties", "data") if target is not None and _is_event(target) else None
    for owner in (item, target or item):
        members = [context.follow(member) or member for member in owner.items("oneOf")]
        if len(members) == 1 and _is_event(members[0]) and not _has_name(members[0]):
            return _data(context, members[0])
        told = [_named_event(context, *each, described) for each in zip(owner.items("oneOf"), members, strict=True)]
        if any(map(_has_name, members)) and None not in told and sum(not _has_name(member) for member in members) < 2:
            return Node({"oneOf": told, "discriminator": {"propertyName": "event"}}, item.pointer)
    if described is None or (
        target is not None and target.at("properties", "event") and _is_any_text(context, described)
    ):
        return item
    return _content(context, described)


def _is_any_text(context: Context, data: Node) -> bool:
    target = context.follow(data)
    said = target.value if target is not None and isinstance(target.value, dict) else {}
    return said.get("type", "string") == "string" and not said.keys() - ABOUT_TEXT


def _named_event(context: Context, member: Node, target: Node, shared: Node | None) -> Json:
    """An event as it is read: its name, and what its data holds; None for what describes no event.

    shared: the data of all events, which one that tells nothing but its name has. One that tells no name has that of events without one.
    """
    name, data = (target.at("properties", key) for key in ("event", "data"))
    if not _has_name(target):
        name = Node({"const": UNNAMED}, target.pointer)
    elif data is None:
        data = shared
    if name is None or data is None or not _is_event(target):
        return None
    called = last(target.pointer) if member.has("$ref") else _called(name, data)
    properties: Json = {"event": name.value, "data": _content(context, data).value}
    whole = target.value if isinstance(target.value, dict) else {}
    return {"title": called, **whole, "type": "object", "required": ["event", "data"], "properties": properties}


def _called(name: Node, data: Node) -> str:
    """What an event is called: by its name, and by what ends a stream where that comes under the name of others (`[done]`)."""
    texts = [each.string("const") or next(iter(each.strings("enum")), "") for each in (name, data)]
    return " ".join(text for text in texts if text)


def _has_name(event: Node) -> bool:
    """Whether a description of an event tells its name."""
    name = event.at("properties", "event")
    return name is not None and (name.has("const") or name.has("enum"))


def _is_event(schema: Node) -> bool:
    return set(schema.names("properties")) <= FIELDS


def _content(context: Context, data: Node) -> Node:
    """The schema of what a text holds, where it tells one."""
    target = context.follow(data)
    content = target.at("contentSchema") if target is not None else None
    return content if content is not None else data


ABOUT_TEXT = frozenset({"description", "examples", "title", "type"})
FIELDS = frozenset({"data", "event", "id", "retry"})
"""Of a server-sent event (HTML Living Standard, section 9.2.6)."""
UNNAMED = "message"
"""The type of an event that is sent without a name (the same section)."""
