"""The request for the next page of a list: what it differs in, and where it may lead; pure: sends nothing, reads no response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

import httpx2

from .sentinels import is_given

if TYPE_CHECKING:
    from .request import Call

Location = Literal["query", "body", "header"]
Parameter = str | tuple[str, ...]
"""The name of a parameter, or the names that lead through one to the property of an object."""


@dataclass(frozen=True, slots=True)
class PageInfo:
    """What is different about the request for the next page: some parameters, some of the body or headers, or the whole URL."""

    url: httpx2.URL | str | None = None
    params: Mapping[str, object] | None = None
    json: Mapping[str, object] | None = None
    headers: Mapping[str, object] | None = None


class Page(Protocol):
    """What the schemes need to know of a page."""

    def _get_page_items(self) -> Any: ...
    def _asked(self) -> Call[Any] | None: ...


def next_call(call: Call[Any], info: PageInfo) -> Call[Any]:
    """The call for another page: `params` over the query, `json` over the body, `headers` over its own, or a URL with its own query."""
    options = replace(call.options, extra_query=None, extra_body=None, idempotency_key=None)
    query, headers = {**call.params(), **(info.params or {})}, {**(call.headers or {}), **(info.headers or {})}
    following = replace(call, query=query, headers=headers, body=call.json_body(), options=options)
    if info.url is not None:
        url = httpx2.URL(info.url)
        # The URL keeps its query byte for byte; what it names replaces what the caller had asked for.
        named = {name.partition("[")[0] for name in url.params.keys()}  # noqa: SIM118
        following.query = {name: value for name, value in call.params().items() if name not in named}
        following.path = str(url)
    if info.json:
        following.body = {**_members(following.body), **info.json}
    return following


def value_at(page: object, *names: str) -> object:
    """What is at the end of a path of attributes; None where an object on the way is missing."""
    value = page
    for name in names:
        value = attribute_of(value, name)
    return value


def resolve_url(url: httpx2.URL | str, asked: httpx2.URL) -> httpx2.URL:
    """`url` as an absolute URL, relative to that of the request for this page (RFC 3986, section 5).

    Raises ValueError for another origin (RFC 6454), where the credentials of this one must not go.
    """
    try:
        found = asked.join(url)
    except httpx2.InvalidURL as error:
        raise ValueError(f"The next page is at {str(url)!r}, which is not a URL") from error
    if (found.scheme, found.host, found.port) != (asked.scheme, asked.host, asked.port):
        raise ValueError(f"The next page is at {str(url)!r}, which is another origin than the API's; not followed")
    return found


def page_key(call: Call[Any]) -> str:
    """Equal for two calls that ask for the same page."""
    return repr((call.path, sorted(call.params().items(), key=str), call.json_body(), call.headers or {}))


def asked_for(page: Page, location: Location) -> Mapping[str, object]:
    """The parameters with which this page was asked for, where the scheme keeps its own."""
    call = page._asked()  # pyright: ignore[reportPrivateUsage]
    if call is None:
        return {}
    if location == "query":
        return {**httpx2.URL(call.path).params, **call.params()} if "?" in call.path else call.params()
    held = call.json_body() if location == "body" else call.headers
    return {name: value for name, value in _members(held).items() if is_given(value)}


def attribute_of(item: object, name: str) -> object:
    """An attribute of a model, or the value of a key; None where there is none."""
    return (
        cast("dict[str, object]", item).get(name)
        if isinstance(item, dict)
        else cast("object", getattr(item, name, None))
    )


def items_of(page: Page) -> list[object]:
    """The items of a page; none where they came in another shape than a list, which is kept on the page."""
    items = page._get_page_items()  # pyright: ignore[reportPrivateUsage]
    return cast("list[object]", items) if isinstance(items, list) else []


def asked_value(page: Page, param: Parameter, location: Location, default: object = None) -> object:
    """What this page was asked for with that parameter."""
    value: object = asked_for(page, location)
    for name in _way(param):
        value = _members(value).get(name, default)
    return value


def info_for(page: Page, param: Parameter, value: object, location: Location) -> PageInfo:
    """The page that this value of a parameter asks for; of an object, the rest stays as it was."""
    name, *inside = _way(param)
    if inside:
        value = _with(asked_for(page, location).get(name), inside, value)
    if location == "header":
        return PageInfo(headers={name: value})
    return PageInfo(params={name: value}) if location == "query" else PageInfo(json={name: value})


def name_of(param: Parameter) -> str:
    """A parameter as messages call it."""
    return ".".join(_way(param))


def _way(param: Parameter) -> tuple[str, ...]:
    return (param,) if isinstance(param, str) else param


def _with(held: object, way: Sequence[str], value: object) -> object:
    if not way:
        return value
    rest = _members(held)
    return {**rest, way[0]: _with(rest.get(way[0]), way[1:], value)}


def _members(held: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", held) if isinstance(held, Mapping) else {}
