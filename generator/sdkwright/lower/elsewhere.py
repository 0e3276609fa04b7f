"""Schemas that references lead to beside `components/schemas`: which of them are models, and the word each is called by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sdkwright.openapi.library import MOUNT
from sdkwright.openapi.nodes import Node
from sdkwright.openapi.refs import Target, follow
from sdkwright.openapi.tree import Linked
from sdkwright.pointer import ROOT, Json, Pointer, child, tokens
from sdkwright.read import Document
from sdkwright.read.trees import value_at

__all__ = ["aliases", "elsewhere"]

_STRUCTURE = frozenset(("properties", "allOf", "oneOf", "anyOf"))
_INSIDE = frozenset(
    (
        *("properties", "patternProperties", "allOf", "oneOf", "anyOf", "prefixItems", "dependentSchemas"),
        *("items", "additionalProperties", "schema", "not", "if", "then", "else", "contains", "propertyNames"),
    )
)
"""Keys below which a schema is a part of something, not one that its author has named."""
_SAYS_NOTHING = _INSIDE | {"paths", "content", "components", "schemas", "$defs", "definitions", "headers"}
_ONE_OF_MANY = {
    "responses": "response",
    "parameters": "parameter",
    "requestBody": "request",
    "requestBodies": "request",
}


def elsewhere(document: Document) -> Iterator[tuple[Node, str]]:
    """Each such schema with its word: one that has a name or a file of its own, and a part of another where it is structured."""
    for pointer in document.targets if isinstance(document, Linked) else ():
        value = value_at(document.root, pointer)
        path = tokens(pointer)
        if not path or not isinstance(value, dict) or set(value) == {"$ref"}:
            continue  # `$recursiveRef: "#"` names the whole description, which is no schema
        if not _INSIDE & set(path[-2:]) or _is_structured(value):
            yield Node(value, pointer), _word(path, value)


def _is_structured(value: dict[str, Json]) -> bool:
    """Whether a part has parts itself; one that only says more of what it refers to (`allOf: [{$ref: ...}]`) has none."""
    members = value.get("allOf")
    wraps = isinstance(members, list) and len(members) == 1 and isinstance(members[0], dict) and "$ref" in members[0]
    return not (_STRUCTURE - {"allOf"} if wraps else _STRUCTURE).isdisjoint(value)


def aliases(document: Document) -> Mapping[Pointer, Node]:
    """Components that only say where their schema is, outside of the components -> that schema, which takes their name."""
    found: dict[Pointer, Node] = {}
    taken: set[Pointer] = set()
    outside = set(document.targets) if isinstance(document, Linked) else set[Pointer]()
    if not outside:
        return found
    for key, node in Node(document.root, ROOT).members("components", "schemas"):
        reference = node.string("$ref")
        if reference is None or not isinstance(node.value, dict) or len(node.value) > 1:
            continue
        target = follow(document.root, node.value, node.pointer)
        if isinstance(target, Target) and target.pointer in outside and target.pointer not in taken:
            taken.add(target.pointer)
            found[child(ROOT, "components", "schemas", key)] = Node(target.value, target.pointer)
    return found


def _word(path: tuple[str, ...], value: dict[str, Json]) -> str:
    """The last part of its place, or, where that says nothing, its title or all that says something."""
    title = value.get("title")
    if path[-1] not in _SAYS_NOTHING and not path[-1].isdigit():
        return path[-1]
    if isinstance(title, str) and title.strip():
        return title
    kept = path[2:] if path[0] == MOUNT else path
    said = [_ONE_OF_MANY.get(token, token) for token in kept if token not in _SAYS_NOTHING and not _is_status(token)]
    return "_".join(re.sub(r"\{[^}]*\}|[^0-9A-Za-z]+", "_", token) for token in said).strip("_") or "model"


def _is_status(token: str) -> bool:
    return token.isdigit() or ("/" in token.strip("/") and " " not in token and not token.startswith("/"))
