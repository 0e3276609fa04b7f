"""Bodies that are read while they are sent, and again where the same request goes out again: to where a redirect leads, or with a new token."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import httpx2

_PIECE = 65536
_PIECES = 8
"""Of that size each, read in one go of a worker thread."""


def _is_readable(content: object) -> bool:
    return hasattr(content, "read") or (
        isinstance(content, (Iterable, AsyncIterable)) and not isinstance(content, Mapping)
    )


class _Body:
    """`content` is read from where it stands; `rewind` brings it back there, None where it can be read only once."""

    def __init__(self, content: Any, rewind: Callable[[], None] | None) -> None:
        self._content = content
        if not _is_readable(content):
            kind = type(content).__name__
            raise TypeError(f"The content of a request is bytes, a file or an iterable of bytes, not a {kind}")
        self._rewind = rewind
        self._begun = False

    @property
    def again(self) -> bool:
        """Whether it can be sent again."""
        return self._rewind is not None

    def _begin(self) -> None:
        """Raises StreamConsumed where half a body, or none, would go out for the whole."""
        if self._begun:
            if self._rewind is None:
                raise httpx2.StreamConsumed
            self._rewind()
        self._begun = True


class SyncBody(_Body, httpx2.SyncByteStream):
    """The body of a request of a synchronous client."""

    def __init__(self, content: Any, rewind: Callable[[], None] | None) -> None:
        if not hasattr(content, "__iter__") and hasattr(content, "__aiter__"):
            raise TypeError("An asynchronous iterable cannot be the content of a request of a synchronous client")
        super().__init__(content, rewind)

    def __iter__(self) -> Iterator[bytes]:
        self._begin()
        content: Any = self._content
        yield from iter(lambda: content.read(_PIECE), b"") if hasattr(content, "read") else content


class AsyncBody(_Body, httpx2.AsyncByteStream):
    """That of an asynchronous client: what is read from disk is read in worker threads, so that a slow one does not hold up the event loop.

    joined: take many pieces in one go, which are not waited for one by one.
    """

    def __init__(self, content: Any, rewind: Callable[[], None] | None, *, joined: bool = False) -> None:
        super().__init__(content, rewind)
        self._joined = joined

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._begin()
        if not self._joined and hasattr(self._content, "__aiter__"):
            async for piece in self._content:
                yield piece
            return
        import anyio.to_thread

        content: Any = self._content
        count = _PIECES if self._joined else 1
        read = getattr(content, "read", None)
        pieces: Iterator[bytes] = iter(content) if read is None else iter(lambda: read(_PIECE * _PIECES), b"")
        while taken := await anyio.to_thread.run_sync(lambda: list(islice(pieces, count))):
            yield b"".join(taken)


def length_of(content: Any) -> int | None:
    """The bytes of a file from where it stands, which is where sending begins; None for what is no file on disk."""
    if hasattr(content, "__aiter__"):
        return None  # also of an asynchronous file, that has to be awaited to tell
    try:
        here = int(content.tell())
        length = int(content.seek(0, os.SEEK_END)) - here
        content.seek(here)
    except (AttributeError, OSError):
        return None
    return length
