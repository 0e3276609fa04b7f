"""The next page where items or pages are counted."""

from __future__ import annotations

from typing import Any

from .page_schemes import Location, Page, PageInfo, Parameter, asked_value, info_for, items_of, name_of

_ABSENT: Any = object()


def next_offset(
    page: Page,
    *,
    param: Parameter,
    start: object = _ABSENT,
    total: object = _ABSENT,
    first: int = 0,
    location: Location = "query",
) -> PageInfo | None:
    """The page that starts after the items of this one.

    start: the offset of this page where the API tells it (`None`: no next page), else what was asked for counts.
    total: the number of all items where the API tells it (`None`: no next page).
    first: the offset of the first item.
    Raises ValueError if the offset that was asked for is not a number.
    """
    if start is _ABSENT:
        asked = asked_value(page, param, location, first)
        if (here := _whole(asked)) is None:
            raise ValueError(f'Expected "{name_of(param)}" param to be an integer but got {asked!r}')
    elif (here := _whole(start)) is None:
        return None
    count = len(items_of(page))
    if count == 0 or (total is not _ABSENT and here - first + count >= (_whole(total) or 0)):
        return None
    return info_for(page, param, here + count, location)


def next_page_number(
    page: Page,
    *,
    param: Parameter,
    current: object = _ABSENT,
    total: object = _ABSENT,
    first: int = 1,
    location: Location = "query",
) -> PageInfo | None:
    """The page after this one.

    current: the number of this page where the API tells it; else what was asked for counts.
    first: the number of the first page.
    total: the number of pages where the API tells it (`None`: no next page).
    Raises ValueError if the page that was asked for is not a number.
    """
    asked = asked_value(page, param, location, first) if current is _ABSENT or current is None else current
    if (number := _whole(asked)) is None:
        raise ValueError(f'Expected "{name_of(param)}" param to be an integer but got {asked!r}')
    if total is not _ABSENT and number - first + 1 >= (_whole(total) or 0):
        return None
    return info_for(page, param, number + 1, location)


def _whole(value: Any) -> int | None:
    """A number, also where it came as text (in a header, or in `extra_query`)."""
    try:
        return None if isinstance(value, bool | bytes) else int(value)
    except (TypeError, ValueError, OverflowError):
        return None
