"""What one API call is, as plain data, before anything of it is encoded; owns neither encoding nor sending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import httpx2

from .sentinels import NotGiven, is_given, not_given, omit
from .types import AsyncBinaryTypes, BinaryTypes, Body, Encoding, Headers, Query, RequestFiles

if TYPE_CHECKING:
    from .pages import PageInfo

__all__ = ["Call", "CallOptions", "call_options"]

T = TypeVar("T")


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
    (for pages: the item). A `body` of `omit` is no body, `None` is the JSON `null`. `media_type` describes the request
    body (default JSON), `accept` the answer. `styles` names the query parameters that are written otherwise than the rest
    (see styles.py), `encoding` the properties of a form, by style or by media type. `servers` maps an
    environment to the base URL of the call there; `security` lists its schemes where they are not those of the client.
    With `unwrap`, the answer is what that property of an object holds.
    """

    method: str
    path: str
    cast_to: type[T]
    query: Mapping[str, object] | None = None
    styles: Mapping[str, str] | None = None
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
    post_parser: Callable[[Any], Any] | None = None
    unwrap: str | None = None
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
            return {**_as_object(cast("object", body)), **_as_object(cast("object", extra))}
        raise TypeError("`extra_body` can only be merged with a body that is an object")

    def with_page(self, info: PageInfo) -> Call[T]:
        """The call for another page: `params` over the query, `json` over the body, or a URL with its own query."""
        options = replace(self.options, extra_query=None, extra_body=None, idempotency_key=None)
        call = replace(self, query=self.params(), body=self.json_body(), options=options)
        if info.url is not None:
            url = httpx2.URL(info.url)
            # The URL keeps its query byte for byte; what it names replaces what the caller had asked for.
            named = {name.partition("[")[0] for name in url.params.keys()}  # noqa: SIM118
            call.query = {name: value for name, value in self.params().items() if name not in named}
            call.path = str(url)
        if info.params:
            call.query = {**(call.query or {}), **info.params}
        if info.json:
            call.body = {**_as_object(call.body), **info.json}
        return call


def _as_object(body: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", body) if isinstance(body, Mapping) else {}
