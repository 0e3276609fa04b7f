"""Objects that hold what a method answers with in one of their properties; reads none itself."""

from __future__ import annotations

from functools import lru_cache
from types import NoneType
from typing import Any, get_args

from pydantic import Field, create_model

from .models import BaseModel

__all__ = ["Envelope", "envelope"]


class Envelope(BaseModel):
    """An answer of which only `unwrapped` is given to the caller."""

    unwrapped: Any


def envelope(name: str, target: Any) -> type[Envelope]:
    """The envelope whose property `name` on the wire is a `target`; it may be absent where `target` may be None."""
    # The arguments are part of the key because Union[A, B] == Union[B, A], and order matters to reading.
    return _envelope(name, target, get_args(target))


@lru_cache(maxsize=1024)
def _envelope(name: str, target: Any, arguments: tuple[Any, ...]) -> type[Envelope]:
    default: Any = None if NoneType in arguments else ...
    return create_model("Envelope", __base__=Envelope, unwrapped=(target, Field(default, alias=name)))
