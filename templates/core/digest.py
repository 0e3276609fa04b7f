"""Digest authentication, which the HTTP library does; owns that a client and its copies share what they have learnt."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx2

from .credentials import is_refused

if TYPE_CHECKING:
    from .client import BaseClient


def digest_flow(client: BaseClient, username: str | None, password: str | None) -> httpx2.Auth | None:
    """What answers the challenges of digest authentication (RFC 7616); both are needed."""
    if username is None or password is None:
        return None
    key = ("digest", username, password)
    return client._flows.get(key) or client._flows.setdefault(key, _Digest(username, password))


class _Digest(httpx2.DigestAuth):
    """Leaves a challenge unanswered where the body of the request is gone: what the server says then is the answer."""

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        flow = super().auth_flow(request)
        response = yield next(flow)
        if is_refused(response):
            with suppress(StopIteration):
                yield flow.send(response)
