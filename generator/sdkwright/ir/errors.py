"""The errors that an API has a class of its own for, and what in an answer tells them apart; not how they are raised."""

from __future__ import annotations

from sdkwright.inert import dataclass
from sdkwright.ir.types import JSONScalar
from sdkwright.pointer import Pointer

__all__ = ["ErrorKind", "Errors"]


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """One kind of error. `key` is the word that it is called by.

    An answer is one where its body has `value` in the place that tells kinds apart, or, where it has nothing there, where it
    has this `status`. `model` is what the body holds.
    """

    site: Pointer
    key: str
    value: JSONScalar
    status: int | None
    model: Pointer | None
    description: str | None


@dataclass(frozen=True, slots=True)
class Errors:
    """Ways through the body of an error, a property a step: to what tells kinds apart, to a status, to what a kind describes."""

    discriminator: tuple[str, ...]
    status: tuple[str, ...]
    place: tuple[str, ...]
    kinds: tuple[ErrorKind, ...]
