"""Where the next page of a list is, for each way in which APIs page; pure: sends nothing, reads no response."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

import httpx2

from .sentinels import is_given

if TYPE_CHECKING:
    from .request import Call

__all__ = [
    "Location",
    "PageInfo",
    "next_cursor",
    "next_cursor_id",
    "next_offset",
    "next_page_number",
    "next_url",
    "page_key",
    "resolve_url",
    "value_at",
]

Location = Literal["query", "body"]


@dataclass(frozen=True, slots=True)
class PageInfo:
    """What is different about the request for the next page: some parameters, some of the body, or the whole URL."""

    url: httpx2.URL | str | None = None
    params: Mapping[str, object] | None = None
    json: Mapping[str, object] | None = None


class Page(Protocol):
    """What the schemes need to know of a page."""

    def _get_page_items(self) -> Any: ...
    def _asked(self) -> Call[Any] | None: ...


_ABSENT: Any = object()
_LINK = re.compile(r'<([^>]*)>((?:\s*;\s*[^\s=;,"]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)')
_PARAMETER = re.compile(r';\s*([^\s=;,"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*))')


def next_cursor(
    page: Page,
    *,
    param: str,
    cursor: object,
    previous_param: str | None = None,
    previous_cursor: object = None,
    location: Location = "query",
) -> PageInfo | None:
    """The page that `cursor`, a field of this one, names; backwards if the caller had asked for `previous_param`."""
    if previous_param is not None and _asked(page, location).get(previous_param):
        param, cursor = previous_param, previous_cursor
    # Anything but text or a number is an answer that does not make sense: there is no next page in it.
    return _info(param, cursor, location) if cursor and isinstance(cursor, str | int | float) else None


def next_cursor_id(
    page: Page,
    *,
    param: str,
    attribute: str = "id",
    previous_param: str | None = None,
    location: Location = "query",
) -> PageInfo | None:
    """The page after the last item's id; before the first item's if the caller had asked for `previous_param`."""
    items = _items(page)
    if not items:
        return None
    ends: list[Any] = [_attribute(item, attribute) for item in (items[-1], items[0])]
    return next_cursor(
        page,
        param=param,
        cursor=ends[0],
        previous_param=previous_param,
        previous_cursor=ends[1],
        location=location,
    )


def next_url(url: object) -> PageInfo | None:
    """The page at `url`, a field of this one, which may be a whole `Link` header (RFC 8288)."""
    if isinstance(url, str) and url.lstrip().startswith("<"):
        url = _linked(url, "next")
    return PageInfo(url=url) if url and isinstance(url, str | httpx2.URL) else None


def _linked(header: str, relation: str) -> str | None:
    """The target of the first link of that relation (RFC 8288, section 3)."""
    for target, parameters in _LINK.findall(header):
        for name, quoted, token in _PARAMETER.findall(parameters):
            if name.lower() == "rel" and relation in (quoted.replace("\\", "") or token).lower().split():
                return str(target)
    return None


def value_at(page: object, *names: str) -> object:
    """What is at the end of a path of attributes; None where an object on the way is missing."""
    value = page
    for name in names:
        value = _attribute(value, name)
    return value


def next_offset(
    page: Page,
    *,
    param: str,
    start: object = _ABSENT,
    total: object = _ABSENT,
    location: Location = "query",
) -> PageInfo | None:
    """The page that starts after the items of this one.

    start: the offset of this page where the API tells it (`None`: no next page), else what was asked for counts.
    total: the number of all items where the API tells it (`None`: no next page).
    Raises ValueError if the offset that was asked for is not a number.
    """
    if start is _ABSENT:
        asked = _asked(page, location).get(param, 0)
        first = _whole(asked)
        if first is None:
            raise ValueError(f'Expected "{param}" param to be an integer but got {asked!r}')
    elif (first := _whole(start)) is None:
        return None
    count = len(_items(page))
    if count == 0 or (total is not _ABSENT and first + count >= (_whole(total) or 0)):
        return None
    return _info(param, first + count, location)


def next_page_number(
    page: Page,
    *,
    param: str,
    current: object = _ABSENT,
    total: object = _ABSENT,
    location: Location = "query",
) -> PageInfo | None:
    """The page after this one.

    current: the number of this page where the API tells it (`None`: 1), else what was asked for counts.
    total: the number of pages where the API tells it (`None`: no next page).
    Raises ValueError if the page that was asked for is not a number.
    """
    asked = _asked(page, location).get(param, 1) if current is _ABSENT else 1 if current is None else current
    number = _whole(asked)
    if number is None:
        raise ValueError(f'Expected "{param}" param to be an integer but got {asked!r}')
    if total is not _ABSENT and number >= (_whole(total) or 0):
        return None
    return _info(param, number + 1, location)


def resolve_url(url: httpx2.URL | str, base_url: httpx2.URL, path: str) -> httpx2.URL:
    """`url` as an absolute URL, relative to that of the request for `path` (RFC 3986, section 5).

    Raises ValueError for another origin (RFC 6454), where the credentials of this one must not go.
    """
    if not path[:8].lower().startswith(("http://", "https://")):
        path = f"{str(base_url.copy_with(query=None)).rstrip('/')}/{path.lstrip('/')}"
    asked = httpx2.URL(path)
    try:
        found = asked.join(url)
    except httpx2.InvalidURL as error:
        raise ValueError(f"The next page is at {str(url)!r}, which is not a URL") from error
    if (found.scheme, found.host, found.port) != (asked.scheme, asked.host, asked.port):
        raise ValueError(f"The next page is at {str(url)!r}, which is another origin than the API's; not followed")
    return found


def page_key(call: Call[Any]) -> str:
    """Equal for two calls that ask for the same page."""
    return repr((call.path, sorted(call.params().items(), key=str), call.json_body()))


def _asked(page: Page, location: Location) -> Mapping[str, object]:
    """The parameters with which this page was asked for, where the scheme keeps its own."""
    call = page._asked()  # pyright: ignore[reportPrivateUsage]
    if call is None:
        return {}
    if location == "query":
        return {**httpx2.URL(call.path).params, **call.params()} if "?" in call.path else call.params()
    body = call.json_body()
    given: Mapping[str, object] = cast("Mapping[str, object]", body) if isinstance(body, Mapping) else {}
    return {name: value for name, value in given.items() if is_given(value)}


def _attribute(item: object, name: str) -> object:
    return (
        cast("dict[str, object]", item).get(name)
        if isinstance(item, dict)
        else cast("object", getattr(item, name, None))
    )


def _items(page: Page) -> list[object]:
    items = page._get_page_items()  # pyright: ignore[reportPrivateUsage]
    return cast("list[object]", items) if isinstance(items, list) else []


def _info(param: str, value: object, location: Location) -> PageInfo:
    return PageInfo(params={param: value}) if location == "query" else PageInfo(json={param: value})


def _whole(value: object) -> int | None:
    """A number, also where it came as text (in a header, or in `extra_query`)."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return int(value)
    except (ValueError, OverflowError):
        return None
