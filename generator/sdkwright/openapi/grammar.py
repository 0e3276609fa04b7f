"""What the JSON Schemas of OpenAPI say about themselves: the name of the object at hand, the fields it has; no findings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from sdkwright.pointer import Json

__all__ = ["Grammar", "field_names", "object_name"]

Grammar: TypeAlias = dict[str, Json]
"""A JSON Schema that documents or schemas are held against."""

_NAMES = {
    "reference": "reference",
    "a p i key security scheme": "security scheme",
    "h t t p security scheme": "security scheme",
    "o auth2 security scheme": "security scheme",
    "open id connect security scheme": "security scheme",
    "o auth flows": "oauth flows",
    "x m l": "xml",
    "parameter location": "parameter",
    "parameter with schema": "parameter",
    "parameter with content": "parameter",
    "parameter with schema with example in path": "parameter",
    "schema x o r content": "parameter",
    "example x o r examples": "parameter",
    "string array": "list of names",
    "simple types": "schema",
    "positive integer": "schema",
    "positive integer default0": "schema",
    "schema array": "list of schemas",
    "non negative integer": "schema",
    "non negative integer default0": "schema",
    "specification extensions": "extension",
    "map of strings": "mapping",
}


def object_name(grammar: Grammar, schema_path: Sequence[str | int]) -> str:
    """What the specification calls the object whose grammar the path leads into, in lower case: ``response``."""
    container, index = _definition(grammar, schema_path)
    if index < 0:
        return (
            "schema"
            if "vocabulary" in str(container.get("$schema", "")) or "dialect" in str(grammar.get("$id"))
            else "document"
        )
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z])|[-_]", " ", str(schema_path[index])).lower()
    words = words.removesuffix(" or reference")
    return _NAMES.get(words, words)


def field_names(grammar: Grammar, schema_path: Sequence[str | int]) -> frozenset[str]:
    """Every field that the grammar around the path declares, in whichever alternative."""
    definition, _index = _definition(grammar, schema_path)
    return frozenset(_declared(grammar, definition, set()))


def _definition(grammar: Grammar, schema_path: Sequence[str | int]) -> tuple[Grammar, int]:
    """The innermost named definition on the path and the index of its name; the grammar itself and -1 outside of any."""
    for index in range(len(schema_path) - 1, 0, -1):
        if schema_path[index - 1] in ("definitions", "$defs"):
            node: Json = grammar
            for token in schema_path[: index + 1]:
                node = node.get(str(token)) if isinstance(node, dict) else None
            if isinstance(node, dict) and not str(schema_path[index]).startswith("styles-for"):
                return node, index
    return grammar, -1


def _declared(grammar: Grammar, node: Json, seen: set[str]) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _declared(grammar, item, seen)
        return
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        if key == "properties" and isinstance(value, dict):
            yield from value
        elif key == "$ref" and isinstance(value, str) and value not in seen:
            seen.add(value)
            yield from _declared(grammar, _local(grammar, value), seen)
        elif key in ("allOf", "anyOf", "oneOf", "then", "else", "if"):
            yield from _declared(grammar, value, seen)
        elif key in ("dependentSchemas", "$defs") and node is not grammar and isinstance(value, dict):
            for inner in value.values():
                yield from _declared(grammar, inner, seen)


def _local(grammar: Grammar, ref: str) -> Json:
    node: Json = grammar
    for token in ref.split("/")[1:]:
        node = node.get(str(token)) if isinstance(node, dict) else None
    return node
