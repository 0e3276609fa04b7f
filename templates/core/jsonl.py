"""Sequences of JSON values out of bytes: one a line (JSON Lines), or each behind a record separator (RFC 7464); knows no HTTP."""

from __future__ import annotations

from collections.abc import Iterator

from typing_extensions import override

from .errors import SDKError
from .sse import MAX_BYTES, EventDecoder, ServerSentEvent


class SequenceDecoder(EventDecoder):
    """Takes apart a sequence of values, each of which is the data of an event."""

    def __init__(self, separator: bytes = b"\n", *, max_bytes: int = MAX_BYTES) -> None:
        self._separator = separator
        self._max_bytes = max_bytes
        self._pieces: list[bytes] = []
        self._size = 0

    @override
    def feed(self, chunk: bytes | None) -> Iterator[ServerSentEvent]:
        # The last value needs no separator behind it.
        *complete, rest = (self._separator if chunk is None else chunk).split(self._separator)
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
