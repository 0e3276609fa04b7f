"""Properties of an object that have no name: of which type they are, and of which of them that is said; reads no named ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sdkwright.ir.types import Type, Variant
from sdkwright.lower import schemas, unions
from sdkwright.lower.context import Context, Place
from sdkwright.openapi.nodes import Node

PATTERNS, OTHERS = "patternProperties", ("additionalProperties", "unevaluatedProperties")
Further = tuple[str, Node]
"""A key such as `patternProperties/^x-`, and the schema under it."""


def further(node: Node) -> Iterator[Further]:
    """What a schema says of the values of properties without a name."""
    for pattern, schema in node.members(PATTERNS):
        yield f"{PATTERNS}/{pattern}", schema
    for key in OTHERS:
        if (others := node.at(key)) is not None and others.is_object:
            yield key, others


def is_closed(node: Node) -> bool:
    """Whether a schema allows no properties beside those that have a name or a pattern."""
    return any((schema := node.at(key)) is not None and schema.value is False for key in OTHERS)


def type_of(context: Context, found: Sequence[Further], place: Place) -> Type | None:
    """The type of properties that have no name: those that match a pattern, and all others."""
    variants = [
        Variant(schemas.lower_schema(context, schema, place.below(*key.split("/", 1)))) for key, schema in found
    ]
    # where the others have a type of their own, that has this place
    below = place.below(PATTERNS if any(key == OTHERS[0] for key, _ in found) and len(found) > 1 else OTHERS[0])
    return unions.joined(variants, below, None, Node({}, place.site)) if variants else None


def patterns_of(found: Sequence[Further]) -> tuple[str, ...]:
    """The patterns of the names that the type is said of; none where it is said of all."""
    patterns = tuple(key.partition("/")[2] for key, _ in found)
    if not patterns or not all(patterns):
        return ()
    from sdkwright.openapi.patterns import is_known  # which few documents need, and stands on a library

    return patterns if all(map(is_known, patterns)) else ()
