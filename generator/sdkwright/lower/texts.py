"""Binary data where no file can be: what its author has encoded, as text."""

from __future__ import annotations

from dataclasses import replace

from sdkwright.ir.types import (
    STRING,
    ArrayType,
    MapType,
    NullableType,
    ObjectType,
    Scalar,
    ScalarType,
    TupleType,
    Type,
    UnionType,
)
from sdkwright.ir.walk import descend

_BINARY = ScalarType(Scalar.BINARY)


def as_text(node: Type) -> Type:
    """The type as JSON carries it: there is no place for a file in it. What has none is returned as it is."""
    return _as_text(node) if _BINARY in descend(node) else node


def _as_text(node: Type) -> Type:
    match node:
        case ScalarType(kind=Scalar.BINARY):
            return STRING
        case NullableType(inner=inner):
            return NullableType(_as_text(inner))
        case ArrayType(items=items):
            return ArrayType(_as_text(items))
        case MapType(values=values):
            return MapType(_as_text(values))
        case TupleType(items=each):
            return TupleType(tuple(map(_as_text, each)))
        case UnionType(variants=variants):
            return replace(node, variants=tuple(replace(each, type=_as_text(each.type)) for each in variants))
        case ObjectType(fields=fields, additional=additional):
            changed = tuple(replace(each, type=_as_text(each.type)) for each in fields)
            return replace(node, fields=changed, additional=additional and _as_text(additional))
        case _:
            return node
