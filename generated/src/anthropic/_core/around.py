"""What may stand around a try: the middleware of a client, and the deadline of a call; loaded only where there is one."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

import httpx2

from .listening import Wrapped, wrap_backends

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


def answered(response: httpx2.Response, request: httpx2.Request) -> httpx2.Response:
    """The response; one that a layer has made, as from a cache, is told which request it answers."""
    if getattr(response, "_request", None) is None:
        response.request = request
    return response


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


# A timeout starts again with every byte, so that a server that sends one now and then keeps a call for ever. What the
# connections of the HTTP library read and write is watched too, where they are its own.
_ends: ContextVar[float | None] = ContextVar("ends", default=None)


@contextmanager
def until(http: httpx2.Client, ends: float) -> Generator[None, None, None]:
    """Whatever a connection of `http` waits for in the block ends at `ends`, with a ReadTimeout."""
    wrap_backends(http, _WatchedBackend)
    token = _ends.set(ends)
    try:
        yield
    finally:
        _ends.reset(token)


class _WatchedBackend(Wrapped):
    """What makes connections; each that it makes is watched."""

    def connect_tcp(self, *args: Any, **kwargs: Any) -> Any:
        return _WatchedConnection(self._inner.connect_tcp(*args, **kwargs))

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> Any:
        return _WatchedConnection(self._inner.connect_unix_socket(*args, **kwargs))


class _WatchedConnection(Wrapped):
    def start_tls(self, *args: Any, **kwargs: Any) -> Any:
        return _WatchedConnection(self._inner.start_tls(*args, **kwargs))

    def read(self, max_bytes: int, timeout: float | None = None) -> Any:
        return self._inner.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(timeout))


def _left(timeout: float | None) -> float | None:
    ends = _ends.get()
    if ends is None:
        return timeout
    left = ends - time.monotonic()
    if left <= 0:
        raise httpx2.ReadTimeout("The deadline has passed.")
    return left if timeout is None else min(timeout, left)
