"""The HTTP clients that the package makes when the caller brings none, and their sharing; sends nothing itself."""

from __future__ import annotations

import os
from contextlib import nullcontext, suppress
from functools import lru_cache
from typing import Any

import httpx2

from .errors import SDKError
from .holding import close_soon
from .listening import listen_while_sending
from .locks import ForkLock, running_loop
from .settings import ClientSettings

_ROOT = __name__.rsplit("._core", 1)[0]


def with_defaults(settings: ClientSettings, kwargs: dict[str, Any]) -> dict[str, Any]:
    """The arguments of an HTTP client: those of the caller, else what the package does by default."""
    return {"timeout": settings.timeout, "limits": settings.limits, "follow_redirects": True, **kwargs}


def own_client_options(settings: ClientSettings) -> dict[str, Any]:
    """The arguments of the HTTP client that an API client makes for itself."""
    certificates = tuple(os.environ.get(name) for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"))
    return with_defaults(settings, {"verify": _tls_context(certificates)})


@lru_cache(maxsize=4)
def _tls_context(_certificates: tuple[str | None, ...]) -> Any:
    # Reading the certificates of all authorities takes longer than some requests; the clients of a process share them.
    return httpx2.create_ssl_context()


def _client_class(library: Any, name: str, settings: ClientSettings) -> Any:
    class Client(library):  # type: ignore[misc]
        __module__ = _ROOT

        def __init__(self, **kwargs: Any) -> None:
            library.__init__(self, **with_defaults(settings, kwargs))

    Client.__name__ = Client.__qualname__ = name
    return Client


def default_httpx_client(settings: ClientSettings) -> type[httpx2.Client]:
    """The class behind `DefaultHttpxClient`: the HTTP library's client with the defaults of this package."""
    return _client_class(httpx2.Client, "DefaultHttpxClient", settings)  # type: ignore[no-any-return]


def default_async_httpx_client(settings: ClientSettings) -> type[httpx2.AsyncClient]:
    """The class behind `DefaultAsyncHttpxClient`."""
    return _client_class(httpx2.AsyncClient, "DefaultAsyncHttpxClient", settings)  # type: ignore[no-any-return]


def default_aiohttp_client(settings: ClientSettings) -> type[httpx2.AsyncClient]:
    """The class behind `DefaultAioHttpClient`: connections by aiohttp. Raises RuntimeError when it is made without it."""

    class DefaultAioHttpClient(httpx2.AsyncClient):
        __module__ = _ROOT

        def __init__(self, **kwargs: Any) -> None:
            try:
                from .aiohttp_transport import aiohttp_transport
            except ImportError as exc:
                raise RuntimeError(
                    "To use the aiohttp client you must have installed the package with the `aiohttp` extra: "
                    f"pip install '{settings.package}[aiohttp]'"
                ) from exc
            self._make_transport = aiohttp_transport
            super().__init__(**with_defaults(settings, kwargs))

        def _init_transport(self, *args: Any, transport: Any = None, **kwargs: Any) -> Any:
            return self._make_transport(*args, **kwargs) if transport is None else transport

        def _init_proxy_transport(self, proxy: Any, *args: Any, **kwargs: Any) -> Any:
            return self._make_transport(*args, proxy=proxy, **kwargs)

    DefaultAioHttpClient.__qualname__ = "DefaultAioHttpClient"
    return DefaultAioHttpClient


class _Pool:
    """One HTTP client, shared by an API client and its copies and built at the first request.

    It closes itself when the last of them is gone, so that a copy may outlive the client it was made from. After a fork
    the child gets a client of its own: two processes must not talk on one connection.
    """

    _client: Any

    def __init__(self, kind: type[Any], given: Any, settings: ClientSettings) -> None:
        """`given` is the HTTP client of the caller's, or None. Raises TypeError for one that is no `kind`."""
        if given is not None and not isinstance(given, kind):
            raise TypeError(
                f"Invalid `http_client` argument; Expected an instance of `{httpx2.__name__}.{kind.__name__}` "
                f"but got {type(given)}"
            )
        self._kind, self._settings = kind, settings
        self._client = given
        self._given = given is not None
        self._closed = False
        self._process = os.getpid()
        self._lock = ForkLock()  # of threads, which an asynchronous client is not shared by

    @property
    def is_closed(self) -> bool:
        """Whether no request can be sent any more."""
        return self._closed or (self._client is not None and self._client.is_closed)

    def _is_usable(self) -> bool:
        return self._client is not None and (self._given or self._process == os.getpid())

    def _make(self) -> Any:
        if self._closed:
            raise RuntimeError("Cannot send a request, as the client has been closed.")
        self._client, self._process = self._kind(**own_client_options(self._settings)), os.getpid()
        return self._client


class SyncPool(_Pool):
    """That of a synchronous client; threads may share it."""

    def get(self) -> httpx2.Client:
        """The HTTP client."""
        client: httpx2.Client
        if self._is_usable():
            client = self._client
        else:
            with self._lock.held():
                client = self._client if self._is_usable() else self._make()
        return client

    def close(self) -> None:
        """Close all connections."""
        self._closed = True
        if self._client is not None:
            self._client.close()

    def __del__(self) -> None:
        with suppress(Exception):  # the interpreter may be half gone by now
            if not self._given and self._client is not None and self._process == os.getpid():
                self._client.close()


class AsyncPool(_Pool):
    """The same for an asynchronous client, whose connections also belong to one event loop."""

    _loop: Any = None

    def get(self) -> httpx2.AsyncClient:
        """The HTTP client. Raises SDKError when another event loop that still runs is using it."""
        loop = running_loop()
        if self._is_usable():
            if self._loop is loop:
                client: httpx2.AsyncClient = self._client
                return client
            if self._loop is not None and self._loop.is_running():
                raise SDKError(
                    "This client is in use by another event loop, which is still running. Make one client for each loop."
                )
        # Connections of a loop that has ended cannot be used, nor closed in order.
        client = self._client if self._given and self._is_usable() else self._make()
        self._loop = loop
        listen_while_sending(client)
        return client

    async def close(self) -> None:
        """Close all connections."""
        self._closed = True
        ours = self._loop is None or self._loop is running_loop()
        if self._client is not None and (self._given or ours):
            with nullcontext() if ours else suppress(RuntimeError):  # its loop is closed
                await self._client.aclose()

    def __del__(self) -> None:
        with suppress(Exception):  # likewise
            if not (self._given or self._client is None or self._client.is_closed):
                close_soon(self._client, self._loop)
