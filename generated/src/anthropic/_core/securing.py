"""Which credentials a request carries: the usual ones of its client, or those that the call asks for; makes none itself."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import httpx2

from .auth import missing_credentials
from .headers import header_value
from .request import Call
from .settings import Credential

if TYPE_CHECKING:
    from .client import BaseClient


def needed_credentials(client: BaseClient, security: tuple[tuple[str, ...], ...] | None) -> Sequence[Credential]:
    """The credentials of which a call with these alternatives needs some; none where one of them asks for no option of the client."""
    listed = client._settings.credentials
    if security is None:
        return listed
    if any(map({item.scheme for item in listed}.isdisjoint, security)):
        return []
    asked = {name for alternative in security for name in alternative}
    return [item for item in listed if item.scheme in asked]


def require_credentials(client: BaseClient, call: Call[Any], credentials: Sequence[Credential]) -> None:
    """Raise TypeError, with what to do, unless the caller gave one of the headers of `credentials` or says to omit it."""
    for item in credentials:
        name = (item.header or "").lower()
        given = (call.options.extra_headers, call.headers, client._custom_headers)
        if any(mentions(headers, name) for headers in given):
            return
    raise TypeError(missing_credentials([item for item in credentials if not getattr(client, item.option, None)]))


def with_security(
    client: BaseClient, http: httpx2.Client | httpx2.AsyncClient, call: Call[Any], headers: httpx2.Headers
) -> httpx2.Headers:
    """The headers with the credentials that the call asks for in place of the client's usual ones."""
    security = call.security or ()
    for name, value in client._sent()[0].items():
        if headers.get(name) == value and not mentions(call.options.extra_headers, name.lower()):
            del headers[name]
    own = client._sent(security)
    for name, value in own[0].items():
        if name not in headers and not mentions(call.options.extra_headers, name.lower()):
            headers[name] = header_value(name, value)
    missing = needed_credentials(client, security)
    if missing and not any(own) and client.custom_auth is None and http.auth is None:
        require_credentials(client, call, missing)
    return headers


def default_query(client: BaseClient, call: Call[Any]) -> Mapping[str, object]:
    """The query of every request, with the credentials that this call asks for."""
    if call.security is None:
        return client.default_query
    usual, own = client._sent()[1], client._sent(call.security)[1]
    return {**own, **{name: value for name, value in client.default_query.items() if name not in usual}}


def mentions(headers: Mapping[str, object] | None, name: str) -> bool:
    """Whether `headers` have one of that name, in lower case."""
    return headers is not None and any(given.lower() == name for given in headers)
