"""What is sent when a server redirects; the HTTP library says where to, this says with which credentials."""

from __future__ import annotations

from collections.abc import Iterable

import httpx2

from .auth import is_secret


def next_hop(
    response: httpx2.Response, history: list[httpx2.Response], limit: int, credentials: Iterable[str]
) -> tuple[httpx2.Request, bool] | None:
    """The request that follows a redirect and whether it stays at the origin; None when `response` is no redirect.

    `history` gets `response` appended. Another origin (RFC 6454: scheme, host, port) never sees a credential: the HTTP
    library drops `Authorization` only, here every header goes that is named in `credentials` or may hold a secret.
    Raises TooManyRedirects.
    """
    following = response.next_request
    if following is None:
        return None
    if len(history) >= limit:
        raise httpx2.TooManyRedirects("Exceeded maximum allowed redirects.", request=response.request)
    history.append(response)
    previous = response.request
    if _same_origin(previous.url, following.url):
        # The library rebuilds cookies from its jar and so loses one that was set as a credential.
        if "cookie" in previous.headers and "cookie" not in following.headers:
            following.headers["Cookie"] = previous.headers["cookie"]
        return following, True
    named = {name.lower() for name in credentials}
    for name in list(following.headers):
        # A cookie that the library's jar holds for the new origin is that origin's own.
        if name != "cookie" and (name in named or is_secret(name)):
            del following.headers[name]
    return following, False


def _same_origin(old: httpx2.URL, new: httpx2.URL) -> bool:
    if old.host != new.host:
        return False
    if (old.scheme, old.port) == (new.scheme, new.port):
        return True
    # A server may insist on TLS: the same host, each on the usual port.
    return (old.scheme, old.port, new.scheme, new.port) == ("http", None, "https", None)
