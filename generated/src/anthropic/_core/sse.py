"""Server-sent events (HTML Living Standard, section 9.2.6) out of bytes; knows no HTTP and no JSON schema."""

from __future__ import annotations

import json
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from typing_extensions import override

from .errors import SDKError

_BOM = b"\xef\xbb\xbf"
MAX_BYTES = 64 * 1024 * 1024
"""Of one event, or one value of a sequence: a server that never ends one would else fill the memory."""


@dataclass(slots=True, kw_only=True, eq=False)
class ServerSentEvent:
    """One event. `data` is the text of all its data lines, `id` the last id of the stream so far, `retry` is in ms."""

    event: str | None = None
    data: str = ""
    id: str | None = None
    retry: int | None = None

    def json(self) -> Any:
        """The data as JSON. Raises ValueError if it is something else."""
        return json.loads(self.data)


class EventDecoder:
    """Takes bytes in pieces of any size and gives events as soon as they are complete."""

    def iter_bytes(self, chunks: Iterable[bytes]) -> Iterator[ServerSentEvent]:
        """The events in a stream of bytes."""
        for chunk in chunks:
            yield from self.feed(chunk)
        yield from self.feed(None)

    async def aiter_bytes(self, chunks: AsyncIterable[bytes]) -> AsyncIterator[ServerSentEvent]:
        """The events in an asynchronous stream of bytes."""
        async for chunk in chunks:
            for event in self.feed(chunk):
                yield event
        for event in self.feed(None):
            yield event

    def feed(self, chunk: bytes | None) -> Iterator[ServerSentEvent]:
        """The events that `chunk` completes; None is the end."""
        raise NotImplementedError


class SSEDecoder(EventDecoder):
    """Takes apart a stream of server-sent events.

    Two things differ from browsers: an event with a name but without data is given too, and there is a limit to the
    size of one event, beyond which SDKError is raised. As in browsers, an event that the end of the stream cuts off is
    not given.
    """

    def __init__(self, *, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._line: list[bytes] = []  # the pieces of a line whose end has not come yet
        self._size = 0
        self._after_cr = False
        self._started = False
        self._event: str | None = None
        self._data: list[str] = []
        self._retry: int | None = None
        self._last_id: str | None = None

    @override
    def feed(self, chunk: bytes | None) -> Iterator[ServerSentEvent]:
        if chunk is None:
            return
        if self._after_cr and chunk:
            # A CR has ended the last line already; a LF right behind it belongs to the same line end.
            self._after_cr = False
            chunk = chunk.removeprefix(b"\n")
        self._after_cr = chunk.endswith(b"\r") or (self._after_cr and not chunk)
        for piece in chunk.splitlines(keepends=True):
            text = piece.rstrip(b"\r\n")
            self._size += len(text)
            if self._size > self._max_bytes:
                raise SDKError(f"An event of the stream is larger than {self._max_bytes} bytes")
            if len(text) == len(piece):
                self._line.append(text)
                continue
            if self._line:
                text = b"".join([*self._line, text])
                self._line.clear()
            if not self._started:
                self._started = True
                text = text.removeprefix(_BOM)
            if (event := self._take_line(text)) is not None:
                yield event

    def _take_line(self, line: bytes) -> ServerSentEvent | None:
        if not line:
            return self._dispatch()
        # Bytes that are not UTF-8 become U+FFFD, as the standard says.
        name, _, value = line.decode("utf-8", "replace").partition(":")
        value = value.removeprefix(" ")
        match name:
            case "data":
                self._data.append(value)
            case "event":
                self._event = value or None  # no name is none
            case "id":
                if "\0" not in value:
                    self._last_id = value
            case "retry":
                if value.isascii() and value.isdigit():
                    self._retry = int(value)
            case _:
                pass  # a comment (an empty name) or a field of the future
        return None

    def _dispatch(self) -> ServerSentEvent | None:
        event = None
        if self._data or self._event:
            event = ServerSentEvent(event=self._event, data="\n".join(self._data), id=self._last_id, retry=self._retry)
        self._event, self._data, self._retry, self._size = None, [], None, 0
        return event
