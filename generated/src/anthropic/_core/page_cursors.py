"""The next page where a cursor names it: a field of the page, or the id of an item."""

from __future__ import annotations

from typing import Any

from .page_schemes import Location, Page, PageInfo, Parameter, asked_value, attribute_of, info_for, items_of


def next_cursor(
    page: Page,
    *,
    param: Parameter,
    cursor: object,
    previous_param: Parameter | None = None,
    previous_cursor: object = None,
    location: Location = "query",
) -> PageInfo | None:
    """The page that `cursor`, a field of this one, names; backwards if the caller had asked for `previous_param`."""
    if previous_param is not None and asked_value(page, previous_param, location):
        param, cursor = previous_param, previous_cursor
    # Anything but text or a number is an answer that does not make sense: there is no next page in it.
    return info_for(page, param, cursor, location) if cursor and isinstance(cursor, str | int | float) else None


def next_cursor_id(
    page: Page,
    *,
    param: Parameter,
    attribute: str = "id",
    previous_param: Parameter | None = None,
    location: Location = "query",
) -> PageInfo | None:
    """The page after the last item's id; before the first item's if the caller had asked for `previous_param`."""
    items = items_of(page)
    if not items:
        return None
    ends: list[Any] = [attribute_of(item, attribute) for item in (items[-1], items[0])]
    return next_cursor(
        page,
        param=param,
        cursor=ends[0],
        previous_param=previous_param,
        previous_cursor=ends[1],
        location=location,
    )
