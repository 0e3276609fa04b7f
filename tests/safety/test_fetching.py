"""Where `--allow-remote-refs` may lead: to public addresses and hosts named, with nothing of ours, in bounded time; over loopback.

What is fetched and what is said of it is in tests/front/test_fetch.py; here documents, servers and name servers are hostile.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sdkwright import cli
from sdkwright.diagnostics import Report, Severity
from sdkwright.openapi import Reach, check
from sdkwright.read import parse
from sdkwright.read.fetch import Bounds, Remote

PUBLIC = "93.184.215.14"
SHORT = Bounds(seconds=0.3)
PET = b'{"type": "object"}'
BARE = {"host", "accept-encoding", "accept", "user-agent"}
"""All that a request says."""


class Server(ThreadingHTTPServer):
    """Answers by path: (status, headers, body); notes what was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {"/pet.json": (200, {}, PET)}
        self.asked: list[tuple[str, set[str], str]] = []

    def url(self, path: str = "pet.json", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_port}/{path}"


class Answer(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {name.lower() for name in self.headers}, str(self.headers)))
        status, headers, body = self.server.answers.get(self.path, (404, {}, b"no"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


def running() -> Iterator[Server]:
    with Server() as made:
        threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True).start()
        yield made
        made.shutdown()


@pytest.fixture
def server() -> Iterator[Server]:
    yield from running()


@pytest.fixture
def other() -> Iterator[Server]:
    yield from running()


def findings(
    *urls: str, hosts: tuple[str, ...] = (), bounds: Bounds | None = None, at: Path | None = None
) -> list[str]:
    """What a run says of a document that refers to these URLs."""
    report = Report()
    document = parse(at or Path("openapi.json"), json.dumps(referring(*urls)), report)
    assert document is not None
    check(document, report, reach=Reach(Remote(report, frozenset(hosts), None, bounds or Bounds())), validate=False)
    errors = (report.settled(found) for found in report.diagnostics if found.severity is Severity.ERROR)
    return [f"{found.source} {found.code} {found.message}" for found in errors]


def referring(*urls: str) -> object:
    schemas = {f"S{number}": {"$ref": url} for number, url in enumerate(urls)}
    info = {"title": "T", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": schemas}}


def called(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Every name is at these addresses, those of the last answer from then on; gives the names that are asked for."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def told(host: str, port: int, *rest: object, **options: object) -> list[tuple[object, ...]]:
        if host.replace(".", "").isdigit() or ":" in host:
            return real(host, port, *rest, **options)  # type: ignore[arg-type,return-value]
        asked.append(host)
        found = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", told)
    return asked


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that are connected to, which fails."""
    made: list[str] = []

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        made.append(address[0])
        raise ConnectionRefusedError("nobody is there")

    monkeypatch.setattr(socket, "create_connection", connect)
    return made


# ---------------------------------------------------------------------------------------------------- where to


@pytest.mark.parametrize(
    "addresses", [["10.0.0.1"], [PUBLIC, "10.0.0.1"], ["169.254.169.254", PUBLIC], ["::ffff:127.0.0.1"], [PUBLIC, "fd00::1"]]
)  # fmt: skip
def test_a_name_with_any_private_address_is_refused(monkeypatch, connected, addresses):
    called(monkeypatch, addresses)
    (only,) = findings("http://pets.example/pet.json")
    assert "has an address that is not public" in only
    assert connected == []


def test_the_address_that_was_judged_is_the_one_that_is_asked(monkeypatch, connected):
    """A name server may tell a public address first and a private one to whoever asks again."""
    asked = called(monkeypatch, [PUBLIC], ["127.0.0.1"])
    (only,) = findings("http://pets.example/pet.json")
    assert "nobody is there" in only
    assert (asked, connected) == (["pets.example"], [PUBLIC])


def test_a_redirect_to_a_name_with_a_private_address_is_refused(server, monkeypatch):
    called(monkeypatch, ["127.0.0.1"])
    server.answers["/away"] = 302, {"Location": server.url("pet.json", "pets.example")}, b""
    (only,) = findings(server.url("away"), hosts=("127.0.0.1",))
    assert 'the host "pets.example" has an address that is not public' in only
    assert [path for path, _, _ in server.asked] == ["/away"]


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::]"]
)  # fmt: skip
def test_an_address_that_is_written_otherwise_is_the_same_address(server, host):
    (only,) = findings(server.url(host=host))
    assert "has an address that is not public" in only
    assert server.asked == []


@pytest.mark.parametrize(
    "location",
    [
        *(
            "",
            "/round",
            "//",
            "///x",
            "http://",
            "http:",
            "http://[",
            "http://[::1",
            "http://]",
            "//[x]/",
            "http://127.0.0.1:99999/",
        ),
        *(
            "http://127.0.0.1:x/",
            "http://me:secret@127.0.0.1/",
            "file:///etc/passwd",
            "FILE:/etc/passwd",
            "ftp://127.0.0.1/x",
            "data:,x",
        ),
        *(
            "javascript:1",
            "gopher://127.0.0.1:25/",
            "\\\\127.0.0.1\\x",
            "http://127.0.0.1\\@pets.example/",
            "a b",
            "\x7f",
            "\xe9",
            "?",
            "#x",
        ),
    ],
)
def test_a_redirect_to_nowhere_is_a_finding(server, location):
    server.answers["/round"] = 302, {"Location": location}, b""
    (only,) = findings(server.url("round"), hosts=("127.0.0.1",))
    assert only.startswith("spec S018")


# ---------------------------------------------------------------------------------------------------- with what


def test_nothing_of_ours_is_sent(server, other, monkeypatch, tmp_path):
    """Not what is kept for the host, not by way of a proxy, not what an answer asks for, and nothing of one request in the next."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password SECRET\ndefault login me password SECRET\n")
    for name, value in {
        **dict.fromkeys(
            ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"), other.url("").replace("//", "//me:SECRET@")
        ),
        "HOME": str(tmp_path),
        "NETRC": str(tmp_path / ".netrc"),
        "no_proxy": "",
    }.items():
        monkeypatch.setenv(name, value)
    asks = {"Set-Cookie": "crumb=SECRET; Path=/", "WWW-Authenticate": "Basic realm=x", "Location": server.url("there")}
    server.answers |= {"/away": (307, asks, b""), "/there": (401, asks, b""), "/also": (200, asks, PET)}
    (only,) = findings(server.url("away?key=of-the-document"), server.url("also"), hosts=("127.0.0.1",))
    assert "the answer is 404" in only  # the query goes with the URL that holds it
    server.asked.clear()
    (only,) = findings(server.url("away"), server.url("also"), hosts=("127.0.0.1",))
    assert "the answer is 401" in only
    assert [path for path, _, _ in server.asked] == ["/away", "/there", "/also"]
    assert all(names == BARE for _, names, _ in server.asked)
    assert "SECRET" not in str(server.asked)
    assert other.asked == []


def test_a_url_cannot_begin_another_header_or_request(server):
    for path in ("a\r\nX-Evil: 1", "a b", "a\tb", "a\x00", "a\u2028", "é", "\ud800"):
        for finding in findings(server.url(path), hosts=("127.0.0.1",)):
            assert finding.startswith("spec S018")
    assert all(names == BARE for _, names, _ in server.asked)


def test_a_file_of_another_machine_does_not_refer_to_one_of_this(server, tmp_path):
    (tmp_path / "mine.yaml").write_text("type: object")
    for place in ((tmp_path / "mine.yaml").as_uri(), "file:///etc/passwd", "file://localhost/etc/passwd"):
        server.answers["/pet.json"] = 200, {}, f'{{"properties": {{"a": {{"$ref": "{place}"}}}}}}'.encode()
        (only,) = findings(server.url(), hosts=("127.0.0.1",), at=tmp_path / "openapi.yaml")
        assert f"spec:{server.url()} U003" in only
    server.answers["/pet.json"] = 200, {}, b'{"properties": {"a": {"$ref": "../../etc/passwd"}}}'
    findings(server.url(), hosts=("127.0.0.1",), at=tmp_path / "openapi.yaml")
    assert server.asked[-1][0] == "/etc/passwd"  # of that machine


# ---------------------------------------------------------------------------------------------------- how long


def test_a_name_server_that_says_nothing_is_not_waited_for(monkeypatch):
    free = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: (free.wait(60), [])[1])
    (only,) = findings("http://pets.example/pet.json", bounds=SHORT)
    free.set()
    assert "nobody said in time where the host" in only


class Dripping(threading.Thread):
    """A server that sends a byte now and then, from the first on, until it is told to end."""

    def __init__(self, first: bytes) -> None:
        super().__init__(daemon=True)
        self.first = first
        self.ended = threading.Event()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]

    def run(self) -> None:
        while not self.ended.is_set():
            connection, _ = self.listening.accept()
            with connection:
                try:
                    connection.sendall(self.first)
                    while not self.ended.wait(0.02):
                        connection.sendall(b"0")
                except OSError:
                    continue


@pytest.mark.parametrize(
    ("scheme", "first"),
    [
        ("http", b""), ("http", b"HTTP/1.1 200 OK\r\nX-A: "), ("http", b"HTTP/1.1 100 Continue\r\n\r\n" * 9), ("http", b"HTTP/1.1 200 OK\r\n\r\n"),
        ("http", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), ("http", b"HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n"),
        ("https", b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc"), ("https", b"\x16\x03\x03"),
    ],
)  # fmt: skip
def test_a_server_that_never_ends_is_cut_off_whatever_it_does(scheme, first):
    slow = Dripping(first)
    slow.start()
    (only,) = findings(f"{scheme}://127.0.0.1:{slow.port}/x", hosts=("127.0.0.1",), bounds=SHORT)
    slow.ended.set()
    slow.listening.close()
    assert "no answer in 0.3 s" in only


def test_a_connection_that_comes_too_late_is_not_read(server, monkeypatch):
    """Who cuts off has been there by then, and found nothing to cut."""
    real = socket.create_connection

    def late(*arguments: object, **options: object) -> socket.socket:
        time.sleep(0.4)
        return real(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "create_connection", late)
    (only,) = findings(server.url(), hosts=("127.0.0.1",), bounds=SHORT)
    assert "no answer in 0.3 s" in only
    assert server.asked == []


def test_all_files_together_are_bounded(server):
    for number in range(3):
        server.answers[f"/{number}"] = 200, {}, b"{" + b" " * 1_000 + b"}"
    urls = [server.url(str(number)) for number in range(3)]
    for bounds, said in (
        (Bounds(total=2_500), "all files have more than 2,500 bytes"),
        (Bounds(files=2), "this is more than 2 files"),
        (Bounds(together=0.0), "all files took more than 0 s"),
    ):
        found = findings(*urls, hosts=("127.0.0.1",), bounds=bounds)
        assert said in found[-1]
    assert findings(*urls, hosts=("127.0.0.1",)) == []


def test_the_command_line_names_hosts_one_by_one(server, tmp_path, capsys):
    (tmp_path / "openapi.json").write_text(json.dumps(referring(server.url())))
    for hosts in (["localhost"], ["127.0.0.2", "0.0.1"], ["*"], ["127.0.0.0/8"]):
        named = [part for host in hosts for part in ("--allow-host", host)]
        assert cli.run(["validate", str(tmp_path / "openapi.json"), "--allow-remote-refs", *named]) == 1
        assert "not public" in capsys.readouterr().err
    assert server.asked == []
