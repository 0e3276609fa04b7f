"""Lenient dates: ISO 8601 text and unix times in s, ms, µs or ns; owns no field, no schema and no formatting."""

from __future__ import annotations

import math
import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

_DATE = r"\d{4}-\d{1,2}-\d{1,2}"
_DATE_RE = re.compile(_DATE, re.ASCII)
_DATETIME_RE = re.compile(
    rf"{_DATE}[T ]\d{{1,2}}:\d{{1,2}}(:\d{{1,2}}([.,]\d+)?)?\s*(Z|[+-]\d{{2}}(:?\d{{2}})?)?", re.ASCII | re.IGNORECASE
)
_LONE_DIGIT_RE = re.compile(r"(?<![\d.,])\d(?!\d)", re.ASCII)
_NUMBER_RE = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|inf(?:inity)?)", re.ASCII | re.IGNORECASE)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A number above this cannot sensibly be seconds (the year 2603), so it is milliseconds; the same again for µs and ns.
_LARGEST_SECONDS = 2e10


def read_datetime(value: object) -> datetime:
    """A datetime from ISO 8601 text (naive if it names no offset) or from a unix time (UTC).

    Raises ValueError when the value is neither, or beyond all dates: it would be another one when it is written.
    """
    if isinstance(value, datetime):
        return value
    value = _text(value)
    if isinstance(value, str) and value[10:11] == "T":
        # What most APIs send, by the parser in C; what it does not know is left to the pattern below.
        with suppress(ValueError):
            return datetime.fromisoformat(value)
    number = _number(value)
    if number is not None:
        return _from_unix(number)
    if not isinstance(value, str) or not _DATETIME_RE.fullmatch(value.strip()):
        raise ValueError("not a date-time")
    day, clock = value.strip().upper().replace("T", " ").split(maxsplit=1)
    return datetime.fromisoformat(_in_full(f"{day}T{''.join(clock.split())}"))


def read_date(value: object) -> date:
    """A date from `YYYY-MM-DD` or from a unix time; raises ValueError when the value is neither."""
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    value = _text(value)
    number = _number(value)
    if number is not None:
        return _from_unix(number).date()
    if not isinstance(value, str) or not _DATE_RE.fullmatch(value.strip()):
        raise ValueError("not a date")
    return date.fromisoformat(_in_full(value.strip()))


def _in_full(text: str) -> str:
    return _LONE_DIGIT_RE.sub(r"0\g<0>", text)


def _text(value: object) -> object:
    return value.decode("ascii", "replace") if isinstance(value, bytes) else value


def _number(value: object) -> float | None:
    if isinstance(value, bool) or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, int | float):
        return value
    if isinstance(value, str) and _NUMBER_RE.fullmatch(value.strip()):
        return int(value) if value.strip().lstrip("+-").isdigit() else float(value)
    return None


def _from_unix(number: float) -> datetime:
    divisor = 1
    while abs(number) > _LARGEST_SECONDS * divisor and divisor < 10**9:
        divisor *= 1000
    try:
        # In whole numbers as long as the value is one: a float of nanoseconds has lost its microseconds.
        seconds, rest = divmod(number, divisor)
        return _EPOCH + timedelta(seconds=seconds, microseconds=rest * 1_000_000 / divisor)
    except (OverflowError, ValueError):  # of a whole number, and of infinity
        raise ValueError("out of the range of dates") from None
