"""Streams: server-sent events out of bytes in any pieces, typed values, errors in the stream, and who closes it."""

from __future__ import annotations

import json
from typing import Annotated, Any, List, Literal, Optional, Union

import httpx2
import pytest

from core.async_client import AsyncAPIClient
from core.errors import APIConnectionError, APIError, APIResponseValidationError, APITimeoutError, SDKError
from core.models import BaseModel
from core.settings import ClientSettings, EventRule
from core.sse import ServerSentEvent, SSEDecoder
from core.streaming import AsyncStream, Stream
from core.sync_client import SyncAPIClient

SETTINGS = ClientSettings(
    package="demo", name="Demo", version="1", env_prefix="DEMO", environments={"production": "https://api.example.com"}
)


class Client(SyncAPIClient):
    _settings = SETTINGS


class AsyncClient(AsyncAPIClient):
    _settings = SETTINGS


class Body(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body in pieces that remembers how far it was read and whether it was closed."""

    def __init__(self, pieces: List[Any]) -> None:
        self.pieces = pieces
        self.read = 0
        self.closed = False

    def __iter__(self) -> Any:
        for piece in self.pieces:
            self.read += 1
            if isinstance(piece, Exception):
                raise piece
            yield piece

    async def __aiter__(self) -> Any:
        for piece in self:
            yield piece

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


def response(body: Body) -> httpx2.Response:
    request = httpx2.Request("POST", "https://api.example.com/x")
    return httpx2.Response(200, stream=body, request=request, headers={"content-type": "text/event-stream"})


def stream(body: Body, cast_to: Any = object, client: Any = None) -> Stream[Any]:
    return Stream(cast_to=cast_to, response=response(body), client=client or Client())


def async_stream(body: Body, cast_to: Any = object) -> AsyncStream[Any]:
    return AsyncStream(cast_to=cast_to, response=response(body), client=AsyncClient())


def events(data: bytes, size: int = 10**9) -> List[ServerSentEvent]:
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    return list(SSEDecoder().iter_bytes(pieces))


CASES = {
    "event and data": (b'event: completion\ndata: {"foo":true}\n\n', [("completion", '{"foo":true}')]),  # S1
    "data alone": (b'data: {"foo":true}\n\n', [(None, '{"foo":true}')]),  # S2
    "a name alone": (b"event: ping\n\n", [("ping", "")]),  # S3
    "two names": (b"event: ping\n\nevent: completion\n\n", [("ping", ""), ("completion", "")]),  # S4
    "two events": (b"event: a\ndata: 1\n\nevent: b\ndata: 2\n\n", [("a", "1"), ("b", "2")]),  # S5
    "several data lines": (
        b'data: {\ndata: "foo":\ndata:\ndata: \ndata: true}\n\n',
        [(None, '{\n"foo":\n\n\ntrue}')],
    ),  # S6, S8
    "escaped line ends": (b'data: {"a": "x\\n\\ny"}\n\n', [(None, '{"a": "x\\n\\ny"}')]),  # S7
    "a line separator of Unicode": ("data: a\u2028b\n\n".encode(), [(None, "a\u2028b")]),  # S9
    "characters of many bytes": (
        "data: известни\n\ndata: 日本\n\n".encode(),
        [(None, "известни"), (None, "日本")],
    ),  # S10
    "a double blank line": (b"data: 1\n\n\n\n", [(None, "1")]),  # S12
    "CR and CRLF": (b"data: 1\r\r\ndata: 2\r\n\r\ndata: 3\r\r", [(None, "1"), (None, "2"), (None, "3")]),
    "a byte order mark": (b"\xef\xbb\xbfdata: 1\n\n", [(None, "1")]),
    "comments and unknown fields": (b": hi\nfoo: bar\ndata: 1\n:\n\n: bye\n\n", [(None, "1")]),
    "one blank after the colon": (b"data:  x\n\ndata:y\n\n", [(None, " x"), (None, "y")]),
    "fields without a colon": (b"data\n\nevent\ndata\ndata\n\n", [(None, ""), (None, "\n")]),
    "bytes that are not UTF-8": (b"data: a\xffb\n\n", [(None, "a\ufffdb")]),
    "an event that is cut off": (b"data: 1\n\ndata: 2\n", [(None, "1")]),
    "nothing": (b"", []),
}


@pytest.mark.parametrize("size", [1, 2, 3, 7, 10**9])
@pytest.mark.parametrize("case", CASES)
def test_events_are_decoded_whatever_the_pieces_they_come_in(case, size):
    data, expected = CASES[case]
    assert [(event.event, event.data) for event in events(data, size)] == expected


@pytest.mark.parametrize("case", CASES)
def test_streams_decode_events_alike_in_both_worlds(case):
    import anyio

    data, expected = CASES[case]
    found = list(stream(Body([data]))._iter_events())
    assert [(event.event, event.data) for event in found] == expected

    async def collect() -> List[ServerSentEvent]:
        return [event async for event in async_stream(Body([data]))._iter_events()]

    assert [(event.event, event.data) for event in anyio.run(collect)] == expected


def test_an_event_is_given_as_soon_as_its_last_byte_is_there():
    decoder = SSEDecoder()
    assert [event.data for event in decoder.feed(b"data: 1\r\n\r")] == ["1"]
    assert list(decoder.feed(b"\n")) == []
    assert [event.data for event in decoder.feed(b"data: 2\n\n")] == ["2"]


def test_ids_stay_until_the_next_and_nul_is_ignored():
    found = events(b"id: 1\ndata: a\n\ndata: b\n\nid: 2\x00\ndata: c\n\nid\ndata: d\n\n")
    assert [event.id for event in found] == ["1", "1", "1", ""]


def test_retry_is_a_number_of_its_event_only():
    found = events("retry: 10\ndata: a\n\nretry: x\ndata: b\n\nretry: ٣\ndata: c\n\n".encode())
    assert [event.retry for event in found] == [10, None, None]


def test_an_event_without_end_is_refused_before_it_fills_the_memory():
    for endless in ([b"data: " + b"x" * 50] * 3, [b"data: xxxxxxxxxx\n"] * 30, [b": " + b"x" * 200]):
        with pytest.raises(SDKError, match="larger than 100 bytes"):
            list(SSEDecoder(max_bytes=100).iter_bytes(endless))
    assert len(list(SSEDecoder(max_bytes=100).iter_bytes([b"data: xxxxxxxxxx\n\n"] * 30))) == 30


def test_a_long_line_in_small_pieces_takes_linear_time():
    pieces = [b"data: "] + [b"x" * 16] * 200_000 + [b"\n\n"]
    (event,) = SSEDecoder().iter_bytes(pieces)
    assert len(event.data) == 3_200_000


def test_a_stream_of_events_ends():
    """S11."""
    found = stream(Body([b"data: 1\n\n"]))._iter_events()
    assert next(found).json() == 1
    with pytest.raises(StopIteration):
        next(found)


def test_events_show_and_parse_themselves():
    """S1."""
    event = ServerSentEvent(event="a", data='{"b": 1}', id="1", retry=2)
    assert event.json() == {"b": 1}
    assert repr(event) == "ServerSentEvent(event='a', data='{\"b\": 1}', id='1', retry=2)"


class Delta(BaseModel):
    type: Literal["delta"]
    text: str


class Empty(BaseModel):
    text: str | None = None


class Stop(BaseModel):
    type: Literal["stop"]


DATA = (
    b'data: {"type":"delta","text":"a"}\n\nevent: x\ndata: {"type":"stop","more":1}\n\ndata: [DONE]\n\ndata: never\n\n'
)


def test_events_become_typed_values_until_done():
    found = list(stream(Body([DATA]), Union[Delta, Stop]))
    assert [type(each) for each in found] == [Delta, Stop]
    assert found[1].more == 1


async def test_events_become_typed_values_until_done_asynchronously():
    found = [each async for each in async_stream(Body([DATA]), Union[Delta, Stop])]
    assert [type(each) for each in found] == [Delta, Stop]


def test_odd_values_are_kept_and_a_strict_client_refuses_them():
    body = [b'data: {"type":"delta","text":5}\n\n']
    assert next(iter(stream(Body(body), Delta))).text == 5
    with pytest.raises(APIResponseValidationError):
        list(stream(Body(body), Delta, Client(strict=True)))


def test_data_that_is_no_json_is_an_error_of_the_answer():
    with pytest.raises(APIResponseValidationError) as caught:
        list(stream(Body([b"data: <html>\n\n"]), Delta))
    assert caught.value.body == "<html>"


def test_events_without_data_are_passed_over():
    assert list(stream(Body([b"event: ping\n\ndata: 1\n\n"]))) == [1]


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("name", ["done", "end", "ping"])
def test_an_event_with_a_name_and_nothing_in_it_is_no_item(name, strict):
    """Some servers end a stream by one: a program that looks into each item would fail on it."""
    data = f'data: {{"type":"delta","text":"a"}}\n\nevent: {name}\ndata: {{}}\n\n'.encode()
    client = Client(strict=strict)
    assert [item.text for item in stream(Body([data]), cast_to=Delta, client=client)] == ["a"]


def test_but_what_may_be_empty_is_given_and_so_is_what_has_no_name():
    named, unnamed = b"event: done\ndata: {}\n\n", b"event: message\ndata: {}\n\n"
    assert list(stream(Body([named]))) == [{}]
    assert len(list(stream(Body([named]), cast_to=Empty))) == 1
    assert len(list(stream(Body([unnamed]), cast_to=Delta))) == 1


def test_an_error_event_raises_what_it_says_and_closes():
    body = Body([b'data: 1\n\nevent: error\ndata: {"type":"error","error":{"message":"Overloaded"}}\n\n'])
    found = stream(body)
    assert next(found) == 1
    with pytest.raises(APIError, match="Overloaded") as caught:
        next(found)
    assert caught.value.body == {"type": "error", "error": {"message": "Overloaded"}}
    assert str(caught.value.request.url) == "https://api.example.com/x"
    assert body.closed


@pytest.mark.parametrize("data", [b"oops", b'{"a": 1}', b'{"error": {}}', b"[]", b""])
def test_an_error_event_of_any_shape_raises(data):
    with pytest.raises(APIError):
        list(stream(Body([b"event: error\ndata: " + data + b"\n\n"])))


class RuledClient(Client):
    """Rules as a config gives them."""

    rules: Any = ()

    @property
    def _settings(self) -> Any:  # type: ignore
        return type(
            "Settings", (), {"stream_rules": self.rules, "__getattr__": lambda _, name: getattr(SETTINGS, name)}
        )()


def ruled(*rules: EventRule) -> Any:
    return type("Ruled", (RuledClient,), {"rules": rules})()


def test_rules_are_tried_in_order():
    client = ruled(
        EventRule("done", data_starts_with="[END]"),
        EventRule("continue", events=("ping", None)),
        EventRule("yield", events=("a", "b")),
        EventRule("yield", error_property="error"),
    )
    body = b"event: ping\ndata: x\n\ndata: 0\n\nevent: a\ndata: {}\n\nevent: c\ndata: 2\n\nevent: c\ndata: [END]\n\ndata: 3\n\n"
    assert list(stream(Body([body]), object, client)) == [{}, 2]


class Started(BaseModel):
    event: Literal["started"]
    data: dict[str, int]


class Stopped(BaseModel):
    event: Literal["stopped"]
    data: int


@pytest.mark.parametrize("kind", [Union[Started, Stopped], Annotated[Union[Started, Stopped], "x"]])
def test_events_whose_models_have_a_name_are_given_with_it(kind):
    body = (
        b'event: started\ndata: {"n": 1}\n\nevent: stopped\ndata: 2\n\ndata: {"event": "stopped", "data": 3}\n\n'
        b'event: stopped\ndata: {"event": "stopped", "data": 4}\n\n'
    )
    assert list(stream(Body([body]), kind)) == [
        Started(event="started", data={"n": 1}),
        *(Stopped(event="stopped", data=number) for number in (2, 3, 4)),
    ]


class Said(BaseModel):
    event: Literal["said", "sung"]
    data: Optional[str] = None


def test_the_data_of_a_named_event_is_json_only_where_its_model_says_so():
    body = b'event: said\ndata: plain "words"\n\nevent: sung\ndata: 7\n\nevent: stopped\ndata: 7\n\n'
    assert list(stream(Body([body]), Annotated[Union[Said, Stopped], "x"])) == [
        Said(event="said", data='plain "words"'),
        Said(event="sung", data="7"),
        Stopped(event="stopped", data=7),
    ]


class Unnamed(BaseModel):
    event: Literal["message"]
    data: dict[str, int]


def test_an_event_without_a_name_is_a_message():
    body = b'data: {"n": 1}\n\nevent: stopped\ndata: 2\n\nevent: message\ndata: {"n": 3}\n\n'
    assert list(stream(Body([body]), Union[Unnamed, Stopped])) == [
        Unnamed(event="message", data={"n": 1}),
        Stopped(event="stopped", data=2),
        Unnamed(event="message", data={"n": 3}),
    ]


class Ended(BaseModel):
    event: Literal["message"]
    data: Literal["[done]"]


def test_a_text_that_ends_the_stream_under_the_name_of_others_is_told_from_their_json():
    body = b'data: {"n": 1}\n\ndata: [done]\n\n'
    assert list(stream(Body([body]), Union[Unnamed, Ended])) == [
        Unnamed(event="message", data={"n": 1}),
        Ended(event="message", data="[done]"),
    ]


class Whatever(BaseModel):
    event: str
    data: str


def test_a_text_that_comes_under_any_name_is_no_json():
    body = b"event: one\ndata: plain words\n\nevent: two\ndata: 7\n\n"
    assert list(stream(Body([body]), Whatever)) == [
        Whatever(event="one", data="plain words"),
        Whatever(event="two", data="7"),
    ]


class Described(BaseModel):
    data: Optional[str] = None
    event: Optional[str] = None
    id: Optional[str] = None
    retry: Optional[int] = None


def test_a_model_of_all_that_an_event_is_has_it_all_with_or_without_a_name():
    body = b'event: tick\nid: 7\nretry: 5\ndata: {"id": "a", "n": 1}\n\ndata: plain words\n\ndata: {"event": "x", "data": {"n": 2}}\n\n'
    assert list(stream(Body([body]), Described)) == [
        Described(event="tick", id="7", retry=5, data='{"id": "a", "n": 1}'),
        Described(id="7", data="plain words"),
        Described(id="7", data='{"event": "x", "data": {"n": 2}}'),
    ]


class Entry(BaseModel):
    event: Optional[str] = None
    data: Optional[int] = None
    at: int


def test_a_value_that_is_called_as_the_parts_of_an_event_are_is_left_as_it_is():
    body = b'data: {"at": 1}\n\ndata: {"event": "x", "at": 2}\n\ndata: {"event": "y", "data": 3, "at": 4}\n\n'
    assert list(stream(Body([body]), Entry)) == [Entry(at=1), Entry(event="x", at=2), Entry(event="y", data=3, at=4)]


@pytest.mark.parametrize(
    ("error", "message"),
    [
        ({"message": "bad"}, "bad"),
        ("bad", "bad"),
        ({"code": 1}, "An error occurred during streaming"),
        (True, "An error"),
    ],
)
def test_an_error_property_raises(error, message):
    body = b"data: " + json.dumps({"error": error}).encode() + b"\n\n"
    with pytest.raises(APIError, match=message) as caught:
        list(stream(Body([body]), object, ruled(EventRule("yield", error_property="error"))))
    assert caught.value.body == error


@pytest.mark.parametrize("data", ['{"error": null, "x": 1}', '{"x": {"error": 1}}', '["error"]', '"error"'])
def test_what_only_looks_like_an_error_property_is_given(data):
    found = list(
        stream(Body([f"data: {data}\n\n".encode()]), object, ruled(EventRule("yield", error_property="error")))
    )
    assert found == [json.loads(data)]


def test_events_that_no_rule_fits_are_passed_over():
    assert list(stream(Body([b"data: 1\n\n"]), object, ruled(EventRule("yield", events=("x",))))) == []


def endless() -> Body:
    return Body([b"data: 1\n\n"] * 1000)


def test_leaving_the_loop_closes_the_response_without_reading_on():
    body = endless()
    found = stream(body)
    for _ in found:
        break
    assert body.closed
    assert found.response.is_closed
    assert body.read < 5


async def test_leaving_the_asynchronous_loop_closes_the_response():
    import asyncio
    import gc

    body = endless()
    async for _ in async_stream(body):
        break
    gc.collect()
    await asyncio.sleep(0.01)
    assert body.closed
    assert body.read < 5


def test_a_with_block_closes_the_response():
    body = endless()
    with stream(body) as found:
        assert next(found) == 1
        assert next(found) == 1
        assert not body.closed
    assert body.closed


async def test_an_asynchronous_with_block_closes_the_response():
    body = endless()
    async with async_stream(body) as found:
        assert await found.__anext__() == 1
        assert not body.closed
    assert body.closed


def test_an_exception_in_the_loop_closes_the_response():
    body = endless()

    def consume() -> None:
        for _ in stream(body):
            raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        consume()
    assert body.closed


def test_the_end_and_done_close_the_response():
    for pieces in ([b"data: 1\n\n"], [b"data: [DONE]\n\n", b"data: 1\n\n"]):
        body = Body(list(pieces))
        list(stream(body))
        assert body.closed


async def test_closing_by_hand_ends_it():
    body = endless()
    found = async_stream(body)
    await found.close()
    assert body.closed


@pytest.mark.parametrize(
    ("error", "expected"),
    [(httpx2.ReadTimeout("slow"), APITimeoutError), (httpx2.RemoteProtocolError("cut"), APIConnectionError)],
)
async def test_a_connection_that_breaks_off_is_an_error_of_the_package(error, expected):
    with pytest.raises(expected) as caught:
        list(stream(Body([b"data: 1\n\n", error])))
    assert caught.value.__cause__ is error
    with pytest.raises(expected):
        [each async for each in async_stream(Body([error]))]


def test_a_client_opens_a_typed_stream():
    from core.request import Call

    body = Body([DATA])
    transport = httpx2.MockTransport(lambda request: httpx2.Response(200, stream=body))
    client = Client(http_client=httpx2.Client(transport=transport))
    with client._send(Call("POST", "x", object, body={}, stream=True, stream_cls=Stream[Union[Delta, Stop]])) as found:
        assert [type(each) for each in found] == [Delta, Stop]
    assert body.closed
