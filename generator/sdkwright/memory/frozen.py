"""Values of ours as bytes and back, with nothing in the bytes that could be run; not where they are kept.

The format is pickle, read by a reader that knows the inert classes of this package, paths, and no function at all: whatever the bytes
say, reading them makes data or fails.
"""

from __future__ import annotations

import io
import pickle
import zlib
from dataclasses import is_dataclass
from enum import Enum
from pathlib import PurePosixPath
from typing import Any, NoReturn, TypeVar, cast

from pydantic import BaseModel

__all__ = ["frozen", "thawed"]

MOST = 256 * 1024 * 1024
"""The most bytes that a value may have, before they are compressed."""

T = TypeVar("T")

_PACKAGE = "sdkwright."
_INERT = (str, tuple, Enum, BaseModel)


def frozen(value: object) -> bytes | None:
    """The bytes of a value, compressed; None for one that cannot be read back, or is too large to be worth it."""
    try:
        data = pickle.dumps(value, 5)
    except (pickle.PicklingError, TypeError, AttributeError, RecursionError):
        return None
    return zlib.compress(data, 1) if len(data) <= MOST else None


def thawed(data: bytes, kind: type[T]) -> T | None:
    """The value of that kind; None for bytes that are none of ours."""
    try:
        stream = zlib.decompressobj()
        inflated = stream.decompress(data, MOST + 1)
        value = _Reader(io.BytesIO(inflated)).load() if stream.eof else None
        return value if isinstance(value, kind) else None
    except Exception:  # noqa: BLE001 - damaged bytes fail in every way there is, and cost no more than work done again
        return None


class _Reader(pickle.Unpickler):
    """Finds classes that hold values, and nothing that does anything."""

    def find_class(self, module: str, name: str, /) -> Any:
        if (module, name) == ("pathlib", "PurePosixPath"):
            return PurePosixPath
        if not module.startswith(_PACKAGE) or "." in name:
            _refuse(module, name)
        found: Any = super().find_class(module, name)
        if not isinstance(found, type) or found.__module__ != module:
            _refuse(module, name)
        if not (is_dataclass(found) or issubclass(found, _INERT)):
            _refuse(module, name)
        return cast("Any", found)

    def persistent_load(self, _pid: Any, /) -> NoReturn:
        _refuse("", "")


def _refuse(module: str, name: str) -> NoReturn:
    raise pickle.UnpicklingError(f"{module}.{name} is not for the likes of us")
