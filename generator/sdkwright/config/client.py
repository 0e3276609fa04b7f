"""The `client_settings` of the config: constructor options, retries, defaults of requests; not how they are emitted."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar, Literal

from sdkwright.config.base import Table, Value, above, from_on
from sdkwright.diagnostics import display
from sdkwright.inert import dataclass

__all__ = ["Auth", "ClientOption", "ClientSettings", "ConnectionLimits", "Idempotency", "Retries"]


@dataclass(frozen=True, kw_only=True)
class Auth(Table):
    """Which security scheme an option feeds, and with which part of it."""

    security_scheme: str
    role: Literal["value", "username", "password", "client_id", "client_secret"] | None = None
    header: str | None = None


@dataclass(frozen=True, kw_only=True)
class ClientOption(Table):
    """One argument of the constructor. ``nullable`` makes it optional, ``read_env`` names its environment variable."""

    accepted: ClassVar[frozenset[str]] = frozenset({"required_in_tests"})

    type: Literal["string", "number", "integer", "boolean", "null"] | None = None
    nullable: bool = False
    read_env: str | None = None
    default: Value = None
    description: str | None = None
    example: Value = None
    auth: Auth | None = None
    server_variable: str | None = None
    send_in_header: bool | str | None = None
    send_as_query_param: bool | str | None = None
    send_as_path_param: bool | str | None = None
    send_as_body_param: bool | str | None = None
    send_in_cookie: bool | str | None = None

    def check(self) -> None:
        """Its default is of its type."""
        kinds = {"integer": (int,), "number": (int, float), "boolean": (bool,)}
        wanted = kinds.get(self.type or "")
        if wanted is None or self.default is None:
            return
        if not isinstance(self.default, wanted) or (isinstance(self.default, bool) and bool not in wanted):
            raise ValueError(
                f"the default {display(self.default)} is no {self.type}, which is the `type` of the option"
            )


@dataclass(frozen=True, kw_only=True)
class Retries(Table):
    """How often and how long after a failure a request is sent again; delays in seconds."""

    max_retries: int | None = field(default=None, metadata=from_on(0))
    initial_delay_seconds: float | None = field(default=None, metadata=from_on(0))
    max_delay_seconds: float | None = field(default=None, metadata=from_on(0))


@dataclass(frozen=True, kw_only=True)
class ConnectionLimits(Table):
    """Ours: the size of the connection pool."""

    max_connections: int | None = field(default=None, metadata=above(0))
    max_keepalive_connections: int | None = field(default=None, metadata=from_on(0))


@dataclass(frozen=True, kw_only=True)
class Idempotency(Table):
    """The header that carries a key made once for each call that changes something."""

    header: str


@dataclass(frozen=True, kw_only=True)
class ClientSettings(Table):
    """The constructor and the defaults of requests. ``default_timeout`` is in milliseconds or ISO 8601 (`PT60S`).

    ``response_headers`` maps attributes of answers and errors to the headers that they are; `request_id` is one of models as well.

    Ours: ``platform_header_prefix`` (of the headers that tell the platform; null or ``omit_stainless_headers`` sends none)
    and ``connection_limits``.
    """

    default_env_prefix: str | None = None
    default_client_name: str | None = None
    default_client_example_name: str | None = None
    default_timeout: float | str | None = None
    default_retries: Retries | None = None
    default_headers: dict[str, Value] = field(default_factory=dict[str, Value])
    idempotency: Idempotency | None = None
    response_headers: dict[str, str] = field(default_factory=dict[str, str])
    omit_stainless_headers: bool = False
    opts: dict[str, ClientOption] = field(default_factory=dict[str, ClientOption])
    platform_header_prefix: str | None = "X-Stainless"
    connection_limits: ConnectionLimits | None = None
