"""README.md of the distribution: the facts that its template prints; owns no example and no prose longer than a few words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from sdkwright.ir.api import ClientOption, ClientSettings, Package
from sdkwright.ir.types import Scalar, ScalarType
from sdkwright.naming.words import Casings, words
from sdkwright.python.build.example_forms import absence_view, example_view, paging_view, stream_view
from sdkwright.python.build.examples import chosen, paged, wanted
from sdkwright.python.build.parts import Building
from sdkwright.python.build.readme_parts import parts_view
from sdkwright.python.document_views import (
    EnvironmentView,
    ExampleView,
    OptionTextView,
    PatienceView,
    ReadmeView,
    SectionsView,
)
from sdkwright.python.expressions import NO_LABEL, Expression, arguments, flat, laid_out
from sdkwright.python.literals import dotted, identifier, number, string, value
from sdkwright.python.markdown import address, code, prose, shell, text, visible
from sdkwright.python.source import Source
from sdkwright.python.views import Module

TEMPLATE = "README.md.jinja"
SAMPLES = {Scalar.INTEGER: Source("0"), Scalar.NUMBER: Source("0"), Scalar.BOOLEAN: Source("True")}
TIMES = {1: Source("once"), 2: Source("twice")}


def readme_module(building: Building) -> Module:
    """The file."""
    return Module(PurePosixPath("README.md"), TEMPLATE, readme_view(building))


def readme_view(building: Building) -> ReadmeView:
    """What there is to tell about the package as a whole."""
    package, client, settings = building.api.package, building.api.client, building.api.client.settings
    name, prefix = building.names.client, client.environment_prefix
    headline, example = chosen(building, "headline", "default"), chosen(building, "default", "headline")
    paging = paged(building)
    required = [*_required_options(building), *_required_url(building)]
    return ReadmeView(
        heading=text(package.distribution.readme_title or f"{name} Python SDK"),
        title=text(package.title),
        summary=prose(package.summary) if package.summary is not None else None,
        documentation=address(package.documentation) if package.documentation is not None else None,
        package=dotted(package.import_name),
        http=dotted(package.http_library),
        client=identifier(name),
        async_client=identifier(f"Async{name}"),
        error=identifier(f"{name}Error"),
        install=shell(_requirement(package)),
        install_aiohttp=shell(_requirement(package, "aiohttp")),
        new=laid_out(identifier(name), arguments(required), indent=len("client = ")),
        async_new=laid_out(identifier(f"Async{name}"), arguments(required), indent=len("client = ")),
        with_aiohttp=_with_aiohttp(name, required),
        required=tuple(Source.of("{}={}", label, flat(item)) for label, item in required),
        credentials=tuple(Source.of("{}={}", label, flat(item)) for label, item in _required_options(building)),
        secrets=tuple(_secrets(building)),
        options=(*(_option(building, option) for option in client.options), _base_url(building)),
        base_url_variable=visible(f"{prefix}_BASE_URL"),
        log_variable=code(f"{prefix}_LOG"),
        log_command=visible(f"{prefix}_LOG"),
        environments=tuple(_environments(building)),
        headline=example_view(building, headline) if headline is not None else None,
        example=example_view(building, example) if example is not None else None,
        sections=_sections(building),
        paging=paging_view(building, paging) if paging is not None else None,
        absence=absence_view(building, [shown for shown in (example, headline, paging) if shown is not None]),
        request_id_header=code(settings.request_id_header) if settings.request_id_header is not None else None,
        patience=_patience(settings),
        parts=parts_view(building, required, lambda extra: shell(_requirement(package, extra))),
    )


def _sections(building: Building) -> SectionsView:
    return SectionsView(
        failing=_example(building, "errors"),
        retried=_example(building, "retries"),
        timed=_example(building, "timeouts"),
        raw=_example(building, "raw_response"),
        streaming=stream_view(building, streaming) if (streaming := wanted(building, "streaming")) is not None else None,
        nested=_wanted(building, "nested_params"),
        uploading=_wanted(building, "file_uploads"),
        every=_wanted(building, "default_headers"),
    )


def _wanted(building: Building, use: str) -> ExampleView | None:
    """The call of a section that there is only where the config has an example for it."""
    shown = wanted(building, use)
    return example_view(building, shown) if shown is not None else None


def _example(building: Building, use: str) -> ExampleView | None:
    """The call that one section shows: the one that the config has for it, else that of the others."""
    shown = chosen(building, use, "default", "headline")
    return example_view(building, shown) if shown is not None else None


def _requirement(package: Package, extra: str = "") -> str:
    """What `pip install` is given: the name where an index has it, else the repository (PEP 508)."""
    name, distribution = f"{package.project_name}{f'[{extra}]' if extra else ''}", package.distribution
    if distribution.published or distribution.repository is None:
        return name
    place = f"git+{distribution.repository}.git{f'@{distribution.branch}' if distribution.branch else ''}"
    return f"{name} @ {place}" if extra else place


def _patience(settings: ClientSettings) -> PatienceView:
    return PatienceView(
        retries=(
            TIMES.get(settings.max_retries, Source.of("{} times", settings.max_retries))
            if settings.max_retries
            else None
        ),
        max_retries=value(settings.max_retries),
        retry_delays=Source.of(
            "{} to {} seconds", number(settings.initial_retry_delay), number(settings.max_retry_delay)
        ),
        idempotency_header=code(settings.idempotency_header) if settings.idempotency_header is not None else None,
        connect_timeout=_duration(settings.connect_timeout),
        timeout=_duration(settings.timeout),
        timeout_seconds=value(settings.timeout),
    )


def _duration(seconds: float) -> Source:
    """A time as people say it: `10 minutes`, `90 seconds`."""
    whole = seconds >= 120 and seconds % 60 == 0
    amount, unit = (seconds / 60, Source("minute")) if whole or seconds == 60 else (seconds, Source("second"))
    return Source.of("{} {}", number(amount), unit) if amount == 1 else Source.of("{} {}s", number(amount), unit)


def _required_options(building: Building) -> Iterator[tuple[Source, Expression]]:
    """Arguments without which no client can be made: options with neither variable nor default."""
    for option in building.api.client.options:
        if not option.nullable and option.environment_variable is None and option.default is None:
            yield identifier(building.names.options[option.key]), _sample(option)


def _sample(option: ClientOption) -> Source:
    """The example of the config, else a value that tells what goes there."""
    if option.example is not None:
        return value(option.example)
    kind = option.type.kind if isinstance(option.type, ScalarType) else Scalar.STRING
    spelled = " ".join(Casings().class_word(word) for word in words(option.key))
    return SAMPLES.get(kind, string(f"My {spelled}"))


def _required_url(building: Building) -> Iterator[tuple[Source, Expression]]:
    """The base URL, where the document names no server, or only a path on one."""
    url = next((url for _, url in building.api.client.environments), "")
    if "://" not in url:
        yield Source("base_url"), string(f"https://api.example.com{url if url.startswith('/') else ''}")


def _with_aiohttp(name: str, required: list[tuple[Source, Expression]]) -> Source:
    given = [*required, (Source("http_client"), Source("DefaultAioHttpClient()"))]
    return laid_out(
        Source.of("async with {}", identifier(f"Async{name}")), arguments(given), Source(" as client:"), indent=4
    )


def _secrets(building: Building) -> Iterator[Source]:
    """Arguments that the first example spells out: a credential, read from its variable as the client does by itself."""
    stored = [
        (option, option.credential.scheme, option.environment_variable)
        for option in building.api.client.options
        if option.credential is not None and option.environment_variable is not None
    ]
    for option, scheme, variable in stored:
        if scheme == stored[0][1]:
            name = identifier(building.names.options[option.key])
            yield laid_out(Source.of("{}=os.environ.get", name), arguments([(NO_LABEL, string(variable))]), indent=4)


def _option(building: Building, option: ClientOption) -> OptionTextView:
    return OptionTextView(
        name=code(building.names.options[option.key]),
        environment=code(option.environment_variable) if option.environment_variable is not None else None,
        default=code(value(option.default)) if option.default is not None else None,
        description=prose(option.description) if option.description is not None else None,
    )


def _base_url(building: Building) -> OptionTextView:
    url = next((url for _, url in building.api.client.environments if "://" in url), None)
    return OptionTextView(
        name=code("base_url"),
        environment=code(f"{building.api.client.environment_prefix}_BASE_URL"),
        default=code(url) if url is not None else None,
        description=None,
    )


def _environments(building: Building) -> Iterator[EnvironmentView]:
    """The servers, where there are several to choose from."""
    named = building.api.client.environments
    for key, url in named if len(named) > 1 else ():
        yield EnvironmentView(code(f"environment={string(key)}"), code(url))
