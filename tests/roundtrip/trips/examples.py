"""The examples that a document shows, each with what it is an example of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sdkwright.openapi.refs import Target, follow, lookup
from sdkwright.pointer import ROOT, Pointer, child


def of_schemas(root: dict[str, Any], pointer: str) -> Iterator[Any]:
    """Those of a named schema itself."""
    found = lookup(root, pointer)
    if isinstance(found, Target) and isinstance(found.value, dict):
        shown = found.value.get("examples")
        yield from shown if isinstance(shown, list) else ()


def of_properties(root: dict[str, Any], pointer: str) -> Iterator[tuple[str, Any]]:
    """Those of its properties: name and value."""
    found = lookup(root, pointer)
    properties = found.value.get("properties") if isinstance(found, Target) and isinstance(found.value, dict) else None
    for name, schema in properties.items() if isinstance(properties, dict) else ():
        shown = schema.get("examples") if isinstance(schema, dict) else None
        yield from ((name, example) for example in shown) if isinstance(shown, list) else ()


def of_answers(root: dict[str, Any], operation: str) -> Iterator[Any]:
    """Those of the first successful JSON answer of an operation."""
    media = _answer(root, operation)
    if media is not None and isinstance(media.value, dict):
        yield from _shown(root, media.value)


def schema_of_answers(root: dict[str, Any], operation: str) -> str | None:
    """The pointer of the schema of that answer."""
    media = _answer(root, operation)
    has_one = media is not None and isinstance(media.value, dict) and "schema" in media.value
    return child(media.pointer, "schema") if media is not None and has_one else None


def _answer(root: dict[str, Any], operation: str) -> Target | None:
    here = lookup(root, operation)
    responses = here.value.get("responses") if isinstance(here, Target) and isinstance(here.value, dict) else None
    for status, response in sorted(responses.items()) if isinstance(responses, dict) else ():
        found = follow(root, response, child(Pointer(operation), "responses", status))
        content = found.value.get("content") if isinstance(found, Target) and isinstance(found.value, dict) else None
        media = next((name for name in content if "json" in name), None) if isinstance(content, dict) else None
        if str(status).startswith("2") and isinstance(found, Target) and isinstance(content, dict) and media:
            return Target(child(found.pointer, "content", media), content[media])
    return None


def _shown(root: dict[str, Any], media: dict[str, Any]) -> Iterator[Any]:
    if "example" in media:
        yield media["example"]
    named = media.get("examples")
    for example in named.values() if isinstance(named, dict) else ():
        found = follow(root, example, ROOT)
        if isinstance(found, Target) and isinstance(found.value, dict) and "value" in found.value:
            yield found.value["value"]
