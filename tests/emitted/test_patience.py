"""How much a client spends on calls that fail: the retries of all of them together, and the time of each."""

from __future__ import annotations

import asyncio
import math
import time
from typing import Any

import pytest
from harness.models_api import model
from harness.server import Connection, Received, Server
from harness.sides import Api


def fail_often(api: Api, client: Any, calls: int) -> list[Exception]:
    errors: list[Exception] = []
    for _ in range(calls):
        with pytest.raises(api.sdk.InternalServerError) as caught:
            api.run(client.beta.models.retrieve("m"))
        errors.append(caught.value)
    return errors


def test_a_storm_of_failures_does_not_multiply_the_load(api: Api, server: Server, naps: list[float]):
    """Beside a reserve of 100 retries there is one for ten calls and one a second; then errors say why they stand."""
    server.reply(503, {})
    client = api.client(max_retries=4)
    started = time.monotonic()
    errors = fail_often(api, client, 60)
    allowed = 100 + 60 / 10 + (time.monotonic() - started) + 1
    assert 100 <= len(naps) <= allowed
    assert len(server.requests) == 60 + len(naps)
    assert "too many requests of this client are failing" in errors[-1].__notes__[0]
    assert not hasattr(errors[0], "__notes__")


def test_copies_spend_from_the_budget_of_their_client(api: Api, server: Server, naps: list[float]):
    server.reply(503, {})
    client = api.client()
    fail_often(api, client.with_options(max_retries=99), 1)
    fail_often(api, client.with_options(max_retries=99), 1)
    assert 100 <= len(naps) <= 103


def test_unlimited_retries_are_not_limited_by_the_budget(api: Api, server: Server, naps: list[float]):
    for _ in range(130):
        server.reply(503, {})
    server.reply(body=model())
    api.run(api.client(max_retries=math.inf).beta.models.retrieve("m"))
    assert len(naps) == 130


def test_a_deadline_holds_over_all_tries(api: Api, server: Server):
    """A retry that could not be made in time is not waited for, and the last answer is the error."""
    server.reply(503, {}, {"retry-after-ms": "60"}).reply(503, {}, {"retry-after": "30"})
    started = time.monotonic()
    with pytest.raises(api.sdk.InternalServerError) as caught:
        api.run(api.client(deadline=5, max_retries=5).beta.models.retrieve("m"))
    assert 0.06 <= time.monotonic() - started < 3
    assert len(server.requests) == 2
    assert "the deadline would have passed" in caught.value.__notes__[0]


@pytest.mark.parametrize("fault", ["silence", "dripping headers", "dripping body"])
def test_a_deadline_ends_a_try_that_no_timeout_would_end(api: Api, server: Server, fault: str):
    """An answer that does not come, and one whose headers or body come so slowly that they never stop coming."""

    async def drip(connection: Connection, _: Received) -> None:
        await connection.send(b"HTTP/1.1 200 OK\r\nx-slow: ")
        for _ in range(100):
            await asyncio.sleep(0.04)
            await connection.send(b"x")

    if fault == "silence":
        server.stall(5)
    elif fault == "dripping headers":
        server.react(drip)
    else:
        server.reply(body=model(), between=0.04)
    started = time.monotonic()
    with pytest.raises(api.sdk.APITimeoutError):
        api.run(api.client(deadline=0.2, timeout=10).beta.models.retrieve("m"))
    assert 0.2 <= time.monotonic() - started < 2
    assert server.wait_until_idle()


def test_a_deadline_leaves_calls_alone_that_end_in_time(api: Api, server: Server):
    server.reply(body=model())
    client = api.client().with_options(deadline=5)
    assert api.run(client.beta.models.retrieve("m")).id == model()["id"]
    streamed = client.beta.models.with_streaming_response.retrieve("m")
    assert api.inside(streamed, lambda response: response.json())["id"] == model()["id"]
    assert (client.deadline, client.copy().deadline, client.copy(deadline=None).deadline) == (5, 5, None)


def test_a_deadline_ends_when_a_stream_has_begun(api: Api, server: Server):
    """It is for the answer to come; what a stream has to say may take as long as its timeouts let it."""

    async def late(connection: Connection, _: Received) -> None:
        await connection.send_head(200, [("content-type", "text/event-stream"), ("content-length", "18")])
        for _ in range(2):
            await asyncio.sleep(0.3)
            await connection.send(b"data: 1\n\n")

    server.react(late)
    kind = api.sdk.AsyncStream if api.is_async else api.sdk.Stream
    client = api.client(deadline=0.2, timeout=10)
    stream = api.run(client.get("/x", cast_to=object, stream=True, stream_cls=kind[object]))
    assert api.items(stream) == [1, 1]
    assert stream.response.request.extensions["timeout"]["read"] == 10


def test_a_body_that_can_be_read_once_says_so_after_an_error_answer(api: Api, server: Server):
    server.reply(503, {})
    with pytest.raises(api.sdk.InternalServerError) as caught:
        api.run(api.client().post("/x", cast_to=object, content=(piece for piece in [b"a"])))
    assert "its body can be read only once" in caught.value.__notes__[0]
    assert len(server.requests) == 1
