"""Connections by aiohttp for an asynchronous client; imported only where the extra that brings it is installed.

The package that adapts aiohttp is written for one HTTP library, and takes some failures of aiohttp for others. So requests,
responses and errors are handed over between the two, bodies unread.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from typing import Any

import httpx2
from httpx_aiohttp import transport as adapter

_FOREIGN: Any = vars(adapter)["httpx"]
_AIOHTTP: Any = vars(adapter)["aiohttp"]


def aiohttp_transport(*args: Any, **options: Any) -> httpx2.AsyncBaseTransport:
    """A transport with the options that the HTTP library's own transport takes."""
    return _Bridge(adapter.AiohttpTransport(*args, **options))


class _Bridge(httpx2.AsyncBaseTransport):
    def __init__(self, inner: Any) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        # What is at hand is no stream, or a request without a body would be sent in chunks.
        at_hand = isinstance(request.stream, httpx2.ByteStream)
        body: dict[str, Any] = {"content": await request.aread()} if at_hand else {"stream": request.stream}
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
    except (_FOREIGN.HTTPError, _AIOHTTP.ClientError) as exc:
        raise _kind(exc)(str(exc)) from exc


def _kind(exc: BaseException) -> Any:
    """The class of error of the HTTP library: a connection that is lost is no timeout, as it is to the adapter."""
    cause = exc if isinstance(exc, _AIOHTTP.ClientError) else exc.__cause__
    known = isinstance(cause, _AIOHTTP.ServerTimeoutError | _AIOHTTP.ClientConnectorError)
    if isinstance(cause, _AIOHTTP.ClientConnectionError) and not known:
        return httpx2.ReadError
    if cause is exc:
        return httpx2.RemoteProtocolError
    return getattr(httpx2, type(exc).__name__, httpx2.TransportError)
