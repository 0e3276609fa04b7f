"""What is kept of a request and of its answer when they are recorded: no secrets, and nothing that differs from run to run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit, urlunsplit

import yaml
from vcr.serializers import yamlserializer  # pyright: ignore[reportMissingTypeStubs]

SCRUBBED = "scrubbed"
PROOFS = re.compile(r'\b(?:c?nonce|opaque|response)="([^"]+)"')
"""What a client proves with in a digest (RFC 7616, section 3.4) that it knows the password."""
WHOLE = 8
"""Secrets of that length are taken out wherever they stand; shorter ones where they are a word of their own."""


@dataclass(frozen=True)
class Scrubber:
    """Takes secrets out of either side, and every header that means nothing.

    headers, answer_headers: lower-case names of the headers that mean something; cookies: names of the cookies that do.
    keywords: what stands before a secret in its header, such as `Bearer`.
    token_urls: where the client gets its tokens; what is said there is not kept.
    place: where the requests go, and what is kept in its place.
    secrets: values that are nowhere to be kept, with what is kept in their place.
    """

    headers: tuple[str, ...]
    answer_headers: tuple[str, ...]
    cookies: tuple[str, ...]
    secret_headers: tuple[str, ...]
    secret_query: tuple[str, ...]
    secret_cookies: tuple[str, ...]
    token_urls: tuple[str, ...]
    keywords: tuple[str, ...]
    place: tuple[str, str] | None = None
    secrets: Mapping[str, str] = field(default_factory=dict[str, str])
    _seen: dict[str, str] = field(default_factory=dict[str, str])

    def request(self, request: Any) -> Any:
        """The request as it is kept and compared; None for one that is not kept."""
        found = {str(name).lower(): header_text(value) for name, value in request.headers.items()}
        self._learn(found)
        if self._is_for_a_token(request):
            return None
        kept = {name: self._header(name, found[name]) for name in self.headers if name in found}
        request.headers = {name: text for name, text in kept.items() if text or name not in ("authorization", "cookie")}
        request.uri = self._uri(request.uri)
        if request.body:
            request.body = self._clean(request.body)
        return request

    def response(self, response: Any) -> Any:
        """The answer as it is kept; None for the question of a server that wants to know who asks."""
        headers = {name.lower(): values for name, values in response["headers"].items()}
        for value in headers.get("set-cookie", ()):
            self._saw(value.partition(";")[0].partition("=")[2])
        if any(value.lower().startswith("digest ") for value in headers.get("www-authenticate", ())):
            return None
        kept = [name for name in headers if name in self.answer_headers or name.endswith("request-id")]
        response["headers"] = {name: [self.cleaned(value) for value in headers[name]] for name in kept}
        response["body"]["string"] = self.cleaned(response["body"]["string"])
        return response

    def cleaned(self, content: Any) -> Any:
        """Text or bytes as they are kept."""
        return self._clean(content)

    def __deepcopy__(self, _memo: object) -> Scrubber:
        """Itself: each test has its own copy of what vcrpy is configured with, and all learn of the same secrets."""
        return self

    def _learn(self, headers: Mapping[str, str]) -> None:
        """The credentials of a request, be they kept or not: what is behind a keyword, the proofs of a digest, each cookie."""
        for name in {"authorization", *self.secret_headers}:
            value = headers.get(name, "")
            _, _, rest = value.partition(" ")
            for each in PROOFS.findall(rest) or [rest if rest and name == "authorization" else value]:
                self._saw(each)
        for pair in headers.get("cookie", "").split(";"):
            self._saw(pair.strip().partition("=")[2])

    def _is_for_a_token(self, request: Any) -> bool:
        path = address(request).path
        paths = (urlsplit(url).path for url in self.token_urls)
        return request.method == "POST" and any(path == one or f"/{one}" == path[-len(one) - 1 :] for one in paths)

    def _header(self, name: str, value: str) -> str:
        if name == "cookie":
            pairs = (pair.strip().partition("=") for pair in value.split(";"))
            return "; ".join(self._cookie(one, other) for one, _, other in pairs if one in self.cookies)
        if name not in self.secret_headers:
            return str(self._clean(value))
        keyword, _, rest = value.partition(" ")
        if PROOFS.search(rest):  # the next client asks without it first
            return ""
        return f"{keyword} {SCRUBBED}" if keyword in self.keywords and rest else SCRUBBED

    def _cookie(self, name: str, value: str) -> str:
        return f"{name}={SCRUBBED if name in self.secret_cookies else self._clean(value)}"

    def _uri(self, uri: str) -> str:
        before, after = self.place or ("", "")
        split = urlsplit(after + uri.removeprefix(before) if uri.startswith(before) else uri)
        pairs = parse_qsl(split.query, keep_blank_values=True)
        if any(name in self.secret_query for name, _ in pairs):
            for name, value in pairs:
                self._saw(value if name in self.secret_query else "")
            kept = [(name, SCRUBBED if name in self.secret_query else value) for name, value in pairs]
            split = split._replace(query=urlencode(kept, quote_via=quote))
        return str(self._clean(urlunsplit(split), quoted=True))

    def _saw(self, value: str) -> None:
        """An answer may repeat what it was asked with."""
        if self.secrets and value:
            self._seen[value] = SCRUBBED

    def _clean(self, content: Any, *, quoted: bool = False) -> Any:
        """Text or bytes without the secrets; what is in their place is `quoted` in a URL."""
        for secret, instead in {**self._seen, **self.secrets}.items():
            in_url = quote(instead, safe="")
            content = _replaced(content, secret, in_url if quoted else instead)
            content = _replaced(content, quote(secret, safe=""), in_url)
        return content


def header_text(value: Any) -> str:
    """The value of a header, of several the first."""
    first: object = value[0] if isinstance(cast("object", value), list) and value else value
    return first.decode() if isinstance(first, bytes) else str(first)


def address(request: Any) -> SplitResult:
    """Where a request goes, in parts."""
    return urlsplit(str(request.uri))


def _replaced(content: Any, secret: str, instead: str) -> Any:
    pattern = re.escape(secret) if len(secret) >= WHOLE else rf"(?<![\w-]){re.escape(secret)}(?![\w-])"
    if isinstance(content, bytes):
        return re.sub(pattern.encode(), lambda _: instead.encode(), content)
    return re.sub(pattern, lambda _: instead, content) if isinstance(content, str) else content


class Serializer:
    """Writes recordings with the marks that those have which were made from the document."""

    def __init__(self, file: Path) -> None:
        """`file` is the recording that there was before, of which the path of the operation is read."""
        before: Any = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else None
        interactions: list[Any] = before.get("interactions", []) if before else []
        paths = (each.get("x-path") for each in interactions)
        self._path: str | None = next((path for path in paths if path is not None), None)

    def serialize(self, recorded: dict[str, Any]) -> str:
        """The recording as text, marked as one of the API."""
        for interaction in recorded["interactions"]:
            interaction.update({"x-path": self._path} if self._path is not None else {})
            interaction["x-answer"] = "api"
        return str(cast("Any", yamlserializer).serialize(recorded))

    def deserialize(self, text: str) -> Any:
        """What was recorded."""
        return cast("Any", yamlserializer).deserialize(text)
