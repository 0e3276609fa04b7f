"""Pages of lists: iterating over the items of all of them, forwards or backwards; which page is next is in `page_schemes`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast, get_args

from typing_extensions import Self, override

from .errors import SDKError
from .models import BaseModel
from .page_schemes import (
    PageInfo,
    next_cursor,
    next_cursor_id,
    next_offset,
    next_page_number,
    next_url,
    page_key,
    resolve_url,
)

if TYPE_CHECKING:
    import httpx2

    from .async_client import AsyncAPIClient
    from .request import Call
    from .sync_client import SyncAPIClient

__all__ = [
    "AsyncPaginator",
    "BaseAsyncPage",
    "BasePage",
    "BaseSyncPage",
    "PageInfo",
    "build_page",
    "next_cursor",
    "next_cursor_id",
    "next_offset",
    "next_page_number",
    "next_url",
]

_T = TypeVar("_T")
_PageT = TypeVar("_PageT", bound="BasePage[Any]")
_AsyncPageT = TypeVar("_AsyncPageT", bound="BaseAsyncPage[Any]")

_NO_NEXT_PAGE = "No next page expected; please check `.has_next_page()` before calling `.get_next_page()`."
_NO_ORIGIN = "This page was not fetched by a client (it was built or unpickled), so its next page cannot be fetched."
_NO_PROGRESS = "The API answered with a next page that had been fetched before; stopped, since this would never end."


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

    def _set_origin(self, client: SyncAPIClient | AsyncAPIClient, call: Call[Any]) -> None:
        object.__setattr__(self, "_sdk_client", client)
        object.__setattr__(self, "_sdk_call", call)

    def _asked(self) -> Call[Any] | None:
        return cast("Call[Any] | None", getattr(self, "_sdk_call", None))

    def _own_items(self) -> list[_T]:
        # A list that came in some other shape is kept on the page, but has no items to speak of.
        return _list_or_empty(self._get_page_items())

    def _next_call(self, seen: set[str]) -> tuple[Any, Call[Any]]:
        """The client and the call for the next page; `seen` holds the keys of those that were made before."""
        info = self.next_page_info()
        if info is None:
            raise RuntimeError(_NO_NEXT_PAGE)
        call, client = self._asked(), getattr(self, "_sdk_client", None)
        if call is None or client is None:
            raise RuntimeError(_NO_ORIGIN)
        if info.url is not None:
            try:
                info = PageInfo(resolve_url(info.url, client.base_url, call.path), info.params, info.json)
            except ValueError as error:
                raise SDKError(str(error)) from error
        following = call.with_page(info)
        # The same POST may well give the next items (a server that keeps a position); the same GET may not.
        if following.method == "GET":
            seen.add(page_key(call))
            if page_key(following) in seen:
                raise SDKError(_NO_PROGRESS)
        return client, following

    def _check_progress(self, following: BasePage[Any]) -> None:
        items = self._own_items()
        if items and following._own_items() == items and page_key_of(following) == page_key_of(self):
            raise SDKError(_NO_PROGRESS)

    @override
    def _keep_origin(self, copy: BaseModel) -> None:
        super()._keep_origin(copy)
        for name in BasePage.__slots__:
            object.__setattr__(copy, name, getattr(self, name, None))


def _list_or_empty(items: object) -> list[Any]:
    return cast("list[object]", items) if isinstance(items, list) else []


def page_key_of(page: BasePage[Any]) -> str | None:
    """The key of the call that gave `page`."""
    call = page._asked()  # pyright: ignore[reportPrivateUsage]
    return None if call is None else page_key(call)


class BaseSyncPage(BasePage[_T], Generic[_T]):
    """A page of a synchronous client: iterating gives the items of this page and of all that follow it."""

    @override
    def __iter__(self) -> Iterator[_T]:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        for page in self.iter_pages():
            yield from page._own_items()

    def iter_pages(self) -> Iterator[Self]:
        """Give this page and all that follow it."""
        page, seen = self, set[str]()
        while True:
            yield page
            if not page.has_next_page():
                return
            page = page._fetch_next(seen)

    def get_next_page(self) -> Self:
        """The next page. Raises RuntimeError if there is none."""
        return self._fetch_next(set())

    def _fetch_next(self, seen: set[str]) -> Self:
        client, call = self._next_call(seen)
        following = cast("Self", client._get_page(type(self), call))
        self._check_progress(following)
        return following


class BaseAsyncPage(BasePage[_T], Generic[_T]):
    """A page of an asynchronous client: iterating gives the items of this page and of all that follow it."""

    async def __aiter__(self) -> AsyncIterator[_T]:
        async for page in self.iter_pages():
            for item in page._own_items():
                yield item

    async def iter_pages(self) -> AsyncIterator[Self]:
        """Give this page and all that follow it."""
        page, seen = self, set[str]()
        while True:
            yield page
            if not page.has_next_page():
                return
            page = await page._fetch_next(seen)

    async def get_next_page(self) -> Self:
        """The next page. Raises RuntimeError if there is none."""
        return await self._fetch_next(set())

    async def _fetch_next(self, seen: set[str]) -> Self:
        client, call = self._next_call(seen)
        following = cast("Self", await client._get_page(type(self), call))
        self._check_progress(following)
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


def build_page(
    cls: type[_PageT],
    response: httpx2.Response,
    data: object,
    *,
    items: str,
    headers: Mapping[str, str] | None = None,
) -> _PageT:
    """A page whose body may be the bare list of its items, or whose fields may come in headers of the response.

    items: the wire name of the field that a body which is not an object goes into.
    headers: field -> header; the text becomes an int or a bool where the field is one.
    """
    from .reading import read_json, read_value

    if isinstance(data, list):
        # The bytes go straight through pydantic-core, as those of any other page do.
        page = read_json(b'{"%b":%b}' % (items.encode(), response.content), cls, strict=False)
    else:
        values = cast("dict[str, object]", data) if isinstance(data, dict) else {items: data}
        page = read_value(values, cls, strict=False)
    for field, header in (headers or {}).items():
        if (text := response.headers.get(header)) is not None:
            page.__dict__[field] = _from_text(text, cls.model_fields[field].annotation)
            page.__pydantic_fields_set__.add(field)
    return cast("_PageT", page)


def _from_text(text: str, annotation: Any) -> object:
    kinds = get_args(annotation) or (annotation,)
    if bool in kinds and text.strip().lower() in ("true", "false"):
        return text.strip().lower() == "true"
    if int in kinds:
        try:
            return int(text)
        except ValueError:
            return text
    return text
