"""Hears an answer that comes while its request is still being sent, as that of a server that refuses an upload and hangs up.

A write fails then, and the HTTP library goes on to read the answer. But on asyncio nothing is read during a write, and a
failed one takes along all that was not read. So connections are made to take in what comes while they write.
"""

from __future__ import annotations

from typing import Any

_SMALL = 65536
"""Bytes that a connection takes at once: neither they nor the head before them wait for a server that has hung up."""


def listen_while_sending(http: Any) -> None:
    """Let the connections that `http` makes from now on listen."""
    wrap_backends(http, _Backend)


def wrap_backends(http: Any, kind: type[Wrapped]) -> None:
    """Put a `kind` around whatever makes the connections of `http`, once.

    None of the attributes on the way is public: where one is missing, as in a transport that is not the library's own,
    connections stay as they are.
    """
    for transport in (getattr(http, "_transport", None), *getattr(http, "_mounts", {}).values()):
        pool: Any = getattr(transport, "_pool", None)
        backend = getattr(pool, "_network_backend", None)
        if backend is not None and not isinstance(backend, kind):
            pool._network_backend = kind(backend)


class Wrapped:
    """Something of the HTTP library that does what it does but for what a subclass says."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class _Backend(Wrapped):
    """What makes connections; each that it makes listens."""

    async def connect_tcp(self, *args: Any, **kwargs: Any) -> Any:
        return _Connection(await self._inner.connect_tcp(*args, **kwargs))

    async def connect_unix_socket(self, *args: Any, **kwargs: Any) -> Any:
        return _Connection(await self._inner.connect_unix_socket(*args, **kwargs))


class _Connection(Wrapped):
    def __init__(self, inner: Any) -> None:
        super().__init__(inner)
        stream = getattr(inner, "_stream", None)
        # Below TLS. Nothing of the kind on trio, which keeps what was not read.
        self._transport: Any = getattr(getattr(stream, "transport_stream", stream), "_transport", None)
        self._writes = 0

    async def start_tls(self, *args: Any, **kwargs: Any) -> Any:
        return _Connection(await self._inner.start_tls(*args, **kwargs))

    async def read(self, *args: Any, **kwargs: Any) -> Any:
        if self._writes > 2 and not self._transport.is_closing():
            self._transport.pause_reading()  # what comes later is no answer to this request
        self._writes = 0
        return await self._inner.read(*args, **kwargs)

    async def write(self, buffer: bytes, *args: Any, **kwargs: Any) -> None:
        if self._transport is not None and self._writes <= 2:
            self._writes += 3 if len(buffer) > _SMALL else 1
            if self._writes > 2 and not self._transport.is_closing():
                import asyncio  # which is there by now, and costs who has a synchronous client alone nothing

                self._transport.resume_reading()
                # What has come by now is taken in the second turn of the loop.
                await asyncio.sleep(0)
                await asyncio.sleep(0)
        await self._inner.write(buffer, *args, **kwargs)
