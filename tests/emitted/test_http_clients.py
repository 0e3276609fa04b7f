"""The HTTP client underneath: that of the package, the caller's own, and proxies."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from harness.models_api import model, page_of
from harness.server import Connection, Received, Server
from harness.sides import Api, Sdk


def patterns(http_client: object) -> list[str]:
    return [pattern.pattern for pattern in http_client._mounts]  # type: ignore[attr-defined]


def test_an_https_proxy_of_the_environment_is_mounted(api: Api, monkeypatch: pytest.MonkeyPatch):
    """C29."""
    monkeypatch.setenv("HTTPS_PROXY", "https://example.org")
    assert patterns(api.keep(api.default_http_client())) == ["https://"]


def test_the_default_http_client_takes_the_arguments_of_the_librarys_own(api: Api):
    """C30."""
    made = api.default_http_client(
        verify=ssl.create_default_context(),
        cert=None,
        trust_env=True,
        http1=True,
        http2=False,
        limits=api.sdk.http.Limits(max_connections=100, max_keepalive_connections=20),
    )
    api.keep(made)
    assert isinstance(made, api.http_client)


def test_the_default_http_client_has_the_defaults_of_the_package(api: Api):
    """C22, C30: where the caller says nothing else."""
    made = api.keep(api.default_http_client())
    assert (made.timeout, made.follow_redirects) == (api.sdk.DEFAULT_TIMEOUT, True)
    limits = made._transport._pool
    assert (limits._max_connections, limits._max_keepalive_connections) == (1000, 100)
    other = api.keep(api.default_http_client(timeout=3.0, follow_redirects=False))
    assert (other.timeout, other.follow_redirects) == (api.sdk.http.Timeout(3.0), False)


def test_the_default_http_client_is_named_as_the_package_exports_it(api: Api):
    """SURFACE 1.1."""
    name = "DefaultAsyncHttpxClient" if api.is_async else "DefaultHttpxClient"
    assert (api.default_http_client.__module__, api.default_http_client.__qualname__) == (api.sdk.name, name)


def test_calls_go_through_the_http_client_that_was_given(api: Api, server: Server):
    """C67: with its own headers, cookies and parameters, below those of the package."""
    server.reply(body=page_of([]))
    http_client = api.keep(
        api.default_http_client(
            headers={"X-Mine": "1", "anthropic-version": "not mine"}, params={"trace": "on"}, cookies={"c": "d"}
        )
    )
    api.run(api.client(http_client=http_client).beta.models.list(limit=2))
    assert (server.last.header("x-mine"), server.last.header("anthropic-version")) == ("1", "2023-06-01")
    assert server.last.query == {"trace": "on", "limit": "2"}
    assert server.last.header("cookie") == "c=d"


def test_event_hooks_of_the_http_client_see_requests_and_responses(api: Api, server: Server):
    """SURFACE 4.13."""
    server.reply(body=page_of([]))
    seen: list[str] = []

    def note(event: object) -> None:
        seen.append(type(event).__name__)

    async def note_later(event: object) -> None:
        note(event)

    hook = note_later if api.is_async else note
    http_client = api.keep(api.default_http_client(event_hooks={"request": [hook], "response": [hook]}))
    api.run(api.client(http_client=http_client).beta.models.list())
    assert seen == ["Request", "Response"]


def test_a_transport_can_stand_in_for_the_network(api: Api):
    """SURFACE 4.13: as in a caller's own tests."""
    seen: list[str] = []

    def handle(request: object) -> object:
        seen.append(str(request.url))  # type: ignore[attr-defined]
        return api.sdk.http.Response(200, json=model())

    client = api.client(http_client=api.transport(handle), base_url=None)
    assert api.run(client.beta.models.retrieve("m")).id == model()["id"]
    assert seen == ["https://api.anthropic.com/v1/models/m"]


@pytest.mark.parametrize("wrong", ["other kind", "class", "string"])
def test_what_is_no_http_client_of_the_right_kind_is_refused(api: Api, wrong: str):
    """C28."""
    other = api.sdk.http.Client if api.is_async else api.sdk.http.AsyncClient
    given = {"other kind": other(), "class": api.http_client, "string": "https://proxy"}[wrong]
    with pytest.raises(TypeError, match="Invalid `http_client` arg"):
        api.client(http_client=given)


def proxy(server: Server) -> None:
    """Make `server` a proxy that answers by itself: the request line then holds a whole URL."""
    server.reply(body=model(id="by the proxy"))


def test_requests_go_through_a_proxy_that_was_given(api: Api, server: Server):
    """C29."""
    proxy(server)
    http_client = api.keep(api.default_http_client(proxy=server.url))
    client = api.client(http_client=http_client, base_url="http://elsewhere.test/api")
    assert api.run(client.beta.models.retrieve("m")).id == "by the proxy"
    assert server.last.target == "http://elsewhere.test/api/v1/models/m"
    assert server.last.header("host") == "elsewhere.test"


def test_requests_go_through_a_proxy_of_the_environment(api: Api, server: Server, monkeypatch: pytest.MonkeyPatch):
    """C29: without any `http_client`; and NO_PROXY is obeyed."""
    proxy(server)
    monkeypatch.setenv("HTTP_PROXY", server.url)
    monkeypatch.setenv("NO_PROXY", "direct.test")
    client = api.client(base_url="http://elsewhere.test", max_retries=0)
    assert api.run(client.beta.models.retrieve("m")).id == "by the proxy"
    with pytest.raises(api.sdk.APIConnectionError):
        api.run(api.client(base_url="http://direct.test:9", max_retries=0, timeout=1.0).beta.models.retrieve("m"))
    assert len(server.requests) == 1


def test_an_https_request_asks_the_proxy_for_a_tunnel_and_shows_it_no_credential(api: Api, server: Server):
    """C29; RFC 9110, section 9.3.6."""

    async def refuse(connection: Connection, _: Received) -> None:
        await connection.send_head(403, [("content-length", "0")])

    server.react(refuse)
    http_client = api.keep(api.default_http_client(proxy=server.url))
    client = api.client(http_client=http_client, base_url="https://api.anthropic.com", max_retries=0)
    with pytest.raises(api.sdk.APIConnectionError) as caught:
        api.run(client.beta.models.list())
    assert isinstance(caught.value.__cause__, api.sdk.http.ProxyError)
    assert (server.last.method, server.last.target) == ("CONNECT", "api.anthropic.com:443")
    assert not {"x-api-key", "authorization", "anthropic-version"} & set(server.last.names)


def test_mounts_can_send_hosts_elsewhere(api: Api, server: Server, other_server: Server):
    """C29."""
    server.reply(body=model(id="direct"))
    proxy(other_server)
    transport = api.sdk.http.AsyncHTTPTransport if api.is_async else api.sdk.http.HTTPTransport
    mounts = {"http://elsewhere.test": transport(proxy=other_server.url)}
    client = api.client(http_client=api.keep(api.default_http_client(mounts=mounts)))
    assert api.run(client.beta.models.retrieve("m")).id == "direct"
    assert api.run(client.with_options(base_url="http://elsewhere.test").beta.models.retrieve("m")).id == "by the proxy"


def test_the_aiohttp_client_works(async_api: Api, server: Server):
    """7.2: `DefaultAioHttpClient`, with the `aiohttp` extra; retries and errors included."""
    api = async_api
    server.reply(500, {}).reply(body=page_of([model()])).reply(404, {})
    http_client = api.sdk.DefaultAioHttpClient()
    client = api.client(http_client=http_client)

    async def no_nap(_: float) -> None:
        return None

    client._sleep = no_nap

    async def work() -> list[str]:
        found = [item.id async for item in client.beta.models.list(limit=3)]
        try:
            await client.beta.models.retrieve("none")
        except api.sdk.NotFoundError:
            found.append("not found")
        await client.close()
        return found

    assert api.run(work()) == [model()["id"], "not found"]
    assert [sent.target for sent in server.requests] == ["/v1/models?limit=3", "/v1/models?limit=3", "/v1/models/none"]
    assert http_client.is_closed


AIOHTTP_FAULTS = {
    "reset": ("APIConnectionError", "ReadError"),
    "hang_up": ("APIConnectionError", "ReadError"),
    "cut_off": ("APIConnectionError", "ReadError"),
    "stall": ("APITimeoutError", "ReadTimeout"),
    "no http": ("APIConnectionError", "RemoteProtocolError"),
    "too many headers": ("APIConnectionError", "RemoteProtocolError"),
}


@pytest.mark.parametrize("fault", AIOHTTP_FAULTS)
def test_whatever_goes_wrong_over_aiohttp_is_an_error_of_the_package(async_api: Api, server: Server, fault: str):
    """And what is lost is no timeout, as the package that adapts aiohttp has it."""

    async def babble(connection: Connection, _: Received) -> None:
        await connection.send(b"SSH-2.0-OpenSSH_9.9\r\n\r\n")

    if fault == "no http":
        server.react(babble)
    elif fault == "too many headers":
        server.reply(body={}, headers={f"x-{number}": "v" for number in range(40_000)})
    else:
        getattr(server, fault)()
    kind, cause = AIOHTTP_FAULTS[fault]
    api = async_api
    http_client = api.sdk.DefaultAioHttpClient()
    client = api.client(http_client=http_client, max_retries=0, timeout=0.5)
    with pytest.raises(api.sdk.APIConnectionError) as caught:
        api.run(client.beta.models.retrieve("m"))
    assert (type(caught.value).__name__, type(caught.value.__cause__).__name__) == (kind, cause)
    assert isinstance(caught.value.__cause__, api.sdk.http.TransportError)


def test_a_stream_over_aiohttp_that_breaks_off_says_so_where_it_is_read(async_api: Api, server: Server):
    api = async_api

    async def cut(connection: Connection, _: Received) -> None:
        await connection.send_head(200, [("content-type", "text/event-stream"), ("content-length", "100")])
        await connection.send(b"data: 1\n\n")
        await asyncio.sleep(0.02)
        connection.reset()

    server.react(cut)
    client = api.client(http_client=api.sdk.DefaultAioHttpClient(), max_retries=0)
    stream = api.run(client.get("/x", cast_to=object, stream=True, stream_cls=api.sdk.AsyncStream[object]))
    assert api.call(stream.__anext__) == 1
    with pytest.raises(api.sdk.APIConnectionError, match="broke off"):
        api.call(stream.__anext__)


def test_a_redirect_over_aiohttp_is_followed_by_a_request_without_a_body(
    async_api: Api, server: Server, other_server: Server
):
    api = async_api
    server.reply(302, b"", {"location": f"{other_server.url}/there"})
    other_server.reply(body=model())
    client = api.client(http_client=api.sdk.DefaultAioHttpClient())
    assert api.run(client.beta.models.retrieve("m")).id == model()["id"]
    assert not {"transfer-encoding", "content-length", "content-type", "x-api-key"} & set(other_server.last.names)


WITHOUT_AIOHTTP = """
import sys
sys.modules["aiohttp"] = sys.modules["httpx_aiohttp"] = None
from {package} import DefaultAioHttpClient
try:
    DefaultAioHttpClient()
except RuntimeError as error:
    print(error)
"""


def test_the_aiohttp_client_names_the_extra_that_it_needs(sdk: Sdk):
    """SURFACE 4.13."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_AIOHTTP.format(package=sdk.name)],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(Path(sdk.package.__file__).parents[1])},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "`aiohttp` extra" in done.stdout


def test_the_asynchronous_library_is_told_from_what_runs(async_api: Api):
    """C86: without a thread for it, which could hang."""
    platform = async_api.sdk.module("_core.platform")

    async def inside() -> str:
        found: str = platform.async_library()
        return found

    assert async_api.run(inside()) == "asyncio"


IMPORTS = """
import sys
before = set(sys.modules)
import {package}
client = {package}.Anthropic(api_key="k")
client.beta.models
print(sorted({{"pydantic", "ssl", "asyncio", "anyio"}} & (set(sys.modules) - before)))
import {library}
"""


def test_importing_and_making_a_client_loads_no_pydantic(sdk: Sdk):
    """HOUSE: importing is lazy throughout; the models are built when the first answer is read."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS.format(package=sdk.name, library=sdk.library)],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(Path(sdk.package.__file__).parents[1])},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "pydantic" not in done.stdout


def test_requests_go_over_a_unix_socket(api: Api, server: Server, tmp_path: Path):
    """As the HTTP library has it: by a transport of the default client."""
    place = str(tmp_path / "api.sock")

    async def listen() -> Any:
        return await asyncio.start_unix_server(server._serve, place)

    listener = server.thread.run(listen())
    server.reply(body=model())
    http = api.sdk.http
    transport = (http.AsyncHTTPTransport if api.is_async else http.HTTPTransport)(uds=place)
    client = api.client(
        base_url="http://localhost/", http_client=api.keep(api.default_http_client(transport=transport))
    )
    assert api.run(client.beta.models.retrieve("m")).id == model()["id"]
    assert server.last.header("host") == "localhost"
    server.thread.loop.call_soon_threadsafe(listener.close)
