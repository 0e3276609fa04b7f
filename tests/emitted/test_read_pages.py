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

NEXT = {"/by-header": "x-page-next", "/by-mention": "halted-at", "/from-header": "x-next-cursor", "/unreachable": "next_page_token"}

class Lists(BaseHTTPRequestHandler):
    def do_POST(self):
        told = json.loads(self.rfile.read(int(self.headers["content-length"])))
        asked.append(told)
        cursor = int({**told, **told.get("pagination", {})}.get("cursor", 0))
        page, first = told.get("page", 1), told.get("startIndex", 1)
        start = {"/by-number/search": 2 * page - 2, "/by-place/search": first - 1}.get(self.path, cursor)
        items = [{"id": each} for each in "abcde"[start : start + 2]]
        on = {"next_cursor": str(start + 2)} if start < 3 else {}
        self.answer({
            "/by-body/search": {"items": items, **on},
            "/by-object/search": {"hits": items, "meta": on},
            "/by-number/search": {"rows": items, "page": page, "total_pages": 3},
            "/by-place/search": {"Resources": items, "totalResults": 5, "startIndex": first, "itemsPerPage": 2},
            "/one-page/search": {"items": items, "total": 5},
        }[self.path])

    def answer(self, value, **headers):
        body = json.dumps(value).encode()
        self.send_response(200)
        for name, text in {"content-type": "application/json", "content-length": str(len(body)), **headers}.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)

    def by_header(self, path, query):
        given = {name: self.headers[name] for name in ("x-page-continue", "resume-at") if name in self.headers}
        asked.append(given | query)
        start = int(next(iter((given | query).values()), 0))
        items = [{"id": each} for each in "abcde"[start : start + 2]]
        on = {NEXT[path]: str(start + 2)} if start < 3 else {}
        if path == "/unreachable":
            return self.answer({"books": items, "unreachable": ["eu"], **on})
        self.answer({"records": items} if path == "/by-header" else items, **on)

    def do_GET(self):
        if urlsplit(self.path).path in NEXT:
            return self.by_header(urlsplit(self.path).path, dict(parse_qsl(urlsplit(self.path).query)))
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

searches = {"by_body": {"word": "x"}, "by_object": {"pagination": {"limit": 2}}}
with acme.Acme(base_url=f"http://127.0.0.1:{server.server_port}", max_retries=0) as client:
    for name in json.load(sys.stdin):
        asked.clear()
        resource = getattr(client, name)
        answer = resource.search(**searches.get(name, {})) if hasattr(resource, "search") else getattr(resource, "list", getattr(resource, "retrieve", None))()
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
    "by_header": ["SyncRecordsCursorPage", "abcde", [{}, {"x-page-continue": "2"}, {"x-page-continue": "4"}]],
    "by_mention": ["SyncDataCursorArrayPage", "abcde", [{}, {"resume-at": "2"}, {"resume-at": "4"}]],
    "from_header": ["SyncCursorArrayPage", "abcde", [{}, {"cursor": "2"}, {"cursor": "4"}]],
    # texts beside the things that are listed
    "unreachable": ["SyncCursorPage", "abcde", [{}, {"page_token": "2"}, {"page_token": "4"}]],
    # what else a body asks for is asked for again
    "by_body": [
        "SyncItemsBodyCursorPage",
        "abcde",
        [{"word": "x"}, {"word": "x", "cursor": "2"}, {"word": "x", "cursor": "4"}],
    ],
    "by_object": [
        "SyncHitsCursorPage",
        "abcde",
        [{"pagination": {"limit": 2, **at}} for at in ({}, {"cursor": "2"}, {"cursor": "4"})],
    ],
    "by_number": ["SyncRowsNumberedPage", "abcde", [{}, {"page": 2}, {"page": 3}]],
    "by_place": ["SyncResourcesOffsetPage", "abcde", [{}, {"startIndex": 3}, {"startIndex": 5}]],
    "one_page": ["OnePageSearchResponse", "ab", [{}]],
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
