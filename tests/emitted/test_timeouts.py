"""How long a call waits, and what it says when that was too long."""

from __future__ import annotations

import math
import socket
import time
from collections.abc import Iterator

import pytest
from harness.models_api import model, page_of
from harness.server import Server
from harness.sides import Api


def timeout_of(api: Api, client: object, **call: object) -> object:
    """The timeout of the request that a call would send."""
    core = api.sdk.module("_core.request")
    built = client._build_request(core.Call("GET", "/foo", dict, options=core.CallOptions(**call)))  # type: ignore[attr-defined]
    return api.sdk.http.Timeout(**built.extensions["timeout"])


def test_the_default_timeout_is_that_of_the_package(api: Api):
    """C22."""
    assert timeout_of(api, api.client()) == api.sdk.DEFAULT_TIMEOUT


def test_the_timeout_of_a_call_wins(api: Api):
    """C23."""
    http = api.sdk.http
    assert timeout_of(api, api.client(timeout=3.0), timeout=http.Timeout(100.0)) == http.Timeout(100.0)
    assert timeout_of(api, api.client(timeout=3.0), timeout=None) == http.Timeout(None)


def test_the_timeout_of_the_client_is_used(api: Api):
    """C24: also one of nothing at all; and it may be set later."""
    http = api.sdk.http
    client = api.client(timeout=http.Timeout(0))
    assert timeout_of(api, client) == http.Timeout(0)
    client.timeout = 12.5
    assert timeout_of(api, client) == http.Timeout(12.5)


def test_the_timeout_of_a_custom_http_client_is_used_unless_it_is_that_of_the_library(api: Api):
    """C25, C26, C27: nobody sets 5 seconds on purpose; the library's own default is that."""
    http = api.sdk.http
    for given, expected in [
        ({"timeout": None}, http.Timeout(None)),
        ({}, api.sdk.DEFAULT_TIMEOUT),
        ({"timeout": http.Timeout(5.0)}, api.sdk.DEFAULT_TIMEOUT),
        ({"timeout": 17.0}, http.Timeout(17.0)),
    ]:
        http_client = api.keep(api.http_client(**given))
        assert timeout_of(api, api.client(http_client=http_client)) == expected


def test_a_timeout_given_to_the_client_wins_over_that_of_its_http_client(api: Api):
    """C25."""
    http_client = api.keep(api.http_client(timeout=17.0))
    assert timeout_of(api, api.client(http_client=http_client, timeout=4.0)) == api.sdk.http.Timeout(4.0)


@pytest.mark.parametrize("where", ["call", "client", "copy"])
def test_an_answer_that_does_not_come_ends_in_a_timeout_error(api: Api, server: Server, where: str):
    """C76, X2: the read timeout, wherever it is given; the error keeps the cause and the request."""
    server.stall()
    client = api.client(max_retries=0, **({"timeout": 0.15} if where == "client" else {}))
    if where == "copy":
        client = client.with_options(timeout=0.15)
    started = time.monotonic()
    with pytest.raises(api.sdk.APITimeoutError, match=r"Request timed out\.") as caught:
        api.run(client.beta.models.list(**({"timeout": 0.15} if where == "call" else {})))
    assert time.monotonic() - started < 2
    error = caught.value
    assert isinstance(error, api.sdk.APIConnectionError)
    assert isinstance(error.__cause__, api.sdk.http.ReadTimeout)
    assert (error.request.method, error.request.url.path, error.body) == ("GET", "/v1/models", None)
    assert len(server.requests) == 1


def test_a_timeout_is_tried_again_as_often_as_any_failure(api: Api, server: Server, naps: list[float]):
    """C76: and the connections of the failed tries are given up."""
    server.stall()
    client = api.client(timeout=api.sdk.Timeout(9.0, read=0.05), max_retries=2)
    with pytest.raises(api.sdk.APITimeoutError):
        api.run(client.beta.models.list())
    assert [sent.header("x-stainless-retry-count") for sent in server.requests] == ["0", "1", "2"]
    assert len(naps) == 2
    assert api.connections(client) == []


def test_an_answer_after_a_timeout_is_taken(api: Api, server: Server, naps: list[float]):
    """C78: the try that went well counts."""
    server.stall().reply(body=model())
    assert api.run(api.client(timeout=0.25).beta.models.retrieve("m")).id == model()["id"]


def test_a_slow_body_that_keeps_coming_is_no_timeout(api: Api, server: Server):
    """SURFACE 4.2: the read timeout is the silence between two pieces, not the whole."""
    server.reply(body=page_of([]), between=0.007)
    page = api.run(api.client(timeout=api.sdk.Timeout(9.0, read=0.3)).beta.models.list())
    assert page.data == []


def test_a_body_that_stops_coming_is_a_timeout(api: Api, server: Server):
    """C76: headers had arrived."""
    server.reply(body=page_of([]), between=0.5)
    with pytest.raises(api.sdk.APITimeoutError):
        api.run(api.client(timeout=0.05, max_retries=0).beta.models.list())


@pytest.fixture
def deaf_port() -> Iterator[int]:
    """A port where connections queue up and nobody ever takes one: the queue is full."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]
        for filler in fillers:
            filler.close()


def test_a_connection_that_is_not_taken_ends_in_a_timeout_error(api: Api, deaf_port: int):
    """C76: the connect timeout."""
    client = api.client(
        base_url=f"http://127.0.0.1:{deaf_port}", timeout=api.sdk.Timeout(30.0, connect=0.1), max_retries=0
    )
    with pytest.raises(api.sdk.APITimeoutError) as caught:
        api.run(client.beta.models.list())
    assert isinstance(caught.value.__cause__, api.sdk.http.ConnectTimeout)


def test_waiting_for_a_free_connection_has_a_timeout_too(async_api: Api, server: Server):
    """C76: the pool timeout."""
    import asyncio

    api = async_api
    server.stall(1.0)
    http_client = api.keep(api.http_client(limits=api.sdk.http.Limits(max_connections=1)))
    client = api.client(http_client=http_client, timeout=api.sdk.Timeout(2.0, pool=0.05), max_retries=0)

    async def both() -> list[object]:
        first = asyncio.ensure_future(client.beta.models.retrieve("a"))
        await asyncio.sleep(0.02)
        second = asyncio.ensure_future(client.beta.models.retrieve("b"))
        done = await asyncio.gather(second, return_exceptions=True)
        first.cancel()
        return done

    (error,) = api.run(both())
    assert isinstance(error, api.sdk.APITimeoutError)
    assert isinstance(error.__cause__, api.sdk.http.PoolTimeout)


def test_unlimited_retries_can_be_asked_for(api: Api, server: Server, naps: list[float]):
    """C72: as `math.inf`."""
    for _ in range(7):
        server.reply(503, {})
    server.reply(body=model())
    assert api.run(api.client(max_retries=math.inf).beta.models.retrieve("m")).type == "model"
    assert len(naps) == 7
