"""How what was written back compares with what was read: equal as JSON, moments by what they mean."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from trips.instances import alike


def difference(sent: Any, got: Any, path: str = "$") -> str | None:
    """Where two JSON values first differ, or None."""
    if isinstance(sent, dict) and isinstance(got, dict):
        if sent.keys() != got.keys():
            return f"{path}: keys {sorted(sent.keys() ^ got.keys())!r} on one side only"
        found = (difference(sent[key], got[key], f"{path}.{key}") for key in sent)
        return next((text for text in found if text), None)
    if isinstance(sent, list) and isinstance(got, list):
        if len(sent) != len(got):
            return f"{path}: {len(sent)} items became {len(got)}"
        found = (difference(*pair, f"{path}[{index}]") for index, pair in enumerate(zip(sent, got, strict=True)))
        return next((text for text in found if text), None)
    if alike(sent, got) or (isinstance(got, str) and same_moment(sent, got)):
        return None
    return f"{path}: {sent!r} became {got!r}"


def same_moment(sent: Any, got: str) -> bool:
    one, two = moment(sent), moment(got)
    # a number may be the time of a day, where a date is all that is kept
    return one is not None and two is not None and (one == two or (len(got) == 10 and one.date() == two.date()))


def moment(value: Any) -> datetime | None:
    """The moment, or the day as its midnight, that ISO 8601 text or a unix time in seconds names."""
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e10:
        return datetime.fromtimestamp(value, UTC)
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found and not found.tzinfo else found
