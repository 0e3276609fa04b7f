"""Cassettes: recorded requests and answers as vcrpy keeps them, composed of what each argument says; text leaves through YAML."""

from __future__ import annotations

import hashlib
import json
import re
from urllib.parse import parse_qsl, quote, unquote, urlencode

from sdkwright.inert import dataclass
from sdkwright.ir.api import Api, ClientOption, CredentialRole
from sdkwright.ir.operations import BodyKind, Method
from sdkwright.ir.recordings import Answer, Origin, Pairs, Part, Recording, Sample, Spoken, Turn, json_text
from sdkwright.ir.types import LiteralType, Scalar, ScalarType
from sdkwright.pointer import Json
from sdkwright.python.documents import yaml_text
from sdkwright.python.source import Source

DEFAULT_PORT = re.compile(r"^(https(?=://[^/]*:443(?:/|$))|http(?=://[^/]*:80(?:/|$)))(://[^/]*):\d+", re.IGNORECASE)
SCRUBBED = "scrubbed"
BOUNDARY = "boundary"
FALLBACK_URL = "https://api.example.com"
FORM = "application/x-www-form-urlencoded"
KEYWORDS = {
    CredentialRole.BEARER: "Bearer",
    CredentialRole.BASIC_USERNAME: "Basic",
    CredentialRole.BASIC_PASSWORD: "Basic",
}

VALUES = {Scalar.INTEGER: "1", Scalar.NUMBER: "1.5", Scalar.BOOLEAN: "true"}

SENT_ANYWAY = frozenset({"accept-encoding", "connection", "user-agent"})
"""Headers that a client sends of its own where a call gives none, be they parameters of the call: not compared."""
# credentials that a server is asked about before they can be sent
TALKS = frozenset(
    {
        CredentialRole.DIGEST_USERNAME,
        CredentialRole.DIGEST_PASSWORD,
        CredentialRole.CLIENT_ID,
        CredentialRole.CLIENT_SECRET,
    }
)


def credential_options(api: Api) -> list[ClientOption]:
    """The options that tests give the client to authenticate with: those of one scheme, where a client would send all it has."""
    options = [option for option in api.client.options if option.credential and option.credential.role not in TALKS]
    if api.client.settings.security is not None or not options:
        return options
    first = options[0].credential
    return [option for option in options if option.credential and first and option.credential.scheme == first.scheme]


def option_value(option: ClientOption) -> str:
    """The value of an option in the tests."""
    if option.server_variable is not None:
        return option.key if option.default is None else str(option.default)
    if isinstance(option.type, LiteralType) and option.type.values:
        return str(option.type.values[0])
    if isinstance(option.type, ScalarType) and option.type.kind in VALUES:
        return VALUES[option.type.kind]
    return f"My {option.key.replace('_', ' ').title().replace('Api', 'API')}"


def constant_value(option: ClientOption) -> str | None:
    """What an option that is no credential has in every test; None where it has nothing."""
    if option.credential is not None or (option.nullable and option.default is None and option.server_variable is None):
        return None
    if option.default is None:
        return option_value(option)
    return str(option.default).lower() if isinstance(option.default, bool) else str(option.default)


def base_url(api: Api) -> str:
    """Where the default environment is, with a value for each variable; a host that there is not where none is known."""
    return with_variables(api, api.client.environments[0][1] if api.client.environments else FALLBACK_URL)


def with_variables(api: Api, url: str) -> str:
    """The address of a server with the values that the client has for its variables by default.

    It is as it is sent: without the port that its scheme has anyway (RFC 3986, section 6.2.3).
    """
    for option in api.client.options:
        if option.server_variable is not None:
            url = url.replace("{" + option.server_variable + "}", option_value(option))
    return DEFAULT_PORT.sub(r"\1\2", url.rstrip("/"))


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent: absolute address, headers by lower-case name, and the text of the body, which may be empty."""

    verb: str
    uri: str
    headers: dict[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class Cassette:
    """What one file holds. The text is asked for only where the checksum is another than in the last run."""

    interactions: list[dict[str, object]]

    def text(self) -> Source:
        """YAML in ASCII, written by a library: no text of a document can be more than a string in it."""
        return yaml_text({"interactions": self.interactions, "version": 1})

    def checksum(self) -> str:
        """Another one for another text."""
        return hashlib.sha256(json.dumps(self.interactions).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Tape:
    """Writes the cassettes of one method. `secret` stands where credentials go."""

    api: Api
    method: Method
    recording: Recording
    secret: str = SCRUBBED

    def single(self, samples: tuple[Sample, ...]) -> Cassette:
        """One call and its answer."""
        return Cassette([self._interaction(samples, self.recording.answer)])

    def pages(self, samples: tuple[Sample, ...], turns: tuple[Turn, ...]) -> Cassette:
        """A call that leads through several pages."""
        return Cassette([self._interaction(samples, turn.answer, turn) for turn in turns])

    def errors(self, samples: tuple[Sample, ...]) -> Cassette:
        """The same call as often as the operation declares errors, each answered with the next."""
        return Cassette([self._interaction(samples, answer) for answer in self.recording.errors])

    def request(self, samples: tuple[Sample, ...], turn: Turn | None = None) -> Request:
        """The request of a call with these arguments."""
        said = [sample.spoken for sample in samples]
        body, media_type = self._body(said, turn)
        headers = self._headers(said, media_type) | {name.lower(): text for name, text in (turn.headers if turn else ())}
        return Request(self.recording.verb, self._uri(said, turn), dict(sorted(headers.items())), body)

    def _interaction(self, samples: tuple[Sample, ...], answer: Answer, turn: Turn | None = None) -> dict[str, object]:
        request = self.request(samples, turn)
        made = all(sample.origin is Origin.EXAMPLE for sample in samples)
        return {
            "request": {
                "body": request.body,
                "headers": {name: [text] for name, text in request.headers.items()},
                "method": request.verb,
                "uri": request.uri,
            },
            "response": {
                "body": {"string": answer.body},
                "headers": {name: [text] for name, text in _answer_headers(answer)},
                "status": {"code": answer.status, "message": ""},
            },
            "x-path": self.recording.path,
            "x-arguments": (Origin.EXAMPLE if made else Origin.SCHEMA).value,
            "x-answer": answer.origin.value,
        }

    def _uri(self, said: list[Spoken], turn: Turn | None) -> str:
        path, _, constant = self.recording.path.partition("#")[0].partition("?")  # a fragment is not sent
        for name, text in (entry for one in said for entry in one.path):
            path = path.replace("{" + name + "}", text)
            constant = constant.replace("{" + name + "}", quote(unquote(text), safe=""))
        path = quote(path or "/", safe="/%!$&'()*+,;=:@~-._")
        pairs: list[tuple[str, str]] = [entry for one in said for entry in one.query]
        if turn is not None:
            replaced = {name for name, _ in turn.query}
            pairs = [entry for entry in pairs if entry[0] not in replaced] + list(turn.query)
        server = next((url for _, url in self.method.servers[:1]), None)
        whole = f"{with_variables(self.api, server) if server is not None else base_url(self.api)}{path}"
        given = {name for name, _ in pairs}
        always = [*self._secret_query(), *self._constant("query")]
        query = [*(entry for entry in always if entry[0] not in given), *pairs]
        if turn is not None and turn.url is not None:
            own = parse_qsl(turn.url.partition("?")[2])  # counts before what the call has of the same name
            kept = [entry for entry in query if entry[0].partition("[")[0] not in dict(own)]
            return f"{whole}?{urlencode([*own, *kept], quote_via=quote)}"
        fixed = [pair for pair in constant.split("&") if unquote(pair.partition("=")[0]) not in given]
        tail = [text for text in (*fixed, urlencode(query, quote_via=quote)) if text]
        return f"{whole}?{'&'.join(tail)}" if tail else whole

    def _headers(self, said: list[Spoken], media_type: str | None) -> dict[str, str]:
        settings = self.api.client.settings
        found = {name.lower(): text for name, text in settings.default_headers}
        found["accept"] = self.recording.accept
        if settings.platform_header_prefix is not None:
            prefix = settings.platform_header_prefix.lower()
            found |= {f"{prefix}-lang": "python", f"{prefix}-retry-count": "0"}
        if media_type is not None:
            found["content-type"] = media_type
        if settings.idempotency_header is not None and self.recording.verb != "GET":
            found[settings.idempotency_header.lower()] = self.secret
        cookies = [*self._constant("cookie"), *(entry for one in said for entry in one.cookies)]
        for option in self._credentials():
            credential = option.credential
            if credential is None or credential.role is CredentialRole.API_KEY_QUERY:
                continue
            if credential.role is CredentialRole.API_KEY_COOKIE:
                cookies.append((credential.parameter, self.secret))
                continue
            keyword = credential.keyword or KEYWORDS.get(credential.role)
            found[credential.parameter.lower()] = f"{keyword} {self.secret}" if keyword else self.secret
        found |= {name.lower(): text for one in said for name, text in one.headers if name.lower() not in SENT_ANYWAY}
        if cookies:
            found["cookie"] = "; ".join(sorted(f"{name}={text}" for name, text in cookies))
        return found

    def _credentials(self) -> list[ClientOption]:
        options = credential_options(self.api)
        security = self.method.security if self.method.security is not None else self.api.client.settings.security
        if security is None:
            return options
        known = {option.credential.scheme for option in self.api.client.options if option.credential is not None}
        chosen = next(iter(sorted(security, key=known.isdisjoint)), ())
        return [option for option in options if option.credential is not None and option.credential.scheme in chosen]

    def _constant(self, place: str) -> list[tuple[str, str]]:
        """What every request has in its query, or as cookies, by the options of the client."""
        sent = [(getattr(option, place), constant_value(option)) for option in self.api.client.options]
        return [(name, text) for name, text in sent if name is not None and text is not None]

    def _secret_query(self) -> list[tuple[str, str]]:
        return [
            (option.credential.parameter, self.secret)
            for option in self._credentials()
            if option.credential is not None and option.credential.role is CredentialRole.API_KEY_QUERY
        ]

    def _body(self, said: list[Spoken], turn: Turn | None) -> tuple[str, str | None]:
        """The text of the body and its media type, which is None where there is no body."""
        body = self.method.body
        if body is None:
            return "", None
        whole = [item for one in said for item in one.whole]
        content = [one.content for one in said if one.content is not None]
        if content:
            return content[0], body.media_type
        if whole:
            return json_text(whole[0]), body.media_type
        if body.kind is BodyKind.FORM:
            fields = [entry for one in said for entry in one.fields]
            return urlencode(fields, quote_via=quote), body.media_type if fields else None
        if body.kind is BodyKind.MULTIPART:
            parts = [part for one in said for part in one.parts]
            return _multipart(parts), f"{body.media_type}; boundary={BOUNDARY}" if parts else None
        properties: dict[str, Json] = {name: item for one in said for name, item in one.properties}
        properties |= dict(turn.properties) if turn is not None else {}
        return (json_text(properties), body.media_type) if properties else ("", None)


def _answer_headers(answer: Answer) -> Pairs:
    told = (("content-type", answer.media_type),) if answer.media_type is not None else ()
    return (*told, *answer.headers)


def _multipart(parts: list[Part]) -> str:
    lines: list[str] = []
    for part in parts:
        filename = '; filename="upload"' if part.is_file else ""
        lines += [f"--{BOUNDARY}", f'Content-Disposition: form-data; name="{part.name}"{filename}']
        lines += [f"Content-Type: {part.media_type}"] if part.media_type is not None else []
        lines += ["", part.content]
    return "\r\n".join([*lines, f"--{BOUNDARY}--", ""]) if parts else ""


