"""Credentials in `_client.py`: which option goes where, and which of them a request needs; owns nothing else of the client."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sdkwright.ir.api import ClientOption, Credential, CredentialRole
from sdkwright.ir.operations import Security
from sdkwright.ir.types import STRING
from sdkwright.python.annotations import CORE
from sdkwright.python.build.parts import Building
from sdkwright.python.imports import Imports
from sdkwright.python.literals import identifier, mapping, string
from sdkwright.python.source import Source, join

NOTHING = Source("{}")
NO_FLOW = Source("None")
TELLING = re.compile(
    r"auth|cookie|token|secret|credential|password|session|signature|api[-_]?key|[-_]key$|^key$", re.IGNORECASE
)
"""Names that the runtime takes for those of secrets, whoever asks; the same in `auth.py` of the runtime."""
CLIENT = Source("client")
# what has to talk to a server -> the module that it is in
FLOWS = {"digest_flow": "digest", "oauth_flow": "oauth", "token_flow": "tokens"}


def settings(building: Building, imports: Imports) -> Iterator[tuple[Source, Source]]:
    """What the runtime has to know: which credentials there are, and which alternatives of them a call needs."""
    chosen = building.api.client.settings
    offered = [option for option in building.api.client.options if option.credential is not None]
    insists = any(not option.nullable for option in offered)
    if offered and (chosen.security is not None or not (chosen.allow_anonymous or insists)):
        imports.add_own((CORE, "settings"), "Credential")
        spelled = [_credential(building, option, option.credential) for option in offered if option.credential]
        yield Source("credentials"), _tuple(spelled)
    if chosen.security is not None:
        yield Source("security"), alternatives(chosen.security)
    if names := _secrets(building):
        yield Source("secrets"), names


def _secrets(building: Building) -> Source | None:
    """Names of headers and query parameters that carry credentials, as far as the runtime could not know; None where it does."""
    credentials = (option.credential for option in building.api.client.options if option.credential is not None)
    kept = (CredentialRole.API_KEY_HEADER, CredentialRole.API_KEY_QUERY)
    names = {each.parameter for each in credentials if each.role in kept and not TELLING.search(each.parameter)}
    return _tuple([string(name) for name in sorted(names)]) if names else None


def alternatives(security: Security) -> Source:
    """Alternatives of schemes as a tuple of tuples."""
    return _tuple([_tuple([string(name) for name in alternative]) for alternative in security])


def _tuple(items: list[Source]) -> Source:
    """A tuple literal; only a single item needs the comma behind it."""
    return Source.of("({},)", *items) if len(items) == 1 else Source.of("({})", join(", ", items))


def _credential(building: Building, option: ClientOption, credential: Credential) -> Source:
    arguments = [string(building.names.options[option.key])]
    header = "Cookie" if credential.role is CredentialRole.API_KEY_COOKIE else _header_case(credential.parameter)
    if credential.role is not CredentialRole.API_KEY_QUERY:
        arguments.append(Source.of("header={}", string(header)))
    if option.environment_variable is not None:
        arguments.append(Source.of("env={}", string(option.environment_variable)))
    if building.api.client.settings.security is not None:
        arguments.append(Source.of("scheme={}", string(credential.scheme)))
    return Source.of("Credential({})", join(", ", arguments))


def _header_case(name: str) -> str:
    """`x-api-key` -> `X-Api-Key`; field names are case-insensitive (RFC 9110, 5.1), this is how people write them."""
    return "-".join(part[:1].upper() + part[1:] for part in name.split("-"))


def schemes(building: Building, imports: Imports) -> Iterator[tuple[Source, Source, Source, Source]]:
    """The name of each scheme with the headers, the query and the flow that it sends, where it depends on the call; nothing where all credentials go with every request."""
    if building.api.client.settings.security is None:
        return
    for name, roles in _by_scheme(building).items():
        found = {"header": NOTHING, "query": NOTHING, "flow": NO_FLOW}
        for place, expression in _sent(roles, imports):
            found[place] = (
                expression if found[place] in (NOTHING, NO_FLOW) else Source.of("{} or {}", found[place], expression)
            )
        yield string(name), found["header"], found["query"], found["flow"]


Roles = dict[CredentialRole, tuple[Credential, Source]]


def _by_scheme(building: Building) -> dict[str, Roles]:
    found: dict[str, Roles] = {}
    for option in building.api.client.options:
        if option.credential is not None:
            attribute = Source.of("client.{}", identifier(building.names.options[option.key]))
            found.setdefault(option.credential.scheme, {})[option.credential.role] = (option.credential, attribute)
    return found


def everywhere(building: Building, imports: Imports) -> Iterator[tuple[str, Source]]:
    """What goes with every request, as expressions of the client's attributes: all credentials, unless calls ask for some."""
    cookies: dict[str, Source] = {}
    yield from _options(building, cookies, imports)
    chosen = building.api.client.settings.security is not None
    for roles in () if chosen else _by_scheme(building).values():
        if CredentialRole.API_KEY_COOKIE in roles:
            credential, attribute = roles[CredentialRole.API_KEY_COOKIE]
            cookies[credential.parameter] = attribute
            continue
        for place, expression in _sent(roles, imports):
            yield place, expression if place == "flow" else Source.of("**{}", expression)
    if cookies:
        imports.add_own((CORE, "credentials"), "cookie_header")
        yield "header", Source.of("**cookie_header({})", mapping(cookies))


def _options(building: Building, cookies: dict[str, Source], imports: Imports) -> Iterator[tuple[str, Source]]:
    """The options that go with every request under a name of their own; `cookies` are gathered, as they share a header."""
    names = building.names.options
    for option in building.api.client.options:
        attribute, is_text = Source.of("client.{}", identifier(names[option.key])), option.type == STRING
        if option.header is not None:
            function = "api_key_header" if is_text else "option_header"
            imports.add_own((CORE, "credentials"), function)
            yield "header", Source.of("**{}({}, {})", identifier(function), string(option.header), attribute)
        if option.query is not None:
            yield "query", Source.of("{}: {}", string(option.query), attribute)
        if option.cookie is not None:
            spelled = Source.of("None if {} is None else text_of({})", attribute, attribute)
            cookies[option.cookie] = attribute if is_text else spelled
            if not is_text:
                imports.add_own((CORE, "text"), "text_of")


def _sent(roles: Roles, imports: Imports) -> Iterator[tuple[str, Source]]:
    """What the options of one scheme send."""

    def spelled(function: str, *arguments: Source) -> Source:
        imports.add_own((CORE, FLOWS.get(function, "credentials")), function)
        return Source.of("{}({})", identifier(function), join(", ", arguments))

    yield from ((place, spelled(function, *arguments)) for place, function, arguments in _of_pairs(roles))
    for role, (credential, attribute) in roles.items():
        match role:
            case CredentialRole.API_KEY_HEADER:
                yield "header", spelled("api_key_header", string(_header_case(credential.parameter)), attribute)
            case CredentialRole.BEARER:
                yield "header", spelled("bearer_header", attribute)
                yield "flow", spelled("token_flow", CLIENT, string(attribute.partition(".")[2]))
            case CredentialRole.AUTHORIZATION:
                yield "header", spelled("authorization_header", string(credential.keyword or ""), attribute)
            case CredentialRole.API_KEY_QUERY:
                yield "query", spelled("api_key_query", string(credential.parameter), attribute)
            case CredentialRole.API_KEY_COOKIE:
                yield "header", spelled("cookie_header", mapping({credential.parameter: attribute}))
            case _:
                pass  # one of a pair


def _of_pairs(roles: Roles) -> Iterator[tuple[str, str, tuple[Source, ...]]]:
    """What two options send together: the place, and the function of the runtime with its arguments."""
    basic = (CredentialRole.BASIC_USERNAME, CredentialRole.BASIC_PASSWORD)
    if any(role in roles for role in basic):
        empty = Source('""')
        pair = tuple(roles[role][1] if role in roles else empty for role in basic)
        credential = next(roles[role][0] for role in basic if role in roles)
        keyword = [Source.of("keyword={}", string(credential.keyword))] if credential.keyword is not None else []
        encoded = [] if credential.encoded else [Source("encoded=False")]
        yield "header", "basic_header", (*pair, *keyword, *encoded)
    digest = (CredentialRole.DIGEST_USERNAME, CredentialRole.DIGEST_PASSWORD)
    if all(role in roles for role in digest):
        yield "flow", "digest_flow", (CLIENT, *(roles[role][1] for role in digest))
    if CredentialRole.CLIENT_ID in roles and CredentialRole.CLIENT_SECRET in roles:
        yield "flow", "oauth_flow", (CLIENT, *_oauth_arguments(roles))


def _oauth_arguments(roles: Roles) -> Iterator[Source]:
    credential, client_id = roles[CredentialRole.CLIENT_ID]
    yield from (string(credential.token_url or ""), client_id, roles[CredentialRole.CLIENT_SECRET][1])
    if CredentialRole.BEARER in roles:
        yield roles[CredentialRole.BEARER][1]
    if credential.scopes:
        yield Source.of("scope={}", string(" ".join(credential.scopes)))
