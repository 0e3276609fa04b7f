"""The type of a named model, lowered once however often it is asked for; what a schema means is in schemas.py."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import cast

from sdkwright.ir.types import NullableType, ObjectType, Reference, Type
from sdkwright.lower.context import Context, Place
from sdkwright.lower.schemas import lower_definition
from sdkwright.openapi.nodes import Node
from sdkwright.openapi.refs import schema_reference
from sdkwright.pointer import Pointer

__all__ = ["definition"]


def definition(context: Context, node: Node) -> Type:
    """The type of a named model, at the place where it stands; null, if it takes it, is told where the model is used."""
    make = partial(_lowered, context, node)
    return cast("Type", context.memory.recall_deferred("definition", node.pointer, make, about=(node.pointer,)).value)


def _lowered(context: Context, node: Node) -> Type:
    lowered = lower_definition(context, node, Place(node.pointer, (node.pointer,)))
    lowered = lowered.inner if isinstance(lowered, NullableType) else lowered
    if isinstance(lowered, Reference) and node.has("allOf") and _is_a_kind(context, node, lowered):
        return ObjectType(node.pointer, node.pointer, (), None, lowered, node.text("description"))
    return lowered


def _is_a_kind(context: Context, node: Node, base: Reference) -> bool:
    """Whether a schema that adds nothing to the class that it extends is told from it by a discriminator, so that it is a class, too."""
    told = next(
        (own for each in _extended(context, node, set()) if (own := each.at("discriminator")) is not None), None
    )
    if told is None or context.configured:
        return False
    mapped = [
        context.lookup(schema_reference(each.value))
        for _, each in told.members("mapping")
        if isinstance(each.value, str)
    ]
    if mapped and all(each is None or each.pointer != node.pointer for each in mapped):
        return False
    found = context.named.get(base.model)
    return found is not None and isinstance(definition(context, found.node), ObjectType)


def _extended(context: Context, node: Node, met: set[Pointer]) -> Iterator[Node]:
    """What a schema extends, directly or through others, each once."""
    for member in node.items("allOf"):
        target = context.follow(member)
        if target is not None and target.pointer not in met and not target.has("oneOf"):
            met.add(target.pointer)
            yield target
            yield from _extended(context, target, met)
