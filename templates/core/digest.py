"""Digest authentication, which the HTTP library does; owns that a client and its copies share what they have learnt."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx2

if TYPE_CHECKING:
    from .client import BaseClient

__all__ = ["digest_flow"]


def digest_flow(client: BaseClient, username: str | None, password: str | None) -> httpx2.Auth | None:
    """What answers the challenges of digest authentication (RFC 7616); both are needed."""
    if username is None or password is None:
        return None
    key = ("digest", username, password)
    return client._flows.get(key) or client._flows.setdefault(key, httpx2.DigestAuth(username, password))
