"""Connections by aiohttp for an asynchronous client; imported only where the extra that brings it is installed.

The package that adapts aiohttp is written for one HTTP library. Where that is not the one this package uses, requests,
responses and errors are handed over between the two, bodies unread.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from typing import Any

import httpx2
from httpx_aiohttp import transport as adapter

_FOREIGN: Any = vars(adapter)["httpx"]


def aiohttp_transport(*args: Any, **options: Any) -> httpx2.AsyncBaseTransport:
    """A transport with the options that the HTTP library's own transport takes."""
    inner: Any = adapter.AiohttpTransport(*args, **options)
    transport: httpx2.AsyncBaseTransport = inner if _FOREIGN is httpx2 else _Bridge(inner)
    return transport


class _Bridge(httpx2.AsyncBaseTransport):
    def __init__(self, inner: Any) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        body: dict[str, Any]
        try:
            body = {"content": request.content}
        except httpx2.RequestNotRead:
            body = {"stream": request.stream}
        foreign = _FOREIGN.Request(
            request.method, str(request.url), headers=request.headers.raw, extensions=request.extensions, **body
        )
        with _own_errors():
            response = await self._inner.handle_async_request(foreign)
        return httpx2.Response(
            response.status_code,
            headers=response.headers.raw,
            stream=_Body(response.stream),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Body(httpx2.AsyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _own_errors():
            async for chunk in self._stream:
                yield chunk

    async def aclose(self) -> None:
        with _own_errors():
            await self._stream.aclose()


@contextmanager
def _own_errors() -> Generator[None]:
    try:
        yield
    except _FOREIGN.HTTPError as exc:
        kind = getattr(httpx2, type(exc).__name__, httpx2.TransportError)
        raise kind(str(exc)) from exc
