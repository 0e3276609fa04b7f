"""Files on other machines: fetched only when allowed, from where it is allowed, within bounds; over loopback."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

from sdkwright import cli
from sdkwright.diagnostics import Report
from sdkwright.openapi import Reach, check
from sdkwright.read import parse
from sdkwright.read.addresses import is_public
from sdkwright.read.fetch import Bounds, Remote

ROOT = """
openapi: 3.1.0
info: {{title: Pets, version: "1"}}
paths:
  /pets:
    get:
      responses:
        "200":
          description: pets
          content: {{application/json: {{schema: {{$ref: "{url}"}}}}}}
"""
PET = b'{"type": "object", "properties": {"toy": {"$ref": "toy.yaml#/Toy"}}}'
TOY = b"Toy: {type: object, properties: {price: {type: number, default: cheap}}}"


class Server(ThreadingHTTPServer):
    asked: list[tuple[str, dict[str, str]]]

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_port}/{path}"


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Server)
        self.server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        bodies = {"/pet.json": PET, "/toy.yaml": TOY, "/large.yaml": b"a: " + b"x" * 5000}
        match self.path.rpartition("/")[2]:
            case "round.yaml":
                self.answer(302, b"", location="/round.yaml")
            case "away.yaml":
                self.answer(302, b"", location=f"http://localhost:{self.server.server_port}/pet.json")
            case "to-a-file.yaml":
                self.answer(302, b"", location="file:///etc/passwd")
            case "slow.yaml":
                self.answer(200, b"")
                for _ in range(40):
                    self.wfile.write(b"#")
                    time.sleep(0.05)
            case _ if self.path in bodies and self.headers.get("if-none-match") == '"1"':
                self.answer(304, b"")
            case _ if self.path in bodies:
                self.answer(200, bodies[self.path], etag='"1"')
            case _:
                self.answer(404, b"no")

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Answer) as made:
        made.asked = []
        threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True).start()
        yield made
        made.shutdown()


class Memory(dict[tuple[str, str], bytes]):
    def get(self, kind: str, key: str) -> bytes | None:  # type: ignore[override]
        return super().get((kind, key))

    def put(self, kind: str, key: str, value: bytes) -> None:
        self[kind, key] = value


def findings(url: str, *hosts: str, store: Memory | None = None, bounds: Bounds | None = None) -> list[str]:
    report = Report()
    document = parse(Path("openapi.yaml"), ROOT.format(url=url), report)
    assert document is not None
    check(document, report, reach=Reach(Remote(report, frozenset(hosts), store, bounds or Bounds())), validate=False)
    return [f"{found.source} {found.code} {found.message}" for found in map(report.settled, report.diagnostics)]


def test_what_a_fetched_file_refers_to_is_fetched_from_beside_it(server: Server) -> None:
    assert findings(server.url("pet.json"), "127.0.0.1") == []
    assert [path for path, _ in server.asked] == ["/pet.json", "/toy.yaml"]
    assert not {"authorization", "cookie"} & server.asked[0][1].keys()


def test_findings_name_the_url_and_the_place_in_it(server: Server, tmp_path: Path, capsys) -> None:
    (tmp_path / "openapi.yaml").write_text(ROOT.format(url=server.url("pet.json")))
    arguments = ["validate", str(tmp_path / "openapi.yaml"), "--allow-remote-refs"]
    assert cli.run([*arguments, "--allow-host", "127.0.0.1"]) == 0
    assert f"{server.url('toy.yaml')}:1:56: warning D106: the default" in capsys.readouterr().err
    assert cli.run(arguments) == 1
    assert "not public" in capsys.readouterr().err
    assert cli.run(arguments[:2]) == 1
    assert "U003" in capsys.readouterr().err


def test_a_config_to_edit_allows_later_runs_what_init_was_allowed(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "openapi.yaml").write_text(ROOT.format(url=server.url("pet.json")))
    monkeypatch.chdir(tmp_path)
    flags = ["--allow-remote-refs", "--allow-host", "127.0.0.1"]
    assert cli.run(["init", "openapi.yaml", "--package", "pets", *flags]) == 0
    config = yaml.safe_load((tmp_path / "sdkwright.yml").read_text())
    assert (config["allow_remote_refs"], config["allow_hosts"]) == (True, ["127.0.0.1"])
    assert config["models"]["Pet"] == server.url("pet.json")
    assert cli.run(["generate", "--no-tests"]) == 0
    assert "toy:" in (tmp_path / "sdk/src/pets/types/pet.py").read_text()
    (tmp_path / "openapi.yaml").write_text(ROOT.format(url=server.url("nowhere.json")))
    assert cli.run(["init", "openapi.yaml", "--package", "pets", "--force", *flags]) == 1


def test_an_answer_that_did_not_change_is_taken_from_the_store(server: Server) -> None:
    store = Memory()
    assert findings(server.url("pet.json"), "127.0.0.1", store=store) == []
    assert findings(server.url("pet.json"), "127.0.0.1", store=store) == []
    assert [headers.get("if-none-match") for _, headers in server.asked] == [None, None, '"1"', '"1"']


@pytest.mark.parametrize(
    ("path", "hosts", "said"),
    [
        ("pet.json", (), 'the host "127.0.0.1" has an address that is not public'),
        ("away.yaml", ("127.0.0.1",), 'the host "localhost" has an address that is not public'),
        ("round.yaml", ("127.0.0.1",), "more than 5 redirects"),
        ("to-a-file.yaml", ("127.0.0.1",), "is not an http(s) URL"),
        ("large.yaml", ("127.0.0.1",), "larger than 4,000 bytes"),
        ("slow.yaml", ("127.0.0.1",), "no answer in 0.3 s"),
        ("missing.yaml", ("127.0.0.1",), "the answer is 404"),
    ],
)  # fmt: skip
def test_what_is_not_fetched_says_why(server: Server, path: str, hosts: tuple[str, ...], said: str) -> None:
    (only,) = findings(server.url(path), *hosts, bounds=Bounds(size=4_000, seconds=0.3))
    assert only.startswith("spec S018")
    assert said in only


def test_credentials_in_a_url_are_refused_before_anything_is_asked(server: Server) -> None:
    (only,) = findings(server.url("pet.json").replace("127", "me:secret@127"), "127.0.0.1")
    assert "holds credentials" in only
    assert server.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True), ("2606:2800:21f::1", True), ("127.0.0.1", False), ("10.1.2.3", False), ("::1", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("fe80::1%eth0", False),
        ("::ffff:127.0.0.1", False), ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False), ("fd00::1", False),
        ("::7f00:1", False), ("fec0::1", False), ("64:ff9b:1::7f00:1", False), ("2001:0:4136:e378:8000:63bf:80ff:fffe", False),
        ("::ffff:0:7f00:1", False), ("192.0.0.1", False), ("198.18.0.1", False), ("255.255.255.255", False), ("240.0.0.1", False),
    ],
)  # fmt: skip
def test_only_addresses_of_the_internet_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public
