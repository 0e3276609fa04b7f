"""A server over loopback that knows a document: it reads requests by it and answers with what the test laid ready."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from wirekit.document import Operation, specificity
from wirekit.parsing import NotUnderstoodError, Parsed, Received, parse


@dataclass(frozen=True, slots=True)
class Answer:
    """What to send back."""

    status: int
    media_type: str | None
    content: bytes


@dataclass(slots=True)
class Board:
    """What the test and the server tell each other; one request at a time."""

    operations: list[Operation] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    endpoint: str | None = None
    parsed: Parsed | None = None
    received: Received | None = None
    trouble: str | None = None

    def serve(self, operations: list[Operation]) -> None:
        self.operations = sorted(operations, key=specificity)

    def take(self, received: Received) -> Answer:
        self.received, self.trouble, self.parsed, self.endpoint = received, None, None, None
        path = received.target.partition("?")[0]
        matching = [one for one in self.operations if one.verb.upper() == received.method and one.pattern.match(path)]
        # paths that differ only behind a `#`, or in the names of their parameters, are one on the wire
        same = [one for one in matching if one.pattern == matching[0].pattern]
        operation = next((one for one in same if one.endpoint in self.answers), same[0] if same else None)
        if operation is None:
            self.trouble = f"nothing in the document is {received.method} {path}"
            return Answer(404, None, b"")
        self.endpoint = operation.endpoint
        try:
            self.parsed = parse(operation, received)
        except (NotUnderstoodError, ValueError) as error:
            self.trouble = f"{type(error).__name__}: {error}"
        return self.answers.get(operation.endpoint, Answer(404, None, b""))


class Server:
    """One thread, one connection after the other, until it is closed."""

    def __init__(self) -> None:
        self.board = board = Board()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

            def _answer(self) -> None:
                content = self.rfile.read(int(self.headers.get("content-length") or 0))
                if self.headers.get("transfer-encoding") == "chunked":
                    content = self._chunks()
                answer = board.take(Received(self.command, self.path, list(self.headers.items()), content))
                self.send_response(answer.status)
                if answer.media_type is not None:
                    self.send_header("Content-Type", answer.media_type)
                if answer.status not in (204, 304):
                    self.send_header("Content-Length", str(len(answer.content)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(answer.content)

            def _chunks(self) -> bytes:
                found = b""
                while size := int(self.rfile.readline(), 16):
                    found += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return found

            def __getattr__(self, name: str) -> Any:
                if name.startswith("do_"):
                    return self._answer
                raise AttributeError(name)

        self._http = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
