"""A server on a loopback socket that takes bodies of any size without keeping them: it counts and digests what comes."""

from __future__ import annotations

import hashlib
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

__all__ = ["Sink", "sink"]


@dataclass
class Sink:
    """`statuses` are answered in turn, the last one again and again; for each request there is its head, length and digest."""

    port: int
    statuses: list[int] = field(default_factory=lambda: [200])
    heads: list[bytes] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def serve(self, connection: socket.socket) -> None:
        with connection:
            while self._take(connection):
                status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
                body = b'{"text": "ok"}'
                head = f"HTTP/1.1 {status} X\r\ncontent-type: application/json\r\nretry-after-ms: 1\r\n"
                connection.sendall(f"{head}content-length: {len(body)}\r\n\r\n".encode() + body)

    def _take(self, connection: socket.socket) -> bool:
        """Read one request of known length; False at the end of the connection."""
        buffer, head = memoryview(bytearray(1 << 18)), b""
        while b"\r\n\r\n" not in head:
            count = connection.recv_into(buffer)
            if not count:
                return False
            head += bytes(buffer[:count])
        head, _, begun = head.partition(b"\r\n\r\n")
        found = re.search(rb"(?i)content-length: (\d+)", head)
        length, digest = int(found.group(1)) if found else 0, hashlib.sha1(begun, usedforsecurity=False)
        left = length - len(begun)
        while left > 0:
            count = connection.recv_into(buffer[: min(left, len(buffer))])
            if not count:
                return False
            digest.update(buffer[:count])
            left -= count
        self.heads.append(head)
        self.lengths.append(length)
        self.digests.append(digest.hexdigest())
        return True


@contextmanager
def sink() -> Iterator[Sink]:
    """A sink that runs in a thread until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = Sink(listener.getsockname()[1])

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=made.serve, args=(connection,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield made
        listener.shutdown(socket.SHUT_RDWR)
