"""Ways through the tree of types and resources; owns iteration, decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from sdkwright.ir.types import (
    ArrayType,
    LiteralType,
    MapType,
    NullableType,
    ObjectType,
    Reference,
    ScalarType,
    TupleType,
    Type,
    UnionType,
)

if TYPE_CHECKING:  # the models of an API hold what was found by a walk
    from sdkwright.ir.api import Api, Resource
    from sdkwright.ir.operations import Method


def parts(node: Type) -> Iterator[Type]:
    """The types that `node` is made of, one level down, in the order of the document."""
    match node:
        case ScalarType() | LiteralType() | Reference():
            return
        case ArrayType(items=inner) | MapType(values=inner) | NullableType(inner=inner):
            yield inner
        case TupleType(items=items):
            yield from items
        case UnionType(variants=variants):
            yield from (variant.type for variant in variants)
        case ObjectType(fields=fields, additional=additional, base=base):
            if base is not None:
                yield base
            yield from (field.type for field in fields)
            if additional is not None:
                yield additional
        case _:
            assert_never(node)


_LEAVES = (ScalarType, LiteralType, Reference)


def descend(node: Type) -> Iterator[Type]:
    """`node` and everything below it; a `Reference` is given, not entered."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        if not isinstance(here, _LEAVES):
            waiting += [*parts(here)][::-1]


def changed(node: Type, change: Callable[[Type], Type]) -> Type:
    """The type with what `change` gives for each part of it that has none itself."""
    match node:
        case NullableType(inner=inner):
            return NullableType(changed(inner, change))
        case ArrayType(items=items):
            return ArrayType(changed(items, change))
        case MapType(values=values):
            return MapType(changed(values, change))
        case TupleType(items=each):
            return TupleType(tuple(changed(item, change) for item in each))
        case UnionType(variants=variants, discriminator=told):
            if told is not None:
                mapping = tuple((tag, _renamed(Reference(model), change).model) for tag, model in told.mapping)
                told = replace(told, mapping=mapping)
            members = tuple(replace(each, type=changed(each.type, change)) for each in variants)
            return replace(node, variants=members, discriminator=told)
        case ObjectType(fields=fields, additional=additional, base=base):
            found = tuple(replace(each, type=changed(each.type, change)) for each in fields)
            base = _renamed(base, change) if base is not None else None
            return replace(node, fields=found, additional=additional and changed(additional, change), base=base)
        case _:
            return change(node)


def _renamed(model: Reference, change: Callable[[Type], Type]) -> Reference:
    """The model that stands in its place; itself where that is no model."""
    found = change(model)
    return found if isinstance(found, Reference) else model


def resources(api: Api) -> Iterator[Resource]:
    """Every resource, parents before children, but for the client's own methods."""
    return nested(api.resources)


def nested(nodes: Iterable[Resource]) -> Iterator[Resource]:
    """The resources and all below them, parents before children."""
    for node in nodes:
        yield node
        yield from nested(node.resources)


def methods_of(nodes: Iterable[Resource]) -> Iterator[Method]:
    """The methods of the resources and of all below them."""
    return (method for node in nested(nodes) for method in node.methods)


def methods(api: Api) -> Iterator[tuple[Resource, Method]]:
    """Every method with its resource, those of the client itself first."""
    for resource in (*([api.own] if api.own is not None else []), *resources(api)):
        for method in resource.methods:
            yield resource, method
