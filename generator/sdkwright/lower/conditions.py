"""Properties that an object may have under conditions: what `then`, `else` and `dependentSchemas` describe; owns no types."""

from __future__ import annotations

from collections.abc import Iterator

from sdkwright.lower.context import Context
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import Pointer

__all__ = ["suppose"]


def suppose(context: Context, nodes: list[Node], properties: dict[str, list[Node]], supposed: set[str]) -> None:
    """Add the properties that schemas describe under a condition, which values need not have, to those of an object; ``nodes`` is empty then."""
    while nodes:
        for branch in _branches(context, nodes.pop(0), set()):
            for name, schema in branch.members("properties"):
                if schema.is_object and (name in supposed or name not in properties):
                    properties[name] = [_either(properties.get(name, [schema])[0], schema)]
                    supposed.add(name)


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


def _either(one: Node, other: Node) -> Node:
    """A schema of what fits one or the other."""
    known = [each.value for each in one.items("anyOf")] if set(one.names()) == {"anyOf"} else [one.value]
    return one if other.value in known else Node({"anyOf": [*known, other.value]}, one.pointer)
