"""A small HTTP/1.1 server on a loopback socket that answers, stalls, cuts off or resets as a test tells it to.

It runs on an event loop in a thread of its own. Written by hand rather than on `http.server` so that a test can decide
about every byte, and so that 200 connections at once are 200 small coroutines.
"""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import struct
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import responses
from typing import Any
from urllib.parse import parse_qsl, unquote

__all__ = ["Connection", "Handler", "LoopThread", "Received", "Server", "answer"]


@dataclass(frozen=True)
class Received:
    """A request as it came in. `target` is what stood in the request line, byte for byte."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes
    connection: int

    @property
    def path(self) -> str:
        return unquote(self.target.partition("?")[0])

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.target.partition("?")[2], keep_blank_values=True))

    @property
    def names(self) -> list[str]:
        """The names of the headers, in lower case."""
        return [name.lower() for name, _ in self.headers]

    def header(self, name: str) -> str | None:
        """The value of a header that was sent at most once."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        assert len(values) <= 1, f"{name} was sent {len(values)} times"
        return values[0] if values else None

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Connection:
    """One accepted connection; what a handler writes on."""

    number: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def send_head(self, status: int, headers: Iterable[tuple[str, str]]) -> None:
        lines = [
            f"HTTP/1.1 {status} {responses.get(status, 'Overloaded')}",
            *(f"{name}: {value}" for name, value in headers),
            "",
            "",
        ]
        await self.send("\r\n".join(lines).encode("latin-1"))

    def reset(self) -> None:
        """End the connection with a TCP reset: the other side loses what it has not read."""
        raw: socket.socket = self.writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Handler = Callable[[Connection, Received], Awaitable[None]]


class LoopThread:
    """An event loop in a thread, shared by all servers of a test run."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(10)

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(5)
        self.loop.close()


@dataclass
class Server:
    """Gives its `answers` in turn, the last one again and again. `route` decides by the request instead, if it is set."""

    thread: LoopThread
    port: int = 0
    requests: list[Received] = field(default_factory=list)
    connections: int = 0
    open: set[int] = field(default_factory=set)
    mistakes: list[BaseException] = field(default_factory=list)
    route: Callable[[Received], Handler] | None = None
    tls: ssl.SSLContext | None = None
    _answers: deque[Handler] = field(default_factory=deque)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _listener: Any = None

    # -- what a test says

    @property
    def url(self) -> str:
        return f"{'http' if self.tls is None else 'https'}://127.0.0.1:{self.port}"

    @property
    def last(self) -> Received:
        return self.requests[-1]

    def reply(
        self, status: int = 200, body: object = None, headers: Mapping[str, str] | None = None, **how: float
    ) -> Server:
        """Add an answer; `body` is sent as it is if it is text or bytes, else as JSON. See `answer` for `how`."""
        return self.react(answer(status, body, headers, **how))

    def react(self, handler: Handler) -> Server:
        """Add an answer written by hand."""
        self._answers.append(handler)
        return self

    def reset(self) -> Server:
        """Add an answer that is none: the connection is reset before a byte of it."""

        async def handle(connection: Connection, _: Received) -> None:
            connection.reset()

        return self.react(handle)

    def hang_up(self) -> Server:
        """Add an answer that is none: the connection is closed in order before a byte of it."""

        async def handle(connection: Connection, _: Received) -> None:
            connection.writer.close()

        return self.react(handle)

    def cut_off(self, *, reset: bool = False) -> Server:
        """Add an answer whose body ends (or is reset) half-way."""

        async def handle(connection: Connection, _: Received) -> None:
            await connection.send_head(200, [("content-type", "application/json"), ("content-length", "100")])
            await connection.send(b'{"id": "half')
            await asyncio.sleep(0.02)
            if reset:
                connection.reset()
            else:
                connection.writer.close()

        return self.react(handle)

    def stall(self, seconds: float = 5.0) -> Server:
        """Add an answer that does not come for a long time."""
        return self.reply(body={}, before=seconds)

    def wait_until_idle(self, seconds: float = 5.0) -> bool:
        """Whether all connections were closed by the other side within `seconds`."""
        end = time.monotonic() + seconds
        while self.open and time.monotonic() < end:
            time.sleep(0.005)
        return not self.open

    # -- life

    def start(self) -> Server:
        async def listen() -> None:
            self._listener = await asyncio.start_server(self._serve, "127.0.0.1", self.port, backlog=512, ssl=self.tls)
            self.port = self._listener.sockets[0].getsockname()[1]

        self.thread.run(listen())
        return self

    def stop(self) -> None:
        async def end() -> None:
            self._listener.close()
            for task in list(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

        self.thread.run(end())

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        connection = Connection(self.connections, reader, writer)
        self.open.add(connection.number)
        try:
            while not writer.is_closing():
                request = await _read_request(connection)
                self.requests.append(request)
                await self._handler(request)(connection, request)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client went away, or the test is over
        except Exception as mistake:
            self.mistakes.append(mistake)
        finally:
            self.open.discard(connection.number)
            self._tasks.discard(task)
            with suppress(Exception):
                writer.close()

    def _handler(self, request: Received) -> Handler:
        if self.route is not None:
            return self.route(request)
        return self._answers.popleft() if len(self._answers) > 1 else self._answers[0]


def answer(
    status: int = 200,
    body: object = None,
    headers: Mapping[str, str] | None = None,
    *,
    before: float = 0.0,
    between: float = 0.0,
) -> Handler:
    """An answer: `before` seconds of silence, the head, then the body, with `between` seconds before each byte."""
    text = isinstance(body, (bytes, str))
    data = body.encode() if isinstance(body, str) else body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {"content-type": "text/plain" if text else "application/json", **(headers or {})}
    if status in (204, 304):
        data = b""
    else:
        given.setdefault("content-length", str(len(data)))

    async def handle(connection: Connection, _: Received) -> None:
        await asyncio.sleep(before)
        await connection.send_head(status, given.items())
        if not between:
            await connection.send(data)
            return
        for index in range(len(data)):
            await asyncio.sleep(between)
            await connection.send(data[index : index + 1])

    return handle


async def _read_request(connection: Connection) -> Received:
    head = (await connection.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip("\r\n").split("\r\n")
    method, target, _ = first.split(" ")
    headers = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    by_name = {name.lower(): value for name, value in headers}
    if by_name.get("transfer-encoding") == "chunked":
        body = b""
        while size := int(await connection.reader.readline(), 16):
            body += await connection.reader.readexactly(size)
            await connection.reader.readexactly(2)
        await connection.reader.readexactly(2)
    else:
        body = await connection.reader.readexactly(int(by_name.get("content-length", "0")))
    return Received(method, target, headers, body, connection.number)
