"""Properties that an object may have under conditions: what `then`, `else` and `dependentSchemas` describe; owns no types."""

from __future__ import annotations

from collections.abc import Iterator

from sdkwright.lower.context import Context
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import Pointer

__all__ = ["BRANCHES", "either", "supposed"]

BRANCHES = frozenset({"then", "else", "dependentSchemas"})


def supposed(context: Context, node: Node) -> Iterator[tuple[str, Node]]:
    """Name and schema of each property that a schema describes under a condition, which values need not have."""
    if node.has_any(BRANCHES):
        for branch in _branches(context, node, set()):
            yield from ((name, schema) for name, schema in branch.members("properties") if schema.is_object)


def _branches(context: Context, node: Node, met: set[Pointer]) -> Iterator[Node]:
    """What applies under conditions, with the conditions within it."""
    for member in (node.at("then"), node.at("else"), *(each for _, each in node.members("dependentSchemas"))):
        if member is not None:
            yield from _whole(context, member, met)


def _whole(context: Context, member: Node, met: set[Pointer]) -> Iterator[Node]:
    target = context.follow(member)
    if target is None or target.pointer in met:
        return
    met.add(target.pointer)
    yield target
    for inner in target.items("allOf"):
        yield from _whole(context, inner, met)
    yield from _branches(context, target, met)


def either(one: Node, other: Node) -> Node:
    """A schema of what fits one or the other."""
    known = [each.value for each in one.items("anyOf")] if set(one.names()) == {"anyOf"} else [one.value]
    return one if other.value in known else Node({"anyOf": [*known, other.value]}, one.pointer)
