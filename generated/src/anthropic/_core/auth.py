"""Where credentials go in a request, and which names hold secrets; owns neither the options nor their reading."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping

from .settings import Credential

__all__ = [
    "api_key_header",
    "api_key_query",
    "basic_header",
    "bearer_header",
    "cookie_header",
    "is_secret",
    "missing_credentials",
]

_SECRET = re.compile(
    r"auth|cookie|token|secret|credential|password|session|signature|api[-_]?key|[-_]key$|^key$", re.IGNORECASE
)


def api_key_header(name: str, value: str | None) -> dict[str, str]:
    """An API key in a header of its own."""
    return {} if value is None else {name: value}


def bearer_header(token: str | None) -> dict[str, str]:
    """A bearer token (RFC 6750, section 2.1)."""
    return {} if token is None else {"Authorization": f"Bearer {token}"}


def basic_header(username: str | None, password: str | None) -> dict[str, str]:
    """User name and password (RFC 7617); both are needed."""
    if username is None or password is None:
        return {}
    return {"Authorization": "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode("ascii")}


def cookie_header(cookies: Mapping[str, str | None]) -> dict[str, str]:
    """API keys in cookies (RFC 6265, section 4.2), all in one header; those that are None are left out."""
    pairs = [f"{name}={value}" for name, value in cookies.items() if value is not None]
    return {"Cookie": "; ".join(pairs)} if pairs else {}


def api_key_query(name: str, value: str | None) -> dict[str, object]:
    """An API key in the query."""
    return {} if value is None else {name: value}


def is_secret(name: str) -> bool:
    """Whether a header or query parameter of this name is to be kept from logs and from other origins."""
    return _SECRET.search(name) is not None


def missing_credentials(credentials: Iterable[Credential]) -> str:
    """What to tell a caller who gave none of `credentials`."""
    listed = list(credentials)
    options = " or ".join(item.option for item in listed)
    headers = " or ".join(f"`{item.header}`" for item in listed if item.header)
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
