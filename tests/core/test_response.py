"""Answers are read as what was asked for, whole responses are at hand, and views mirror the client."""

from __future__ import annotations

import json
from typing import Annotated, Dict, List, Literal, Optional, Union

import httpx2
import pydantic
import pytest

from core.errors import APIResponseValidationError
from core.holding import StreamAlreadyConsumed
from core.models import BaseModel
from core.property_info import PropertyInfo
from core.request import Call
from core.response import (
    APIResponse,
    AsyncAPIResponse,
    BaseAPIResponse,
    MissingStreamClassError,
    extract_response_type,
)


class Thing(BaseModel):
    name: str
    size: Optional[int] = None


class Other(BaseModel):
    colour: str


class Square(BaseModel):
    kind: Literal["square"]
    size: int


class Circle(BaseModel):
    kind: Literal["circle"]
    size: int


Shape = Annotated[Union[Square, Circle], PropertyInfo(discriminator="kind")]


def get(api, server, target, **options):
    return api.call(api.client(server, **options).get, "/x", cast_to=target)


@pytest.mark.parametrize(
    ("body", "target", "expected"),
    [
        ({"a": 1}, dict, {"a": 1}),
        ([1], list, [1]),
        ({"a": 1}, object, {"a": 1}),
        ("text", object, "text"),
        ({"a": "1"}, Dict[str, str], {"a": "1"}),
        (["a"], List[str], ["a"]),
        ("text", str, "text"),
        (b"\0\1", bytes, b"\0\1"),
        ("12", int, 12),
        ("1.5", float, 1.5),
        ("TRUE", bool, True),  # R9
        ("False", bool, False),
        ({"name": "n"}, Thing, Thing.construct(name="n")),
        ({"name": "n"}, Annotated[Thing, "x"], Thing.construct(name="n")),  # R8
        ({"colour": "red"}, Union[Thing, Other], Other.construct(colour="red")),
        ({"colour": "red"}, Union[Other, Thing], Other.construct(colour="red")),
        ({"name": 5}, Thing, Thing.construct(name=5)),
        ({"kind": "circle", "size": "odd"}, Shape, Circle.construct(kind="circle", size="odd")),
        ({"kind": "circle"}, Shape, Circle.construct(kind="circle")),
        ({"a": 1}, type(None), None),
        ('{"name": "json as text"}', Thing, Thing.construct(name="json as text")),
    ],
)
def test_an_answer_is_read_as_its_target(api, server, body, target, expected) -> None:
    server.reply(200, body)
    value = get(api, server, target)
    assert value == expected
    assert type(value) is type(expected)


def test_the_library_response_is_a_target_too(api, server) -> None:
    server.reply(200, b'{"a":1}', {"content-type": "application/binary"})
    response = get(api, server, httpx2.Response)
    assert isinstance(response, httpx2.Response)
    assert response.json() == {"a": 1}


@pytest.mark.parametrize("target", [Thing, dict, object, Union[Thing, Other]])
def test_no_body_is_none(api, server, target) -> None:
    server.reply(204)
    assert get(api, server, target) is None
    assert get(api, server, target, _strict_response_validation=True) is None


@pytest.mark.parametrize("target", [Thing, dict, List[int], Union[Thing, Other]])
def test_text_where_json_was_due_is_the_text_or_a_strict_error(api, server, target) -> None:
    """R10."""
    server.reply(200, "<html>")
    assert get(api, server, target) == "<html>"
    with pytest.raises(APIResponseValidationError, match=r"^Data returned by API invalid") as caught:
        get(api, server, target, _strict_response_validation=True)
    assert caught.value.body == "<html>"
    assert caught.value.response.status_code == caught.value.status_code == 200


def test_a_strict_client_refuses_a_wrong_shape_and_tells_why(api, server) -> None:
    server.reply(200, {"name": [1]})
    with pytest.raises(APIResponseValidationError) as caught:
        get(api, server, Thing, _strict_response_validation=True)
    assert isinstance(caught.value.__cause__, pydantic.ValidationError)
    assert caught.value.body == {"name": [1]}
    with pytest.raises(APIResponseValidationError):
        get(api, server, list, _strict_response_validation=True)


def test_a_foreign_pydantic_model_is_refused_with_advice(api, server) -> None:
    """R5."""

    class Foreign(pydantic.BaseModel):
        name: str

    server.reply(200, {"name": "n"})
    with pytest.raises(
        TypeError, match=r"Pydantic models must subclass our base model type, e\.g\. `from core import BaseModel`"
    ):
        get(api, server, Foreign)


def test_the_outermost_model_knows_the_request_id(api, server) -> None:
    server.reply(200, {"name": "n"}, {"Request-Id": "req_1"})
    assert get(api, server, Thing)._request_id == "req_1"
    server.answers.clear()
    server.reply(200, {"name": "n"})
    assert get(api, server, Thing)._request_id is None


def test_the_reader_of_a_call_reads_what_the_caller_does_not_ask_for_otherwise(api, server) -> None:
    server.reply(200, {"data": {"name": "n"}})
    call = Call("GET", "/x", dict, reader=lambda client, call, response: (client, call.path, response.json()["data"]))
    client = api.client(server)
    assert api.call(client._send, call) == (client, "/x", {"name": "n"})
    response = api.call(client._send_raw, call, stream=False)
    assert api.run(response.parse())[2] == {"name": "n"}
    assert api.run(response.parse(to=str)) == '{"data": {"name": "n"}}'


def test_a_raw_response_knows_everything_about_the_exchange(api, server) -> None:
    server.reply(200, {"name": "n"}, {"x-a": "b", "request-id": "req_9"})
    client = api.client(server)
    response = api.call(client.things.with_raw_response.retrieve, "a b")
    assert isinstance(response, AsyncAPIResponse if api.is_async else APIResponse)
    assert (response.status_code, response.method, response.headers["x-a"]) == (200, "GET", "b")
    assert str(response.url) == f"{server.url}/things/a%20b"
    assert response.http_request.headers["x-acme-lang"] == "python"
    assert (response.is_closed, response.retries_taken, response.request_id) == (True, 0, "req_9")
    assert response.http_version == "HTTP/1.1"
    assert response.elapsed.total_seconds() > 0
    assert repr(response) == f"<{type(response).__name__} [200 OK] type=<class 'dict'>>"
    assert "raw" not in " ".join(name.lower() for name, _ in server.last.headers)


def test_a_model_is_read_without_any_media_type(api, server) -> None:
    """R7."""
    raw = httpx2.Response(200, content=b'{"name": "n"}', request=httpx2.Request("GET", server.url))
    kind = AsyncAPIResponse if api.is_async else APIResponse
    response = kind(raw=raw, client=api.client(server), call=Call("GET", "/x", Thing))
    assert "content-type" not in response.headers
    assert api.run(response.parse(to=Thing)) == Thing.construct(name="n")


def test_a_raw_response_is_parsed_once_for_each_target(api, server) -> None:
    server.reply(200, {"name": "n"})
    response = api.call(api.client(server).things.with_raw_response.retrieve, "a")
    first = api.run(response.parse())
    assert first == {"name": "n"}
    assert api.run(response.parse()) is first
    model = api.run(response.parse(to=Thing))
    assert isinstance(model, Thing)
    assert api.run(response.parse(to=Thing)) is model
    assert api.run(response.text()) == '{"name": "n"}'
    assert api.run(response.json()) == {"name": "n"}
    assert api.run(response.read()) == b'{"name": "n"}'


def test_a_streamed_response_is_sent_on_entering_and_closed_on_leaving(api, server) -> None:
    server.reply(200, {"name": "n" * 100_000})
    manager = api.client(server).things.with_streaming_response.retrieve("a")
    assert server.requests == []
    seen = []

    def use(response):
        seen.append(response)
        assert response.is_closed is False
        assert len(server.requests) == 1
        return response.parse()

    assert api.inside(manager, use)["name"][:2] == "nn"
    assert seen[0].is_closed is True


def test_a_streamed_response_gives_bytes_text_and_lines(api, server) -> None:
    server.reply(200, "a\nbé\nc")
    client = api.client(server)

    def collect(pieces):
        if not api.is_async:
            return list(pieces)

        async def gather():
            return [piece async for piece in pieces]

        return gather()

    def read(use):
        return api.inside(client.things.with_streaming_response.retrieve("a"), use)

    assert read(lambda response: collect(response.iter_lines())) == ["a", "bé", "c"]
    assert b"".join(read(lambda response: collect(response.iter_bytes(3)))) == "a\nbé\nc".encode()
    assert read(lambda response: collect(response.iter_text(2))) == ["a\n", "bé", "\nc"]


def test_a_body_that_has_been_streamed_cannot_be_read_again(api, server) -> None:
    server.reply(200, "abc")

    def use(response):
        if not api.is_async:
            list(response.iter_bytes())
            return response.read()

        async def both():
            [piece async for piece in response.iter_bytes()]
            return await response.read()

        return both()

    with pytest.raises(StreamAlreadyConsumed, match="already been streamed"):
        api.inside(api.client(server).things.with_streaming_response.retrieve("a"), use)


def test_the_views_mirror_the_tree_of_the_client(api, server) -> None:
    server.reply(200, {"name": "n"})
    client = api.client(server)
    for view in (
        client.with_raw_response.things,
        client.with_raw_response.group.things,
        client.group.with_raw_response.things,
        client.group.things.with_raw_response,
        client.things.with_raw_response.with_raw_response,
    ):
        assert api.run(api.call(view.retrieve, "a").parse()) == {"name": "n"}
    assert api.run(api.call(client.with_raw_response.ping).parse()) == {"name": "n"}
    for manager in (
        client.with_streaming_response.group.things.retrieve("a"),
        client.with_streaming_response.ping(),
    ):
        assert api.inside(manager, lambda response: response.parse()) == {"name": "n"}


def test_a_view_does_not_change_the_client(api, server) -> None:
    server.reply(200, {"name": "n"})
    client = api.client(server)
    assert client.with_raw_response.things is not client.things
    assert client.with_raw_response.api_key == "k-123"
    assert api.call(client.things.retrieve, "a") == {"name": "n"}


def test_errors_of_arguments_come_on_entering_a_streamed_view(api, server) -> None:
    manager = api.client(server).things.with_streaming_response.retrieve("")
    with pytest.raises(ValueError, match="non-empty value for `name`"):
        api.inside(manager, lambda response: response)


def test_a_stream_needs_a_class(api, server) -> None:
    server.reply(200, {})
    with pytest.raises(MissingStreamClassError, match="stream_cls"):
        api.call(api.client(server).get, "/x", cast_to=dict, stream=True)


def test_a_stream_is_read_item_by_item(api, server) -> None:
    """R6."""
    from core.streaming import AsyncStream, Stream

    kind = AsyncStream if api.is_async else Stream
    events = "".join(f"data: {json.dumps({'name': name})}\n\n" for name in "ab")
    server.reply(200, events, {"content-type": "text/event-stream"})
    client = api.client(server)
    stream = api.call(client.post, "/x", cast_to=Thing, body={}, stream=True, stream_cls=kind[Thing])
    assert isinstance(stream, kind)
    if api.is_async:

        async def gather():
            return [item async for item in stream]

        items = api.run(gather())
    else:
        items = list(stream)
    assert items == [Thing.construct(name="a"), Thing.construct(name="b")]
    manager = client.things.with_streaming_response.retrieve("a")
    assert isinstance(api.inside(manager, lambda response: response.parse(to=kind[Thing])), kind)


def test_a_file_is_read_or_streamed_as_a_binary_response(api, server, tmp_path) -> None:
    import core.binary as binary

    prefix = "Async" if api.is_async else ""
    server.reply(200, b"\0file", {"content-type": "application/octet-stream"})
    client = api.client(server)
    whole, streamed = (getattr(binary, prefix + name) for name in ("BinaryAPIResponse", "StreamedBinaryAPIResponse"))
    call = Call("GET", "/file", whole, accept="application/octet-stream")
    response = api.call(client._send, call)
    assert isinstance(response, whole)
    assert response.is_closed
    assert server.last.header("accept") == "application/octet-stream"
    api.call(response.write_to_file, tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"\0file"
    assert isinstance(api.call(client._send_raw, call, stream=False), whole)
    raw = api.call(client._send_raw, call, stream=True)
    assert isinstance(raw, streamed)
    assert api.run(raw.parse()) == b"\0file"


def test_the_type_argument_of_a_response_class_is_found_in_its_bases() -> None:
    import core.binary as binary

    class Concrete(APIResponse[bytes]):
        pass

    class Further(Concrete):
        pass

    class Listed(AsyncAPIResponse[List[str]]):
        pass

    class Plain(APIResponse[httpx2.Response]):
        pass

    # R1
    assert extract_response_type(BaseAPIResponse[str]) is str
    assert extract_response_type(APIResponse[str]) is str
    assert extract_response_type(AsyncAPIResponse[str]) is str
    assert extract_response_type(APIResponse[List[str]]) == List[str]
    # R3
    assert extract_response_type(Concrete) is bytes
    assert extract_response_type(Further) is bytes
    assert extract_response_type(Listed) == List[str]
    assert extract_response_type(Plain) is httpx2.Response
    # R4
    assert {
        extract_response_type(getattr(binary, name)) for name in vars(binary) if name.endswith("BinaryAPIResponse")
    } == {bytes}
    # R2
    with pytest.raises(RuntimeError, match="to have a type argument at index 0 but it did not"):
        extract_response_type(APIResponse)


def test_undocumented_requests_have_raw_views_too(api, server) -> None:
    server.reply(200, {"name": "n"})
    response = api.call(api.client(server).with_raw_response.get, "/x", cast_to=Thing)
    assert api.run(response.parse()) == Thing.construct(name="n")
