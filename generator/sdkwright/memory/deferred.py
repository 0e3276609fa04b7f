"""What a piece came to, where few runs ask for it; not what it is."""

from __future__ import annotations

from typing import Any, ClassVar

from sdkwright.inert import dataclass
from sdkwright.sealed import Sealable

__all__ = ["Deferred"]


@dataclass(frozen=True, slots=True)
class Deferred(Sealable):
    """Holds a value, which is made of its bytes when somebody asks for it."""

    value: Any

    PARTS: ClassVar[tuple[str, ...]] = ("value",)
