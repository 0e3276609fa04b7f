"""What the templates of the emitted tests print, field by field; every text in it is `Source`."""

from __future__ import annotations

from sdkwright.inert import dataclass
from sdkwright.python.source import Source


@dataclass(frozen=True, slots=True)
class CallView:
    """One way to call a method: its arguments in parentheses, and the arguments of the mark that names the recording of the answer.

    `extended` are the arguments with a header more.
    """

    arguments: Source
    cassette: Source
    extended: Source


@dataclass(frozen=True, slots=True)
class EmptyView:
    """A call with one path parameter empty, and what the error says of it, as a string literal."""

    arguments: Source
    message: Source


@dataclass(frozen=True, slots=True)
class FailureView:
    """A status that the document declares, and the class of the error that is raised for it."""

    status: Source
    error: Source


@dataclass(frozen=True, slots=True)
class TestedMethodView:
    """A method under test, called in one of its ways. `answer` is one of `nothing`, `text`, `content`, `stream`, `page`, `value`, each a flag here.

    `label` is what its tests are called after; `expected` the type of the answer, of one item for a stream or page; `page` the
    scheme of the page classes; `back` a call that leads through pages backwards.
    """

    name: Source
    label: Source
    owner: Source
    required: CallView
    everything: CallView | None
    empty: tuple[EmptyView, ...]
    errors: tuple[FailureView, ...]
    failing: CallView
    pages: CallView | None
    back: CallView | None
    expected: Source
    page: Source | None
    async_page: Source | None
    is_nothing: bool
    is_text: bool
    is_content: bool
    is_stream: bool
    is_value: bool
    deprecated: bool


@dataclass(frozen=True, slots=True)
class TestedTwinView:
    """The class of the tests of a resource with one of the two clients."""

    cls: Source
    client: Source
    is_async: bool


@dataclass(frozen=True, slots=True)
class TestedResourceView:
    """`test_<resource>.py`. `deprecated`: type checkers would tell of some of its calls."""

    header: Source
    docstring: Source
    imports: tuple[Source, ...]
    twins: tuple[TestedTwinView, ...]
    methods: tuple[TestedMethodView, ...]
    checks: Source
    deprecated: bool


@dataclass(frozen=True, slots=True)
class TestedReaderView:
    """A method that reads events: `call` is the way to it from the client, `payloads` are string literals named by `constant`."""

    label: Source
    constant: Source
    call: Source
    expected: Source
    payloads: tuple[Source, ...]
    verified: bool


@dataclass(frozen=True, slots=True)
class WebhooksView:
    """`test_webhooks.py`. `verified`: signatures are looked at by at least one method."""

    header: Source
    imports: tuple[Source, ...]
    client: Source
    async_client: Source
    readers: tuple[TestedReaderView, ...]
    verified: bool


@dataclass(frozen=True, slots=True)
class ShapeView:
    """A class of the package and its attributes: names as string literals, and what each is."""

    cls: Source
    attributes: tuple[tuple[Source, Source], ...]


@dataclass(frozen=True, slots=True)
class ShapesView:
    """`shapes.py`. `helpers` are the names that it takes from `checks.py`."""

    header: Source
    imports: tuple[Source, ...]
    helpers: Source
    shapes: tuple[ShapeView, ...]


@dataclass(frozen=True, slots=True)
class CredentialTestView:
    """An option of the client in the tests: its name, the value that stands for it, and where a real one is read."""

    name: Source
    value: Source
    variable: Source


@dataclass(frozen=True, slots=True)
class SupportView:
    """`conftest.py` and the tests of the client as a whole."""

    header: Source
    package: Source
    http: Source
    client: Source
    async_client: Source
    error: Source
    base_url_variable: Source
    base_url: Source
    has_environment: bool
    options: tuple[CredentialTestView, ...]
    variables: Source
    headers: Source
    answer_headers: Source
    cookies: Source
    secret_headers: Source
    secret_query: Source
    secret_cookies: Source
    token_urls: Source
    has_tokens: bool
    needed: Source
    keywords: Source
    sent_headers: Source
    idempotency_header: Source | None
    request_id_header: Source | None
    shows_files: bool
    retry_header: Source | None
    timeout: Source
    max_retries: Source
