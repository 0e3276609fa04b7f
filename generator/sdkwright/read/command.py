"""One command of the transforms in a config, as it is written there; not what it does."""

from __future__ import annotations

from collections.abc import Mapping

from sdkwright.inert import dataclass
from sdkwright.pointer import Json, Pointer

__all__ = ["Step"]


@dataclass(frozen=True, slots=True)
class Step:
    """One command; ``at`` is its place in the config."""

    command: str
    args: Mapping[str, Json]
    at: Pointer
