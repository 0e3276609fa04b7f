"""What methods answer with, and which of that has a name of its own; gives no names."""

from __future__ import annotations

from collections.abc import Iterator

from sdkwright.ir.operations import Method, ResponseKind
from sdkwright.ir.types import Reference, ScalarType, Type
from sdkwright.ir.walk import parts
from sdkwright.pointer import Pointer

__all__ = ["answer_type", "answered_at", "answers", "has_plain_alias", "needs_name"]


def needs_name(answer: Type) -> bool:
    """Whether an answer that is no model gets a name and a module of its own."""
    return not isinstance(answer, Reference | ScalarType) and any(
        not isinstance(part, ScalarType) for part in (*parts(answer), answer)
    )


def has_plain_alias(method: Method, answer: Type) -> bool:
    """Whether a name is kept for an answer that has none in its signature: `FileContentResponse = str`."""
    return method.response.kind in (ResponseKind.JSON, ResponseKind.TEXT) and isinstance(answer, ScalarType)


def answer_type(method: Method) -> Type | None:
    """What one call answers with: the item type where it answers with pages."""
    return method.paging.item if method.paging is not None else method.response.type


def answered_at(method: Method) -> tuple[Pointer, ...]:
    """The sites at which a method may answer with what has a name, without a look at what that is."""
    return (method.site, method.choice.response.site) if method.choice is not None else (method.site,)


def answers(method: Method) -> Iterator[tuple[Pointer, Type]]:
    """What a method answers with, by the site that has its name: that of the method, or that of the stream which a caller may ask for."""
    answer = answer_type(method)
    if answer is not None:
        yield method.site, answer
    if method.choice is not None and method.choice.response.type is not None:
        yield method.choice.response.site, method.choice.response.type
