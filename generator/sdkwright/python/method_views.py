"""What templates print of a method, in the module of a resource or of the client; every text in it is `Source`."""

from __future__ import annotations

from sdkwright.inert import dataclass
from sdkwright.python.source import Source


@dataclass(frozen=True, slots=True)
class ArgumentView:
    """An argument of a method. `given` is what the call is made with and `taken` its type, where that is not the argument."""

    name: Source
    annotation: Source
    default: Source | None
    given: Source | None = None
    taken: Source | None = None


@dataclass(frozen=True, slots=True)
class BuilderView:
    """The pure function that turns the arguments of a method into a call."""

    name: Source
    parameters: Source
    item: Source
    imports: tuple[Source, ...]
    verb: Source
    path: Source
    cast_to: Source
    keywords: tuple[tuple[Source, Source], ...]


@dataclass(frozen=True, slots=True)
class OverloadView:
    """One of several ways to call a method; the arguments by position are those of the method."""

    positional: tuple[ArgumentView, ...]
    keywords: tuple[ArgumentView, ...]
    returns: Source
    async_returns: Source
    docstring: Source
    has_idempotency_key: bool


@dataclass(frozen=True, slots=True)
class MethodView:
    """A method, in either twin. `page` is the class of its pages, where it gives pages.

    `required` are the keyword arguments of which a call of an overloaded method must have one list whole.
    """

    name: Source
    deprecated: Source | None
    positional: tuple[ArgumentView, ...]
    async_positional: tuple[ArgumentView, ...]
    keywords: tuple[ArgumentView, ...]
    returns: Source
    async_returns: Source
    docstring: Source
    builder: BuilderView
    call: Source
    async_call: Source
    overloads: tuple[OverloadView, ...]
    required: tuple[Source, ...]
    page: Source | None
    async_page: Source | None
    page_imports: tuple[Source, ...]
    async_page_imports: tuple[Source, ...]
    generic: tuple[Source, ...]
    has_idempotency_key: bool


@dataclass(frozen=True, slots=True)
class AliasedView:
    """Another name for a method of the same class."""

    name: Source
    target: Source


@dataclass(frozen=True, slots=True)
class ReaderView:
    """A method that reads events, in either twin; with `verified`, `key` is where the key comes from."""

    name: Source
    verified: bool
    key: Source
    event: Source
    kind: Source
    imports: tuple[Source, ...]
