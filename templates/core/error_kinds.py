"""Errors that an API has classes of its own for: which class an answer is raised as, and what its body tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from .answers import value_in
from .errors import APIStatusError, error_class

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, eq=False)
class ErrorKind:
    """A class of error, the value that tells a body to be one, and the status where the body tells nothing."""

    cls: type[APIStatusError]
    value: str | int | None = None
    status: int | None = None


class ErrorKinds:
    """Chooses the class for an answer. What no kind is for has the class of its status, as in any API.

    `discriminator` and `status` are ways through a body: to what tells kinds apart, and to a status that counts in place of
    that of the answer.
    """

    def __init__(self, *kinds: ErrorKind, discriminator: tuple[str, ...] = (), status: tuple[str, ...] = ()) -> None:
        self._discriminator = discriminator
        self._status = status
        self._by_value = {str(kind.value): kind for kind in reversed(kinds) if kind.value is not None}
        statuses = [kind.status for kind in kinds]
        self._by_status = {kind.status: kind for kind in kinds if statuses.count(kind.status) == 1}

    def __call__(self, status_code: int, body: object) -> tuple[type[APIStatusError], int]:
        """The class, and the status that it is for."""
        status_code = (_whole(value_in(body, self._status)) if self._status else None) or status_code
        value = value_in(body, self._discriminator) if self._discriminator else None
        if isinstance(value, str | int):
            kind = self._by_value.get(str(value))
            if kind is not None:
                return kind.cls, kind.status or status_code
        elif (kind := self._by_status.get(status_code)) is not None:
            return kind.cls, status_code
        return error_class(status_code), status_code


def error_data(error: APIStatusError, place: tuple[str, ...], to: type[_T]) -> _T | None:
    """What the body of an error has at `place`, as `to`; None for what is no object."""
    found = value_in(error.body, place)
    if not isinstance(found, Mapping):
        return None
    from .reading import read_value

    return cast("_T", read_value(cast("object", found), to, strict=False))


def _whole(value: object) -> int | None:
    """A status as a number, or as text."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:3])
    return value if isinstance(value, int) and 100 <= value <= 599 else None
