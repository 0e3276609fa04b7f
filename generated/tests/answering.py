"""A server on the loopback interface that answers from recordings whatever the arguments are, for programs that are examples."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

import yaml

OWN = "/foo"
"""The path that examples of undocumented requests use."""


class Answering:
    """What is recorded for each operation, and which requests were for none of them."""

    def __init__(self, folder: Path) -> None:
        self.strangers: list[str] = []
        self.url = ""
        self._asked: Counter[str] = Counter()
        self._answers: dict[str, dict[str, list[Any]]] = {}
        for path in sorted(folder.rglob("*.yaml")):
            if not path.name.endswith((".all.yaml", ".errors.yaml", ".previous.yaml")):
                interactions = yaml.safe_load(path.read_text(encoding="utf-8"))["interactions"]
                if interactions and "x-path" in interactions[0]:
                    request = interactions[0]["request"]
                    found = self._answers.setdefault(f"{request['method']} {interactions[0]['x-path']}", {})
                    several = [interaction["response"] for interaction in interactions]
                    accept = request["headers"].get("accept", [""])[0]
                    found[accept] = max(several, found.get(accept, []), key=len)

    def answer(self, method: str, target: str, accept: str) -> Any:
        """The recorded response, of several pages one after the other; None where there is none."""
        path, _, query = target.partition("?")
        for key, found in sorted(self._answers.items(), key=lambda entry: _order(entry[0])):
            verb, _, template = key.partition(" ")
            is_there = any(map(_pattern(unquote(template)).fullmatch, (path, unquote(path))))
            if verb == method and is_there and _names(template.partition("?")[2]) <= _names(query):
                self._asked[key] += 1
                responses = found.get(accept) or next(iter(found.values()))
                return responses[min(self._asked[key], len(responses)) - 1]
        if path != OWN:
            self.strangers.append(f"{method} {path}")
            return None
        return {"status": {"code": 200}, "headers": {"content-type": ["application/json"]}, "body": {"string": "{}"}}


def _order(key: str) -> tuple[int, int]:
    """Fewer parameters in the path first, then more that the path has in its query."""
    path, _, query = key.partition("?")
    return path.count("{"), -len(_names(query))


def _names(query: str) -> set[str]:
    return {name for name, _ in parse_qsl(query.partition("#")[0], keep_blank_values=True)}


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{[^{}]*\}", template.partition("#")[0].partition("?")[0])
    return re.compile("[^/]+".join(map(re.escape, parts)))


@contextmanager
def answering(folder: Path) -> Generator[Answering]:
    """The server, for as long as the block runs."""
    api = Answering(folder)

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            response = api.answer(self.command, self.path, self.headers.get("accept") or "")
            status = response["status"]["code"] if response is not None else 404
            content = response["body"]["string"].encode() if response is not None else b"{}"
            headers = response["headers"] if response is not None else {"content-type": ["application/json"]}
            self.send_response(status)
            for name, values in headers.items():
                self.send_header(name, values[0])
            if status != 204:
                self.send_header("content-length", str(len(content)))
            self.end_headers()
            if status != 204:
                self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_HEAD = _answer

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    api.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
