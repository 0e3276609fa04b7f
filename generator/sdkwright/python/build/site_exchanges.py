"""The request of a call and its answer, as a reader of HTTP knows them; what is said in them is `suite`'s own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import urlsplit

from sdkwright.ir.operations import Method
from sdkwright.ir.recordings import Answer, Recording
from sdkwright.python.build.parts import Building
from sdkwright.python.build.suite.arguments import Given
from sdkwright.python.build.suite.cassettes import Tape
from sdkwright.python.markdown import block_line
from sdkwright.python.site_views import ExchangeView
from sdkwright.python.source import Source

HIDDEN = "..."
# an answer of more lines teaches nobody
LONGEST = 60


def exchange(building: Building, method: Method, recording: Recording, given: Given) -> ExchangeView:
    """What goes over the wire for a call with these arguments."""
    request = Tape(building.api, method, recording, HIDDEN).request(given.samples)
    prefix = building.api.client.settings.platform_header_prefix
    told = {
        name: text
        for name, text in request.headers.items()
        if prefix is None or not name.startswith(f"{prefix.lower()}-")
    }
    address = urlsplit(request.uri)
    target = address.path + (f"?{address.query}" if address.query else "")
    lines = [f"{request.verb} {target or '/'} HTTP/1.1", f"host: {address.netloc}"]
    lines += [f"{name}: {text}" for name, text in told.items()]
    return ExchangeView(
        request=_shown([*lines, *_body(request.body, request.headers.get("content-type"))]),
        answer=_shown([*_status(recording.answer), *_body(recording.answer.body, recording.answer.media_type)]),
    )


def _status(answer: Answer) -> Iterator[str]:
    try:
        phrase = f" {HTTPStatus(answer.status).phrase}"
    except ValueError:  # a status of the API's own
        phrase = ""
    yield f"HTTP/1.1 {answer.status}{phrase}"
    if answer.media_type is not None:
        yield f"content-type: {answer.media_type}"
    yield from (f"{name}: {text}" for name, text in answer.headers)


def _body(text: str, media_type: str | None) -> Iterator[str]:
    """An empty line and the body, JSON one value a line."""
    if not text:
        return
    yield ""
    try:
        lines = json.dumps(json.loads(text), indent=2, ensure_ascii=False).splitlines() if _is_json(media_type) else None
    except ValueError:
        lines = None
    lines = lines if lines is not None else text.splitlines()
    yield from lines[:LONGEST]
    if len(lines) > LONGEST:
        yield "..."


def _is_json(media_type: str | None) -> bool:
    return media_type is not None and media_type.partition(";")[0].strip().endswith("json")


def _shown(lines: list[str]) -> tuple[Source, ...]:
    return tuple(block_line(line) for line in lines)
