"""Responses that are open: what goes wrong while one is read, and that it is closed when nobody holds it any more."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Any, ClassVar

import httpx2

from .errors import APIConnectionError, APITimeoutError, SDKError
from .lazy import cached_property
from .locks import running_loop

_ROOT = __name__.rsplit("._core", 1)[0]


class StreamAlreadyConsumed(SDKError):
    """The body was read before, piece by piece, and is gone."""

    def __init__(self) -> None:
        super().__init__(
            "Attempted to read or stream some content, but the content has already been streamed. "
            "Keep what the first iteration gives, or call `.read()` before iterating."
        )


@contextmanager
def reading(response: httpx2.Response) -> Generator[None]:
    """What goes wrong while a body is read, as an error of this package."""
    try:
        yield
    except httpx2.StreamConsumed as exc:
        raise StreamAlreadyConsumed from exc
    except httpx2.StreamClosed as exc:
        raise SDKError("The response was closed before it was read.") from exc
    except httpx2.TimeoutException as exc:
        raise APITimeoutError(response.request) from exc
    except httpx2.RequestError as exc:
        why = str(exc) or type(exc).__name__
        raise APIConnectionError(message=f"The answer broke off: {why}", request=response.request) from exc


def close_soon(what: Any, loop: Any) -> None:
    """Close what is synchronous (no `loop`); have the rest closed by its event loop, if that is the one which runs here."""
    if loop is None:
        what.close()
    elif loop is running_loop():
        loop.create_task(what.aclose())


def taken_out() -> Any:
    """The response as a property of its holder: a program that asks for it holds it as well."""
    return cached_property(lambda holder: holder._response)


class Holder:
    """Holds a response, and closes it when it goes away itself."""

    _shared_by: ClassVar[frozenset[str]]
    """The attributes that are there only where something else holds the response as well, which is left alone then."""

    _response: httpx2.Response
    _loop: Any

    def _hold(self, response: httpx2.Response, client: Any) -> None:
        self._response = response
        self._loop = running_loop() if client._is_async else None

    def __del__(self) -> None:
        with suppress(Exception):  # the interpreter may be half gone by now
            if not (self._response.is_closed or self.__dict__.keys() & self._shared_by):
                close_soon(self._response, self._loop)
