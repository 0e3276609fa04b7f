"""What can be called: methods, their parameters, bodies, responses and paging; owns no types and no names of Python."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from sdkwright.ir.types import Type
from sdkwright.pointer import Json, Pointer


class Location(enum.Enum):
    """Where a parameter travels in the request."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a method: a parameter of the operation, or a property of its JSON body.

    `examples` are values that the document shows; they are told, not compared.
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
    examples: tuple[Json, ...] = field(default=(), compare=False)


class BodyKind(enum.Enum):
    """How a request body is written."""

    JSON = "json"
    FORM = "form"
    MULTIPART = "multipart"
    BINARY = "binary"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Body:
    """A request body. With `spread`, its properties are parameters of the method; else it is one argument of its own type."""

    kind: BodyKind
    media_type: str
    site: Pointer
    type: Type
    required: bool
    spread: bool
    argument: str | None
    description: str | None


class ResponseKind(enum.Enum):
    """How a successful answer is read."""

    NONE = "none"
    JSON = "json"
    TEXT = "text"
    BINARY = "binary"


@dataclass(frozen=True, slots=True)
class Response:
    """The successful answer of a method. `accept` is the media type to ask for."""

    kind: ResponseKind
    accept: str
    type: Type | None
    site: Pointer
    description: str | None


@dataclass(frozen=True, slots=True)
class Paging:
    """The method gives pages of the named scheme, each with items of one type."""

    scheme: str
    item: Type


@dataclass(frozen=True, slots=True)
class Method:
    """One operation of the document, as one method of a resource."""

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

    def located(self, location: Location) -> tuple[Parameter, ...]:
        """The parameters that travel there, in the order of the document."""
        return tuple(parameter for parameter in self.parameters if parameter.location is location)
