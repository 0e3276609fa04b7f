"""Schemas that are put together from themselves: `A: {oneOf: [A, string]}`. A member that leads back adds nothing; finds them only."""

from __future__ import annotations

from collections.abc import Iterator

from sdkwright.openapi.refs import Target, lookup
from sdkwright.openapi.tree import Linked
from sdkwright.pointer import ROOT, Json, Pointer, child
from sdkwright.read import Document
from sdkwright.read.trees import value_at

__all__ = ["loops"]

_LISTS = ("allOf", "oneOf", "anyOf")


def loops(document: Document) -> list[Pointer]:
    """The members of `allOf`, `oneOf` and `anyOf`, and the schemas that are mere references, that lead back to themselves; each loop once."""
    components = document.root.get("components")
    schemas = components.get("schemas") if isinstance(components, dict) else None
    starts = [child(ROOT, "components", "schemas", name) for name in schemas] if isinstance(schemas, dict) else []
    starts += document.targets if isinstance(document, Linked) else ()
    cut: list[Pointer] = []
    done: set[Pointer] = set()
    for start in starts:
        _search(document.root, start, done, cut)
    return cut


def _search(root: Json, start: Pointer, done: set[Pointer], cut: list[Pointer]) -> None:
    """Depth first, without recursion; ``path`` is the way from the start, a reference that comes back to it is cut."""
    if start in done:
        return
    path: dict[Pointer, None] = {start: None}
    stack = [(start, _members(root, start, value_at(root, start)))]
    while stack:
        here, members = stack[-1]
        for member, target in members:
            if target in path:
                cut.append(member)
            elif target not in done:
                path[target] = None
                stack.append((target, _members(root, target, value_at(root, target))))
                break
        else:
            stack.pop()
            path.pop(here, None)
            done.add(here)


def _members(root: Json, at: Pointer, schema: Json) -> Iterator[tuple[Pointer, Pointer]]:
    """Where the schema is nothing but another: the place of the member (its own for a bare reference) and what it is."""
    waiting: list[tuple[Pointer, Json]] = [(at, schema)]
    while waiting:
        place, node = waiting.pop()
        if not isinstance(node, dict):
            continue
        ref = node.get("$ref")
        if isinstance(ref, str) and isinstance(found := lookup(root, ref), Target):
            yield place, found.pointer
        for key in _LISTS:
            listed = node.get(key)
            for index, member in enumerate(listed if isinstance(listed, list) else ()):
                waiting.append((child(place, key, index), member))
