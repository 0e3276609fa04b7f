"""What the templates of README.md and api.md print, field by field; every text in it is `Source`."""

from __future__ import annotations

from sdkwright.inert import dataclass
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
    """A call, and a field of its answer by which a reader learns to tell `null` from absent."""

    call: Source
    variable: Source
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
    limited: Source
    raw: Source
    streamed: Source
    extended: Source
    has_body: bool
    is_model: bool
    shown: tuple[Source, ...]


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
    """An argument of the client in README: its name, variable and default as code, what the config says of it."""

    name: Source
    environment: Source | None
    default: Source | None
    description: Source | None


@dataclass(frozen=True, slots=True)
class EnvironmentView:
    """A server in README: the argument that chooses it, and its URL, both as code."""

    argument: Source
    url: Source


@dataclass(frozen=True, slots=True)
class PatienceView:
    """How long and how often the client tries, in words; `retries` is None where it tries once."""

    retries: Source | None
    max_retries: Source
    retry_delays: Source
    idempotency_header: Source | None
    connect_timeout: Source
    timeout: Source
    timeout_seconds: Source


@dataclass(frozen=True, slots=True)
class TokensView:
    """Tokens in README: `option` takes what gives them, an OAuth 2 server at `server` among it; `required` is beside it.

    `pair` are the options from which the client asks that server itself.
    """

    option: Source | None
    required: tuple[Source, ...]
    server: Source | None
    pair: Source | None


@dataclass(frozen=True, slots=True)
class WebhooksView:
    """Events in README: the method that verifies and reads one, and how to install what it needs."""

    method: Source
    install: Source


@dataclass(frozen=True, slots=True)
class PartsView:
    """What README tells of parts that only some packages have; None of those that this one has not."""

    tokens: TokensView | None
    webhooks: WebhooksView | None
    install_opentelemetry: Source | None
    own_errors: tuple[tuple[Source, Source], ...]
    lifted: tuple[tuple[Source, Source], ...]


@dataclass(frozen=True, slots=True)
class HolderView:
    """A licence with the name of who grants it."""

    holder: Source


@dataclass(frozen=True, slots=True)
class SecurityView:
    """SECURITY.md."""

    project: Source
    contact: Source | None
    policy: Source | None
    terms: Source | None


@dataclass(frozen=True, slots=True)
class SectionsView:
    """The calls of sections that a config may have examples of their own for; elsewhere that of the others."""

    failing: ExampleView | None
    retried: ExampleView | None
    timed: ExampleView | None
    raw: ExampleView | None
    streaming: StreamExampleView | None
    nested: ExampleView | None
    uploading: ExampleView | None
    every: ExampleView | None


@dataclass(frozen=True, slots=True)
class StreamExampleView:
    """A call that gives a stream, in the forms that README shows."""

    call: Source
    async_call: Source


@dataclass(frozen=True, slots=True)
class ReadmeView:
    """README.md. `new` and `async_new` make a client with what it insists on, which `required` lists, `credentials` without URL.

    `environments` are the servers to choose from, none where there is one.
    """

    heading: Source
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
    with_aiohttp: Source
    required: tuple[Source, ...]
    credentials: tuple[Source, ...]
    secrets: tuple[Source, ...]
    options: tuple[OptionTextView, ...]
    base_url_variable: Source
    log_variable: Source
    log_command: Source
    environments: tuple[EnvironmentView, ...]
    headline: ExampleView | None
    example: ExampleView | None
    sections: SectionsView
    paging: PagingExampleView | None
    absence: AbsenceView | None
    request_id_header: Source | None
    patience: PatienceView
    parts: PartsView
