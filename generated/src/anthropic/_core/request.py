"""What one API call is, as plain data, before anything of it is encoded; owns neither encoding nor sending."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Generic, TypeVar, cast

import httpx2

from .sentinels import NotGiven, is_given, not_given, omit
from .types import AsyncBinaryTypes, BinaryTypes, Body, Encoding, Headers, Query, RequestFiles, RequestOptions, Style

T = TypeVar("T")
Reader = Callable[[Any, "Call[Any]", httpx2.Response], Any]
"""Reads the answer of a call of a client, where it is not simply `cast_to`."""


@dataclass(slots=True, eq=False, repr=False)
class CallOptions:
    """What every method lets its caller change about one call."""

    extra_headers: Headers | None = None
    extra_query: Query | None = None
    extra_body: Body | None = None
    timeout: float | httpx2.Timeout | NotGiven | None = not_given
    max_retries: int | NotGiven = not_given
    idempotency_key: str | None = None
    follow_redirects: bool | None = None


def call_options(
    extra_headers: Headers | None,
    extra_query: Query | None,
    extra_body: Body | None,
    timeout: float | httpx2.Timeout | NotGiven | None,
    idempotency_key: str | None = None,
) -> CallOptions:
    """The options that every emitted method takes, in the order of its signature."""
    return CallOptions(extra_headers, extra_query, extra_body, timeout, idempotency_key=idempotency_key)


@dataclass(slots=True, eq=False, repr=False)
class Call(Generic[T]):
    """One call: `path` is interpolated and encoded, may hold a query and may be an absolute URL.

    Values of `query`, `headers` and `body` are Python values and may be `omit`; `cast_to` is what the answer is read as
    (for pages: the item), unless there is a `reader`. A `body` of `omit` is no body, `None` is the JSON `null`. `media_type` describes the request
    body (default JSON), `accept` the answer. `styles` names the query parameters that are written otherwise than the rest,
    `encoding` the properties of a form, by style or by media type. `servers` maps an
    environment to the base URL of the call there; `security` lists its schemes where they are not those of the client.
    """

    method: str
    path: str
    cast_to: type[T]
    query: Mapping[str, object] | None = None
    styles: Mapping[str, Style] | None = None
    headers: Mapping[str, object] | None = None
    body: object = omit
    content: BinaryTypes | AsyncBinaryTypes | None = None
    files: RequestFiles | None = None
    encoding: Mapping[str, Encoding] | None = None
    media_type: str | None = None
    accept: str | None = None
    servers: Mapping[str, str] | None = None
    security: tuple[tuple[str, ...], ...] | None = None
    stream: bool = False
    stream_cls: type[Any] | None = None
    reader: Reader | None = None
    default_timeout: float | httpx2.Timeout | NotGiven | None = not_given
    default_max_retries: int | None = None
    options: CallOptions = field(default_factory=CallOptions)

    def params(self) -> dict[str, object]:
        """The query parameters given by the method and by `extra_query`, which wins; absent ones left out."""
        merged = {**(self.query or {}), **(self.options.extra_query or {})}
        return {name: value for name, value in merged.items() if is_given(value)}

    def json_body(self) -> object:
        """The body with `extra_body` merged over it (which wins, `None` included), or `omit` when there is none."""
        extra = self.options.extra_body
        if extra is None:
            return self.body
        body: object = self.body
        if body is None or not is_given(body):
            return extra
        if isinstance(body, Mapping) and isinstance(extra, Mapping):
            return {**cast("Mapping[str, object]", body), **cast("Mapping[str, object]", extra)}
        raise TypeError("`extra_body` can only be merged with a body that is an object")


# The default of every `options` parameter, which nobody can change for the others.
NO_OPTIONS = cast("RequestOptions", MappingProxyType[str, object]({}))


def custom_call(
    method: str,
    path: str,
    cast_to: type[T],
    options: RequestOptions,
    *,
    body: Body | None = None,
    content: BinaryTypes | AsyncBinaryTypes | None = None,
    files: RequestFiles | None = None,
    stream: bool = False,
    stream_cls: type[Any] | None = None,
) -> Call[T]:
    """The call that `client.get`, `client.post` and their like describe. Raises TypeError for two bodies at once."""
    if content is not None and body is not None:
        raise TypeError("Passing both `body` and `content` is not supported")
    if content is not None and files is not None:
        raise TypeError("Passing both `files` and `content` is not supported")
    if isinstance(body, bytes):
        warnings.warn(
            "Passing raw bytes as `body` is deprecated and will be removed in a future version. "
            "Please pass raw bytes via the `content` parameter instead.",
            DeprecationWarning,
            stacklevel=3,
        )
        body, content = None, body
    return Call(
        method,
        path,
        cast_to,
        query=options.get("params"),
        body=omit if body is None else body,
        content=content,
        files=files,
        stream=stream,
        stream_cls=stream_cls,
        options=_call_options(options),
    )


def _call_options(options: RequestOptions) -> CallOptions:
    return CallOptions(
        extra_headers=options.get("headers"),
        extra_body=options.get("extra_json"),
        timeout=options.get("timeout", not_given),
        max_retries=options.get("max_retries", not_given),
        idempotency_key=options.get("idempotency_key"),
        follow_redirects=options.get("follow_redirects"),
    )
