"""The type of a named model, lowered once however often it is asked for; what a schema means is in schemas.py."""

from __future__ import annotations

from functools import partial

from sdkwright.ir.types import NullableType, Type
from sdkwright.lower.context import Context, Place
from sdkwright.lower.schemas import lower_definition
from sdkwright.openapi.nodes import Node

__all__ = ["definition"]


def definition(context: Context, node: Node) -> Type:
    """The type of a named model, at the place where it stands; null, if it takes it, is told where the model is used."""
    return context.memory.recall("definition", node.pointer, partial(_lowered, context, node), about=(node.pointer,))


def _lowered(context: Context, node: Node) -> Type:
    lowered = lower_definition(context, node, Place(node.pointer, (node.pointer,)))
    return lowered.inner if isinstance(lowered, NullableType) else lowered
