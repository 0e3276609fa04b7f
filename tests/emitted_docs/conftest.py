"""A loopback server that answers as the document's examples do, and ways to read Markdown."""

from __future__ import annotations

import itertools
import json
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from sdkwright.config import Config
from sdkwright.config.reading import read_table
from sdkwright.diagnostics import Report, Severity
from sdkwright.emit.render import copy, environment, render, templates_dir
from sdkwright.lower import lower
from sdkwright.memory import Memory
from sdkwright.naming import assign
from sdkwright.naming.words import Casings
from sdkwright.openapi.upgrade import upgrade
from sdkwright.python.build import view
from sdkwright.python.views import Copied, Module
from sdkwright.read import read

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "safety"))  # where `attack` is


@dataclass
class Api:
    """The server: the address it listens on, the requests it got, and the status it fails with, if it is told to."""

    url: str = ""
    requests: list[str] = field(default_factory=list)
    failing_with: int | None = None

    def answer(self, method: str, target: str) -> tuple[int, object]:
        self.requests.append(f"{method} {target}")
        url = urlsplit(target)
        if self.failing_with is not None:
            return self.failing_with, {"type": "error", "error": {"type": "api_error", "message": "told to fail"}}
        match method, url.path:
            case "GET", "/v1/models":
                page = "empty_page" if "after_id" in parse_qs(url.query) else "first_page"
                return 200, documented("/v1/models", page)
            case "GET", "/v1/models/claude-sonnet-4-20250514":
                return 200, documented("/v1/models/{model_id}", "model")
            case "POST", "/foo":
                return 200, {"my_param": True}
        return 404, {"type": "error", "error": {"type": "not_found_error", "message": target}}


def documented(path: str, example: str) -> object:
    """The payload that the document shows for an answer."""
    document = yaml.load((ROOT / "spec/openapi.yaml").read_text(), yaml.BaseLoader)
    content = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
    return _typed(content["examples"][example]["value"])


def _typed(value: object) -> object:
    """YAML read as text, with the three words that JSON has besides."""
    words = {"true": True, "false": False, "null": None}
    if isinstance(value, dict):
        return {key: _typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_typed(item) for item in value]
    return words.get(value, value)


@pytest.fixture
def api() -> Iterator[Api]:
    state = Api()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            status, payload = state.answer(self.command, self.path)
            body = json.dumps(payload).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.send_header("request-id", "req_018EeWyXxfu5pfWkrYcMdjWG")
            self.send_header("retry-after-ms", "1")
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


def emitted(spec: dict, config: dict, folder: Path) -> Iterator[Module | Copied]:
    """What the generator makes of a document and a config, file by file."""
    source = folder / "openapi.json"
    source.write_text(json.dumps(spec), encoding="utf-8")
    report = Report()
    document = read(source, report)
    assert document is not None
    settings = read_table(Config, config)
    api = lower(upgrade(document), settings, report)
    assert not report.has_errors, [found for found in report.diagnostics if found.severity is Severity.ERROR]
    return view(api, assign(api, Casings.of(settings.casings())), (templates_dir(),), Memory(report))


@pytest.fixture(scope="session")
def printing():
    """The templates, compiled once."""
    return environment()


@pytest.fixture
def emit(tmp_path, printing):
    """`emit(spec, config)`: the texts of README.md and api.md by name."""

    def files(spec: dict, config: dict) -> dict[str, str]:
        modules = (item for item in emitted(spec, config, tmp_path) if item.path.suffix == ".md")
        return {str(file.path): file.text for file in render(itertools.islice(modules, 2), printing)}

    return files


@pytest.fixture
def package(tmp_path, printing):
    """`package(spec, config)`: the folder of the whole distribution."""

    def written(spec: dict, config: dict) -> Path:
        items = list(emitted(spec, config, tmp_path))
        printed = render((item for item in items if isinstance(item, Module)), printing)
        for file in (*printed, *copy(item for item in items if isinstance(item, Copied))):
            target = tmp_path / "out" / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(file.text, encoding="utf-8")
        return tmp_path / "out"

    return written
