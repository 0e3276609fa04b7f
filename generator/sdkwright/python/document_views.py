"""What the templates of README.md and api.md print, field by field; every text in it is `Source`."""

from __future__ import annotations

from dataclasses import dataclass

from sdkwright.python.source import Source


@dataclass(frozen=True, slots=True)
class IndexMethodView:
    """A method in api.md: verb and path, `client.a.b.`, its module, its name, its arguments and what it answers with."""

    endpoint: Source
    owner: Source
    file: Source
    name: Source
    arguments: Source
    returns: Source


@dataclass(frozen=True, slots=True)
class IndexSectionView:
    """A resource in api.md. `imports` are statements that import its types."""

    heading: Source
    imports: tuple[Source, ...]
    methods: tuple[IndexMethodView, ...]


@dataclass(frozen=True, slots=True)
class IndexView:
    """api.md. `shared` are statements that import the types which belong to no resource."""

    shared: tuple[Source, ...]
    sections: tuple[IndexSectionView, ...]


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """A field of an answer by which a reader learns to tell `null` from absent: the attribute, and its name in quotes."""

    attribute: Source
    quoted: Source


@dataclass(frozen=True, slots=True)
class ExampleView:
    """A call that README shows, in each form in which it shows it; `shown` prints the interesting part of the answer.

    The forms of `async_` and `nested` stand at an indentation of four columns.
    """

    path: Source
    variable: Source | None
    call: Source
    async_call: Source
    nested_call: Source
    deep_async_call: Source
    bare_call: Source
    retried: Source
    timed: Source
    raw: Source
    streamed: Source
    extended: Source
    has_body: bool
    is_model: bool
    shown: tuple[Source, ...]
    absence: AbsenceView | None


@dataclass(frozen=True, slots=True)
class PagingExampleView:
    """A call that gives pages. `previous` is the argument that pages backwards, where there is one."""

    path: Source
    item: Source
    items: Source
    loop: Source
    async_loop: Source
    first: Source
    async_first: Source
    previous: Source | None


@dataclass(frozen=True, slots=True)
class OptionTextView:
    """A client option in README: its name and variable as code, what the config says of it."""

    name: Source
    environment: Source | None
    description: Source | None


@dataclass(frozen=True, slots=True)
class EnvironmentView:
    """A server in README: its name and its URL as code, and the name as a literal."""

    name: Source
    url: Source
    quoted: Source


@dataclass(frozen=True, slots=True)
class ReadmeView:
    """README.md. `new` and `async_new` construct a client with what it insists on, which `required` lists."""

    title: Source
    summary: Source | None
    documentation: Source | None
    package: Source
    http: Source
    client: Source
    async_client: Source
    error: Source
    install: Source
    install_aiohttp: Source
    new: Source
    async_new: Source
    required: tuple[Source, ...]
    credentials: tuple[Source, ...]
    secret: Source | None
    options: tuple[OptionTextView, ...]
    base_url_variable: Source
    custom_headers_variable: Source
    log_variable: Source
    log_command: Source
    environments: tuple[EnvironmentView, ...]
    headline: ExampleView | None
    example: ExampleView | None
    paging: PagingExampleView | None
    retries: Source
    max_retries: Source
    retry_delays: Source
    idempotency_header: Source | None
    request_id_header: Source | None
    timeout: Source
    timeout_seconds: Source
    version: Source
