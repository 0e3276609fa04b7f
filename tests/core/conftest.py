"""A client over the runtime core, synchronous and asynchronous alike, and a loopback server that answers as told."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "templates"))

import httpx2

from core.async_client import AsyncAPIClient
from core.client import BaseClient
from core.credentials import api_key_header, bearer_header
from core.lazy import cached_property
from core.options import option_value
from core.paths import path_template
from core.request import Call, call_options
from core.resource import AsyncAPIResource, SyncAPIResource
from core.sentinels import not_given
from core.settings import ClientSettings, Credential
from core.sync_client import SyncAPIClient

SETTINGS = ClientSettings(
    package="core",
    name="Acme",
    version="1.2.3",
    env_prefix="ACME",
    environments={"production": "https://api.acme.test/v1"},
    timeout=httpx2.Timeout(30.0, connect=5.0),
    max_retries=2,
    initial_retry_delay=0.001,
    max_retry_delay=0.004,
    platform_header_prefix="X-Acme",
    default_headers={"acme-version": "2023-06-01"},
    idempotency_header="Idempotency-Key",
    request_id_header="request-id",
    array_format="comma",
    credentials=(
        Credential("api_key", header="X-Api-Key", env="ACME_API_KEY"),
        Credential("auth_token", header="Authorization", env="ACME_AUTH_TOKEN"),
    ),
)


class _Acme(BaseClient):
    _settings = SETTINGS

    def __init__(self, *, api_key=None, auth_token=None, _strict_response_validation=False, **kwargs):
        self.api_key = option_value("api_key", api_key, env="ACME_API_KEY", nullable=True)
        self.auth_token = option_value("auth_token", auth_token, env="ACME_AUTH_TOKEN", nullable=True)
        super().__init__(strict=_strict_response_validation, **kwargs)

    @property
    def auth_headers(self):
        return {**api_key_header("X-Api-Key", self.api_key), **bearer_header(self.auth_token)}

    def copy(self, *, api_key=None, auth_token=None, _extra_kwargs: Mapping[str, Any] = {}, **kwargs):
        return self._copy({"api_key": api_key, "auth_token": auth_token}, extra_kwargs=_extra_kwargs, **kwargs)

    with_options = copy

    with_raw_response = property(lambda self: self._raw_view())
    with_streaming_response = property(lambda self: self._streamed_view())


def thing_call(name: str, **options: Any) -> Call[Any]:
    given = {"extra_headers": None, "extra_query": None, "extra_body": None, "timeout": not_given, **options}
    return Call("GET", path_template("/things/{name}", name=name), dict, options=call_options(**given))


class Things(SyncAPIResource):
    def retrieve(self, name, **options):
        return self._send(thing_call(name, **options))

    with_raw_response = property(lambda self: self._raw_view())
    with_streaming_response = property(lambda self: self._streamed_view())


class AsyncThings(AsyncAPIResource):
    async def retrieve(self, name, **options):
        return await self._send(thing_call(name, **options))

    with_raw_response = property(lambda self: self._raw_view())
    with_streaming_response = property(lambda self: self._streamed_view())


class Group(SyncAPIResource):
    things = cached_property(lambda self: Things(self._client))
    with_raw_response = property(lambda self: self._raw_view())


class AsyncGroup(AsyncAPIResource):
    things = cached_property(lambda self: AsyncThings(self._client))
    with_raw_response = property(lambda self: self._raw_view())


class Acme(_Acme, SyncAPIClient):
    things = cached_property(Things)
    group = cached_property(Group)

    def ping(self):
        return self._send(thing_call("ping"))


class AsyncAcme(_Acme, AsyncAPIClient):
    things = cached_property(AsyncThings)
    group = cached_property(AsyncGroup)

    async def ping(self):
        return await self._send(thing_call("ping"))


@dataclass
class Request:
    """What the server received."""

    method: str
    path: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass
class Server:
    """Answers with `answers` in turn, the last one again and again, and keeps what it was asked."""

    url: str
    answers: list[Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    connections: set[Any] = field(default_factory=set)

    def reply(self, status: int = 200, body: object = None, headers: Mapping[str, str] | None = None) -> Server:
        """Add an answer: bytes and text as they are, all else as JSON."""
        text = isinstance(body, (bytes, str))
        data = (
            body.encode() if isinstance(body, str) else body if isinstance(body, bytes) else json.dumps(body).encode()
        )
        sent = {"content-type": "text/plain" if text else "application/json", **(headers or {})}

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in sent.items():
                handler.send_header(name, value)
            handler.send_header("content-length", str(len(data) if status != 204 else 0))
            handler.end_headers()
            if status != 204:
                handler.wfile.write(data)

        return self.react(answer)

    def react(self, answer: Callable[[BaseHTTPRequestHandler], None]) -> Server:
        """Add an answer that is written by hand."""
        self.answers.append(answer)
        return self

    def hang_up(self) -> Server:
        """Add an answer that is none: the connection is closed."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.close_connection = True
            handler.connection.shutdown(2)

        return self.react(answer)

    @property
    def last(self) -> Request:
        return self.requests[-1]


@pytest.fixture
def server() -> Iterator[Server]:
    yield from run_server()


@pytest.fixture
def other_server() -> Iterator[Server]:
    yield from run_server()


def run_server() -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except (ConnectionError, ValueError):  # the client hung up, or a test did
                self.close_connection = True

        def _answer(self) -> None:
            server.connections.add(self.client_address)
            if self.headers.get("transfer-encoding") == "chunked":
                body = b""
                while size := int(self.rfile.readline(), 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
            else:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
            server.requests.append(Request(self.command, self.path, list(self.headers.items()), body))
            answers = server.answers
            (answers.pop(0) if len(answers) > 1 else answers[0])(self)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer

        def log_message(self, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server = Server(f"http://127.0.0.1:{http.server_address[1]}")
    threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    http.shutdown()
    http.server_close()


class Api:
    """Makes clients of one kind and runs their calls to the end."""

    def __init__(self, *, is_async: bool) -> None:
        self.is_async = is_async
        self.kind: Any = AsyncAcme if is_async else Acme
        self.http_client: Any = httpx2.AsyncClient if is_async else httpx2.Client
        self._runner = asyncio.Runner() if is_async else None
        self._clients: list[Any] = []

    def client(self, server: Server | None = None, **options: Any) -> Any:
        if server is not None:
            options.setdefault("base_url", server.url)
        client = self.kind(**{"api_key": "k-123", **options})
        self._clients.append(client)
        return client

    def run(self, outcome: Any) -> Any:
        """What `outcome` is, awaited where that is needed."""
        if self._runner is None or not hasattr(outcome, "__await__"):
            return outcome

        async def wait() -> Any:
            return await outcome

        return self._runner.run(wait())

    def call(self, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """What `method` returns when it is called where an event loop runs."""

        async def work() -> Any:
            outcome = method(*args, **kwargs)
            return await outcome if hasattr(outcome, "__await__") else outcome

        return method(*args, **kwargs) if self._runner is None else self._runner.run(work())

    def inside(self, manager: Any, use: Callable[[Any], Any]) -> Any:
        """What `use` gives for what `manager` yields."""
        if self._runner is None:
            with manager as value:
                return use(value)

        async def work() -> Any:
            async with manager as value:
                outcome = use(value)
                return await outcome if hasattr(outcome, "__await__") else outcome

        return self._runner.run(work())

    def transport(self, handle: Callable[[httpx2.Request], httpx2.Response]) -> Any:
        """An HTTP client whose answers `handle` makes."""
        if not self.is_async:
            return httpx2.Client(transport=httpx2.MockTransport(handle))

        async def answer(request: httpx2.Request) -> httpx2.Response:
            return handle(request)

        return httpx2.AsyncClient(transport=httpx2.MockTransport(answer))

    def close(self) -> None:
        for client in self._clients:
            self.run(client.close())
        if self._runner is not None:
            self._runner.close()


@pytest.fixture(params=["sync", "async"])
def api(request: pytest.FixtureRequest) -> Iterator[Api]:
    made = Api(is_async=request.param == "async")
    yield made
    made.close()


@pytest.fixture
def sync_api() -> Iterator[Api]:
    made = Api(is_async=False)
    yield made
    made.close()


@pytest.fixture
def async_api() -> Iterator[Api]:
    made = Api(is_async=True)
    yield made
    made.close()


@pytest.fixture
def settings() -> ClientSettings:
    return SETTINGS


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ACME_API_KEY", "ACME_AUTH_TOKEN", "ACME_BASE_URL", "ACME_CUSTOM_HEADERS", "ACME_LOG"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
