"""How credentials are written in a request; chooses none of them."""

from __future__ import annotations

import base64
from collections.abc import Mapping

import httpx2

from .auth import can_be_sent_again
from .headers import header_value


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
    """Credentials of another scheme of HTTP (RFC 9110, section 11.4); the keyword may stand before them already."""
    return {} if value is None else {"Authorization": f"{keyword} {value.removeprefix(f'{keyword} ')}"}


def api_key_query(name: str, value: str | None) -> dict[str, object]:
    """An API key in the query."""
    return {} if value is None else {name: value}


def option_header(name: str, value: object) -> dict[str, str]:
    """An option of a client as a header; none where it has no value."""
    return {} if value is None else {name: header_value(name, value)}


def with_bearer(request: httpx2.Request, token: str) -> httpx2.Request:
    """The request with that token, in place of any other."""
    request.headers["Authorization"] = header_value("Authorization", f"Bearer {token}")
    return request


def is_refused(response: httpx2.Response) -> bool:
    """Whether another token may help, and the request can be sent again."""
    return response.status_code == 401 and can_be_sent_again(response.request)
