"""What the value of a model in the config names: a component, a node by pointer or path, or the schema that a parameter or a body has."""

from __future__ import annotations

from urllib.parse import unquote

from sdkwright.naming.words import snake
from sdkwright.openapi.library import MOUNT
from sdkwright.openapi.nodes import Node
from sdkwright.openapi.refs import Target, lookup, schema_reference
from sdkwright.openapi.refs import reference as to_reference
from sdkwright.pointer import ROOT, Json, child

__all__ = ["INFERRED", "component_names", "named_by"]

INFERRED = "(inferred)"
"""In place of a schema: the component whose name has the words of the model's."""


def named_by(root: dict[str, Json], reference: str, key: str) -> Node | None:
    """The schema, or None where there is none, or where a path hits several nodes."""
    reference = reference.strip()
    if reference == INFERRED:
        alike = [name for name in component_names(root) if snake(name) == snake(key)]
        reference = alike[0] if len(alike) == 1 else ""
    if Node(root, ROOT).at("components", "schemas", reference) is not None:  # also one with a `/` in its name
        return _schema(root, _at(root, child(ROOT, "components", "schemas", reference)))
    if (found := _in_file(root, reference)) is not None:
        return _schema(root, found)
    if reference.startswith("$"):
        return _schema(root, _selected(root, reference))
    written = reference if reference.startswith("#") or "/" not in reference else f"#/{reference.lstrip('/')}"
    return _schema(root, _at(root, schema_reference(written)))


def component_names(root: dict[str, Json]) -> tuple[str, ...]:
    """The names of all component schemas."""
    return tuple(name for name, _ in Node(root, ROOT).members("components", "schemas"))


def _in_file(root: dict[str, Json], reference: str) -> Node | None:
    """What a reference names in another file that the document refers to, by its path beside the document or its URL."""
    file, _, fragment = reference.partition("#")
    files = Node(root, ROOT).names(MOUNT)
    name = next((each for each in (file, unquote(file), file.removeprefix("./")) if each in files), None)
    if name is None:
        return None
    stem = next(iter(Node(root, ROOT).names(MOUNT, name)))
    return _at(root, f"{to_reference(child(ROOT, MOUNT, name, stem))}{fragment}")


def _at(root: dict[str, Json], reference: str) -> Node | None:
    found = lookup(root, reference)
    return Node(found.value, found.pointer) if isinstance(found, Target) else None


def _selected(root: dict[str, Json], path: str) -> Node | None:
    from sdkwright.read.jsonpath_plus import PathError, select

    try:
        found = select(root, path)
    except PathError:
        return None
    return _at(root, child(ROOT, *found[0])) if len(found) == 1 else None


def _schema(root: dict[str, Json], node: Node | None) -> Node | None:
    """The node where it is a schema; that of a parameter, a header, a body or an answer where it is one of these."""
    if node is None or not (node.is_object or isinstance(node.value, bool)):
        return None
    if node.has("content"):
        media = sorted((media for media in node.members("content")), key=lambda entry: "json" not in entry[0])
        return _schema(root, media[0][1]) if media else None
    if node.has("schema") and not node.has("properties"):
        inner = node.at("schema")
        reference = inner.string("$ref") if inner is not None else None
        return _at(root, reference) if reference is not None else inner
    return node
