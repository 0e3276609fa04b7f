"""An API on the loopback interface that asks for credentials of six kinds, and repeats them where it should not."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

SECRETS = {
    name: f"live-{name.lower().replace('_', '-')}-0451"
    for name in (
        "CLIENT_ID", "CLIENT_SECRET", "DIGEST_USERNAME", "DIGEST_PASSWORD", "USERNAME", "PASSWORD",
        "API_KEY", "IN_COOKIE_API_KEY", "IN_QUERY_API_KEY",
    )
}  # fmt: skip
"""By the ends of the names of the variables in which a package with all of them looks."""
TOKEN, REFRESH, SESSION, NONCE = "live-token-0451", "live-refresh-0451", "live-session-0451", "live-nonce-0451"


def _pair(user: str, word: str) -> str:
    return base64.b64encode(f"{SECRETS[user]}:{SECRETS[word]}".encode()).decode()


PAIRS = (_pair("CLIENT_ID", "CLIENT_SECRET"), _pair("USERNAME", "PASSWORD"))


@contextmanager
def guarded() -> Iterator[tuple[str, list[str]]]:
    """Its base URL, and the paths that were asked for with the right credentials."""
    opened: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            right = self.path == "/v1/token" and self.headers.get("authorization") == f"Basic {PAIRS[0]}"
            opened.extend([self.path] if right else [])
            told = {"access_token": TOKEN, "refresh_token": REFRESH, "expires_in": 3600, "token_type": "bearer"}
            self._answer(200 if right else 401, told if right else {})

        def do_GET(self) -> None:
            address, given = urlsplit(self.path), self.headers.get("authorization") or ""
            asked = {
                "/v1/tokened": given == f"Bearer {TOKEN}",
                "/v1/digested": _digested(given, self.path),
                "/v1/basic": given == f"Basic {PAIRS[1]}",
                "/v1/queried": parse_qs(address.query).get("api_key") == [SECRETS["IN_QUERY_API_KEY"]],
                "/v1/baked": f"door={SECRETS['IN_COOKIE_API_KEY']}" in (self.headers.get("cookie") or ""),
                "/v1/headed": self.headers.get("x-door-key") == SECRETS["API_KEY"],
            }
            right = asked[address.path]
            opened.extend([address.path] if right else [])
            self._answer(200 if right else 401, {"asked": f"{self.path} with {dict(self.headers)}"})

        def _answer(self, status: int, body: object) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            if status == 401 and self.path == "/v1/digested":
                self.send_header("www-authenticate", f'Digest realm="door", qop="auth", nonce="{NONCE}"')
            self.send_header("set-cookie", f"session={SESSION}; Path=/")
            self.send_header("link", f"<http://127.0.0.1{self.path}>; rel=self")
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", opened
    finally:
        server.shutdown()
        server.server_close()


def _digested(given: str, uri: str) -> bool:
    """Whether an answer to the challenge is right (RFC 7616, section 3.4.1, with MD5)."""
    said = dict(re.findall(r'(\w+)="?([^",]+)"?', given.removeprefix("Digest ")))
    if not given.startswith("Digest ") or said.get("username") != SECRETS["DIGEST_USERNAME"]:
        return False
    first, second = _md5(f"{said['username']}:door:{SECRETS['DIGEST_PASSWORD']}"), _md5(f"GET:{uri}")
    return said["response"] == _md5(f"{first}:{NONCE}:{said['nc']}:{said['cnonce']}:{said['qop']}:{second}")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()
