"""Requests that the package has no method for (`client.get(path, cast_to=...)`) as a `Call`; sends nothing."""

from __future__ import annotations

import warnings
from types import MappingProxyType
from typing import Any, TypeVar, cast

from .request import Call, CallOptions
from .sentinels import not_given, omit
from .types import AsyncBinaryTypes, BinaryTypes, Body, RequestFiles, RequestOptions

__all__ = ["NO_OPTIONS", "custom_call"]

T = TypeVar("T")

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
