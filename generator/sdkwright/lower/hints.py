"""What extensions of a schema say of its names, and whether it is there at all; owns no types."""

from __future__ import annotations

from sdkwright.openapi.nodes import Node


def preferred_name(node: Node) -> str | None:
    """The Python name that `x-stainless-naming` gives a property."""
    return _naming(node, "property_name")


def type_name(node: Node) -> str | None:
    """The words that `x-stainless-naming` gives what is unnamed."""
    return _naming(node, "type_name") or _naming(node, "model_name")


def _naming(node: Node, key: str) -> str | None:
    naming = node.at("x-stainless-naming", "python")
    return naming.string(key) if naming is not None else None


def is_skipped(node: Node) -> bool:
    """Whether `x-stainless-skip` or `x-stainless-only` leaves the node out of Python."""
    only = node.strings("x-stainless-only")
    if node.flag("x-stainless-skip") or "python" in node.strings("x-stainless-skip"):
        return True
    return bool(only) and "python" not in only
