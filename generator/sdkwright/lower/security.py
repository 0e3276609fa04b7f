"""Security schemes -> the credentials of client options: those of the config, or one option for each scheme of the document."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from sdkwright.config import ClientOption as OptionConfig
from sdkwright.config.client import Auth
from sdkwright.ir.api import ClientOption, Credential, CredentialRole
from sdkwright.ir.types import STRING, Scalar, Type, scalar
from sdkwright.lower.context import Context
from sdkwright.lower.supplied import with_places
from sdkwright.lower.tree import Operation
from sdkwright.naming.words import ascii_snake
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import ROOT, child

OPTION_TYPES = {
    "string": Scalar.STRING,
    "number": Scalar.NUMBER,
    "integer": Scalar.INTEGER,
    "boolean": Scalar.BOOLEAN,
}
API_KEY_ROLES = {
    "header": CredentialRole.API_KEY_HEADER,
    "query": CredentialRole.API_KEY_QUERY,
    "cookie": CredentialRole.API_KEY_COOKIE,
}
BASIC_ROLES = {"username": CredentialRole.BASIC_USERNAME, "password": CredentialRole.BASIC_PASSWORD}
DIGEST_ROLES = {"username": CredentialRole.DIGEST_USERNAME, "password": CredentialRole.DIGEST_PASSWORD}
PAIRS = {"basic": BASIC_ROLES, "digest": DIGEST_ROLES}
CLIENT_ROLES = {"client_id": CredentialRole.CLIENT_ID, "client_secret": CredentialRole.CLIENT_SECRET}

# the word that stands before a key in `Authorization`, as descriptions tell it: `Bearer <token>`, required prefix "Token", 'JWT' [space]
SAID_BEFORE = re.compile(
    r"\bprefix(?:ed with)?:? [\"'`](?P<a>\w+) ?[\"'`]|[\"'`](?P<b>\w+)[\"'`] (?:\[space\]|followed by)"
    r"|\b(?P<c>Bearer|Token|Api-?Key|JWT|OAuth|Key) ?[<{\[]",
    re.IGNORECASE,
)
# HTTP schemes whose credentials depend on what the server says first (RFC 4559), and those of a connection
KEYWORDS = (CredentialRole.BEARER, CredentialRole.AUTHORIZATION)
HANDSHAKES = ("negotiate", "hoba", "mutual", "scram-sha-1", "scram-sha-256")
HEADER = "authorization"
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def schemes(context: Context) -> Mapping[str, Node]:
    """Every security scheme by name; those of the config replace those of the document."""
    found: dict[str, Node] = {}
    for name, declared in context.root.members("components", "securitySchemes"):
        node = context.follow(declared)
        if node is not None:
            found[name] = node
    for name, value in (context.config.security_schemes or {}).items():
        found[name] = Node(value, child(ROOT, "security_schemes", name))
    return found


def is_token(scheme: Node) -> bool:
    """Whether what it gives is sent as `Authorization: Bearer`."""
    kind = scheme.string("type")
    return kind in ("oauth2", "openIdConnect") or (
        kind == "http" and (scheme.string("scheme") or "").lower() == "bearer"
    )


def allows_anonymous(context: Context) -> bool:
    """Whether a request without credentials may be sent: no requirement at all, or an empty one among them."""
    if context.config.security is not None:
        requirements: list[object] = list(context.config.security)
    else:
        requirements = [node.value for node in context.root.items("security")]
    return not requirements or {} in requirements


def configured_options(context: Context) -> Iterator[ClientOption]:
    """One option for each entry of `client_settings.opts`."""
    known = schemes(context)
    for key, option in context.config.client_settings.opts.items():
        made = ClientOption(
            key=key,
            type=_option_type(option),
            nullable=bool(option.nullable),
            environment_variable=option.read_env,
            default=option.default if not isinstance(option.default, dict | list) else None,
            description=option.description,
            credential=_credential(context, key, option, known),
            header=None,
            server_variable=option.server_variable,
            example=option.example if not isinstance(option.example, dict | list) else None,
        )
        yield with_places(context, key, option, made)


def with_scopes(
    context: Context, operations: Collection[Operation], options: Collection[ClientOption]
) -> Iterator[ClientOption]:
    """The options; those of a client of OAuth 2 with the scopes that any operation needs (`security` names them)."""
    asking = any(option.credential is not None and option.credential.token_url is not None for option in options)
    needed = _scopes(context, operations) if asking else {}
    for option in options:
        credential = option.credential
        if credential is not None and credential.token_url is not None:
            credential = replace(credential, scopes=tuple(needed.get(credential.scheme, ())))
        yield replace(option, credential=credential)


def _scopes(context: Context, operations: Iterable[Operation]) -> dict[str, dict[str, None]]:
    """The scopes that are needed of each scheme."""
    owners = (context.root, *(operation.node for operation in operations))
    given = [node.value for owner in owners for node in owner.items("security")]
    needed: dict[str, dict[str, None]] = {}
    for requirement in [*given, *(context.config.security or ())]:
        for scheme, scopes in requirement.items() if isinstance(requirement, dict) else ():
            if isinstance(scopes, list):
                needed.setdefault(scheme, {}).update((scope, None) for scope in scopes if isinstance(scope, str))
    return needed


def _option_type(option: OptionConfig) -> Type:
    return scalar(OPTION_TYPES.get(option.type or "string", Scalar.STRING))


def _credential(context: Context, key: str, option: OptionConfig, known: Mapping[str, Node]) -> Credential | None:
    if option.auth is None:
        return None
    where = child(ROOT, "client_settings", "opts", key, "auth", "security_scheme")
    node = known.get(option.auth.security_scheme)
    if node is None:
        names = ", ".join(f"`{name}`" for name in known) or "none"
        message = f"there is no security scheme `{option.auth.security_scheme}`"
        context.report.add("C330", where, message, hint=f"the schemes are: {names}", source="config")
        return None
    credential = _as_told(_of_scheme(option.auth.security_scheme, node, option.auth.role or "value"), node, option.auth)
    told = node.at("x-stainless-auth")
    if credential is None and not (told is not None and told.flag("custom")):
        context.unsupported("U401", node, *_without_option(node))
    return credential


def _as_told(credential: Credential | None, node: Node, auth: Auth) -> Credential | None:
    """The credential as `x-stainless-auth` of its scheme and the option have it: another keyword or header, or none at all."""
    told = node.at("x-stainless-auth")
    if told is not None and told.flag("custom"):
        return None
    if credential is not None and auth.header is not None and credential.role is CredentialRole.API_KEY_HEADER:
        credential = replace(credential, parameter=auth.header)
    keyword = told.string("scheme_keyword") if told is not None else None
    if credential is not None and told is not None and credential.role in BASIC_ROLES.values():
        return replace(credential, keyword=keyword, encoded=not told.flag("disable_base64"))
    if credential is not None and keyword is not None and credential.role in KEYWORDS:
        return replace(credential, role=CredentialRole.AUTHORIZATION, keyword=keyword)
    return credential


def _of_scheme(name: str, node: Node, role: str) -> Credential | None:
    kind = node.string("type")
    if kind == "apiKey":
        where, header = API_KEY_ROLES.get(node.string("in") or ""), node.string("name") or name
        keyword = _said_before(node) if where is CredentialRole.API_KEY_HEADER and header.lower() == HEADER else None
        if keyword is not None:
            return Credential(name, CredentialRole.AUTHORIZATION, "Authorization", keyword)
        return Credential(name, where, header) if where is not None else None
    if kind in ("oauth2", "openIdConnect"):
        return _of_oauth(name, node, role)
    if kind == "http":
        scheme = (node.string("scheme") or "").lower()
        if scheme == "bearer":
            return Credential(name, CredentialRole.BEARER, "Authorization")
        if scheme in PAIRS:
            return Credential(name, PAIRS[scheme][role], "Authorization") if role in PAIRS[scheme] else None
        if TOKEN.fullmatch(scheme) and scheme not in HANDSHAKES:
            return Credential(name, CredentialRole.AUTHORIZATION, "Authorization", node.string("scheme"))
    return None


def _said_before(node: Node) -> str | None:
    """The keyword of a key in `Authorization` that is no HTTP scheme on paper; that of user name and password needs more than a word."""
    match = SAID_BEFORE.search(" ".join((node.text("description") or "").split()))
    keyword = next(filter(None, match.groups()), None) if match is not None else None
    return keyword if keyword is None or keyword.lower() not in PAIRS else None


def _of_oauth(name: str, node: Node, role: str) -> Credential | None:
    """A token that the program has, or what the client gets one with by itself (RFC 6749, section 4.4)."""
    if role not in CLIENT_ROLES:
        return Credential(name, CredentialRole.BEARER, "Authorization")
    flow = node.at("flows", "clientCredentials")
    url = flow.string("tokenUrl") if flow is not None else None
    return Credential(name, CLIENT_ROLES[role], "Authorization", token_url=url) if url is not None else None


def _without_option(node: Node) -> tuple[str, str]:
    """Why a scheme has no option, and what to do."""
    if node.string("type") == "mutualTLS":
        return "a client certificate is no option", "give the client an `http_client` that has the certificate"
    return (
        "no option of the client carries this scheme",
        "give the client an `http_client` with `auth`, or `default_headers`",
    )


def inferred_options(context: Context, environment_prefix: str) -> Iterator[ClientOption]:
    """One option for each security scheme (two for basic), read from `<PREFIX>_<OPTION>`; every one may be left out."""
    taken: set[str] = set()
    for name, node in sorted(
        schemes(context).items(), key=lambda scheme: (scheme[1].string("in") == "cookie", scheme[0])
    ):
        described = list(_inferred(name, node))
        if not described:
            context.unsupported("U401", node, *_without_option(node))
        for preferred, credential in described:
            told = preferred, ascii_snake(_joined(name, preferred)), ascii_snake(f"{name}_{preferred}")
            key = next((one for one in told if one and one not in taken), f"{preferred}_{len(taken)}")
            taken.add(key)
            yield ClientOption(
                key=key,
                type=STRING,
                nullable=True,
                environment_variable=f"{environment_prefix}_{key.upper()}",
                default=None,
                description=node.text("description"),
                credential=credential,
                header=None,
            )


def _joined(name: str, preferred: str) -> str:
    """The name of a scheme before the usual one of an option, without what it ends in of that (`adminApiKey`, `OAuth2PasswordBearer`)."""
    words = ascii_snake(name).split("_")
    rest = preferred.split("_")
    shared = next((size for size in range(len(rest), 0, -1) if words[-size:] == rest[:size]), 0)
    return "_".join((*words, *rest[shared:]))


def _inferred(name: str, node: Node) -> Iterator[tuple[str, Credential]]:
    """The options of a scheme, each by the word that it is called by; there may be several."""
    if node.string("type") == "http" and (roles := PAIRS.get((node.string("scheme") or "").lower())) is not None:
        words: tuple[str, ...] = tuple(roles)
    else:
        words = ("api_key",) if node.string("type") == "apiKey" else ("bearer_token", *CLIENT_ROLES)
    for word in words:
        credential = _of_scheme(name, node, word)
        if credential is not None and (word not in CLIENT_ROLES or credential.token_url is not None):
            yield word, credential
