"""What every resource has: the client that it sends through; owns no request."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from .lazy import Viewed

if TYPE_CHECKING:
    from .async_client import AsyncAPIClient
    from .request import Call
    from .sync_client import SyncAPIClient

T = TypeVar("T")


class SyncAPIResource(Viewed):
    """A group of methods of a synchronous client. In a view, `_client` is a sender that stands in for the client."""

    _client: SyncAPIClient

    def __init__(self, client: SyncAPIClient) -> None:
        self._client = client

    def _send(self, call: Call[T]) -> T:
        return self._client._send(call)

    def _sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class AsyncAPIResource(Viewed):
    """A group of methods of an asynchronous client. In a view, `_client` is a sender that stands in for the client."""

    _client: AsyncAPIClient

    def __init__(self, client: AsyncAPIClient) -> None:
        self._client = client

    async def _send(self, call: Call[T]) -> T:
        return await self._client._send(call)

    async def _sleep(self, seconds: float) -> None:
        import anyio

        await anyio.sleep(seconds)
