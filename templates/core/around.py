"""What may stand around a try: the middleware of a client, and the deadline of a call; loaded only where there is one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar, cast

import httpx2

__all__ = ["read_until", "shortened", "wrapped"]

T = TypeVar("T")


def wrapped(
    send: Callable[[httpx2.Request], T], middleware: Iterable[Any], request: httpx2.Request, retries_taken: int
) -> Callable[[httpx2.Request], T]:
    """`send` inside of the middleware, the first one outermost; T is a response, or what is awaited for one."""
    request.extensions = {**request.extensions, "retries_taken": retries_taken}
    for layer in reversed(tuple(middleware)):
        send = _layer(layer, send)
    return send


def _layer(layer: Any, inner: Callable[[httpx2.Request], T]) -> Callable[[httpx2.Request], T]:
    return lambda request: cast("T", layer(request, inner))


def shortened(request: httpx2.Request, ends: float) -> httpx2.Request:
    """The request, no phase of which may last beyond `ends`, a time of the monotonic clock."""
    left = max(ends - time.monotonic(), 0.001)
    timeout: dict[str, float | None] = request.extensions.get("timeout", {})
    phases = {phase: left if timeout.get(phase) is None else min(timeout[phase] or 0, left) for phase in _PHASES}
    request.extensions = {**request.extensions, "timeout": phases}
    return request


_PHASES = ("connect", "read", "write", "pool")


def read_until(response: httpx2.Response, ends: float) -> httpx2.Response:
    """The response with its body read. Raises ReadTimeout where `ends` comes first, though the body keeps coming."""
    stream: Any = response.stream
    response.stream = _Watched(stream, response.request, ends)
    try:
        response.read()
    finally:
        response.close()
    return response


class _Watched(httpx2.SyncByteStream):
    def __init__(self, stream: httpx2.SyncByteStream, request: httpx2.Request, ends: float) -> None:
        self._stream = stream
        self._request = request
        self._ends = ends

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._stream:
            yield chunk
            if time.monotonic() >= self._ends:
                raise httpx2.ReadTimeout("The deadline has passed.", request=self._request)

    def close(self) -> None:
        self._stream.close()
