"""Requests that the package has no method for, on a synchronous client (`client.get(path, cast_to=...)`); sends nothing itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast, overload

from .client import BaseClient
from .request import NO_OPTIONS, Call, custom_call
from .types import BinaryTypes, Body, RequestFiles, RequestOptions

if TYPE_CHECKING:
    from .streaming import Stream

ResponseT = TypeVar("ResponseT")
_StreamT = TypeVar("_StreamT", bound="Stream[Any]")


class SyncRequests(BaseClient):
    """The methods named after those of HTTP.

    `path` is under the base URL or is an absolute URL. `body` is sent as JSON, `content` as it is, `files` make the
    request multipart. `stream=True` needs a `stream_cls`, such as `Stream[Model]`.
    """

    if TYPE_CHECKING:

        def _send(self, call: Call[ResponseT]) -> ResponseT: ...

    @overload
    def get(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        options: RequestOptions = NO_OPTIONS,
        stream: Literal[False] = False,
    ) -> ResponseT: ...
    @overload
    def get(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        options: RequestOptions = NO_OPTIONS,
        stream: Literal[True],
        stream_cls: type[_StreamT],
    ) -> _StreamT: ...
    @overload
    def get(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        options: RequestOptions = NO_OPTIONS,
        stream: bool,
        stream_cls: type[_StreamT] | None = None,
    ) -> ResponseT | _StreamT: ...
    def get(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        options: RequestOptions = NO_OPTIONS,
        stream: bool = False,
        stream_cls: type[_StreamT] | None = None,
    ) -> ResponseT | _StreamT:
        """Send a GET request and read the answer as `cast_to`."""
        return self._send(custom_call("GET", path, cast_to, options, stream=stream, stream_cls=stream_cls))

    @overload
    def post(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        body: Body | None = None,
        content: BinaryTypes | None = None,
        options: RequestOptions = NO_OPTIONS,
        files: RequestFiles | None = None,
        stream: Literal[False] = False,
    ) -> ResponseT: ...
    @overload
    def post(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        body: Body | None = None,
        content: BinaryTypes | None = None,
        options: RequestOptions = NO_OPTIONS,
        files: RequestFiles | None = None,
        stream: Literal[True],
        stream_cls: type[_StreamT],
    ) -> _StreamT: ...
    @overload
    def post(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        body: Body | None = None,
        content: BinaryTypes | None = None,
        options: RequestOptions = NO_OPTIONS,
        files: RequestFiles | None = None,
        stream: bool,
        stream_cls: type[_StreamT] | None = None,
    ) -> ResponseT | _StreamT: ...
    def post(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        body: Body | None = None,
        content: BinaryTypes | None = None,
        options: RequestOptions = NO_OPTIONS,
        files: RequestFiles | None = None,
        stream: bool = False,
        stream_cls: type[_StreamT] | None = None,
    ) -> ResponseT | _StreamT:
        """Send a POST request and read the answer as `cast_to`."""
        return self._send(
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

    def patch(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        body: Body | None = None,
        content: BinaryTypes | None = None,
        files: RequestFiles | None = None,
        options: RequestOptions = NO_OPTIONS,
    ) -> ResponseT:
        """Send a PATCH request and read the answer as `cast_to`."""
        return self._send(custom_call("PATCH", path, cast_to, options, body=body, content=content, files=files))

    def put(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        body: Body | None = None,
        content: BinaryTypes | None = None,
        files: RequestFiles | None = None,
        options: RequestOptions = NO_OPTIONS,
    ) -> ResponseT:
        """Send a PUT request and read the answer as `cast_to`."""
        return self._send(custom_call("PUT", path, cast_to, options, body=body, content=content, files=files))

    def delete(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        body: Body | None = None,
        content: BinaryTypes | None = None,
        options: RequestOptions = NO_OPTIONS,
    ) -> ResponseT:
        """Send a DELETE request and read the answer as `cast_to`."""
        return self._send(custom_call("DELETE", path, cast_to, options, body=body, content=content))

    def request(
        self,
        cast_to: type[ResponseT],
        options: Call[Any],
        *,
        stream: bool = False,
        stream_cls: type[_StreamT] | None = None,
    ) -> ResponseT | _StreamT:
        """Send a call made by hand and read the answer as `cast_to`."""
        call = replace(options, cast_to=cast_to, stream=stream, stream_cls=stream_cls)
        return cast("ResponseT | _StreamT", self._send(call))
