"""Methods that can be called in several ways: with a stream as the answer or without, and by the members of a body."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from harness.server import Server
from harness.sides import Api

CALLER = Path(__file__).parents[1] / "typing" / "demo_caller.py"
MOMENT = datetime(2020, 1, 2, tzinfo=UTC)


def stream(server: Server, body: str, media_type: str = "text/event-stream") -> None:
    server.reply(body=body, headers={"content-type": media_type})


# ---------------------------------------------------------------------------------------------------- streaming


def test_without_the_parameter_the_answer_is_the_model(demo: Api, server: Server):
    server.reply(body={"text": "hi"})
    for given in ({}, {"stream": False}, {"stream": None}):
        reply = demo.run(demo.client().chat.create(text="hello", asked_at=MOMENT, **given))
        assert type(reply).__name__ == "Reply"
        assert server.last.json() == {"text": "hello", "askedAt": MOMENT.isoformat(), **given}
        assert server.last.header("accept") == "application/json"


def test_with_the_parameter_the_answer_is_a_stream_of_the_event_model(demo: Api, server: Server):
    stream(
        server,
        'data: {"delta": "a", "at": "2020-01-02T00:00:00Z"}\n\nevent: ping\ndata: 1\n\ndata: {"delta": "b"}\n\ndata: [DONE]\n\n',
    )
    found = demo.run(demo.client().chat.create(text="hello", stream=True))
    pieces = demo.items(found)
    assert [(type(piece).__name__, piece.delta, piece.at) for piece in pieces] == [
        ("Piece", "a", MOMENT),
        ("Piece", "b", None),
    ]
    assert server.last.json() == {"text": "hello", "stream": True}
    assert server.last.header("accept") == "text/event-stream"
    assert found.response.is_closed


def test_a_file_may_come_as_a_stream_of_events_where_the_config_says_so(demo: Api, server: Server):
    server.reply(body=b"mp3", headers={"content-type": "audio/mpeg"})
    stream(server, 'data: {"delta": "a"}\n\n')
    speech = demo.client().speech
    file = demo.run(speech.create(text="hi"))
    assert demo.run(file.read()) == b"mp3"
    assert type(file).__name__ == ("AsyncBinaryAPIResponse" if demo.is_async else "BinaryAPIResponse")
    assert server.last.header("accept") == "audio/mpeg"
    assert [piece.delta for piece in demo.items(demo.run(speech.create(text="hi", stream=True)))] == ["a"]
    assert server.last.header("accept") == "text/event-stream"


def test_a_discriminator_may_be_a_query_parameter_that_the_document_shows(demo: Api, server: Server):
    stream(server, '{"hit": "a"}\n{"hit": "b"}', "application/x-ndjson")
    lines = demo.run(demo.client().chat.search(q="x", stream=True))
    assert type(lines).__name__ == ("AsyncJSONLDecoder" if demo.is_async else "JSONLDecoder")
    assert [each.hit for each in demo.items(lines)] == ["a", "b"]
    assert server.last.query == {"q": "x", "stream": "true"}
    assert server.last.header("accept") == "application/x-ndjson"


@pytest.mark.parametrize("media_type", ["text/plain", "application/octet-stream", ""])
def test_lines_of_json_are_read_as_such_whatever_the_server_calls_them(demo: Api, server: Server, media_type: str):
    stream(server, '{"hit": "a"}\n{"hit": "b"}', media_type)
    found = demo.items(demo.run(demo.client().chat.search(q="x", stream=True)))
    assert [each.hit for each in found] == ["a", "b"]


def test_an_event_whose_name_is_empty_has_none(demo: Api, server: Server):
    """So that the rule for events without a name is for it."""
    stream(server, 'event:\ndata: {"error": {"message": "no"}}\n\n')
    with pytest.raises(demo.sdk.APIError, match="no"):
        demo.items(demo.run(demo.client().chat.create(text="hello", stream=True)))


def test_a_stream_that_cannot_be_decompressed_is_an_error_of_the_package(demo: Api, server: Server):
    server.reply(body=b"nope", headers={"content-type": "text/event-stream", "content-encoding": "gzip"})
    with pytest.raises(demo.sdk.APIConnectionError, match="broke off"):
        demo.items(demo.run(demo.client().chat.create(text="hello", stream=True)))


def test_a_method_without_discriminator_always_streams(demo: Api, server: Server):
    stream(server, 'data: {"delta": "a"}\n\n')
    assert [each.delta for each in demo.items(demo.run(demo.client().chat.watch("r")))] == ["a"]
    assert server.last.header("accept") == "text/event-stream"


def test_events_whose_models_have_their_name_are_given_with_it(demo: Api, server: Server):
    stream(server, 'event: started\ndata: {"id": "r"}\n\nevent: finished\ndata: 3\n\n')
    first, second = demo.items(demo.run(demo.client().runs.create(stream=True)))
    assert (type(first).__name__, first.event, first.data.id) == ("Started", "started", "r")
    assert (type(second).__name__, second.event, second.data) == ("Finished", "finished", 3)


def test_raw_and_streaming_views_stream_as_well(demo: Api, server: Server):
    stream(server, 'data: {"delta": "a"}\n\n')
    client = demo.client()
    raw = demo.run(client.chat.with_raw_response.create(text="x", stream=True))
    assert [each.delta for each in demo.items(demo.run(raw.parse()) if demo.is_async else raw.parse())] == ["a"]

    async def parsed(response: Any) -> Any:
        return [each.delta async for each in await response.parse()]

    def read(response: Any) -> Any:
        return parsed(response) if demo.is_async else [each.delta for each in response.parse()]

    assert demo.inside(client.chat.with_streaming_response.create(text="x", stream=True), read) == ["a"]
    server.reply(body={"text": "hi"})
    server.reply(body={"text": "hi"})
    demo.run(client.chat.with_raw_response.create(text="x"))
    raw = demo.run(client.chat.with_raw_response.create(text="x"))
    assert (demo.run(raw.parse()) if demo.is_async else raw.parse()).text == "hi"


# ---------------------------------------------------------------------------------------------------- members of a body


def test_each_member_of_a_body_is_sent_by_its_own_names(demo: Api, server: Server):
    server.reply(body={"text": "ok"})
    client = demo.client()
    demo.run(client.pets.create(kind="cat", born_at=MOMENT, collar={"has_bell": True}, dry_run=True))
    assert server.last.json() == {"kind": "cat", "bornAt": MOMENT.isoformat(), "collar": {"hasBell": True}}
    assert server.last.query == {"dry_run": "true"}
    demo.run(client.pets.create(kind="dog", name="Rex", collar={"tag_text": "R"}))
    assert server.last.json() == {"kind": "dog", "name": "Rex", "collar": {"tagText": "R"}}


def test_a_call_that_has_no_member_whole_is_refused_before_it_is_sent(demo: Api, server: Server):
    with pytest.raises(TypeError, match=r"Expected either \('born_at' and 'kind'\) or \('kind' and 'name'\) arguments"):
        demo.run(demo.client().pets.create(kind="cat"))
    with pytest.raises(TypeError, match=r"Expected either \('text'\) or \('stream' and 'text'\) arguments"):
        demo.run(demo.client().chat.create(stream=True))
    assert server.requests == []


def test_an_argument_that_is_none_is_given(demo: Api, server: Server):
    server.reply(body={"text": "ok"})
    demo.run(demo.client().pets.create(kind="dog", name=None))
    assert server.last.json() == {"kind": "dog", "name": None}


# ---------------------------------------------------------------------------------------------------- types


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_checkers_tell_the_overloads_apart_in_every_view(demo_source: Path, checker: str):
    """The package is clean in strict mode; a caller's lines that end in `# wrong` are rejected, and no others."""
    (demo_source / CALLER.name).write_text(CALLER.read_text())
    (demo_source / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict", "pythonVersion": "3.11"}')
    command = {
        "mypy": [
            "mypy",
            "--strict",
            "--python-version=3.11",
            "--config-file=",
            "--no-error-summary",
            "--hide-error-context",
        ],
        "pyright": ["pyright", "--pythonpath", sys.executable],
    }[checker]
    cache = [f"--cache-dir={Path(__file__).parents[2] / '.mypy_cache' / 'emitted'}"] if checker == "mypy" else []
    done = subprocess.run(
        [sys.executable, "-m", *command, *cache, "demo_sdk", CALLER.name],
        cwd=demo_source, capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = [line for line in done.stdout.splitlines() if "error" in line and not line.endswith("informations")]
    lines = CALLER.read_text().splitlines()
    wrong = {number for number, line in enumerate(lines, 1) if line.endswith("# wrong")}
    assert len(wrong) > 5
    assert [line for line in told if CALLER.name not in line] == []
    assert {int(line.partition(f"{CALLER.name}:")[2].partition(":")[0]) for line in told} == wrong
