"""Sequences of JSON values out of bytes: one a line (JSON Lines), or each behind a record separator (RFC 7464); knows no HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator

from .errors import SDKError
from .sse import ServerSentEvent

__all__ = ["SequenceDecoder"]

_MAX_BYTES = 64 * 1024 * 1024
"""Of one value: a server that never ends a value would else fill the memory."""


class SequenceDecoder:
    """Takes bytes in pieces of any size and gives values, as the data of events, as soon as they are complete."""

    def __init__(self, separator: bytes = b"\n", *, max_bytes: int = _MAX_BYTES) -> None:
        self._separator = separator
        self._max_bytes = max_bytes
        self._pieces: list[bytes] = []
        self._size = 0

    def iter_bytes(self, chunks: Iterable[bytes]) -> Iterator[ServerSentEvent]:
        """The values in a stream of bytes; the last one needs no separator behind it."""
        for chunk in chunks:
            yield from self._feed(chunk)
        yield from self._feed(self._separator)

    async def aiter_bytes(self, chunks: AsyncIterable[bytes]) -> AsyncIterator[ServerSentEvent]:
        """The values in an asynchronous stream of bytes."""
        async for chunk in chunks:
            for event in self._feed(chunk):
                yield event
        for event in self._feed(self._separator):
            yield event

    def _feed(self, chunk: bytes) -> Iterator[ServerSentEvent]:
        *complete, rest = chunk.split(self._separator)
        for piece in complete:
            text = b"".join([*self._pieces, piece]).strip()
            self._pieces, self._size = [], 0
            if text:
                yield ServerSentEvent(data=text.decode("utf-8", "replace"))
        self._size += len(rest)
        if self._size > self._max_bytes:
            raise SDKError(f"A value of the stream is larger than {self._max_bytes} bytes")
        if rest:
            self._pieces.append(rest)
