"""The tree with what stands in other files put where it is first referred to, so that a grammar of documents sees all of it."""

from __future__ import annotations

from sdkwright.openapi.library import MOUNT
from sdkwright.openapi.refs import Target, lookup
from sdkwright.openapi.walk import Kind, children
from sdkwright.pointer import Json

__all__ = ["unfolded"]

_DEEPEST = 250


def unfolded(root: dict[str, Json], *, schemas: bool) -> dict[str, Json]:
    """The document itself where it is one file. A node of another file is put in once, where the first reference to it is.

    Places in the result are places of the document that lead through references. ``schemas``: those as well.
    """
    if MOUNT not in root:
        return root
    seen: set[str] = set()

    def grown(node: Json, kind: Kind, depth: int) -> Json:
        if isinstance(node, dict) and (schemas or kind is not Kind.SCHEMA) and depth < _DEEPEST:
            ref = node.get("$ref")
            if isinstance(ref, str) and ref.startswith(f"#/{MOUNT}/") and ref not in seen:
                seen.add(ref)
                found = lookup(root, ref)
                return grown(found.value, kind, depth + 1) if isinstance(found, Target) else node
        new = {key: grown(value, below, depth + 1) for key, value, below in children(kind, node)}
        if isinstance(node, dict):
            return node | {str(key): value for key, value in new.items()} if new else node
        return [new.get(index, value) for index, value in enumerate(node)] if isinstance(node, list) else node

    whole = grown({key: value for key, value in root.items() if key != MOUNT}, Kind.OBJECT, 0)
    assert isinstance(whole, dict)
    return whole
