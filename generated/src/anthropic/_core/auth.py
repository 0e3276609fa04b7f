"""Where credentials go in a request, and which names hold secrets; owns neither the options nor their reading."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping

import httpx2

from .headers import header_value
from .settings import Credential

__all__ = [
    "Schemes",
    "Sent",
    "api_key_header",
    "api_key_query",
    "authorization_header",
    "basic_header",
    "bearer_header",
    "can_be_sent_again",
    "choose",
    "cookie_header",
    "is_refused",
    "is_secret",
    "missing_credentials",
    "with_bearer",
]

Sent = tuple[dict[str, str], dict[str, object], httpx2.Auth | None]
"""Headers and query parameters that carry credentials, and what has to talk to a server for them."""
Schemes = Mapping[str, Sent]
_OUTSIDE: Sent = ({}, {}, None)

_SECRET = re.compile(
    r"auth|cookie|token|secret|credential|password|session|signature|api[-_]?key|[-_]key$|^key$", re.IGNORECASE
)


def api_key_header(name: str, value: str | None) -> dict[str, str]:
    """An API key in a header of its own."""
    return {} if value is None else {name: value}


def bearer_header(token: str | None) -> dict[str, str]:
    """A bearer token (RFC 6750, section 2.1)."""
    return {"Authorization": f"Bearer {token}"} if token else {}


def basic_header(
    username: str | None, password: str | None, *, keyword: str = "Basic", encoded: bool = True
) -> dict[str, str]:
    """User name and password (RFC 7617); both are needed. Some APIs want another keyword, or the two as they are."""
    if username is None or password is None:
        return {}
    pair = f"{username}:{password}"
    return {"Authorization": f"{keyword} {base64.b64encode(pair.encode()).decode('ascii') if encoded else pair}"}


def cookie_header(cookies: Mapping[str, str | None]) -> dict[str, str]:
    """API keys in cookies (RFC 6265, section 4.2), all in one header; those that are None are left out."""
    pairs = [f"{name}={value}" for name, value in cookies.items() if value is not None]
    return {"Cookie": "; ".join(pairs)} if pairs else {}


def authorization_header(keyword: str, value: str | None) -> dict[str, str]:
    """Credentials of another scheme of HTTP (RFC 9110, section 11.4)."""
    return {} if value is None else {"Authorization": f"{keyword} {value}"}


def choose(schemes: Schemes, alternatives: Iterable[tuple[str, ...]]) -> Sent | None:
    """What the first alternative sends for which there are all credentials; None where there is none.

    That nothing is needed, an empty alternative, comes after all others. A scheme that no option of the client feeds is
    taken as given: it is the caller's to see to.
    """
    for alternative in sorted(alternatives, key=lambda alternative: not alternative):
        sent = [schemes.get(name, _OUTSIDE) for name in alternative]
        if all(any(one) or one is _OUTSIDE for one in sent):
            merged: dict[str, str] = {}
            for headers, _, _ in sent:
                cookie = "; ".join(found["Cookie"] for found in (merged, headers) if "Cookie" in found)
                merged.update(headers | ({"Cookie": cookie} if cookie else {}))
            query = {name: value for _, query, _ in sent for name, value in query.items()}
            return merged, query, next((flow for *_, flow in sent if flow is not None), None)
    return None


def api_key_query(name: str, value: str | None) -> dict[str, object]:
    """An API key in the query."""
    return {} if value is None else {name: value}


def is_secret(name: str, named: Iterable[str] = ()) -> bool:
    """Whether a header or query parameter of this name is to be kept from logs and from other origins; `named` ones are."""
    return _SECRET.search(name) is not None or name.lower() in (each.lower() for each in named)


def missing_credentials(credentials: Iterable[Credential]) -> str:
    """What to tell a caller who gave none of `credentials`."""
    listed = list(credentials)
    options = " or ".join(item.option for item in listed)
    headers = " or ".join(dict.fromkeys(f"`{item.header}`" for item in listed if item.header))
    variables = " or ".join(item.env for item in listed if item.env)
    message = (
        f"Could not resolve authentication method. Expected {'one of ' if len(listed) > 1 else ''}{options} to be set"
    )
    if variables:
        message += f" (for example by the environment variable {variables})"
    message += "."
    if headers:
        message += f" Or for one of the {headers} headers to be explicitly omitted"
    return message


def with_bearer(request: httpx2.Request, token: str) -> httpx2.Request:
    """The request with that token, in place of any other."""
    request.headers["Authorization"] = header_value("Authorization", f"Bearer {token}")
    return request


def is_refused(response: httpx2.Response) -> bool:
    """Whether another token may help, and the request can be sent again."""
    return response.status_code == 401 and can_be_sent_again(response.request)


def can_be_sent_again(request: httpx2.Request) -> bool:
    """Whether the body of a request is at hand, or is read from what can be wound back."""
    return bool(getattr(request.stream, "again", True))
