"""Binary data where no file can be: what its author has encoded, as text."""

from __future__ import annotations

from sdkwright.ir.types import STRING, Scalar, Type, scalar
from sdkwright.ir.walk import changed, descend

_BINARY = scalar(Scalar.BINARY)


def as_text(node: Type) -> Type:
    """The type as JSON carries it: there is no place for a file in it. What has none is returned as it is."""
    return changed(node, _leaf) if _BINARY in descend(node) else node


def _leaf(node: Type) -> Type:
    return STRING if node == _BINARY else node
