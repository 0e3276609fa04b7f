"""The type aliases that signatures of the package are written in; owns no behaviour."""

from __future__ import annotations

from collections.abc import AsyncIterable, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from os import PathLike
from typing import (
    IO,
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    Protocol,
    SupportsIndex,
    TypeAlias,
    TypedDict,
    TypeVar,
    Union,
    overload,
)

import httpx2

from .property_info import PropertyInfo
from .sentinels import Omit

_T_co = TypeVar("_T_co", covariant=True)

AnyMapping: TypeAlias = Mapping[str, object]
Headers: TypeAlias = Mapping[str, Union[str, Omit]]
Query: TypeAlias = Mapping[str, object]
Body: TypeAlias = object

NoneType: type[None] = type(None)

Timeout = httpx2.Timeout
Transport = httpx2.BaseTransport
ProxiesTypes: TypeAlias = Union[
    str, httpx2.Proxy, dict[Union[str, httpx2.URL], Union[str, httpx2.URL, httpx2.Proxy, None]]
]

TokenSource: TypeAlias = Union[Callable[[], Union[str, Awaitable[str]]], httpx2.Auth]
"""Where a token comes from that is not known beforehand: a function, which may be `async` for the asynchronous client."""

Middleware: TypeAlias = Callable[[httpx2.Request, Callable[[httpx2.Request], httpx2.Response]], httpx2.Response]
"""Stands around every try: it is given the request and what sends it, and returns the response that came of it."""
AsyncMiddleware: TypeAlias = Callable[
    [httpx2.Request, Callable[[httpx2.Request], Awaitable[httpx2.Response]]], Awaitable[httpx2.Response]
]

Style: TypeAlias = Callable[..., Iterable[tuple[str, str]]]
"""Writes a name and a value in another way than usual, as pairs of a query or a form."""
Encoding: TypeAlias = Union[str, Style, tuple[Union[str, Style], Mapping[str, str]]]
"""Of one property of a form: a style, or a media type, alone or with the headers of its part."""
ArrayFormat: TypeAlias = Literal["comma", "repeat", "indices", "brackets"]
NestedFormat: TypeAlias = Literal["dots", "brackets"]

# A request body as it is: sent without being read first, so that a large file never sits in memory.
BinaryTypes: TypeAlias = Union[bytes, bytearray, IO[bytes], Iterable[bytes], "PathLike[str]"]
AsyncBinaryTypes: TypeAlias = Union[bytes, bytearray, IO[bytes], AsyncIterable[bytes], "PathLike[str]"]

# What callers may give as a file: its content, or (name, content[, media type[, headers]]).
Base64FileInput: TypeAlias = Union[IO[bytes], "PathLike[str]"]
FileContent: TypeAlias = Union[IO[bytes], bytes, "PathLike[str]"]
FileTypes: TypeAlias = Annotated[
    Union[
        FileContent,
        tuple[Union[str, None], FileContent],
        tuple[Union[str, None], FileContent, Union[str, None]],
        tuple[Union[str, None], FileContent, Union[str, None], Mapping[str, str]],
    ],
    PropertyInfo(format="file"),
]
RequestFiles: TypeAlias = Union[Mapping[str, FileTypes], Sequence[tuple[str, FileTypes]]]


class RequestOptions(TypedDict, total=False):
    """The `options` of `client.get`, `client.post` and their like."""

    headers: Headers
    max_retries: int
    timeout: float | Timeout | None
    params: Query
    extra_json: AnyMapping
    idempotency_key: str
    follow_redirects: bool


if TYPE_CHECKING:

    class SequenceNotStr(Protocol[_T_co]):
        """A sequence, except that a plain `str` is refused where a list of strings is wanted."""

        @overload
        def __getitem__(self, index: SupportsIndex, /) -> _T_co: ...
        @overload
        def __getitem__(self, index: slice, /) -> Sequence[_T_co]: ...
        def __contains__(self, value: object, /) -> bool: ...
        def __len__(self) -> int: ...
        def __iter__(self) -> Iterator[_T_co]: ...
        def index(self, value: Any, start: int = 0, stop: int = ..., /) -> int: ...
        def count(self, value: Any, /) -> int: ...
        def __reversed__(self) -> Iterator[_T_co]: ...

else:
    SequenceNotStr = Sequence
