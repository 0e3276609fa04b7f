"""What two types have in common, for `allOf` over something else than objects; a pure function of types."""

from __future__ import annotations

from dataclasses import replace

from sdkwright.ir.types import (
    ANY,
    ArrayType,
    LiteralType,
    MapType,
    NullableType,
    ObjectType,
    Reference,
    Scalar,
    ScalarType,
    Type,
    UnionType,
    Variant,
    nullable,
    scalar,
)

TEXTS = frozenset((Scalar.STRING, Scalar.DATE, Scalar.DATE_TIME, Scalar.BASE64, Scalar.BINARY))


def meet(one: Type, two: Type) -> Type | None:
    """The type of values that are of both types; None where there are none, or none that a type could tell."""
    if one in (ANY, two):
        return two
    if two == ANY:
        return one
    match one, two:
        case NullableType(inner=left), NullableType(inner=right):
            inner = meet(left, right)
            return nullable(inner) if inner is not None else scalar(Scalar.NULL)
        case (NullableType(inner=inner), other) | (other, NullableType(inner=inner)):
            return meet(inner, other)
        case (UnionType() as union, other) | (other, UnionType() as union):
            return _of_union(union, other)
        case (LiteralType() as literal, other) | (other, LiteralType() as literal):
            return _of_literal(literal, other)
        case ScalarType(kind=left), ScalarType(kind=right):
            return _of_scalars(left, right)
        case _:
            return _of_containers(one, two)


def _of_containers(one: Type, two: Type) -> Type | None:
    match one, two:
        case ArrayType(items=left), ArrayType(items=right):
            inner = meet(left, right)
            return ArrayType(inner) if inner is not None else None
        case MapType(values=left), MapType(values=right):
            inner = meet(left, right)
            return MapType(inner) if inner is not None else None
        case (MapType(), ObjectType() | Reference() as kept) | (ObjectType() | Reference() as kept, MapType()):
            return kept
        case _:
            return None


def _of_union(union: UnionType, other: Type) -> Type | None:
    if any(variant.type == ANY for variant in union.variants):
        return other
    met = ((variant, _of_variant(variant.type, other)) for variant in union.variants)
    kept = _literals_joined([replace(variant, type=found) for variant, found in met if found is not None])
    if len(kept) > 1:
        return replace(union, variants=kept)
    return kept[0].type if kept else None


def _of_variant(node: Type, other: Type) -> Type | None:
    """The same of one member; what a name stands for is not seen here, and is taken for a scalar beside one."""
    return node if isinstance(node, Reference) and isinstance(other, ScalarType) else meet(node, other)


def _literals_joined(variants: list[Variant]) -> tuple[Variant, ...]:
    """The same with all constants in the first of them."""
    values = [value for each in variants if isinstance(each.type, LiteralType) for value in each.type.values]
    whole = LiteralType(tuple({(type(value), value): value for value in values}.values()))
    first = next((each for each in variants if isinstance(each.type, LiteralType)), None)
    return tuple(
        replace(each, type=whole) if each is first else each
        for each in variants
        if each is first or not isinstance(each.type, LiteralType)
    )


def _of_literal(literal: LiteralType, other: Type) -> Type | None:
    match other:
        case LiteralType(values=values):
            allowed = {(type(value), value) for value in values}
            kept = tuple(value for value in literal.values if (type(value), value) in allowed)
        case ScalarType(kind=kind):
            kept = tuple(value for value in literal.values if _is_of(value, kind))
        case _:
            kept = ()
    return LiteralType(kept) if kept else None


def _is_of(value: str | int | bool | None, kind: Scalar) -> bool:
    match value:
        case str():
            return kind in TEXTS
        case bool():
            return kind is Scalar.BOOLEAN
        case int():
            return kind in (Scalar.INTEGER, Scalar.NUMBER)
        case None:
            return kind is Scalar.NULL


def _of_scalars(one: Scalar, two: Scalar) -> Type | None:
    if {one, two} == {Scalar.INTEGER, Scalar.NUMBER}:
        return scalar(Scalar.INTEGER)
    if Scalar.STRING in (one, two) and {one, two} <= TEXTS:
        return scalar(two if one is Scalar.STRING else one)
    return None
