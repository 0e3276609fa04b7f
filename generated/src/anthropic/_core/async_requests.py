"""Requests that the package has no method for, on an asynchronous client (`client.get(path, cast_to=...)`); sends nothing itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast, overload

from .client import BaseClient
from .request import NO_OPTIONS, Call, custom_call
from .types import AsyncBinaryTypes, Body, RequestFiles, RequestOptions

if TYPE_CHECKING:
    from .streaming import AsyncStream

ResponseT = TypeVar("ResponseT")
_AsyncStreamT = TypeVar("_AsyncStreamT", bound="AsyncStream[Any]")


class AsyncRequests(BaseClient):
    """The methods named after those of HTTP.

    `path` is under the base URL or is an absolute URL. `body` is sent as JSON, `content` as it is, `files` make the
    request multipart. `stream=True` needs a `stream_cls`, such as `AsyncStream[Model]`.
    """

    if TYPE_CHECKING:

        async def _send(self, call: Call[ResponseT]) -> ResponseT: ...

    @overload
    async def get(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        options: RequestOptions = NO_OPTIONS,
        stream: Literal[False] = False,
    ) -> ResponseT: ...
    @overload
    async def get(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        options: RequestOptions = NO_OPTIONS,
        stream: Literal[True],
        stream_cls: type[_AsyncStreamT],
    ) -> _AsyncStreamT: ...
    @overload
    async def get(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        options: RequestOptions = NO_OPTIONS,
        stream: bool,
        stream_cls: type[_AsyncStreamT] | None = None,
    ) -> ResponseT | _AsyncStreamT: ...
    async def get(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        options: RequestOptions = NO_OPTIONS,
        stream: bool = False,
        stream_cls: type[_AsyncStreamT] | None = None,
    ) -> ResponseT | _AsyncStreamT:
        """Send a GET request and read the answer as `cast_to`."""
        return await self._send(custom_call("GET", path, cast_to, options, stream=stream, stream_cls=stream_cls))

    @overload
    async def post(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        body: Body | None = None,
        content: AsyncBinaryTypes | None = None,
        options: RequestOptions = NO_OPTIONS,
        files: RequestFiles | None = None,
        stream: Literal[False] = False,
    ) -> ResponseT: ...
    @overload
    async def post(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        body: Body | None = None,
        content: AsyncBinaryTypes | None = None,
        options: RequestOptions = NO_OPTIONS,
        files: RequestFiles | None = None,
        stream: Literal[True],
        stream_cls: type[_AsyncStreamT],
    ) -> _AsyncStreamT: ...
    @overload
    async def post(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        body: Body | None = None,
        content: AsyncBinaryTypes | None = None,
        options: RequestOptions = NO_OPTIONS,
        files: RequestFiles | None = None,
        stream: bool,
        stream_cls: type[_AsyncStreamT] | None = None,
    ) -> ResponseT | _AsyncStreamT: ...
    async def post(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        body: Body | None = None,
        content: AsyncBinaryTypes | None = None,
        options: RequestOptions = NO_OPTIONS,
        files: RequestFiles | None = None,
        stream: bool = False,
        stream_cls: type[_AsyncStreamT] | None = None,
    ) -> ResponseT | _AsyncStreamT:
        """Send a POST request and read the answer as `cast_to`."""
        return await self._send(
            custom_call(
                "POST",
                path,
                cast_to,
                options,
                body=body,
                content=content,
                files=files,
                stream=stream,
                stream_cls=stream_cls,
            )
        )

    async def patch(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        body: Body | None = None,
        content: AsyncBinaryTypes | None = None,
        files: RequestFiles | None = None,
        options: RequestOptions = NO_OPTIONS,
    ) -> ResponseT:
        """Send a PATCH request and read the answer as `cast_to`."""
        return await self._send(custom_call("PATCH", path, cast_to, options, body=body, content=content, files=files))

    async def put(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        body: Body | None = None,
        content: AsyncBinaryTypes | None = None,
        files: RequestFiles | None = None,
        options: RequestOptions = NO_OPTIONS,
    ) -> ResponseT:
        """Send a PUT request and read the answer as `cast_to`."""
        return await self._send(custom_call("PUT", path, cast_to, options, body=body, content=content, files=files))

    async def delete(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        body: Body | None = None,
        content: AsyncBinaryTypes | None = None,
        options: RequestOptions = NO_OPTIONS,
    ) -> ResponseT:
        """Send a DELETE request and read the answer as `cast_to`."""
        return await self._send(custom_call("DELETE", path, cast_to, options, body=body, content=content))

    async def request(
        self,
        cast_to: type[ResponseT],
        options: Call[Any],
        *,
        stream: bool = False,
        stream_cls: type[_AsyncStreamT] | None = None,
    ) -> ResponseT | _AsyncStreamT:
        """Send a call made by hand and read the answer as `cast_to`."""
        call = replace(options, cast_to=cast_to, stream=stream, stream_cls=stream_cls)
        return cast("ResponseT | _AsyncStreamT", await self._send(call))
