"""A whole HTTP response with the value it is read as; owns the reading of bodies, not what they mean."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast, get_args, get_origin, overload

import httpx2

from .answers import body_text, is_response_class, is_stream_class, read_answer, read_result, read_stream, request_id
from .errors import SDKError
from .holding import Holder, reading, taken_out
from .lazy import cached_property
from .lifted import Lifted

if TYPE_CHECKING:
    from .client import BaseClient
    from .request import Call

R = TypeVar("R")
_T = TypeVar("_T")
_ResponseT = TypeVar("_ResponseT", bound="APIResponse[Any]")
_AsyncResponseT = TypeVar("_AsyncResponseT", bound="AsyncAPIResponse[Any]")
_ROOT = __name__.rsplit("._core", 1)[0]


class MissingStreamClassError(SDKError, TypeError):
    """A stream was asked for without saying which class reads it."""

    def __init__(self) -> None:
        super().__init__("`stream=True` needs `stream_cls`, for example `stream_cls=Stream[object]`.")


class BaseAPIResponse(Holder, Lifted, Generic[R]):
    """What both kinds of response know without reading anything.

    One that goes away unread gives back its connection, unless the program has taken `http_response` out of it.
    """

    __module__ = _ROOT

    _shared_by = frozenset(("http_response", "_parsed"))
    http_response: httpx2.Response = taken_out()
    retries_taken: int

    def __init__(
        self,
        *,
        raw: httpx2.Response,
        client: BaseClient,
        call: Call[Any],
        retries_taken: int = 0,
    ) -> None:
        self._hold(raw, client)
        self.retries_taken = retries_taken
        self._client = client
        self._call = call

    @cached_property
    def _parsed(self) -> dict[Any, Any]:
        return {}

    @property
    def headers(self) -> httpx2.Headers:
        """The headers of the answer."""
        return self._response.headers

    @property
    def http_request(self) -> httpx2.Request:
        """The request that was sent last."""
        return self._response.request

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self._response.status_code

    @property
    def url(self) -> httpx2.URL:
        """The URL that answered, after redirects."""
        return self._response.url

    @property
    def method(self) -> str:
        """The HTTP method of the request that was sent last."""
        return self.http_request.method

    @property
    def http_version(self) -> str:
        """Such as `HTTP/1.1`."""
        return self._response.http_version

    @property
    def elapsed(self) -> timedelta:
        """The time from sending the request to having read or closed the response."""
        return self._response.elapsed

    @property
    def is_closed(self) -> bool:
        """Whether the response has given back its connection."""
        return self._response.is_closed

    @property
    def request_id(self) -> str | None:
        """The server's own name for the request, where the API has one."""
        return request_id(self._client, self._response)

    def __repr__(self) -> str:
        raw = self._response
        return f"<{type(self).__name__} [{raw.status_code} {raw.reason_phrase}] type={self._call.cast_to}>"

    @classmethod
    def _unread(cls) -> type[BaseAPIResponse[Any]]:
        """The class of the same response before its body is read."""
        return cls

    def _target(self, to: Any) -> Any:
        if to is not None:
            return to
        target = self._call.cast_to
        return extract_response_type(type(self)) if is_response_class(target) else target

    def _is_stream(self, to: Any) -> bool:
        return is_stream_class(to) if to is not None else self._call.stream

    def _read_as(self, to: Any) -> Any:
        if self._is_stream(to):
            return read_stream(self._client, self._call, self._response, to)
        if to is None and self._call.reader is not None:
            return read_result(self._client, self._call, self._response)
        return read_answer(self._client, self._call, self._response, self._target(to))


def _cache_key(to: Any) -> Any:
    try:
        hash(to)
    except TypeError:
        return str(to)
    return to, get_args(to)  # Union[A, B] == Union[B, A], but they are read differently


class APIResponse(BaseAPIResponse[R]):
    """A response of a synchronous client."""

    __module__ = _ROOT

    @overload
    def parse(self, *, to: type[_T]) -> _T: ...
    @overload
    def parse(self) -> R: ...
    def parse(self, *, to: type[_T] | None = None) -> R | _T:
        """The body as what the method returns, or as `to`: a model, a union, `str`, `Stream[Model]`... Read once."""
        key = _cache_key(to)
        if key not in self._parsed:
            if not self._is_stream(to):
                self.read()
            self._parsed[key] = self._read_as(to)
        return cast("R | _T", self._parsed[key])

    def read(self) -> bytes:
        """The whole body. Raises StreamAlreadyConsumed if it was iterated before, and APIConnectionError where it breaks off."""
        with reading(self._response):
            return self._response.read()

    def text(self) -> str:
        """The whole body as text."""
        self.read()
        return body_text(self._response)

    def json(self) -> object:
        """The whole body as JSON. Raises ValueError if it is something else."""
        return cast("object", json.loads(self.read()))

    def close(self) -> None:
        """Give back the connection; what was not read is lost."""
        self._response.close()

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The body in pieces, decompressed; of `chunk_size` bytes each where that is given."""
        with reading(self._response):
            yield from self._response.iter_bytes(chunk_size)

    def iter_text(self, chunk_size: int | None = None) -> Iterator[str]:
        """The body in pieces of text; of `chunk_size` characters each where that is given."""
        with reading(self._response):
            yield from self._response.iter_text(chunk_size)

    def iter_lines(self) -> Iterator[str]:
        """The body line by line, without line ends."""
        with reading(self._response):
            yield from self._response.iter_lines()


class AsyncAPIResponse(BaseAPIResponse[R]):
    """A response of an asynchronous client."""

    __module__ = _ROOT

    @overload
    async def parse(self, *, to: type[_T]) -> _T: ...
    @overload
    async def parse(self) -> R: ...
    async def parse(self, *, to: type[_T] | None = None) -> R | _T:
        """The body as what the method returns, or as `to`: a model, a union, `str`, `AsyncStream[Model]`... Read once."""
        key = _cache_key(to)
        if key not in self._parsed:
            if not self._is_stream(to):
                await self.read()
            self._parsed[key] = self._read_as(to)
        return cast("R | _T", self._parsed[key])

    async def read(self) -> bytes:
        """The whole body. Raises StreamAlreadyConsumed if it was iterated before, and APIConnectionError where it breaks off."""
        with reading(self._response):
            return await self._response.aread()

    async def text(self) -> str:
        """The whole body as text."""
        await self.read()
        return body_text(self._response)

    async def json(self) -> object:
        """The whole body as JSON. Raises ValueError if it is something else."""
        return cast("object", json.loads(await self.read()))

    async def close(self) -> None:
        """Give back the connection; what was not read is lost."""
        await self._response.aclose()

    async def iter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """The body in pieces, decompressed; of `chunk_size` bytes each where that is given."""
        with reading(self._response):
            async for chunk in self._response.aiter_bytes(chunk_size):
                yield chunk

    async def iter_text(self, chunk_size: int | None = None) -> AsyncIterator[str]:
        """The body in pieces of text; of `chunk_size` characters each where that is given."""
        with reading(self._response):
            async for chunk in self._response.aiter_text(chunk_size):
                yield chunk

    async def iter_lines(self) -> AsyncIterator[str]:
        """The body line by line, without line ends."""
        with reading(self._response):
            async for chunk in self._response.aiter_lines():
                yield chunk


class ResponseContextManager(Generic[_ResponseT]):
    """Sends the request on entering, closes the response on leaving."""

    def __init__(self, request: Callable[[], _ResponseT]) -> None:
        self._request = request
        self._response: _ResponseT | None = None

    def __enter__(self) -> _ResponseT:
        self._response = self._request()
        return self._response

    def __exit__(self, *exc: object) -> None:
        if self._response is not None:
            self._response.close()


class AsyncResponseContextManager(Generic[_AsyncResponseT]):
    """Sends the request on entering, closes the response on leaving."""

    def __init__(self, request: Callable[[], Awaitable[_AsyncResponseT]]) -> None:
        self._request = request
        self._response: _AsyncResponseT | None = None

    async def __aenter__(self) -> _AsyncResponseT:
        self._response = await self._request()
        return self._response

    async def __aexit__(self, *exc: object) -> None:
        if self._response is not None:
            await self._response.close()


def extract_response_type(kind: type[BaseAPIResponse[Any]]) -> type[Any]:
    """The type argument of a response class: `bytes` of `APIResponse[bytes]` and of its subclasses.

    Raises RuntimeError when it has none.
    """
    origin = get_origin(kind) or kind
    arguments = get_args(kind)
    if arguments and origin in (BaseAPIResponse, APIResponse, AsyncAPIResponse):
        return cast("type[Any]", arguments[0])
    for base in getattr(origin, "__orig_bases__", ()):
        parent = get_origin(base)
        if parent is not None and parent is not Generic and issubclass(parent, BaseAPIResponse):
            inner = get_args(base)[0]
            if not isinstance(inner, TypeVar):
                return extract_response_type(base)
    raise RuntimeError(f"Expected type {kind} to have a type argument at index 0 but it did not")
