"""What is one value and what is many, and how one value without parts is written where the wire has only text: path, query, header, cookie, form."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from enum import Enum
from typing import Any, cast

from typing_extensions import TypeIs


def is_listable(value: Any) -> TypeIs[Iterable[Any]]:
    """Iterable and meant as a list: neither text nor a file nor a model (which yields its fields)."""
    if isinstance(value, str | bytes | bytearray) or hasattr(value, "read") or hasattr(value, "model_dump"):
        return False
    return isinstance(value, Iterable)


def text_of(value: object) -> str:
    """Booleans in lower case, dates as ISO 8601, `None` as `null`, members of an Enum as their value; JSON of what has parts."""
    value = value.value if isinstance(value, Enum) else value
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return "null" if value is None else "true" if value else "false"
    if isinstance(value, (dict, list)):
        from .encode import to_json

        return to_json(cast("object", value)).decode()
    if isinstance(value, (date, time)):
        return value.isoformat()
    return value.decode() if isinstance(value, (bytes, bytearray)) else str(value)
