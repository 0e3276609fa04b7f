"""Connections: how they break, how they are shared, and when they are closed."""

from __future__ import annotations

import asyncio
import copy
import gc
import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from harness.models_api import MODELS, model, page_of
from harness.models_api import api as models_api
from harness.server import Connection, Handler, Received, Server, answer
from harness.sides import Api

# ---------------------------------------------------------------------------------------------------- breaking


@pytest.fixture
def closed_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def test_a_refused_connection_is_a_connection_error(api: Api, closed_port: int, naps: list[float]):
    """X2, C79: after all retries; the cause is that of the HTTP library."""
    client = api.client(base_url=f"http://127.0.0.1:{closed_port}")
    with pytest.raises(api.sdk.APIConnectionError, match=r"Connection error\.") as caught:
        api.run(client.beta.models.list())
    assert not isinstance(caught.value, api.sdk.APITimeoutError)
    assert isinstance(caught.value.__cause__, api.sdk.http.ConnectError)
    assert caught.value.body is None
    assert len(naps) == 2


@pytest.mark.parametrize("how", ["reset", "hang_up"])
def test_a_connection_lost_before_the_answer_is_tried_again(api: Api, server: Server, naps: list[float], how: str):
    """C79, X3: reset, or closed in order."""
    getattr(server, how)().reply(body=model())
    assert api.run(api.client().beta.models.retrieve("m")).id == model()["id"]
    assert len(naps) == 1
    assert server.connections == 2


@pytest.mark.parametrize("how", ["reset", "hang_up"])
def test_a_connection_that_is_always_lost_is_a_connection_error(api: Api, server: Server, how: str):
    """X2: the error carries the request, and the cause."""
    getattr(server, how)()
    client = api.client(max_retries=0)
    with pytest.raises(api.sdk.APIConnectionError) as caught:
        api.run(client.beta.models.retrieve("m"))
    assert isinstance(caught.value.__cause__, (api.sdk.http.ReadError, api.sdk.http.RemoteProtocolError))
    assert caught.value.request.url.path == "/v1/models/m"
    assert api.connections(client) == []


@pytest.mark.parametrize("reset", [False, True])
def test_a_body_that_breaks_off_is_tried_again(api: Api, server: Server, naps: list[float], reset: bool):
    """X3: half an answer is none."""
    server.cut_off(reset=reset).reply(body=model())
    assert api.run(api.client().beta.models.retrieve("m")).id == model()["id"]
    assert len(naps) == 1


@pytest.mark.parametrize("reset", [False, True])
def test_a_streamed_body_that_breaks_off_raises_where_it_is_read(api: Api, server: Server, reset: bool):
    """X5: what had arrived was handed out by then, so there is no second try."""
    server.cut_off(reset=reset)
    client = api.client()
    for read in ("read", "json", "text", "parse", "iter_bytes", "iter_text", "iter_lines"):
        with pytest.raises(api.sdk.APIConnectionError, match=r"broke off: .") as caught:
            api.inside(
                client.beta.models.with_streaming_response.retrieve("m"),
                lambda response, read=read: all_of(api, response, read),
            )
        assert isinstance(caught.value.__cause__, api.sdk.http.TransportError)
    assert len(server.requests) == 7
    assert api.connections(client) == []


def all_of(api: Api, response: Any, read: str) -> Any:
    """What a streamed response gives when it is read to its end in one of its ways."""
    outcome = getattr(response, read)()
    if not read.startswith("iter"):
        return outcome
    if not api.is_async:
        return list(outcome)

    async def collect() -> list[Any]:
        return [piece async for piece in outcome]

    return collect()


@pytest.mark.parametrize("read", ["iter_bytes", "iter_text", "iter_lines", "read"])
def test_a_streamed_body_is_read_once_in_whichever_way(api: Api, server: Server, read: str):
    """X5."""
    server.reply(body=model())

    def twice(response: Any) -> Any:
        if not api.is_async:
            list(response.iter_bytes())
            return all_of(api, response, read)

        async def later() -> Any:
            assert [piece async for piece in response.iter_bytes()]
            return await all_of(api, response, read)

        return later()

    with pytest.raises(api.sdk.AnthropicError, match="already been streamed"):
        api.inside(api.client().beta.models.with_streaming_response.retrieve("m"), twice)


def test_a_compressed_body_that_makes_no_sense_is_told_where_it_is_streamed(api: Api, server: Server):
    server.reply(body=b"nope", headers={"content-encoding": "gzip"})
    with pytest.raises(api.sdk.APIConnectionError):
        api.inside(
            api.client().beta.models.with_streaming_response.retrieve("m"),
            lambda response: all_of(api, response, "iter_bytes"),
        )


def test_a_body_that_comes_too_slowly_is_a_timeout_where_it_is_streamed(api: Api, server: Server):
    server.reply(body=model(), between=1.0)
    with pytest.raises(api.sdk.APITimeoutError):
        api.inside(
            api.client(timeout=0.1).beta.models.with_streaming_response.retrieve("m"),
            lambda response: all_of(api, response, "iter_bytes"),
        )


def test_an_error_whose_body_breaks_off_is_still_that_error(api: Api, server: Server):
    """X2: with `body` None, since it could not be read, and the status in the message."""

    async def cut(connection: Connection, _: Received) -> None:
        await connection.send_head(404, [("content-type", "application/json"), ("content-length", "100")])
        await connection.send(b'{"type": "err')
        await asyncio.sleep(0.02)
        connection.writer.close()

    server.react(cut)
    with pytest.raises(api.sdk.NotFoundError) as caught:
        api.inside(api.client(max_retries=0).beta.models.with_streaming_response.retrieve("m"), lambda response: None)
    assert (caught.value.status_code, caught.value.body) == (404, None)
    assert str(caught.value) == "Error code: 404"


def test_what_is_no_http_is_a_connection_error(api: Api, server: Server):
    """X2."""

    async def babble(connection: Connection, _: Received) -> None:
        await connection.send(b"SSH-2.0-OpenSSH_9.9\r\n\r\n")

    server.react(babble)
    with pytest.raises(api.sdk.APIConnectionError) as caught:
        api.run(api.client(max_retries=0).beta.models.list())
    assert isinstance(caught.value.__cause__, api.sdk.http.RemoteProtocolError)


# ---------------------------------------------------------------------------------------------------- sharing


def test_sequential_calls_share_one_connection(api: Api, server: Server):
    """C77: successes, errors, raw and streamed responses that were read alike."""
    server.route = models_api()
    client = api.client(max_retries=0)
    for _ in range(20):
        api.run(client.beta.models.list(limit=2))
    with pytest.raises(api.sdk.NotFoundError):
        api.run(client.beta.models.retrieve("none"))
    api.run(client.beta.models.with_raw_response.list())
    api.inside(client.beta.models.with_streaming_response.list(), lambda response: response.read())
    api.run(client.with_options(timeout=9).beta.models.list())
    assert (len(server.requests), server.connections) == (24, 1)


def test_a_streamed_response_left_unread_gives_up_its_connection(api: Api, server: Server):
    """C77: nothing stays behind in the pool."""
    server.reply(body=page_of([model()] * 5000))
    client = api.client()
    api.inside(client.beta.models.with_streaming_response.list(), lambda response: None)
    assert api.connections(client) == []
    api.run(client.beta.models.list())
    assert server.connections == 2


def test_a_stream_that_nobody_reads_gives_up_its_connection_when_it_goes_away(api: Api, server: Server):
    server.reply(body=b"data: 1\n\n" * 100_000, headers={"content-type": "text/event-stream"})
    client, kind = api.client(), api.sdk.AsyncStream if api.is_async else api.sdk.Stream

    async def drop() -> None:
        stream = await client.get("/v1/models", cast_to=object, stream=True, stream_cls=kind[object])
        assert len(server.open) == 1
        del stream
        for _ in range(200):
            if server.open:
                await asyncio.sleep(0.005)

    if api.is_async:
        api.run(drop())
    else:
        stream = client.get("/v1/models", cast_to=object, stream=True, stream_cls=kind[object])
        assert len(server.open) == 1
        del stream
    assert server.wait_until_idle()
    assert api.connections(client) == []


def test_a_response_taken_from_a_stream_outlives_it(api: Api, server: Server):
    server.reply(body=b"data: 1\n\n" * 100_000, headers={"content-type": "text/event-stream"})
    client, kind = api.client(), api.sdk.AsyncStream if api.is_async else api.sdk.Stream
    response = api.run(client.get("/v1/models", cast_to=object, stream=True, stream_cls=kind[object])).response
    gc.collect()
    assert len(api.run(response.aread() if api.is_async else response.read())) == 900_000


def test_two_hundred_calls_at_once(async_api: Api, server: Server):
    """SURFACE 4.2: none waits for another, each gets its own answer, and no connection stays in use afterwards."""
    all_are_here = asyncio.Event()

    def when_all_are_here(request: Received) -> Handler:
        if len(server.requests) == 200:
            all_are_here.set()
        reply = answer(200, model(id=request.path.rpartition("/")[2]))

        async def handle(connection: Connection, request: Received) -> None:
            await asyncio.wait_for(all_are_here.wait(), 20)
            await reply(connection, request)

        return handle

    server.route = when_all_are_here
    client = async_api.client(max_retries=0)

    async def all_at_once() -> list[Any]:
        return await asyncio.gather(*(client.beta.models.retrieve(f"m-{index}") for index in range(200)))

    found = async_api.run(all_at_once())
    assert [each.id for each in found] == [f"m-{index}" for index in range(200)]
    assert server.connections == 200
    pool = async_api.connections(client)
    assert len(pool) <= 100
    assert all(connection.is_idle() for connection in pool)


def test_fifty_threads_share_one_client(sync_api: Api, server: Server):
    """SURFACE 4.2: from the very first call on, when everything is still to be imported and built."""
    start = threading.Barrier(50)

    def later(request: Received) -> Any:
        return answer(200, model(id=request.path.rpartition("/")[2]), before=0.01)

    server.route = later
    client = sync_api.client(max_retries=0)

    def work(number: int) -> list[str]:
        start.wait(10)
        return [client.beta.models.retrieve(f"m-{number}-{turn}").id for turn in range(4)]

    with ThreadPoolExecutor(50) as threads:
        found = list(threads.map(work, range(50)))
    assert found == [[f"m-{number}-{turn}" for turn in range(4)] for number in range(50)]
    assert len(server.requests) == 200
    assert server.connections <= 50


def test_a_connection_that_the_server_closed_meanwhile_is_replaced(api: Api, server: Server, naps: list[float]):
    """C77: keep-alive runs out between two calls; that is no failure and costs no retry."""
    reply = answer(200, model())

    async def answer_and_close(connection: Connection, request: Received) -> None:
        await reply(connection, request)
        connection.writer.close()
        await connection.writer.wait_closed()  # or the next request might be sent before the client can know

    server.react(answer_and_close)
    client = api.client()
    for _ in range(3):
        assert api.run(client.beta.models.retrieve("m")).id == model()["id"]
        assert server.wait_until_idle()
    assert (server.connections, naps) == (3, [])


# ---------------------------------------------------------------------------------------------------- cancelling


@pytest.mark.parametrize("phase", ["before the head", "inside the body"])
def test_a_cancelled_call_leaves_no_connection_behind(async_api: Api, server: Server, phase: str):
    """C76: and the client goes on working."""
    if phase == "before the head":
        server.stall()
    else:
        server.reply(body=model(), between=0.5)
    server.reply(body=model())
    client = async_api.client()

    async def cancel() -> Any:
        task = asyncio.ensure_future(client.beta.models.retrieve("m"))
        while not server.requests:  # noqa: ASYNC110 - they arrive in another thread
            await asyncio.sleep(0.002)
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return await client.beta.models.retrieve("m")

    assert async_api.run(cancel()).id == model()["id"]
    assert len(server.requests) == 2
    assert [connection.is_idle() for connection in async_api.connections(client)] == [True]


def test_a_call_can_be_cancelled_while_it_waits_for_a_retry(async_api: Api, server: Server):
    """C76: the delay is no reason to hold on."""
    server.reply(429, {}, {"retry-after": "30"})
    client = async_api.client()

    async def cancel() -> None:
        async with asyncio.timeout(0.4):
            await client.beta.models.retrieve("m")

    with pytest.raises(TimeoutError):
        async_api.run(cancel())
    assert len(server.requests) == 1


def test_one_of_many_calls_can_be_cancelled(async_api: Api, server: Server):
    """C76: the others do not notice."""
    server.route = lambda request: answer(200, model(id=request.path.rpartition("/")[2]), before=0.05)
    client = async_api.client()

    async def work() -> list[Any]:
        tasks = [asyncio.ensure_future(client.beta.models.retrieve(f"m-{index}")) for index in range(10)]
        await asyncio.sleep(0.01)
        tasks[3].cancel()
        return await asyncio.gather(*tasks, return_exceptions=True)

    found = async_api.run(work())
    assert isinstance(found.pop(3), asyncio.CancelledError)
    assert [each.id for each in found] == [f"m-{index}" for index in range(10) if index != 3]


# ---------------------------------------------------------------------------------------------------- closing


def test_a_client_is_open_until_it_is_closed(api: Api, server: Server):
    """C70: then its connections are closed, and further calls say so."""
    server.reply(body=page_of([]))
    client = api.client()
    assert client.is_closed() is False
    api.run(client.beta.models.list())
    assert client.is_closed() is False
    api.run(client.close())
    assert client.is_closed() is True
    assert server.wait_until_idle()
    with pytest.raises(RuntimeError, match="closed"):
        api.run(client.beta.models.list())
    assert len(server.requests) == 1


def test_a_client_that_never_sent_anything_can_be_closed(api: Api):
    """C70: twice, too."""
    client = api.client()
    api.run(client.close())
    api.run(client.close())
    assert client.is_closed()
    with pytest.raises(RuntimeError, match="closed"):
        api.run(client.beta.models.list())


def test_a_client_is_a_context_manager(api: Api, server: Server):
    """C71: of itself; closed afterwards, also after an error."""
    server.reply(body=page_of([]))
    client = api.client()

    def use(same: Any) -> Any:
        assert same is client
        assert not same.is_closed()
        return same.beta.models.list()

    assert api.inside(client, use).data == []
    assert client.is_closed()
    assert server.wait_until_idle()
    failing = api.client()
    with pytest.raises(ZeroDivisionError):
        api.inside(failing, lambda _: 1 / 0)
    assert failing.is_closed()


def test_closing_a_client_closes_the_http_client_that_it_was_given(api: Api, server: Server):
    """C71."""
    http_client = api.http_client()
    client = api.client(http_client=http_client)
    api.run(client.close())
    assert http_client.is_closed
    assert client.is_closed()


def test_a_client_whose_http_client_was_closed_says_that_it_is_closed(api: Api):
    """C70."""
    http_client = api.http_client()
    client = api.client(http_client=http_client)
    api.run(http_client.aclose() if api.is_async else http_client.close())
    assert client.is_closed()
    with pytest.raises(RuntimeError, match="closed"):
        api.run(client.beta.models.list())


def test_a_client_that_cannot_be_copied_like_that_says_so_and_nothing_else(
    api: Api, server: Server, monkeypatch: pytest.MonkeyPatch
):
    """`copy.deepcopy` makes half a client, which goes away again: that is no second error."""
    noise: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", noise.append)
    server.reply(body=page_of([]))
    client = api.client()
    api.items(client.beta.models.list())
    with pytest.raises(TypeError, match="cannot pickle"):
        copy.deepcopy(client)
    gc.collect()
    assert noise == []


def test_a_forgotten_client_closes_its_connections(sync_api: Api, server: Server):
    """SURFACE 4.13."""
    server.reply(body=page_of([]))
    client = sync_api.kind(api_key="k", base_url=server.url)
    client.beta.models.list()
    assert len(server.open) == 1
    del client
    gc.collect()
    assert server.wait_until_idle()


def test_a_forgotten_asynchronous_client_closes_its_connections_while_the_loop_runs(async_api: Api, server: Server):
    """SURFACE 4.13."""
    server.reply(body=page_of([]))

    async def forget() -> None:
        client = async_api.kind(api_key="k", base_url=server.url)
        await client.beta.models.list()
        del client
        gc.collect()
        for _ in range(200):
            if not server.open:
                return
            await asyncio.sleep(0.005)

    async_api.run(forget())
    assert server.open == set()


def test_a_copy_outlives_the_client_that_it_was_made_from(sync_api: Api, server: Server):
    """C21: `client.with_options(...)` in one expression."""
    server.reply(body=page_of([]))
    copied = sync_api.kind(api_key="k", base_url=server.url).with_options(max_retries=1)
    gc.collect()
    assert copied.beta.models.list().data == []
    copied.beta.models.list()
    assert server.connections == 1
    del copied
    gc.collect()
    assert server.wait_until_idle()


def test_an_asynchronous_client_serves_one_event_loop_after_another(async_api: Api, server: Server):
    """SURFACE 4.13: `asyncio.run` twice, as scripts do; the connections of the first are not used in the second."""
    server.reply(body=page_of([]))
    client = async_api.kind(api_key="k", base_url=server.url)

    async def once() -> int:
        return len((await client.beta.models.list()).data)

    assert [asyncio.run(once()), asyncio.run(once())] == [0, 0]
    assert server.connections == 2

    async def close() -> None:
        await client.close()

    asyncio.run(close())


@pytest.mark.parametrize("given", [False, True], ids=["its own HTTP client", "one that was given"])
def test_an_asynchronous_client_is_not_used_by_two_event_loops_at_once(async_api: Api, server: Server, given: bool):
    """It says so in place of hanging; when the other loop has ended, it goes on."""
    server.reply(body=page_of([]))
    http_client = async_api.http_client() if given else None
    client = async_api.kind(api_key="k", base_url=server.url, http_client=http_client, timeout=5)

    async def once() -> int:
        return len((await client.beta.models.list()).data)

    async def beside() -> None:
        await once()
        with pytest.raises(async_api.sdk.AnthropicError, match="another event loop, which is still running"):
            await asyncio.to_thread(asyncio.run, once())

    asyncio.run(beside())
    assert len(server.requests) == 1
    assert asyncio.run(once()) == 0

    async def close() -> None:
        await client.close()

    asyncio.run(close())


def test_pages_of_a_closed_client_cannot_be_followed(api: Api, server: Server):
    """C70, X1."""
    server.route = models_api(MODELS)
    client = api.client()
    page = api.run(client.beta.models.list(limit=2))
    api.run(client.close())
    with pytest.raises(RuntimeError, match="closed"):
        api.run(page.get_next_page())
