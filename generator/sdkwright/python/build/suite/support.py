"""What all tests of a package stand on: its clients, the headers that mean something, the secrets that do not belong in a file."""

from __future__ import annotations

from collections.abc import Iterable

from sdkwright.ir.api import ClientOption, CredentialRole
from sdkwright.ir.operations import Location
from sdkwright.ir.walk import methods
from sdkwright.python.build.parts import Building
from sdkwright.python.build.suite.cassettes import (
    KEYWORDS,
    SENT_ANYWAY,
    TALKS,
    base_url,
    credential_options,
    option_value,
)
from sdkwright.python.literals import dotted, identifier, mapping, string, value
from sdkwright.python.source import Source, join
from sdkwright.python.suite_views import CredentialTestView, SupportView

ANSWERED = ("content-type", "link", "location", "retry-after", "retry-after-ms", "x-should-retry")
"""Of an answer, what means something to every client."""
DIGEST = frozenset({CredentialRole.DIGEST_USERNAME, CredentialRole.DIGEST_PASSWORD})
ELSEWHERE = frozenset({CredentialRole.API_KEY_QUERY, CredentialRole.API_KEY_COOKIE})


def support_view(building: Building) -> SupportView:
    """The view of every module that is about the client as a whole."""
    api, settings = building.api, building.api.client.settings
    variables = {option.environment_variable for option in api.client.options if option.environment_variable}
    variables |= {f"{api.client.environment_prefix}_{name}" for name in ("BASE_URL", "CUSTOM_HEADERS")}
    client = building.names.client
    return SupportView(
        header=building.header,
        package=dotted(api.package.import_name),
        http=dotted(api.package.http_library),
        client=identifier(client),
        async_client=identifier(f"Async{client}"),
        error=identifier(f"{client}Error"),
        base_url_variable=string(f"{api.client.environment_prefix}_BASE_URL"),
        base_url=string(base_url(api)),
        has_environment=bool(api.client.environments),
        options=tuple(_option(building, option) for option in _given(building)),
        needed=_strings(building.names.options[option.key] for option in _given(building) if option.credential is None),
        variables=_strings(variables),
        headers=_strings(_headers(building)),
        answer_headers=_strings(_answer_headers(building)),
        cookies=_strings(_cookies(building)),
        secret_headers=_strings(_secret_headers(building)),
        secret_query=_strings(_secrets(building, CredentialRole.API_KEY_QUERY)),
        secret_cookies=_strings(_secrets(building, CredentialRole.API_KEY_COOKIE)),
        token_urls=_strings(token_urls(building)),
        has_tokens=any(token_urls(building)),
        keywords=_strings(_keywords(building)),
        sent_headers=mapping(_sent(building)),
        idempotency_header=string(settings.idempotency_header) if settings.idempotency_header is not None else None,
        shows_files=any(each.use == "file_uploads" and each.file is not None for each in building.api.examples),
        request_id_header=string(settings.request_id_header) if settings.request_id_header is not None else None,
        retry_header=(
            string(f"{settings.platform_header_prefix}-Retry-Count") if settings.platform_header_prefix else None
        ),
        timeout=value(settings.timeout),
        max_retries=value(settings.max_retries),
    )


def _given(building: Building) -> list[ClientOption]:
    """The options that the tests give: credentials, and what has no default."""
    credentials = [*credential_options(building.api), *(each for each in building.api.client.options if _proves(each))]
    others = [
        option
        for option in building.api.client.options
        if option.credential is None
        and option.default is None
        and (option.server_variable is not None or not option.nullable)
    ]
    return [*credentials, *others]


def _proves(option: ClientOption) -> bool:
    """Whether it is for a digest: a client that has it asks without it first, and the recording answers that."""
    return option.credential is not None and option.credential.role in DIGEST


def _option(building: Building, option: ClientOption) -> CredentialTestView:
    name = string(building.names.options[option.key])
    variable = option.environment_variable or f"TEST_{option.key.upper()}"
    return CredentialTestView(name, string(option_value(option)), string(variable))


def _headers(building: Building) -> Iterable[str]:
    """Lower-case names of the headers that mean something: those of the document, of the config, and of credentials."""
    settings = building.api.client.settings
    yield from ("accept", "content-type", "cookie")
    yield from (name.lower() for name, _ in settings.default_headers)
    if settings.platform_header_prefix is not None:
        prefix = settings.platform_header_prefix.lower()
        yield from (f"{prefix}-lang", f"{prefix}-retry-count")
    if settings.idempotency_header is not None:
        yield settings.idempotency_header.lower()
    yield from _secret_headers(building)
    for _, method in methods(building.api):
        named = {parameter.wire_name.lower() for parameter in method.located(Location.HEADER)}
        yield from sorted(named - SENT_ANYWAY)


def _answer_headers(building: Building) -> Iterable[str]:
    yield from ANSWERED
    for scheme in building.api.schemes:
        yield from (entry.header.lower() for entry in scheme.fields if entry.header is not None)


def _cookies(building: Building) -> Iterable[str]:
    """Names of the cookies that mean something; what else a server sets is its own affair."""
    yield from _secrets(building, CredentialRole.API_KEY_COOKIE)
    yield from (option.cookie for option in building.api.client.options if option.cookie is not None)
    for _, method in methods(building.api):
        yield from (parameter.wire_name for parameter in method.located(Location.COOKIE))


def _secret_headers(building: Building) -> Iterable[str]:
    """Lower-case names of headers that credentials go in, but for those that are agreed with a server: tests do not send these."""
    for option in building.api.client.options:
        credential = option.credential
        if credential is not None and credential.role not in TALKS | ELSEWHERE:
            yield credential.parameter.lower()
    if building.api.client.settings.idempotency_header is not None:
        yield building.api.client.settings.idempotency_header.lower()


def _secrets(building: Building, role: CredentialRole) -> Iterable[str]:
    for option in building.api.client.options:
        if option.credential is not None and option.credential.role is role:
            yield option.credential.parameter


def token_urls(building: Building) -> Iterable[str]:
    """Where the client gets its tokens."""
    for option in building.api.client.options:
        if option.credential is not None and option.credential.token_url is not None:
            yield option.credential.token_url


def _keywords(building: Building) -> Iterable[str]:
    """What stands before a credential in its header, and is no secret."""
    for option in building.api.client.options:
        keyword = (option.credential.keyword or KEYWORDS.get(option.credential.role)) if option.credential else None
        yield from [keyword] if keyword else ()


def _sent(building: Building) -> dict[str, Source]:
    """Headers that each request of the tests carries, with their values; those of credentials where it is certain that they go out."""
    settings = building.api.client.settings
    found = {name.lower(): string(text) for name, text in settings.default_headers}
    if settings.platform_header_prefix is not None:
        found[f"{settings.platform_header_prefix.lower()}-lang"] = string("python")
    for option in credential_options(building.api) if settings.security is None else ():
        credential = option.credential
        if credential is None or credential.role in (CredentialRole.API_KEY_QUERY, CredentialRole.API_KEY_COOKIE):
            continue
        if credential.role in (CredentialRole.BASIC_USERNAME, CredentialRole.BASIC_PASSWORD):
            continue
        keyword = credential.keyword or KEYWORDS.get(credential.role)
        sent = option_value(option)
        found[credential.parameter.lower()] = string(f"{keyword} {sent}" if keyword else sent)
    return found


def _strings(names: Iterable[str]) -> Source:
    ordered = sorted(set(names))
    inner = join(", ", (string(name) for name in ordered))
    return Source.of("({},)", inner) if ordered else Source("()")
