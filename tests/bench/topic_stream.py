"""What an event of a stream costs from its bytes to its model, beside httpx2's own decoder and plain pydantic models."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pydantic
from measure import cpu_of, pairs
from table import Row, ratio_row

FLOOR = "EventSource(response), TypeAdapter(event).validate_json"
EVENTS = 2_000
WANTED = 1.3
CHUNK = 4096
EVENT = b'event: content_block_delta\ndata: {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Hello"}}\n\n'


def rows(*, quick: bool) -> Iterator[Row]:
    """A body of 2,000 events with a model each, in pieces as a socket gives them; then the same in one piece an event."""
    import httpx2

    from anthropic import Anthropic, BaseModel, Stream

    class OwnDelta(BaseModel):
        type: str
        text: str

    class OwnEvent(BaseModel):
        type: str
        index: int
        delta: OwnDelta

    class Delta(pydantic.BaseModel):
        type: str
        text: str

    class Event(pydantic.BaseModel):
        type: str
        index: int
        delta: Delta

    read = pydantic.TypeAdapter(Event).validate_json
    client = Anthropic(api_key="made-up")
    body = EVENT * EVENTS
    request = httpx2.Request("GET", "http://bench")

    def response(pieces: list[bytes]) -> httpx2.Response:
        headers = {"content-type": "text/event-stream"}
        return httpx2.Response(200, headers=headers, content=iter(pieces), request=request)

    def ours(pieces: list[bytes]) -> Callable[[], None]:
        return lambda: _drain(Stream(cast_to=OwnEvent, response=response(pieces), client=client))

    def floor(pieces: list[bytes]) -> Callable[[], None]:
        return lambda: _drain(read(event.data) for event in httpx2.EventSource(response(pieces)))

    in_pieces = [body[start : start + CHUNK] for start in range(0, len(body), CHUNK)]
    for what, pieces in (("a streamed event, 4 KiB at a time", in_pieces), ("  one event at a time", [EVENT] * EVENTS)):
        sides = _sample(ours(pieces)), _sample(floor(pieces))
        yield ratio_row(what, pairs(*sides, 3 if quick else 31), FLOOR, wanted=WANTED, calls=EVENTS)


def _sample(work: Callable[[], None]) -> Callable[[], float]:
    return lambda: cpu_of(work)


def _drain(events: Iterator[object]) -> None:
    count = sum(1 for _ in events)
    if count != EVENTS:
        raise RuntimeError(f"{count} of {EVENTS} events came")
