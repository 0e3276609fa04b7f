"""A caller's file of `tests/emitted/demo` that is only ever type-checked: a line that ends in `# wrong` is to be rejected, no other."""

from __future__ import annotations

from datetime import datetime
from typing import Union

from demo_sdk import APIResponse, AsyncDemo, AsyncStream, Demo, Stream
from demo_sdk.types import Finished, Piece, Reply, Started
from demo_sdk.types.ask_params import AskParams, AskParamsNonStreaming, AskParamsStreaming
from typing_extensions import assert_type

client = Demo()
later = AsyncDemo()

plain: AskParamsNonStreaming = {"text": "x"}
streaming: AskParamsStreaming = {"text": "x", "stream": True}
either: AskParams = plain
missing: AskParamsStreaming = {"text": "x"}  # wrong


def synchronous(flag: bool) -> None:
    assert_type(client.chat.create(text="x"), Reply)
    assert_type(client.chat.create(text="x", stream=False), Reply)
    assert_type(client.chat.create(text="x", stream=True), Stream[Piece])
    assert_type(client.chat.create(text="x", stream=flag), Union[Reply, Stream[Piece]])
    assert_type(client.chat.watch("r"), Stream[Piece])
    assert_type(client.runs.create(stream=True), Stream[Union[Started, Finished]])
    assert_type(client.chat.with_raw_response.create(text="x"), APIResponse[Reply])
    assert_type(client.chat.with_raw_response.create(text="x", stream=True), APIResponse[Stream[Piece]])
    assert_type(client.chat.with_raw_response.create(text="x", stream=True), APIResponse[Reply])  # wrong
    with client.chat.with_streaming_response.create(text="x", stream=True) as response:
        assert_type(response.parse(), Stream[Piece])
    client.chat.create(stream=True)  # wrong
    client.chat.create(text="x", stream="yes")  # wrong
    client.pets.create(kind="cat", born_at=datetime.now(), collar={"has_bell": True})
    client.pets.with_raw_response.create(kind="dog", name="x", collar={"tag_text": "y"})
    client.pets.create(kind="cat", name="x")  # wrong
    client.pets.create(kind="dog", name="x", collar={"has_bell": True})  # wrong
    client.pets.with_raw_response.create(kind="cat", name="x")  # wrong


async def asynchronous(flag: bool) -> None:
    assert_type(await later.chat.create(text="x"), Reply)
    assert_type(await later.chat.create(text="x", stream=True), AsyncStream[Piece])
    assert_type(await later.chat.create(text="x", stream=flag), Union[Reply, AsyncStream[Piece]])
    async with later.chat.with_streaming_response.create(text="x", stream=True) as response:
        assert_type(await response.parse(), AsyncStream[Piece])
    raw = await later.with_raw_response.chat.create(text="x", stream=True)
    assert_type(await raw.parse(), AsyncStream[Piece])
    assert_type(await raw.parse(), Reply)  # wrong
