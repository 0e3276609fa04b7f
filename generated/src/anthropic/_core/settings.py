"""What the generator knows about one API and its clients need to know; plain data, read by the rest of the runtime."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx2

from .types import ArrayFormat, NestedFormat

if TYPE_CHECKING:
    from .streaming import EventRule

__all__ = ["ClientSettings", "Credential"]


@dataclass(frozen=True, slots=True, eq=False)
class Credential:
    """One way to authenticate: the client option that holds it, the header it is sent in, the variable it is read from.

    `header` is None for a credential that is sent in the query; `scheme` is the name of its security scheme.
    """

    option: str
    header: str | None = None
    env: str | None = None
    scheme: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ClientSettings:
    """Defaults and conventions of one API. Times are in seconds.

    `environments` maps a name to a base URL, the first is the default. `credentials` lists the optional ones of which
    a request needs at least one; empty where anonymous requests are allowed or the constructor insists already.
    A `platform_header_prefix` of None sends no platform headers. `security` lists the alternatives of a call that names none
    of its own, each the schemes that it combines; None sends all credentials that there are.
    """

    package: str
    name: str
    version: str
    env_prefix: str
    environments: Mapping[str, str]
    timeout: httpx2.Timeout = field(default_factory=lambda: httpx2.Timeout(60.0, connect=5.0))
    max_retries: int = 2
    initial_retry_delay: float = 0.5
    max_retry_delay: float = 8.0
    limits: httpx2.Limits = field(
        default_factory=lambda: httpx2.Limits(max_connections=100, max_keepalive_connections=20)
    )
    platform_header_prefix: str | None = None
    default_headers: Mapping[str, str] = field(default_factory=dict[str, str])
    idempotency_header: str | None = None
    request_id_header: str | None = None
    array_format: ArrayFormat = "comma"
    nested_format: NestedFormat = "brackets"
    credentials: tuple[Credential, ...] = ()
    security: tuple[tuple[str, ...], ...] | None = None
    stream_rules: tuple[EventRule, ...] = ()
