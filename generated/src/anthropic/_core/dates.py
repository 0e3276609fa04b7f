"""Lenient dates: ISO 8601 text and unix times in s, ms, µs or ns; owns no field, no schema and no formatting."""

from __future__ import annotations

import math
import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

_DATE = r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:[.,](?P<fraction>\d{1,9})\d*)?)?"
_ZONE = r"(?P<zone>Z|[+-]\d{2}(?::?\d{2})?)?"
_DATE_RE = re.compile(_DATE, re.ASCII)
_DATETIME_RE = re.compile(rf"{_DATE}[T ]{_CLOCK}\s*{_ZONE}", re.ASCII | re.IGNORECASE)
_NUMBER_RE = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|inf(?:inity)?)", re.ASCII | re.IGNORECASE)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A number above this cannot sensibly be seconds (the year 2603), so it is milliseconds; the same again for µs and ns.
_LARGEST_SECONDS = 2e10
_DAY = timedelta(days=1)


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
    match = _DATETIME_RE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError("not a date-time")
    second = int(match["second"] or 0)
    micros = int((match["fraction"] or "0").ljust(6, "0")[:6])
    year, month, day, hour, minute = (int(match[name]) for name in ("year", "month", "day", "hour", "minute"))
    return datetime(year, month, day, hour, minute, second, micros, tzinfo=_zone(match["zone"]))


def read_date(value: object) -> date:
    """A date from `YYYY-MM-DD` or from a unix time; raises ValueError when the value is neither."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    value = _text(value)
    number = _number(value)
    if number is not None:
        return _from_unix(number).date()
    match = _DATE_RE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError("not a date")
    return date(int(match["year"]), int(match["month"]), int(match["day"]))


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


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text in "Zz":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset >= _DAY:
        raise ValueError("not an offset")
    return timezone(-offset if text[0] == "-" else offset)
