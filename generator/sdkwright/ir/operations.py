"""What can be called: methods, their parameters, bodies, responses and paging; owns no types and no names of Python."""

from __future__ import annotations

import enum
from dataclasses import field
from typing import ClassVar

from sdkwright.inert import dataclass
from sdkwright.ir.types import LiteralType, Type
from sdkwright.pointer import Json, Pointer
from sdkwright.sealed import Sealable


class Location(enum.Enum):
    """Where a parameter travels in the request."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"
    BODY = "body"


class Style(enum.Enum):
    """The forms that OpenAPI has for arrays and objects (3.1.1, section 4.8.12.2), and JSON text; `QUERY` is a query as a whole.

    With `CONTENT` the value decides: what has parts is JSON text, anything else is plain text, an array is element by element.
    """

    FORM = "form"
    SPACE_DELIMITED = "spaceDelimited"
    PIPE_DELIMITED = "pipeDelimited"
    DEEP_OBJECT = "deepObject"
    SIMPLE = "simple"
    LABEL = "label"
    MATRIX = "matrix"
    COOKIE = "cookie"
    JSON = "json"
    CONTENT = "content"
    QUERY = "query"


@dataclass(frozen=True, slots=True)
class Writing:
    """How a value is written; `reserved` leaves reserved characters as they are. JSON with `explode` is an array element by element."""

    style: Style
    explode: bool = False
    reserved: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a method: a parameter of the operation, or a property of its JSON body.

    `supplied_by` is the option of the client that stands in for it; it is not required then, but may be needed all the same.
    `deprecation` is why it is deprecated, where the document says; `preset` is the one value that it can have, where callers need not say that.
    `always` are values that a list has beside those that a caller gives.
    `writing` is None where the client writes the value by its own formats. `examples` are values that the document shows; they are told, not compared.
    """

    wire_name: str
    location: Location
    site: Pointer
    origin: Pointer
    type: Type
    required: bool
    description: str | None
    deprecated: bool
    preferred_name: str | None = None
    writing: Writing | None = None
    examples: tuple[Json, ...] = field(default=(), compare=False)
    supplied_by: str | None = None
    is_needed: bool = False
    deprecation: str | None = None
    preset: LiteralType | None = None
    always: tuple[str, ...] = ()


Security = tuple[tuple[str, ...], ...]
"""Alternatives, each a combination of security schemes; an empty one asks for nothing, and so does no alternative at all."""


class BodyKind(enum.Enum):
    """How a request body is written."""

    JSON = "json"
    FORM = "form"
    MULTIPART = "multipart"
    LINES = "lines"
    BINARY = "binary"
    TEXT = "text"


def record_mark(media_type: str) -> str:
    """What stands before each of the JSON values of a sequential media type, which a line ends: the separator of RFC 7464, or nothing."""
    return "\x1e" if media_type.partition(";")[0].strip().lower().endswith("json-seq") else ""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one property of a form is written: in a style, or as a part of a media type with headers of its own."""

    wire_name: str
    writing: Writing | None
    media_type: str | None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """A request body. With `spread`, its properties are parameters of the method; else it is one argument of its own type.
    That of lines, which are JSON values one after the other, is an array of them.

    `encodings` are of the properties of a form that are not written as the client writes by its own formats.
    """

    kind: BodyKind
    media_type: str
    site: Pointer
    type: Type
    required: bool
    spread: bool
    argument: str | None
    description: str | None
    encodings: tuple[Encoding, ...] = ()


class ResponseKind(enum.Enum):
    """How a successful answer is read."""

    NONE = "none"
    JSON = "json"
    TEXT = "text"
    BINARY = "binary"
    STREAM = "stream"


@dataclass(frozen=True, slots=True)
class Response(Sealable):
    """The successful answer of a method. `accept` is the media type to ask for; the type of a stream is that of one item.

    With `unwrap`, the type is that of this property of an envelope; with `optional`, it may be absent or null.
    """

    kind: ResponseKind
    accept: str
    type: Type | None
    site: Pointer
    description: str | None
    unwrap: str | None = None
    optional: bool = False

    PARTS: ClassVar[tuple[str, ...]] = ("type", "description")


@dataclass(frozen=True, slots=True)
class Paging:
    """The method gives pages of the named scheme, each with items of one type."""

    scheme: str
    item: Type


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the union that a spread body is, with what may name it and the parameters that it has of the body."""

    site: Pointer
    word: str | None
    description: str | None
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The caller picks with a parameter (`discriminator`, its site) whether the answer is `response`, which is a stream.

    `params_name` is what the config calls the types of parameters.
    """

    discriminator: Pointer
    response: Response
    params_name: str | None


@dataclass(frozen=True, slots=True)
class RequestDefaults:
    """What the calls of a method start from while their client is at its own defaults; `timeout` is in seconds."""

    timeout: float | None
    max_retries: int | None


@dataclass(frozen=True, slots=True)
class Guess:
    """How a method got its key where no config gives one: the rule, what was taken already, and what it could have been called else.

    `paginated` is what a config has to say of its pages where schemes alone would lead to others; None: nothing.
    """

    rule: str
    taken: tuple[str, ...]
    others: tuple[str, ...]
    paginated: bool | str | None = None


@dataclass(frozen=True, slots=True)
class Method(Sealable):
    """One operation of the document, as one method of a resource.

    `servers` maps an environment of the client to the URL that the operation has there in place of the client's;
    `security` is what it asks for where that is not what the client sends anyway. With `members`, the body is a union of
    objects: `parameters` has each of their properties once, required where it is in every member. With a `choice`,
    `response` is the answer of a call that does not ask for a stream. `guess` is told, not compared.
    """

    key: str
    site: Pointer
    origin: Pointer
    verb: str
    path: str
    description: str | None
    deprecated: bool
    deprecation: str | None
    parameters: tuple[Parameter, ...]
    body: Body | None
    response: Response
    paging: Paging | None
    positional: tuple[str, ...]
    servers: tuple[tuple[str, str], ...] = ()
    security: Security | None = None
    defaults: RequestDefaults | None = None
    members: tuple[Member, ...] = ()
    choice: Choice | None = None
    guess: Guess | None = field(default=None, compare=False)

    PARTS: ClassVar[tuple[str, ...]] = (
        "description",
        "deprecation",
        "parameters",
        "body",
        "positional",
        "security",
        "members",
        "guess",
    )

    @property
    def keywords(self) -> tuple[Parameter, ...]:
        """The parameters that are given by name, in the order of the document."""
        return tuple(
            parameter
            for parameter in self.parameters
            if parameter.location is not Location.PATH or parameter.wire_name not in self.positional
        )

    def located(self, location: Location) -> tuple[Parameter, ...]:
        """The parameters that travel there, in the order of the document."""
        return tuple(parameter for parameter in self.parameters if parameter.location is location)
