"""The two sentinels that tell "absent" from `None`, and how to drop them; owns no other value of the runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar

if TYPE_CHECKING:
    from typing_extensions import TypeGuard

T = TypeVar("T")
_ROOT = __name__.rsplit("._core", 1)[0]


class NotGiven:
    """An option that the caller left alone, where `None` means something (`timeout=None` is "wait for ever")."""

    __module__ = _ROOT

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "NOT_GIVEN"


class Omit:
    """A parameter that is not sent at all, where `None` is sent as `null`; as a header value it removes the header."""

    __module__ = _ROOT

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "OMIT"


not_given: NotGiven = NotGiven()
NOT_GIVEN: NotGiven = not_given
omit: Omit = Omit()


def is_given(value: T | NotGiven | Omit) -> TypeGuard[T]:
    """Whether `value` is a real value: neither `NotGiven` nor `Omit`."""
    return not isinstance(value, (NotGiven, Omit))
