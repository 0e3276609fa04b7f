"""Streams over a socket: every rule of server-sent events, what is no stream, and when the connection is given back."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from harness.models_api import model
from harness.server import Connection, Received, Server
from harness.sides import Api

ENDLESS = b"data: 1\n\n" * 100_000


def in_pieces(*pieces: bytes, media_type: str = "text/event-stream") -> Any:
    """An answer whose body comes in these chunks."""

    async def handle(connection: Connection, _: Received) -> None:
        await connection.send_head(200, [("content-type", media_type), ("transfer-encoding", "chunked")])
        for piece in pieces:
            await connection.send(b"%x\r\n%b\r\n" % (len(piece), piece))
        await connection.send(b"0\r\n\r\n")

    return handle


def open_stream(api: Api, client: Any) -> Any:
    kind = api.sdk.AsyncStream if api.is_async else api.sdk.Stream
    return client.get("/v1/models", cast_to=object, stream=True, stream_cls=kind[object])


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"], ids=["lf", "cr", "crlf"])
@pytest.mark.parametrize("size", [1, 3, 10_000])
def test_events_are_read_by_the_rules_of_the_standard(api: Api, server: Server, end: str, size: int):
    """S1 to S12, over a socket: a BOM, comments, ids, delays, several lines of data, and characters cut in two."""
    lines = ["\ufeff: hello", "id: 7", "retry: 250", "event: price", "data: {", 'data:"€": 1}', ""]
    lines += ["retry: soon", "id: 8\0", "data: [2]", "nothing: x", "", "", "data: cut off"]
    body = end.join(lines).encode()
    server.react(in_pieces(*(body[at : at + size] for at in range(0, len(body), size))))
    client = api.client()
    events = api.items(api.run(open_stream(api, client))._iter_events())
    assert [(event.event, event.data, event.id, event.retry) for event in events] == [
        ("price", '{\n"€": 1}', "7", 250),
        (None, "[2]", "7", None),
    ]
    assert api.items(api.run(open_stream(api, client))) == [{"€": 1}, [2]]


@pytest.mark.parametrize("piece", [b"data: " + b"x" * 400, b"data: x\n" * 50], ids=["line", "event"])
def test_an_event_that_never_ends_is_given_up(api: Api, server: Server, monkeypatch: pytest.MonkeyPatch, piece: bytes):
    streaming = api.sdk.module("_core.streaming")
    monkeypatch.setattr(streaming, "SSEDecoder", partial(streaming.SSEDecoder, max_bytes=1000))
    server.react(in_pieces(b"data: 1\n\n", *([piece] * 100)))
    client = api.client()
    stream = api.run(open_stream(api, client))
    step = stream.__anext__ if api.is_async else stream.__next__
    assert api.call(step) == 1
    with pytest.raises(api.sdk.AnthropicError, match="larger than 1000 bytes"):
        api.call(step)
    assert api.connections(client) == []


def test_a_page_for_people_is_no_stream(api: Api, server: Server):
    """Such as that of a proxy where one has to log in: reading it as a stream would give nothing, in silence."""
    server.reply(body="<html>Log in</html>", headers={"content-type": "text/html; charset=utf-8"})
    client = api.client()
    stream = api.run(open_stream(api, client))
    with pytest.raises(api.sdk.APIResponseValidationError, match="the answer is text/html"):
        api.items(stream)
    assert api.connections(client) == []


def test_an_answer_as_a_whole_is_no_stream_of_events(demo: Api, server: Server):
    """Where the server does not look at the parameter that asks for a stream; though this API has lines of JSON elsewhere."""
    server.reply(body={"text": "hi"})
    stream = demo.run(demo.client().chat.create(text="hello", stream=True))
    with pytest.raises(demo.sdk.APIResponseValidationError, match="the answer is application/json"):
        demo.items(stream)


@pytest.mark.parametrize("close", ["stream", "response"])
def test_a_stream_that_was_closed_says_so_when_it_is_read(api: Api, server: Server, close: str):
    server.react(in_pieces(ENDLESS))
    client = api.client()
    stream = api.run(open_stream(api, client))
    if close == "stream":
        api.run(stream.close())
    else:
        api.run(stream.response.aclose() if api.is_async else stream.response.close())
    with pytest.raises(api.sdk.AnthropicError, match="closed before it was read"):
        api.items(stream)
    assert api.connections(client) == []


def test_a_response_that_was_left_says_so_when_it_is_read(api: Api, server: Server):
    server.reply(body=model())
    left = api.inside(api.client().beta.models.with_streaming_response.retrieve("m"), lambda response: response)
    with pytest.raises(api.sdk.AnthropicError, match="closed before it was read"):
        api.run(left.read())


def when_dropped(api: Api, server: Server, make: Callable[[], Any]) -> bool:
    """Whether the connection is given back once nobody holds what `make` gives."""

    async def drop() -> None:
        made = await make()
        assert len(server.open) == 1
        del made
        for _ in range(200):
            if server.open:
                await asyncio.sleep(0.005)

    if api.is_async:
        api.run(drop())
    else:
        made = make()
        assert len(server.open) == 1
        del made
    return server.wait_until_idle()


def test_the_raw_response_of_a_stream_that_nobody_reads_gives_up_its_connection(api: Api, server: Server):
    server.react(in_pieces(ENDLESS))
    client = api.client()
    assert when_dropped(api, server, lambda: open_stream(api, client.with_raw_response))
    assert api.connections(client) == []


def test_a_streamed_response_that_nobody_leaves_gives_up_its_connection(api: Api, server: Server):
    server.react(in_pieces(ENDLESS))
    client = api.client()

    def enter() -> Any:
        manager = client.beta.models.with_streaming_response.list()
        return manager.__aenter__() if api.is_async else manager.__enter__()

    assert when_dropped(api, server, enter)
    assert api.connections(client) == []


@pytest.mark.parametrize("taken", ["http_response", "parse"])
def test_what_was_taken_out_of_a_raw_response_outlives_it(api: Api, server: Server, taken: str):
    server.react(in_pieces(ENDLESS))
    client = api.client()
    raw = api.run(open_stream(api, client.with_raw_response))
    found = raw.http_response if taken == "http_response" else api.call(raw.parse)
    del raw
    gc.collect()
    if taken == "parse":
        assert api.items(found) == [1] * 100_000
    else:
        assert api.run(found.aread() if api.is_async else found.read()) == ENDLESS
