"""What extensions of a schema say of its names, and whether it is there at all; owns no types."""

from __future__ import annotations

from collections.abc import Callable

from sdkwright.ir.types import LiteralType, Type
from sdkwright.openapi.nodes import Node

DEPRECATION = "x-stainless-deprecation-message"
NAMING = "x-stainless-naming"
MARKS = frozenset({"readOnly", "writeOnly", "deprecated", DEPRECATION, NAMING})
"""What few schemas say of a property."""
_SKIP, _ONLY = "x-stainless-skip", "x-stainless-only"
_SKIPPING = frozenset({_SKIP, _ONLY})


def preferred_name(node: Node) -> str | None:
    """The Python name that `x-stainless-naming` gives a property."""
    return _naming(node, "property_name")


def type_name(node: Node) -> str | None:
    """The words that `x-stainless-naming` gives what is unnamed."""
    return _naming(node, "type_name") or _naming(node, "model_name")


def _naming(node: Node, key: str) -> str | None:
    naming = node.at(NAMING, "python")
    return naming.string(key) if naming is not None else None


def deprecation(node: Node) -> str | None:
    """What the document says of why something is deprecated, and of what to use in its place."""
    return node.text(DEPRECATION)


def why_deprecated(deprecated: str | dict[str, str] | None) -> str | None:
    """What a config says of why something is deprecated, in words for Python where it has several."""
    if isinstance(deprecated, dict):
        return deprecated.get("python") or deprecated.get("default")
    return deprecated


def is_deprecated(node: Node) -> bool:
    """Whether a parameter, a property or an operation is told to be on its way out."""
    return node.flag("deprecated") or deprecation(node) is not None


def is_preset(schema: Node | None, lowered: Type) -> bool:
    """Whether a value can only be the default that the schema gives it, so that callers need not say it."""
    if schema is None or not isinstance(lowered, LiteralType) or len(lowered.values) != 1:
        return False
    default = schema.at("default")
    return default is not None and type(default.value) is type(lowered.values[0]) and default.value == lowered.values[0]


def is_skipped(node: Node) -> bool:
    """Whether `x-stainless-skip` or `x-stainless-only` leaves the node out of Python."""
    if not node.has_any(_SKIPPING):
        return False
    only = node.strings(_ONLY)
    if node.flag(_SKIP) or "python" in node.strings(_SKIP):
        return True
    return bool(only) and "python" not in only


def first(ask: Callable[[Node], str | None], nodes: list[Node]) -> str | None:
    """What the first of the schemas says that says anything."""
    return next((found for found in map(ask, nodes) if found is not None), None)
