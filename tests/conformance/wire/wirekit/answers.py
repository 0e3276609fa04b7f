"""Answers made from the document, and what a client gives back as plain values to compare with them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from wirekit.document import Node, Operation
from wirekit.server import Answer
from wirekit.values import Maker

SEQUENCES = (
    *("text/event-stream", "application/jsonl", "application/x-ndjson", "application/json-seq"),
    "application/stream+json",
)
JSON = ("+json", "/json", "json-1.1")
CONTENT = b"\x00\xff\r\n--content"
XML = "<?xml version='1.0'?><a>\u00e9</a>"


def answer_for(operation: Operation, accept: str, *, full: bool) -> tuple[Answer, Any]:
    """A success of the operation in the media type that the client asks for, and the value that it tells."""
    status, node = _success(operation)
    contents = {
        name.partition(";")[0].strip().lower(): (name, media) for name, media in node.members("content").items()
    }
    if not contents or status in (204, 205) or operation.verb == "head":
        return Answer(status, None, b""), None
    wanted = accept.partition(";")[0].strip().lower()
    name, media = contents.get(wanted) or contents.get("*/*") or next(iter(contents.values()))
    essence = "application/json" if name == "*/*" else name.partition(";")[0].strip().lower()
    return _content(status, name if "*" not in name else essence.replace("*", "x"), essence, media, full=full)


def _content(status: int, media_type: str, essence: str, media: Node, *, full: bool) -> tuple[Answer, Any]:
    maker = Maker(full=full, request=False)
    if "itemSchema" in (media.value or {}) or essence in SEQUENCES:
        item = maker.value(item_of(media))
        return Answer(status, media_type, _sequence(essence, [item, item])), [item, item]
    if is_file(media):
        return Answer(status, media_type, CONTENT), CONTENT
    if essence.endswith(JSON):
        value = maker.value(media.at("schema"))
        return Answer(status, media_type, json.dumps(value).encode()), value
    if essence.startswith("text/") or essence.endswith(("+xml", "/xml")):
        return Answer(status, media_type, XML.encode()), XML
    return Answer(status, media_type, CONTENT), CONTENT


def is_file(media: Node) -> bool:
    """Whether a schema says that the content is a file."""
    schema = media.at("schema").value
    return isinstance(schema, dict) and schema.get("format") == "binary"


def item_of(media: Node) -> Node:
    """The schema of one item; of an event, what is described is its data."""
    schema = media.at("itemSchema" if "itemSchema" in media.value else "schema")
    if isinstance(schema.value, dict) and schema.value.get("type") == "array":
        return schema.at("items")
    data = schema.at("properties", "data")
    return data.at("contentSchema") if isinstance(data.value, dict) and "contentSchema" in data.value else schema


def _sequence(essence: str, items: list[Any]) -> bytes:
    texts = [json.dumps(item) for item in items]
    if essence == "text/event-stream":
        return "".join(f"data: {text}\n\n" for text in texts).encode()
    if essence.endswith("json-seq"):
        return "".join(f"\x1e{text}\n" for text in texts).encode()
    return "".join(f"{text}\n" for text in texts).encode()


def _success(operation: Operation) -> tuple[int, Node]:
    """The first success that has content, else the first success, else `default`."""
    responses = operation.node.members("responses")
    good = sorted(status for status in responses if status[:1] == "2") or [s for s in responses if s == "default"]
    if not good:
        return 200, Node({}, operation.node.file)
    chosen = next((status for status in good if responses[status].members("content")), good[0])
    return int(chosen) if chosen.isdigit() else 200, responses[chosen]


def plain(value: Any) -> Any:
    """What a client gave, as JSON values."""
    if hasattr(value, "to_dict"):
        return value.to_dict(mode="json")
    if hasattr(value, "write_to_file"):
        return value.read()
    if hasattr(value, "__next__"):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, date | time):
        return value.isoformat().replace("+00:00", "Z")
    return str(value) if isinstance(value, timedelta) or type(value).__name__ in ("UUID", "Decimal") else value
