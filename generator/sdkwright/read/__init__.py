"""First stage: text to tree and positions. Local files only; nothing here knows OpenAPI.

Loaded when it is used, since a run with nothing to do shows old findings in their texts and reads nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sdkwright.read.load import Document, Part, parse, read

__all__ = ["Document", "Part", "parse", "read"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.load"), name)
