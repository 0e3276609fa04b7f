"""The API of the tutorial, served on the loopback interface."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

TITLES = ("The Dispossessed", "The Left Hand of Darkness", "The Lathe of Heaven")
BOOKS = [
    {"id": f"b{number}", "title": title, "created_at": "2026-11-28T12:00:00Z"} for number, title in enumerate(TITLES, 1)
]


class _Shop(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        address = urlsplit(self.path)
        query = parse_qs(address.query)
        if self.headers["x-api-key"] != "secret":
            self._answer(401, {"message": "who are you?"})
        elif address.path == "/v1/books":
            start, limit = int(query.get("cursor", ["0"])[0]), int(query.get("limit", ["20"])[0])
            more = start + limit < len(BOOKS)
            self._answer(
                200, {"data": BOOKS[start : start + limit], "next_cursor": str(start + limit) if more else None}
            )
        else:
            found = [book for book in BOOKS if address.path == f"/v1/books/{book['id']}"]
            self._answer(200, found[0]) if found else self._answer(404, {"message": "no such book"})

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self._answer(201, {"id": "b1", "created_at": "2026-11-28T12:00:00Z", **sent})

    def _answer(self, status: int, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[str]:
    """The base URL while it runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Shop)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
