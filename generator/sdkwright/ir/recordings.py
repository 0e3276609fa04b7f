"""What a test of the emitted package sends and is answered: values, and how each is spoken over HTTP; not how a test is spelled."""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Iterable

from sdkwright.inert import dataclass
from sdkwright.ir.operations import record_mark
from sdkwright.pointer import Json, Pointer

Pairs = tuple[tuple[str, str], ...]


class Origin(enum.Enum):
    """Where a value comes from: the document shows it, or it was made from its schema."""

    EXAMPLE = "example"
    SCHEMA = "schema"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a multipart body. `media_type` is None where the document does not say."""

    name: str
    content: str
    media_type: str | None
    is_file: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one argument adds to a request: path texts are encoded already, everything else is not."""

    path: Pairs = ()
    query: Pairs = ()
    headers: Pairs = ()
    cookies: Pairs = ()
    properties: tuple[tuple[str, Json], ...] = ()
    fields: Pairs = ()
    parts: tuple[Part, ...] = ()
    content: str | None = None
    whole: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """A value for one argument, by the site of its parameter, or of the body that is one argument."""

    site: Pointer
    value: Json
    origin: Origin
    spoken: Spoken
    required: bool
    wire_name: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: `body` is JSON text where `media_type` is JSON, else text as it is."""

    status: int
    media_type: str | None
    body: str
    origin: Origin
    headers: Pairs = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One page of several: what its request has in place of that of the first, by wire name, and what it is answered."""

    query: Pairs
    properties: tuple[tuple[str, Json], ...]
    url: str | None
    answer: Answer
    headers: Pairs = ()


@dataclass(frozen=True, slots=True)
class Recording:
    """One operation: arguments, the successful answer, pages, and an answer for each error that it declares.

    `path` is the template of the document; `media_type` that of the request body; `accept` what is asked for.
    `previous` are pages of the way back, which a call goes with the argument `back`. `others` are the recordings of the further
    ways to call it: with another member of the body, or (`streams`) for the stream that the caller may choose.
    """

    method: Pointer
    verb: str
    path: str
    samples: tuple[Sample, ...]
    media_type: str | None
    accept: str
    answer: Answer
    pages: tuple[Turn, ...] = ()
    errors: tuple[Answer, ...] = ()
    previous: tuple[Turn, ...] = ()
    back: Pointer | None = None
    streams: bool = False
    others: tuple[Recording, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """Events that the API sends, as JSON text, by the site of the method that reads them."""

    reader: Pointer
    payloads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recordings:
    """All that the tests of a package are answered from."""

    calls: tuple[Recording, ...] = ()
    deliveries: tuple[Delivery, ...] = ()


_HALF = re.compile("[\ud800-\udfff]")


def json_lines(values: Iterable[Json], media_type: str) -> str:
    """Values of a sequential media type one after the other: each on a line, in a sequence of RFC 7464 behind a separator."""
    return "".join(f"{record_mark(media_type)}{json_text(value)}\n" for value in values)


def json_text(value: Json) -> str:
    """JSON as recordings have it: without blanks, letters as they are, but for half of a surrogate pair, which has no bytes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _HALF.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
