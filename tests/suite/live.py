"""An API on the loopback interface to record from: it wants a key, compresses, tells secrets that it should not, and remembers who wrote."""

from __future__ import annotations

import gzip
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-live-0123456789abcdef"
SESSION = "cookie-live-fedcba9876543210"
ITEM: dict[str, Any] = {
    "id": "it_live",
    "displayName": "Go",
    "kind": "game",
    "price": 12.5,
    "madeAt": "2025-06-01T08:00:00Z",
    "parts": [{"partNo": 361, "note": None}],
    "stock": {"harbour": 7},
}
ANSWERS: list[tuple[str, str, int, str, Any]] = [
    ("GET", r"/v1/items", 200, "application/json", {"data": [ITEM], "next_cursor": None}),
    ("POST", r"/v1/items", 201, "application/json", ITEM),
    ("GET", r"/v1/items/[^/]+", 200, "application/json", {**ITEM, "note": f"asked with {KEY}"}),
    ("PUT", r"/v1/items/[^/]+", 200, "application/json", ITEM),
    ("DELETE", r"/v1/items/[^/]+", 204, "", None),
    ("GET", r"/v1/items/[^/]+/photo", 200, "image/png", b"\x89PNG live"),
    ("POST", r"/v1/items/[^/]+/photo", 200, "application/json", ITEM),
    ("GET", r"/v1/orders", 200, "application/json", {"orders": [{"partNo": 2}], "total": 1}),
    ("POST", r"/v1/events", 200, "text/event-stream", b'data: {"type":"opened","order":"live"}\n\n'),
]


class Live:
    """Where it is, and each request that came."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[str] = []


@contextmanager
def live() -> Iterator[Live]:
    """The API, for as long as the block runs."""
    api = Live()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            path = self.path.partition("?")[0]
            api.asked.append(f"{self.command} {path}")
            allowed = self.headers.get("authorization") == f"Bearer {KEY}"
            found = [row for row in ANSWERS if row[0] == self.command and re.fullmatch(row[1], path)]
            status, media_type, body = found[0][2:] if found and allowed else (401, "application/json", {})
            content = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
            packed = gzip.compress(content)
            self.send_response(status)
            self.send_header("x-debug", f"key {KEY}")
            self.send_header("set-cookie", f"session={SESSION}; Path=/")
            if content:
                self.send_header("content-type", media_type)
                self.send_header("content-encoding", "gzip")
                self.send_header("content-length", str(len(packed)))
            self.end_headers()
            if content:
                self.wfile.write(packed)

        do_GET = do_POST = do_PUT = do_DELETE = _answer

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    api.url = f"http://127.0.0.1:{server.server_port}/v1"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
