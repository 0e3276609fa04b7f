"""Pages that no config tells of: each list follows what it shows of itself, to its end, over a socket."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CASE = Path(__file__).parents[1] / "cases" / "config" / "pages-inferred" / "openapi.yaml"
LIST = """
import json, sys, threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, urlsplit

asked = []

class Lists(BaseHTTPRequestHandler):
    def do_GET(self):
        url = urlsplit(self.path)
        query = dict(parse_qsl(url.query))
        asked.append(query)
        size = int(query.get("limit", query.get("per_page", 2)))
        start = int(query.get("skip", query.get("offset", (int(query.get("page", 1)) - 1) * size)))
        items = [{"id": each} for each in "abcde"[start : start + size]]
        inside = {"/untold": {"items": items}, "/searched": {"items": items, "facets": {}}}
        number = int(query.get("page", 0))
        from_zero, told = [{"id": each} for each in "abcde"[number * 2 :][:2]], {"number": number, "totalPages": 3}
        inside |= {"/from-zero": {"content": from_zero, **told}, "/pageable": {"content": from_zero, "page": told}}
        if url.path == "/embedded":  # the last page embeds nothing
            links = {"next": {"href": f"{url.path}?page={number + 1}"}} if number < 3 else {}
            inside[url.path] = {"_links": links, **({"_embedded": {"orders": from_zero}} if from_zero else {})}
        body = json.dumps(inside.get(url.path, items)).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        if url.path in ("/repos", "/doubtful") and start + size < 5:
            self.send_header("link", f'<{url.path}?page={start // size + 2}>; rel="next"')
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass

server = HTTPServer(("127.0.0.1", 0), Lists)
threading.Thread(target=server.serve_forever, daemon=True).start()
import acme

with acme.Acme(base_url=f"http://127.0.0.1:{server.server_port}", max_retries=0) as client:
    for name in json.load(sys.stdin):
        asked.clear()
        answer = getattr(client, name).list()
        kind = type(answer).__name__.partition("[")[0]
        items = answer if isinstance(answer, list) or hasattr(answer, "iter_pages") else answer.items
        print(json.dumps([kind, "".join(each.id for each in items), asked]))
"""
BY_LINK = [{}, {"page": "2"}, {"page": "3"}]
ROWS: dict[str, list[object]] = {
    "repos": ["SyncLinkPage", "abcde", BY_LINK],
    # says how many it answers with, as those do whose links the document tells of
    "doubtful": ["SyncLinkPage", "abcde", BY_LINK],
    "counted": ["SyncNumberedArrayPage", "abcde", [{}, {"page": "2"}, {"page": "3"}, {"page": "4"}]],
    "skipped": ["SyncOffsetArrayPage", "abcde", [{}, {"skip": "2"}, {"skip": "4"}, {"skip": "5"}]],
    "untold": ["SyncItemsOffsetPage", "abcde", [{}, {"offset": "2"}, {"offset": "4"}, {"offset": "5"}]],
    # as Spring counts: the last page is number two of three, and nobody asks for one more
    "from_zero": ["SyncNumberedPage", "abcde", [{}, {"page": "1"}, {"page": "2"}]],
    "pageable": ["SyncContentNumberedPage", "abcde", [{}, {"page": "1"}, {"page": "2"}]],
    # HAL: what is embedded, and the link to more
    "embedded": ["SyncOrdersNextURLPage", "abcde", [{}, {"page": "1"}, {"page": "2"}, {"page": "3"}]],
    # has more to tell than a page, or nothing that leads on
    "searched": ["SearchedListResponse", "ab", [{}]],
    "everything": ["list", "ab", [{}]],
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[object]]:
    folder = tmp_path_factory.mktemp("read_pages")
    command = [sys.executable, "-m", "sdkwright", "generate", "--no-tests", "--spec", CASE, "--output", "sdk"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    run = subprocess.run(
        [sys.executable, "-c", LIST],
        input=json.dumps(list(ROWS)),
        cwd=folder / "sdk" / "src",
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return dict(zip(ROWS, map(json.loads, run.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("name", ROWS)
def test_a_list_pages_as_it_shows_of_itself(answers: dict[str, list[object]], name: str) -> None:
    assert answers[name] == ROWS[name]
