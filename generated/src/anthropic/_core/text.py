"""How one value without parts is written where the wire has only text: path, query, header, cookie, form."""

from __future__ import annotations

from datetime import date, time
from enum import Enum

__all__ = ["text_of"]


def text_of(value: object) -> str:
    """Booleans in lower case, dates as ISO 8601, `None` as `null`, members of an Enum as their value."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray)):
        return value.decode()
    return str(value)
