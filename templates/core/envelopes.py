"""Objects that hold what a method answers with in one of their properties."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

from functools import lru_cache
from types import NoneType
from typing import Any, get_args

import httpx2
from pydantic import Field, create_model

from .answers import read_body
from .models import BaseModel
from .request import Call, Reader


class _Envelope(BaseModel):
    """An answer of which only `unwrapped` is given to the caller."""

    unwrapped: Any


def unwrapped(name: str) -> Reader:
    """Reads what the property `name` of an object holds; it may be absent where the call may answer with None.

    Of a lenient client, the answer as it is where it is no object.
    """

    def read(client: Any, call: Call[Any], response: httpx2.Response) -> Any:
        # The arguments are part of the key because Union[A, B] == Union[B, A], and order matters to reading.
        target: Any = call.cast_to
        envelope = _envelope(name, target, get_args(target))
        value = read_body(response, envelope, strict=client._strict_response_validation)
        return value.unwrapped if isinstance(value, _Envelope) else value

    return read


@lru_cache(maxsize=1024)
def _envelope(name: str, target: Any, arguments: tuple[Any, ...]) -> type[_Envelope]:
    default: Any = None if NoneType in arguments else ...
    return create_model("Envelope", __base__=_Envelope, unwrapped=(target, Field(default, alias=name)))
