"""TLS as it is, on loopback: whom a client trusts, how it shows who it is, tunnels through proxies, and HTTP/2."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import trustme
from harness.models_api import model
from harness.secure import Tunnels, speak_http2
from harness.server import Connection, LoopThread, Received, Server
from harness.sides import Api


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def bundle(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file that says whom to trust."""
    path = tmp_path_factory.mktemp("tls") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


@pytest.fixture
def served(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def secure(server_thread: LoopThread, served: ssl.SSLContext) -> Iterator[Server]:
    """A server that speaks TLS."""
    made = Server(server_thread, tls=served).start()
    made.reply(body=model())
    yield made
    made.stop()


@pytest.fixture
def listen(server_thread: LoopThread) -> Iterator[Callable[..., int]]:
    """Starts a server of another kind and gives its port."""
    started: list[Any] = []

    def start(serve: Any, tls: ssl.SSLContext | None = None) -> int:
        async def begin() -> Any:
            return await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)

        started.append(server_thread.run(begin()))
        return int(started[-1].sockets[0].getsockname()[1])

    yield start
    for each in started:
        server_thread.loop.call_soon_threadsafe(each.close)


def trusting(bundle: str) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=bundle)


def test_a_server_whose_certificate_nobody_vouches_for_gets_no_request(api: Api, secure: Server):
    with pytest.raises(api.sdk.APIConnectionError) as caught:
        api.run(api.client(base_url=secure.url, max_retries=0).beta.models.retrieve("m"))
    assert "CERTIFICATE_VERIFY_FAILED" in str(caught.value.__cause__)
    assert secure.requests == []


def test_a_bundle_of_authorities_is_given_by_the_environment_or_by_an_http_client(
    api: Api, secure: Server, bundle: str, monkeypatch: pytest.MonkeyPatch
):
    http_client = api.keep(api.default_http_client(verify=trusting(bundle)))
    assert api.run(api.client(base_url=secure.url, http_client=http_client).beta.models.retrieve("m")).id
    monkeypatch.setenv("SSL_CERT_FILE", bundle)
    assert api.run(api.client(base_url=secure.url, max_retries=0).beta.models.retrieve("m")).id == model()["id"]
    assert len(secure.requests) == 2


def test_a_client_shows_its_certificate_where_the_server_asks_for_one(
    api: Api, secure: Server, served: ssl.SSLContext, authority: trustme.CA, bundle: str
):
    authority.configure_trust(served)
    served.verify_mode = ssl.CERT_REQUIRED
    unknown = api.keep(api.default_http_client(verify=trusting(bundle)))
    with pytest.raises(api.sdk.APIConnectionError):
        api.run(api.client(base_url=secure.url, http_client=unknown, max_retries=0).beta.models.retrieve("m"))
    assert secure.requests == []
    context = trusting(bundle)
    authority.issue_cert("client@example.test").configure_cert(context)
    known = api.keep(api.default_http_client(verify=context))
    assert api.run(api.client(base_url=secure.url, http_client=known).beta.models.retrieve("m")).id == model()["id"]


@pytest.mark.parametrize("told", ["argument", "environment"])
def test_through_a_tunnel_the_proxy_sees_neither_path_nor_credential(
    api: Api, secure: Server, bundle: str, listen: Callable[..., int], told: str, monkeypatch: pytest.MonkeyPatch
):
    tunnels = Tunnels()
    proxy = f"http://127.0.0.1:{listen(tunnels)}"
    if told == "environment":
        monkeypatch.setenv("HTTPS_PROXY", proxy)
        monkeypatch.setenv("SSL_CERT_FILE", bundle)
        client = api.client(base_url=secure.url, max_retries=0)
    else:
        http_client = api.keep(api.default_http_client(proxy=proxy, verify=trusting(bundle)))
        client = api.client(base_url=secure.url, http_client=http_client, max_retries=0)
    assert api.run(client.beta.models.retrieve("m")).id == model()["id"]
    assert secure.last.header("x-api-key") == "sk-made-up"
    assert tunnels.heads[0].startswith(f"CONNECT 127.0.0.1:{secure.port} HTTP/1.1\r\n")
    assert not any("sk-made-up" in head or "/v1/" in head for head in tunnels.heads)


def test_calls_share_one_connection_of_http_2(
    api: Api, served: ssl.SSLContext, bundle: str, listen: Callable[..., int]
):
    """By the `http2` extra: the HTTP client says whether it speaks it."""
    served.set_alpn_protocols(["h2"])
    port = listen(speak_http2, served)
    http_client = api.keep(api.default_http_client(http2=True, verify=trusting(bundle)))
    client = api.client(base_url=f"https://127.0.0.1:{port}", http_client=http_client, max_retries=0)
    first = api.run(client.with_raw_response.post("/things", cast_to=object, body={"a": 1}))
    assert first.http_version == "HTTP/2"
    second = api.run(client.get("/v1/x?y=1", cast_to=object))
    body = first.http_response.json()
    assert (body["path"], body["body"]) == ("/things", '{"a":1}')
    assert (second["path"], second["stream"]) == ("/v1/x?y=1", 3)
    assert len(api.connections(client)) == 1


def test_a_deadline_holds_inside_of_tls(api: Api, secure: Server, bundle: str):
    async def drip(connection: Connection, _: Received) -> None:
        await connection.send(b"HTTP/1.1 200 OK\r\nx-slow: ")
        for _ in range(100):
            await asyncio.sleep(0.04)
            await connection.send(b"x")

    secure._answers.clear()
    secure.react(drip)
    http_client = api.keep(api.default_http_client(verify=trusting(bundle)))
    client = api.client(base_url=secure.url, http_client=http_client, deadline=0.4, timeout=10)
    started = time.monotonic()
    with pytest.raises(api.sdk.APITimeoutError):
        api.run(client.beta.models.retrieve("m"))
    assert time.monotonic() - started < 2.5
