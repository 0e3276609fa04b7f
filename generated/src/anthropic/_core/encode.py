"""Request bodies as JSON bytes (RFC 8259); owns what is not JSON by itself, knows no annotation and no header."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, time
from decimal import Decimal
from enum import Enum
from typing import Any, cast
from uuid import UUID, uuid4

from pydantic_core import PydanticSerializationError, to_jsonable_python

from .sentinels import NotGiven, Omit
from .text import is_listable


def to_json(value: object) -> bytes:
    """`value` as compact UTF-8 JSON: models as their set fields by wire name, dates as ISO 8601, iterables as lists.

    `omit` and `not_given` are left out of whatever holds them. Raises ValueError for NaN and infinities, which JSON has
    no word for, and TypeError for what has no JSON form.
    """
    encoder = _Encoder()
    try:
        return encoder.encode(value)
    except _AbsentFoundError:
        # Rare, and only then is every container walked: the common body goes through the C encoder once.
        return encoder.encode(encoder.without_absent(value))


def to_json_lines(values: Iterable[object], before: bytes = b"") -> bytes:
    """Each of `values` as JSON on a line of its own (JSON Lines), behind what is to stand before each."""
    return b"".join(before + to_json(value) + b"\n" for value in values)


def to_json_seq(values: Iterable[object]) -> bytes:
    """Each of `values` as JSON on a line of its own behind a record separator (RFC 7464)."""
    return to_json_lines(values, b"\x1e")


class _AbsentFoundError(Exception):
    """A sentinel was met where JSON needs a value."""


class _Encoder:
    def __init__(self) -> None:
        # What an iterator gave, beside the iterator itself (whose id must stay taken): it can be read only once.
        self._read: dict[int, tuple[object, list[object]]] = {}
        self._exact: dict[str, str] = {}

    def encode(self, value: object) -> bytes:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=self.default)
        for mark, digits in self._exact.items():
            text = text.replace(f'"{mark}"', digits)
        return text.encode()

    def default(self, value: Any) -> Any:
        if isinstance(value, Omit | NotGiven):
            raise _AbsentFoundError
        if isinstance(value, date | time):
            return value.isoformat()
        if isinstance(value, Decimal):
            return self._number(value)
        if isinstance(value, Enum):
            return value.value
        if isinstance(value, UUID):
            return str(value)
        if hasattr(value, "model_dump"):
            return value.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings="warn")
        if isinstance(value, Mapping):
            return dict(cast("Mapping[str, object]", value))
        if is_listable(value):
            return self._list(value)
        if not isinstance(value, bytes | bytearray):
            with suppress(PydanticSerializationError):
                return to_jsonable_python(value)  # durations, addresses and whatever else pydantic writes
        hint = " (encode it as base64 text first)" if isinstance(value, bytes | bytearray) else ""
        raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable{hint}")

    def _number(self, value: Decimal) -> int | float | str:
        """As a number of JSON, which text of digits would not be; where no float has all of them, a mark to put them at."""
        if not value.is_finite():
            raise ValueError(f"{value} is not JSON compliant")
        if value == value.to_integral_value():
            return int(value)
        if Decimal(repr(float(value))) == value:
            return float(value)
        mark = uuid4().hex  # which nobody can guess, so that it stands for nothing else
        self._exact[mark] = str(value)
        return mark

    def without_absent(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            items = cast("Mapping[object, object]", value).items()
            return {key: self.without_absent(item) for key, item in items if not isinstance(item, Omit | NotGiven)}
        if isinstance(value, list | tuple):
            held = cast("list[object]", value)
        elif id(value) in self._read:
            held = self._read[id(value)][1]
        elif is_listable(value):
            held = self._list(value)
        else:
            return value
        return [self.without_absent(item) for item in held if not isinstance(item, Omit | NotGiven)]

    def _list(self, value: Iterable[object]) -> list[object]:
        if id(value) not in self._read:
            self._read[id(value)] = value, list(value)
        return self._read[id(value)][1]
