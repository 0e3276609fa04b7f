"""Pages of lists: iterating over the items of all of them, forwards or backwards; which page is next is for the modules `page_*` to say."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast, get_origin

import httpx2
from typing_extensions import Self, override

from .answers import error_body, read_body
from .building import request_url
from .errors import APIResponseValidationError, SDKError
from .models import BaseModel, ModelT
from .page_schemes import PageInfo, items_of, next_call, page_key, resolve_url
from .request import Call

if TYPE_CHECKING:
    from .client import BaseClient

_T = TypeVar("_T")
_PageT = TypeVar("_PageT", bound="BaseSyncPage[Any]")
_AsyncPageT = TypeVar("_AsyncPageT", bound="BaseAsyncPage[Any]")

_NO_NEXT_PAGE = "No next page expected; please check `.has_next_page()` before calling `.get_next_page()`."
_NO_ORIGIN = "This page was not fetched by a client (it was built or unpickled), so its next page cannot be fetched."
_NO_PROGRESS = "The API answered with a next page that had been fetched before; stopped, since this would never end."


_MOST_ALIKE = 100
"""Pages in a row, each asked for in other words, that may hold the same items: a server may count them and give the first for ever."""


class _Walk:
    """What was asked for on the way from page to page, and how many of the last pages were alike."""

    def __init__(self) -> None:
        self.asked = set[str]()
        self.alike = 0
        self.repeated = False  # whether the last page was asked for as the one before


class BasePage(BaseModel, Generic[_T]):
    """One page of a list of `_T`; its fields are those of the response."""

    __slots__ = ("_sdk_call", "_sdk_client")

    # A field under one of these names would hide the method on every page; the generator gives it another name.
    _sdk_methods: ClassVar[tuple[str, ...]] = ("get_next_page", "has_next_page", "iter_pages", "next_page_info")

    @classmethod
    @override
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        for name in cls._sdk_methods:
            if name in cls.__pydantic_fields__:
                raise TypeError(f"The field {name!r} of {cls.__name__} hides the method of that name: use an alias")

    def _get_page_items(self) -> list[_T]:
        raise NotImplementedError

    def next_page_info(self) -> PageInfo | None:
        """What the request for the next page differs in, or None when there is none."""
        raise NotImplementedError

    def has_next_page(self) -> bool:
        """Whether there is a next page, as far as this one tells."""
        return bool(self._own_items()) and self.next_page_info() is not None

    def _set_origin(self, client: BaseClient, call: Call[Any]) -> None:
        object.__setattr__(self, "_sdk_client", client)
        object.__setattr__(self, "_sdk_call", call)

    def _asked(self) -> Call[Any] | None:
        return cast("Call[Any] | None", getattr(self, "_sdk_call", None))

    def _own_items(self) -> list[_T]:
        return cast("list[_T]", items_of(self))

    def _next_call(self, walk: _Walk) -> tuple[Any, Call[Any]]:
        """The client and the call for the next page. Raises SDKError where that would never end."""
        info = self.next_page_info()
        if info is None:
            raise RuntimeError(_NO_NEXT_PAGE)
        call, client = self._asked(), getattr(self, "_sdk_client", None)
        if call is None or client is None:
            raise RuntimeError(_NO_ORIGIN)
        if info.url is not None:
            try:
                info = replace(info, url=resolve_url(info.url, request_url(client, call)))
            except ValueError as error:
                raise SDKError(str(error)) from error
        following = next_call(call, info)
        asked, asking = page_key(call), page_key(following)
        walk.asked.add(asked)
        walk.repeated = asking == asked
        # The same POST may well give the next items (a server that keeps a position), but not one of long ago.
        if asking in walk.asked and (following.method == "GET" or not walk.repeated):
            raise SDKError(_NO_PROGRESS)
        return client, following

    def _check_progress(self, following: BasePage[Any], walk: _Walk) -> None:
        items = self._own_items()
        walk.alike = walk.alike + 1 if items and following._own_items() == items else 0
        if walk.alike >= _MOST_ALIKE or (walk.alike and walk.repeated):
            raise SDKError(_NO_PROGRESS)

    @override
    def _keep_origin(self, copy: ModelT) -> ModelT:
        for name in BasePage.__slots__:
            object.__setattr__(copy, name, getattr(self, name, None))
        return super()._keep_origin(copy)


class BaseSyncPage(BasePage[_T], Generic[_T]):
    """A page of a synchronous client: iterating gives the items of this page and of all that follow it."""

    @override
    def __iter__(self) -> Iterator[_T]:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        for page in self.iter_pages():
            yield from page._own_items()

    def iter_pages(self) -> Iterator[Self]:
        """Give this page and all that follow it."""
        page, walk = self, _Walk()
        while True:
            yield page
            if not page.has_next_page():
                return
            page = page._fetch_next(walk)

    def get_next_page(self) -> Self:
        """The next page. Raises RuntimeError if there is none."""
        return self._fetch_next(_Walk())

    def _fetch_next(self, walk: _Walk) -> Self:
        client, call = self._next_call(walk)
        following = get_page(client, type(self), call)
        self._check_progress(following, walk)
        return following


class BaseAsyncPage(BasePage[_T], Generic[_T]):
    """A page of an asynchronous client: iterating gives the items of this page and of all that follow it."""

    async def __aiter__(self) -> AsyncIterator[_T]:
        async for page in self.iter_pages():
            for item in page._own_items():
                yield item

    async def iter_pages(self) -> AsyncIterator[Self]:
        """Give this page and all that follow it."""
        page, walk = self, _Walk()
        while True:
            yield page
            if not page.has_next_page():
                return
            page = await page._fetch_next(walk)

    async def get_next_page(self) -> Self:
        """The next page. Raises RuntimeError if there is none."""
        return await self._fetch_next(_Walk())

    async def _fetch_next(self, walk: _Walk) -> Self:
        client, call = self._next_call(walk)
        following = await get_async_page(client, type(self), call)
        self._check_progress(following, walk)
        return following


class AsyncPaginator(Generic[_T, _AsyncPageT]):
    """A list that was asked for: `await` gives its first page, `async for` the items of all its pages.

    fetch: sends the request for the first page; called once for each `await` or iteration, and not before.
    """

    def __init__(self, fetch: Callable[[], Awaitable[_AsyncPageT]]) -> None:
        self._fetch = fetch

    def __await__(self) -> Generator[Any, None, _AsyncPageT]:
        return self._fetch().__await__()

    async def __aiter__(self) -> AsyncIterator[_T]:
        async for item in await self:
            yield item


def get_page(sender: Any, page: type[_PageT], call: Call[Any]) -> _PageT:
    """Send `call` through a client, a resource or a view, and read the answer as a page of `call.cast_to`."""
    call.reader = partial(_read_page, page)
    return cast("_PageT", sender._send(call))


def get_async_page(sender: Any, page: type[_AsyncPageT], call: Call[Any]) -> AsyncPaginator[Any, _AsyncPageT]:
    """The same of an asynchronous client, once it is awaited or iterated."""
    call.reader = partial(_read_page, page)
    return AsyncPaginator(lambda: sender._send(call))


def _read_page(page: Any, client: BaseClient, call: Call[Any], response: httpx2.Response) -> Any:
    """The body as a page that knows where its neighbours are. Raises APIResponseValidationError if it is no JSON."""
    build = getattr(get_origin(page) or page, "build", None)
    if build is not None:
        try:
            value = page.build(response=response, data=json.loads(response.content))
        except ValueError as exc:
            raise APIResponseValidationError(response, error_body(response)) from exc
    else:
        value = read_body(response, page, strict=client._strict_response_validation)
    if not hasattr(value, "_set_origin"):
        raise APIResponseValidationError(response, error_body(response))
    value._set_origin(client, call)
    return value
