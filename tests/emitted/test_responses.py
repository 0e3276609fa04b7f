"""Raw and streaming responses, and what bodies are read as."""

from __future__ import annotations

import gzip
import json
import zlib
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Dict, List, Union

import pydantic
import pytest
from harness.models_api import REQUEST_ID, error_example, model, page_of
from harness.models_api import api as models_api
from harness.server import Connection, Received, Server
from harness.sides import Api

# ---------------------------------------------------------------------------------------------------- raw


def test_a_raw_response_shows_the_whole_exchange(api: Api, server: Server):
    """C1, SURFACE 4.9: with the body read and the connection given back."""
    server.reply(body=model(), headers={"request-id": REQUEST_ID, "x-foo": "bar"})
    raw = api.run(api.client().beta.models.with_raw_response.retrieve("m", betas=["a"]))
    assert isinstance(raw, api.sdk.package.AsyncAPIResponse if api.is_async else api.sdk.package.APIResponse)
    assert (raw.status_code, raw.method, raw.url.path) == (200, "GET", "/v1/models/m")
    assert (raw.headers["x-foo"], raw.request_id) == ("bar", REQUEST_ID)
    assert (raw.http_version, raw.retries_taken, raw.is_closed) == ("HTTP/1.1", 0, True)
    assert isinstance(raw.elapsed, timedelta)
    assert raw.http_request.headers["anthropic-beta"] == "a"
    assert raw.http_request.headers["X-Stainless-Lang"] == "python"
    assert isinstance(raw.http_response, api.sdk.http.Response)
    assert repr(raw).startswith(f"<{type(raw).__name__} [200 OK] type=")


def test_a_raw_response_is_parsed_as_the_method_would(api: Api, server: Server):
    """C1, R11: once; the request id is on the model."""
    server.reply(body=model(), headers={"request-id": REQUEST_ID})
    raw = api.run(api.client().beta.models.with_raw_response.retrieve("m"))
    found = api.run(raw.parse())
    assert isinstance(found, api.sdk.types.beta.BetaModelInfo)
    assert (found.id, found._request_id) == (model()["id"], REQUEST_ID)
    assert api.run(raw.parse()) is found


def test_a_raw_response_gives_bytes_text_and_json(api: Api, server: Server):
    """C2: whatever the content type says."""
    server.reply(body=json.dumps({"é": 1}).encode(), headers={"content-type": "application/binary"})
    raw = api.run(api.client().beta.models.with_raw_response.retrieve("m"))
    assert api.run(raw.read()) == b'{"\\u00e9": 1}'
    assert api.run(raw.text()) == '{"\\u00e9": 1}'
    assert api.run(raw.json()) == {"é": 1}
    assert b"".join(api.items(raw.iter_bytes(5))) == b'{"\\u00e9": 1}'


@pytest.mark.parametrize("stage", ["client", "beta", "models"])
def test_the_raw_view_is_a_tree_like_the_client_itself(api: Api, server: Server, stage: str):
    """SURFACE 4.9: at each level, with each method."""
    server.route = models_api()
    client = api.client()
    models = {
        "client": lambda: client.with_raw_response.beta.models,
        "beta": lambda: client.beta.with_raw_response.models,
        "models": lambda: client.beta.models.with_raw_response,
    }[stage]()
    assert [item.id for item in api.run(api.run(models.list(limit=1)).parse()).data] == [model()["id"]]
    assert api.run(api.run(models.retrieve("claude-sonnet-4-0")).parse()).id == model()["id"]


def test_a_raw_call_that_fails_raises_as_any_other(api: Api, server: Server):
    """X2."""
    server.reply(404, error_example(404))
    with pytest.raises(api.sdk.NotFoundError):
        api.run(api.client().beta.models.with_raw_response.retrieve("none"))
    with pytest.raises(api.sdk.NotFoundError):
        api.inside(api.client().beta.models.with_streaming_response.retrieve("none"), lambda response: response)


# ---------------------------------------------------------------------------------------------------- streaming


def test_a_streaming_response_is_sent_on_entering_and_closed_on_leaving(api: Api, server: Server):
    """C61, SURFACE 4.9."""
    server.reply(body=model(), headers={"request-id": REQUEST_ID})
    kept: list[Any] = []
    manager = api.client().beta.models.with_streaming_response.retrieve("m")
    assert server.requests == []

    def use(response: Any) -> Any:
        kept.append(response)
        assert (response.is_closed, response.status_code, response.request_id) == (False, 200, REQUEST_ID)
        return response.parse()

    assert api.inside(manager, use).id == model()["id"]
    assert kept[0].is_closed
    assert len(server.requests) == 1


@pytest.mark.parametrize("stage", ["client", "beta", "models"])
def test_the_streaming_view_is_a_tree_as_well(api: Api, server: Server, stage: str):
    """SURFACE 4.9."""
    server.route = models_api()
    client = api.client()
    models = {
        "client": lambda: client.with_streaming_response.beta.models,
        "beta": lambda: client.beta.with_streaming_response.models,
        "models": lambda: client.beta.models.with_streaming_response,
    }[stage]()
    page = api.inside(models.list(limit=1), lambda response: response.parse())
    assert [item.id for item in page.data] == [model()["id"]]


def test_a_streamed_body_comes_in_pieces(api: Api, server: Server):
    """X5: bytes, text or lines, of the size asked for."""
    server.reply(body="één\nzwei\ndrei", headers={"content-type": "text/plain; charset=utf-8"})
    models = api.client().beta.models.with_streaming_response

    def gather(name: str, *sizes: int) -> list[Any]:
        def use(response: Any) -> Any:
            pieces = getattr(response, name)(*sizes)
            if not api.is_async:
                return list(pieces)

            async def collect() -> list[Any]:
                return [piece async for piece in pieces]

            return collect()

        found: list[Any] = api.inside(models.retrieve("m"), use)
        return found

    whole = "één\nzwei\ndrei"
    assert b"".join(gather("iter_bytes")) == whole.encode()
    assert [len(piece) for piece in gather("iter_bytes", 4)] == [4, 4, 4, 3]
    assert "".join(gather("iter_text")) == whole
    assert [len(piece) for piece in gather("iter_text", 5)] == [5, 5, 3]
    assert gather("iter_lines") == ["één", "zwei", "drei"]


def test_a_body_that_was_streamed_cannot_be_read_again(api: Api, server: Server):
    """X5."""
    server.reply(body=model())
    consumed = api.sdk.module("_core.holding").StreamAlreadyConsumed

    def use(response: Any) -> Any:
        if not api.is_async:
            list(response.iter_bytes())
            return response.read()

        async def twice() -> Any:
            async for _ in response.iter_bytes():
                pass
            return await response.read()

        return twice()

    with pytest.raises(consumed, match="already been streamed") as caught:
        api.inside(api.client().beta.models.with_streaming_response.retrieve("m"), use)
    assert isinstance(caught.value, api.sdk.AnthropicError)


def test_events_can_be_streamed_from_an_endpoint_without_a_method(api: Api, server: Server):
    """C61, X4: as models; the response is closed when the loop ends, also early."""
    events = "".join(f"data: {json.dumps(model(id=f'm-{index}'))}\n\n" for index in range(3))
    server.reply(body=events, headers={"content-type": "text/event-stream"})
    item = api.sdk.types.beta.BetaModelInfo
    stream_class = api.sdk.AsyncStream if api.is_async else api.sdk.Stream
    client = api.client()

    def ask() -> Any:
        return api.run(client.post("/events", cast_to=item, body={}, stream=True, stream_cls=stream_class[item]))

    stream = ask()
    assert isinstance(stream, stream_class)
    assert [each.id for each in api.items(stream)] == ["m-0", "m-1", "m-2"]
    assert stream.response.is_closed

    closing = ask()
    assert not closing.response.is_closed
    api.run(closing.close())
    assert closing.response.is_closed

    def use(entered: Any) -> Any:
        return entered.response.status_code

    inside = ask()
    assert api.inside(inside, use) == 200
    assert inside.response.is_closed


def test_leaving_the_loop_over_a_stream_early_closes_its_response(api: Api, server: Server):
    """X4; SURFACE 8.4 no. 13: and what was left unread does not come up in the next call."""
    events = "".join(f"data: {json.dumps(model(id=f'm-{index}'))}\n\n" for index in range(3))
    server.reply(body=events, headers={"content-type": "text/event-stream"}).reply(body=model())
    item = api.sdk.types.beta.BetaModelInfo
    stream_class = api.sdk.AsyncStream if api.is_async else api.sdk.Stream
    client = api.client()
    stream = api.run(client.post("/events", cast_to=item, body={}, stream=True, stream_cls=stream_class[item]))
    if api.is_async:

        async def first() -> str:
            found = ""
            async with stream as entered:
                async for each in entered:
                    found = each.id
                    break
            return found

        assert api.run(first()) == "m-0"
    else:
        for each in stream:
            assert each.id == "m-0"
            break
    assert stream.response.is_closed
    assert api.run(client.beta.models.retrieve("m")).id == model()["id"]


def test_a_body_can_be_written_to_a_file(demo: Api, server: Server, tmp_path: Path):
    """X5: of an answer that is a file."""
    server.reply(body=b"\x00" * 100_000, headers={"content-type": "application/octet-stream"})
    binary = demo.sdk.module("_core.binary")
    kind = binary.AsyncBinaryAPIResponse if demo.is_async else binary.BinaryAPIResponse
    response = demo.run(demo.client().uploads.content("x"))
    assert isinstance(response, kind)
    demo.run(response.write_to_file(tmp_path / "file.bin"))
    assert (tmp_path / "file.bin").read_bytes() == b"\x00" * 100_000


# ---------------------------------------------------------------------------------------------------- targets


@pytest.mark.parametrize("content_type", ["application/json", "application/binary"])
def test_the_http_response_itself_can_be_asked_for(api: Api, server: Server, content_type: str):
    """C1, C2."""
    server.reply(body=b'{"foo": "bar"}', headers={"content-type": content_type})
    response = api.run(api.client().post("/foo", cast_to=api.sdk.http.Response))
    assert isinstance(response, api.sdk.http.Response)
    assert (response.status_code, response.json()) == (200, {"foo": "bar"})


@pytest.mark.parametrize(
    ("target", "body", "expected"),
    [
        (object, '{"a": [1]}', {"a": [1]}),
        (Dict[str, int], '{"a": 1}', {"a": 1}),
        (List[int], "[1, 2]", [1, 2]),
        (str, '{"a": 1}', '{"a": 1}'),
        (bytes, "\x00x", b"\x00x"),
        (int, "17", 17),
        (float, "1.5", 1.5),
        (bool, "TRUE", True),
        (bool, "false", False),
        (type(None), '{"a": 1}', None),
    ],
)
def test_a_body_is_read_as_what_was_asked_for(api: Api, server: Server, target: Any, body: str, expected: Any):
    """R9, SURFACE 4.6: Python's own types."""
    server.reply(body=body, headers={"content-type": "application/json"})
    assert api.run(api.client().get("/foo", cast_to=target)) == expected


def test_models_lists_and_unions_of_models_can_be_asked_for(api: Api, server: Server):
    """C55, C56, R10: of unions the variant that validates, whatever the order."""

    class Named(api.sdk.BaseModel):  # type: ignore[misc, name-defined]
        foo: str

    class Numbered(api.sdk.BaseModel):  # type: ignore[misc, name-defined]
        foo: int

    client = api.client()
    for body, expected in [({"foo": "bar"}, Named), ({"foo": 1}, Numbered)]:
        for target in (Union[Named, Numbered], Union[Numbered, Named]):
            server._answers.clear()
            server.reply(body=body)
            found = api.run(client.get("/foo", cast_to=target))
            assert (type(found), found.foo) == (expected, body["foo"])
    server._answers.clear()
    server.reply(body=[{"foo": "a"}, {"foo": "b"}])
    assert [type(each) for each in api.run(client.get("/foo", cast_to=List[Named]))] == [Named, Named]
    server._answers.clear()
    server.reply(body="just text")
    assert api.run(client.get("/foo", cast_to=Union[Named, Numbered])) == "just text"


def test_a_raw_response_can_be_read_as_something_else(api: Api, server: Server):
    """R3, R6, R7, R8: with `parse(to=...)`."""
    server.reply(body=model())
    client = api.client()

    class Named(api.sdk.BaseModel):  # type: ignore[misc, name-defined]
        display_name: str

    raw = api.run(client.beta.models.with_raw_response.retrieve("m"))
    assert api.run(raw.parse(to=Named)).display_name == model()["display_name"]
    assert json.loads(api.run(raw.parse(to=str))) == model()
    assert api.run(raw.parse(to=dict)) == model()
    assert isinstance(api.run(raw.parse(to=Annotated[Named, "a note"])), Named)
    assert isinstance(api.run(raw.parse()), api.sdk.types.beta.BetaModelInfo)


def test_a_foreign_pydantic_model_is_refused_with_a_hint(api: Api, server: Server):
    """R5."""

    class Foreign(pydantic.BaseModel):
        foo: str

    server.reply(body={"foo": "bar"})
    with pytest.raises(TypeError, match=r"Pydantic models must subclass our base model type.*import BaseModel"):
        api.run(api.client().get("/foo", cast_to=Foreign))


@pytest.mark.parametrize("content_type", ["application/text", "text/plain", "application/vnd.api+json"])
def test_json_is_read_as_a_model_whatever_it_is_called(api: Api, server: Server, content_type: str):
    """C57, R7."""
    server.reply(body=json.dumps(model()), headers={"content-type": content_type})
    assert api.run(api.client().beta.models.retrieve("m")).id == model()["id"]


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_compressed_body_is_decompressed(api: Api, server: Server, encoding: str):
    """SURFACE 4.9: and asked for in the first place."""
    data = json.dumps(model()).encode()
    body = gzip.compress(data) if encoding == "gzip" else zlib.compress(data)
    server.reply(body=body, headers={"content-type": "application/json", "content-encoding": encoding})
    assert api.run(api.client().beta.models.retrieve("m")).id == model()["id"]
    assert encoding in (server.last.header("accept-encoding") or "")


def test_a_body_that_does_not_decompress_is_a_connection_error(api: Api, server: Server, naps: list[float]):
    """X2: what arrived is not what was sent; the cause says so."""
    server.reply(body=b"not gzip", headers={"content-type": "application/json", "content-encoding": "gzip"})
    with pytest.raises(api.sdk.APIConnectionError) as caught:
        api.run(api.client().beta.models.retrieve("m"))
    assert isinstance(caught.value.__cause__, api.sdk.http.DecodingError)


def test_a_body_of_unknown_length_is_read_to_its_end(api: Api, server: Server):
    """RFC 9112, section 7.1: chunked, with a chunk that ends inside a character."""
    data = json.dumps(model(display_name="Modèle"), ensure_ascii=False).encode()

    async def chunked(connection: Connection, _: Received) -> None:
        await connection.send_head(200, [("content-type", "application/json"), ("transfer-encoding", "chunked")])
        middle = data.index("è".encode()) + 1
        for piece in (data[:middle], data[middle:]):
            await connection.send(b"%x\r\n%b\r\n" % (len(piece), piece))
        await connection.send(b"0\r\n\r\n")

    server.react(chunked)
    assert api.run(api.client().beta.models.retrieve("m")).display_name == "Modèle"


# ---------------------------------------------------------------------------------------------------- lenient and strict


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({"id": 17}, "id", 17),
        ({"id": None}, "id", None),
        ({"created_at": "yesterday"}, "created_at", "yesterday"),
        ({"type": "vehicle"}, "type", "vehicle"),
        ({"display_name": {"en": "x"}}, "display_name", {"en": "x"}),
        ({"context_window": 200_000}, "context_window", 200_000),
        ({"parts": [{"a": 1}]}, "parts", [{"a": 1}]),
    ],
)
def test_a_value_of_another_shape_is_kept_as_it_came(
    api: Api, server: Server, changes: dict[str, Any], field: str, expected: Any
):
    """C58, SURFACE 4.9: a client is lenient unless told otherwise; the other fields are read as ever."""
    server.reply(body=model(**changes))
    found = api.run(api.client().beta.models.retrieve("m"))
    assert isinstance(found, api.sdk.types.beta.BetaModelInfo)
    assert getattr(found, field) == expected
    assert found.to_dict(mode="json")[field] == expected
    if field != "created_at":
        assert found.created_at.isoformat() == "2025-05-14T00:00:00+00:00"


def test_a_missing_field_is_none_and_not_set(api: Api, server: Server):
    """SURFACE 4.12."""
    server.reply(body={"id": "m"})
    found = api.run(api.client().beta.models.retrieve("m"))
    assert (found.id, found.display_name, found.created_at) == ("m", None, None)
    assert found.model_fields_set == {"id"}
    assert found.to_dict() == {"id": "m"}


@pytest.mark.parametrize("changes", [{"id": 17}, {"created_at": "yesterday"}, {"type": "vehicle"}, {"id": ...}])
def test_a_strict_client_raises_instead(api: Api, server: Server, changes: dict[str, Any]):
    """C58: with pydantic's own error as the cause, and the response."""
    body = {name: value for name, value in model(**changes).items() if value is not ...}
    server.reply(body=body)
    client = api.client(_strict_response_validation=True)
    with pytest.raises(api.sdk.APIResponseValidationError) as caught:
        api.run(client.beta.models.retrieve("m"))
    assert isinstance(caught.value.__cause__, pydantic.ValidationError)
    assert caught.value.message == "Data returned by API invalid for expected schema."
    assert (caught.value.status_code, caught.value.body, caught.value.response.json()) == (200, body, body)


def test_a_strict_client_raises_for_an_odd_item_of_a_list(api: Api, server: Server):
    """C58: and takes unknown fields all the same (M11)."""
    server.reply(body=page_of([model(), model(id=17)])).reply(body=page_of([model(more=1)]))
    client = api.client(_strict_response_validation=True)
    with pytest.raises(api.sdk.APIResponseValidationError):
        api.run(client.beta.models.list())
    assert api.run(client.beta.models.list()).data[0].more == 1


def test_text_in_place_of_json_is_returned_as_it_is(api: Api, server: Server):
    """C60."""
    server.reply(body="my-custom-format", headers={"content-type": "text/plain"})
    assert api.run(api.client().beta.models.retrieve("m")) == "my-custom-format"


def test_text_in_place_of_json_is_an_error_to_a_strict_client(api: Api, server: Server):
    """C59."""
    server.reply(body="my-custom-format", headers={"content-type": "text/plain"})
    with pytest.raises(api.sdk.APIResponseValidationError) as caught:
        api.run(api.client(_strict_response_validation=True).beta.models.retrieve("m"))
    assert caught.value.body == "my-custom-format"


def test_an_answer_without_a_body_is_none(api: Api, server: Server):
    """SURFACE 8.4 no. 9."""
    server.reply(204)
    assert api.run(api.client().beta.models.retrieve("m")) is None


def test_what_is_no_page_cannot_be_paged_through(api: Api, server: Server):
    """C60: a list has to be one, or who iterates it would get letters."""
    server.reply(body="my-custom-format", headers={"content-type": "text/plain"})
    with pytest.raises(api.sdk.APIResponseValidationError):
        api.run(api.client().beta.models.list())


def test_models_tell_the_request_that_they_came_from(api: Api, server: Server):
    """R11: the outermost one does; None where the server gave no id."""
    server.reply(body=page_of([model()]), headers={"request-id": "req_1"}).reply(body=model())
    client = api.client()
    page = api.run(client.beta.models.list())
    assert (page._request_id, page.data[0]._request_id) == ("req_1", None)
    assert api.run(client.beta.models.retrieve("m"))._request_id is None
    assert "req_1" not in repr(page) + page.to_json()


def test_a_model_prints_and_converts(api: Api, server: Server):
    """M13, M30, M37, M42 on the one model of this API."""
    server.reply(body=model())
    found = api.run(api.client().beta.models.retrieve("m"))
    assert str(found) == repr(found)
    assert str(found).startswith(
        "BetaModelInfo(id='claude-sonnet-4-20250514', created_at=datetime.datetime(2025, 5, 14"
    )
    assert found.to_dict(mode="json") == model()
    assert found.to_dict()["created_at"] == found.created_at
    assert json.loads(found.to_json()) == model()
    assert found.to_json(indent=None).count("\n") == 0
