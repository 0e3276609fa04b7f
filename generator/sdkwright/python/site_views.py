"""What the templates of the documentation site print, field by field; every text in it is `Source`."""

from __future__ import annotations

from sdkwright.inert import dataclass
from sdkwright.python.document_views import ReadmeView
from sdkwright.python.source import Source


@dataclass(frozen=True, slots=True)
class EntryView:
    """A link to a page: what it shows, where it leads relative to the page that it is on, and a sentence."""

    name: Source
    page: Source
    summary: Source | None


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """An HTTP request and its answer, line by line."""

    request: tuple[Source, ...]
    answer: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class SampleView:
    """A method on the page of its resource. `identifier` is the dotted path by which the reference finds it.

    `async_call` stands at an indentation of four columns. `exchange` is what goes over the wire, where that is known.
    """

    name: Source
    endpoint: Source
    identifier: Source
    returns: Source
    call: Source
    async_call: Source
    shown: tuple[Source, ...]
    exchange: ExchangeView | None


@dataclass(frozen=True, slots=True)
class ResourcePageView:
    """The page of a resource. `owner` is how a program writes it; `start` and `async_start` come before each call."""

    readme: ReadmeView
    owner: Source
    description: Source | None
    children: tuple[EntryView, ...]
    methods: tuple[SampleView, ...]


@dataclass(frozen=True, slots=True)
class TypePageView:
    """The page of a module of `types/`: its main name, how that is imported, and the module as a dotted path."""

    name: Source
    statement: Source
    module: Source


@dataclass(frozen=True, slots=True)
class TypesPackageView:
    """A package of types and what is in it."""

    name: Source
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class TypesPageView:
    """The page that lists all types."""

    packages: tuple[TypesPackageView, ...]


@dataclass(frozen=True, slots=True)
class FrontPageView:
    """The first page."""

    readme: ReadmeView
    resources: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class ErrorsPageView:
    """The page of the exceptions, each a dotted path; `base` is the class that all are derived from."""

    package: Source
    base: Source
    identifiers: tuple[Source, ...]
