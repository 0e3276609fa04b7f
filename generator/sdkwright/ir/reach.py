"""What a type is to all others: which models it refers to; so that who looks at a whole API need not look into each type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sdkwright.inert import dataclass
from sdkwright.ir.types import Field, NullableType, ObjectType, Reference, Scalar, ScalarType, Type, UnionType
from sdkwright.ir.walk import descend
from sdkwright.pointer import Pointer

__all__ = ["Reach", "further", "reach", "referred"]


_GIVEN_OTHERWISE = frozenset((Scalar.DATE, Scalar.DATE_TIME, Scalar.BASE64, Scalar.BINARY))


@dataclass(frozen=True, slots=True)
class Reach:
    """The ``models`` that a type refers to; those that are only in fields which answers (``unread``) or requests (``unsent``) leave out.

    ``is_plain``: requests and responses spell it alike: there is no object, no union, no moment and no data in it. Values may be objects
    if it ``is_object``, or if those of a model that it ``stands_for`` may be. ``bases`` are the models that it, or an unnamed object in it,
    extends, ``further`` those that callers may give as they were read.
    """

    models: frozenset[Pointer]
    unread: frozenset[Pointer]
    unsent: frozenset[Pointer]
    is_plain: bool
    is_object: bool
    stands_for: frozenset[Pointer]
    bases: frozenset[Pointer]
    further: frozenset[Pointer]


def reach(root: Type) -> Reach:
    """That of a type."""
    forms = list(_forms(root))
    return Reach(
        models=referred([root]),
        unread=_left_out(root, lambda entry: entry.write_only),
        unsent=_left_out(root, lambda entry: entry.read_only),
        is_plain=not any(map(_is_spelled_twice, descend(root))),
        is_object=any(isinstance(each, ObjectType) for each in forms),
        stands_for=frozenset(each.model for each in forms if isinstance(each, Reference)),
        bases=frozenset(
            part.base.model for part in descend(root) if isinstance(part, ObjectType) and part.base is not None
        ),
        further=further([root]),
    )


def _is_spelled_twice(node: Type) -> bool:
    """Whether requests take more forms of a value than responses have: text for a moment, a file for data, a TypedDict for a class."""
    return isinstance(node, ObjectType | UnionType) or (isinstance(node, ScalarType) and node.kind in _GIVEN_OTHERWISE)


def _forms(root: Type) -> Iterator[Type]:
    """What values of the type are, seen through unions and null."""
    match root:
        case NullableType(inner=inner):
            yield from _forms(inner)
        case UnionType(variants=variants):
            for variant in variants:
                yield from _forms(variant.type)
        case _:
            yield root


def referred(roots: Iterable[Type]) -> frozenset[Pointer]:
    """The models that types refer to directly."""
    return frozenset(_referred(roots))


def further(roots: Iterable[Type]) -> frozenset[Pointer]:
    """The models that callers may give in the place of members of unions."""
    parts = (part for root in roots for part in descend(root))
    return frozenset(each.model for part in parts if isinstance(part, UnionType) for each in part.further)


def _referred(roots: Iterable[Type]) -> Iterator[Pointer]:
    for root in roots:
        for part in descend(root):
            if isinstance(part, Reference):
                yield part.model


def _left_out(root: Type, is_gone: Callable[[Field], bool]) -> frozenset[Pointer]:
    if not isinstance(root, ObjectType) or not any(map(is_gone, root.fields)):
        return frozenset()
    gone = referred(entry.type for entry in root.fields if is_gone(entry))
    return gone - referred(entry.type for entry in root.fields if not is_gone(entry))
