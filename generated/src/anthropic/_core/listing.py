"""Clients of an API with lists: one more request that the package need have no method for; owns no page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from .async_client import AsyncAPIClient
from .request import NO_OPTIONS, custom_call
from .sync_client import SyncAPIClient
from .types import Body, RequestOptions

if TYPE_CHECKING:
    from .pages import AsyncPaginator, BaseAsyncPage, BaseSyncPage

_PageT = TypeVar("_PageT", bound="BaseSyncPage[Any]")
_AsyncPageT = TypeVar("_AsyncPageT", bound="BaseAsyncPage[Any]")


class SyncListingClient(SyncAPIClient):
    """A synchronous client that can ask for pages."""

    def get_api_list(
        self,
        path: str,
        *,
        model: type[Any],
        page: type[_PageT],
        body: Body | None = None,
        options: RequestOptions = NO_OPTIONS,
        method: str = "get",
    ) -> _PageT:
        """Send a request and read the answer as a page of `model`."""
        from .pages import get_page

        return get_page(self, page, custom_call(method.upper(), path, model, options, body=body))


class AsyncListingClient(AsyncAPIClient):
    """An asynchronous client that can ask for pages."""

    def get_api_list(
        self,
        path: str,
        *,
        model: type[Any],
        page: type[_AsyncPageT],
        body: Body | None = None,
        options: RequestOptions = NO_OPTIONS,
        method: str = "get",
    ) -> AsyncPaginator[Any, _AsyncPageT]:
        """Ask for a page of `model` when it is awaited or iterated."""
        from .pages import get_async_page

        return get_async_page(self, page, custom_call(method.upper(), path, model, options, body=body))
