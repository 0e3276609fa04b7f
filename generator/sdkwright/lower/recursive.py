"""Schemas that contain themselves and that the config does not name: they need a name all the same, to refer to themselves."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from sdkwright.openapi.nodes import Node
from sdkwright.openapi.refs import Target, lookup
from sdkwright.openapi.walk import Kind, walk
from sdkwright.pointer import ROOT, Json, Pointer
from sdkwright.read import Document

__all__ = ["recursive"]


def recursive(document: Document, named: Container[Pointer]) -> Iterator[tuple[Node, str]]:
    """Each component schema that leads back to itself without passing through a model, with the word it is called by."""
    components = {node.pointer: (node, key) for key, node in Node(document.root, ROOT).members("components", "schemas")}
    graph = {
        pointer: {target for target in _targets(document.root, node) if target in components and target not in named}
        for pointer, (node, _) in components.items()
        if pointer not in named
    }
    yield from (components[pointer] for pointer in graph if _leads_back(graph, pointer))


def _targets(root: Json, node: Node) -> Iterator[Pointer]:
    for visit in walk(node.value, Kind.SCHEMA, node.pointer):
        reference = visit.node.get("$ref")
        if isinstance(reference, str) and isinstance(found := lookup(root, reference), Target):
            yield found.pointer


def _leads_back(graph: Mapping[Pointer, set[Pointer]], start: Pointer) -> bool:
    seen: set[Pointer] = set()
    waiting = [start]
    while waiting:
        for target in graph[waiting.pop()] - seen:
            if target == start:
                return True
            seen.add(target)
            waiting.append(target)
    return False
