"""The emitted package under test, on both HTTP libraries, both clients, and a server for them to talk to.

A test that asks for `api` runs four times: synchronous and asynchronous client, on httpx2 (the committed `generated/`)
and on httpx (emitted from the same document into a temporary folder, under another import name so that both fit in one
process).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

ROOT = Path(__file__).parents[2]
DEMO = Path(__file__).parent / "demo"
sys.path.insert(0, str(ROOT / "generated" / "src"))
sys.path.insert(0, str(Path(__file__).parent))

from harness.cassettes import match_spoken  # noqa: E402
from harness.guarded_api import document as guarded_document  # noqa: E402
from harness.installing import Installed, install  # noqa: E402
from harness.server import LoopThread, Server  # noqa: E402
from harness.sides import ON_HTTPX, Api, Sdk  # noqa: E402

if TYPE_CHECKING:
    from vcr import VCR


def pytest_recording_configure(vcr: VCR) -> None:
    """Cassettes are matched by the headers that mean something, too."""
    vcr.register_matcher("spoken", match_spoken)


@pytest.fixture(scope="session")
def emitted_on_httpx(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The distribution that the command line emits with `--http-library httpx`."""
    output = tmp_path_factory.mktemp("on_httpx") / "sdk"
    command = [
        "-m",
        "sdkwright",
        "generate",
        "--no-tests",
        "--http-library",
        "httpx",
        "--package",
        ON_HTTPX,
        "--output",
        str(output),
    ]
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return output


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sdk]:
    """A package emitted from a document whose operations ask for credentials of all kinds."""
    folder = tmp_path_factory.mktemp("guarded")
    (folder / "openapi.json").write_text(json.dumps(guarded_document()))
    command = [
        "-m",
        "sdkwright",
        "generate",
        "--no-tests",
        "--spec",
        "openapi.json",
        "--package",
        "guarded",
        "--output",
        "out",
    ]
    done = subprocess.run([sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    source = str(folder / "out" / "src")
    sys.path.insert(0, source)
    yield Sdk("guarded", "httpx2", "Guarded")
    sys.path.remove(source)


@pytest.fixture(params=["sync", "async"])
def guard(request: pytest.FixtureRequest, guarded: Sdk, server: Server) -> Iterator[Api]:
    """Makes clients of that package, of each kind in turn."""
    made = Api(guarded, server.url, is_async=request.param == "async")
    yield made
    made.close()


@pytest.fixture
def async_guard(guarded: Sdk, server: Server) -> Iterator[Api]:
    """The same for what only the asynchronous client can show."""
    made = Api(guarded, server.url, is_async=True)
    yield made
    made.close()


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel of `generated/` in an environment of its own; made once."""
    return install(ROOT / "generated", tmp_path_factory.mktemp("installed"))


@pytest.fixture(scope="session", params=["httpx2", "httpx"])
def sdk(request: pytest.FixtureRequest) -> Iterator[Sdk]:
    """The emitted package, on each HTTP library."""
    if request.param == "httpx2":
        yield Sdk("anthropic", "httpx2")
        return
    source = str(request.getfixturevalue("emitted_on_httpx") / "src")
    sys.path.insert(0, source)
    yield Sdk(ON_HTTPX, "httpx")
    sys.path.remove(source)


@pytest.fixture(scope="session")
def demo_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of `demo/`, an API that streams and pages in every way and takes bodies of every kind."""
    output = tmp_path_factory.mktemp("demo") / "sdk"
    command = [
        "-m",
        "sdkwright",
        "generate",
        "--no-tests",
        "--config",
        str(DEMO / "sdkwright.yml"),
        "--output",
        str(output),
    ]
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return output / "src"


@pytest.fixture(scope="session")
def demo_sdk(demo_source: Path) -> Iterator[Sdk]:
    sys.path.insert(0, str(demo_source))
    yield Sdk("demo_sdk", "httpx2", client="Demo")
    sys.path.remove(str(demo_source))


@pytest.fixture(params=["sync", "async"])
def demo(request: pytest.FixtureRequest, demo_sdk: Sdk, server: Server) -> Iterator[Api]:
    """Makes clients of `server` for the API of `demo/`, of each kind in turn."""
    made = Api(demo_sdk, server.url, is_async=request.param == "async")
    yield made
    made.close()


@pytest.fixture(scope="session")
def server_thread() -> Iterator[LoopThread]:
    thread = LoopThread()
    yield thread
    thread.stop()


@pytest.fixture
def server(server_thread: LoopThread) -> Iterator[Server]:
    """Answers as the test tells it to."""
    yield from _run(Server(server_thread))


@pytest.fixture
def other_server(server_thread: LoopThread) -> Iterator[Server]:
    """A second origin."""
    yield from _run(Server(server_thread))


def _run(server: Server) -> Iterator[Server]:
    yield server.start()
    server.stop()
    assert server.mistakes == []  # in what a test told the server to do


@pytest.fixture(params=["sync", "async"])
def api(request: pytest.FixtureRequest, sdk: Sdk, server: Server) -> Iterator[Api]:
    """Makes clients of `server`, of each kind in turn."""
    made = Api(sdk, server.url, is_async=request.param == "async")
    yield made
    made.close()


@pytest.fixture
def sync_api(sdk: Sdk, server: Server) -> Iterator[Api]:
    """The same for what only the synchronous client can show, such as threads."""
    made = Api(sdk, server.url, is_async=False)
    yield made
    made.close()


@pytest.fixture
def async_api(sdk: Sdk, server: Server) -> Iterator[Api]:
    """The same for what only the asynchronous client can show, such as cancellation."""
    made = Api(sdk, server.url, is_async=True)
    yield made
    made.close()


@pytest.fixture
def naps(sdk: Sdk, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The delays before retries, in seconds, which are noted down in place of being slept."""
    slept: list[float] = []

    async def later(_: Any, seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(
        sdk.module("_core.sync_client").SyncAPIClient, "_sleep", lambda _, seconds: slept.append(seconds)
    )
    monkeypatch.setattr(sdk.module("_core.async_client").AsyncAPIClient, "_sleep", later)
    return slept


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    for name in ("API_KEY", "AUTH_TOKEN", "BASE_URL", "CUSTOM_HEADERS", "LOG"):
        monkeypatch.delenv(f"ANTHROPIC_{name}", raising=False)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    # Loading the certificates of the machine takes longer than the rest of a test, and no test speaks TLS.
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path_factory.getbasetemp()))
