"""A loopback server in a process of its own, so that what a client spends can be told from what a server spends."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from payloads import page

LENGTH = re.compile(rb"(?i)content-length: (\d+)")


def _answer(count: int) -> bytes:
    body = page(count)
    head = (
        "HTTP/1.1 200 OK\r\nDate: Wed, 14 May 2025 00:00:00 GMT\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: keep-alive\r\nrequest-id: req_011CSHoEeqs5C35K2UUqR7Fy\r\n"
        "Server: loopback\r\nVary: Accept-Encoding\r\n\r\n"
    )
    return head.encode() + body


class Pages(asyncio.Protocol):
    """Answers every request with the page that its `limit` asks for: 1,000 models, or 20. A body is read and forgotten."""

    small, large = _answer(20), _answer(1000)
    transport: asyncio.Transport
    received = b""
    owed = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if self.owed > len(data):
            self.owed -= len(data)
            return
        self.received += data[self.owed :]
        if self.owed:
            self.transport.write(self.small)
        self.owed = 0
        while b"\r\n\r\n" in self.received:
            head, _, self.received = self.received.partition(b"\r\n\r\n")
            if found := LENGTH.search(head):
                self.owed = int(found[1]) - len(self.received)
                self.received = b""
                if self.owed > 0:
                    return
            self.transport.write(self.large if b"limit=1000" in head.partition(b"\r\n")[0] else self.small)


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Pages, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)  # until whoever started us is gone
    server.close()


@contextmanager
def serving() -> Iterator[str]:
    """The URL of a server that runs meanwhile."""
    command = [sys.executable, str(Path(__file__))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.stdin.close()


if __name__ == "__main__":
    asyncio.run(_serve())
