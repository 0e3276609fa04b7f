"""What the generator knows about one API and its clients need to know; plain data, read by the rest of the runtime."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx2

from .types import ArrayFormat, NestedFormat


@dataclass(frozen=True, slots=True, eq=False)
class Credential:
    """One way to authenticate: the client option that holds it, the header it is sent in, the variable it is read from.

    `header` is None for a credential that is sent in the query; `scheme` is the name of its security scheme.
    """

    option: str
    header: str | None = None
    env: str | None = None
    scheme: str | None = None


@dataclass(frozen=True, slots=True)
class EventRule:
    """What becomes of the events of a stream that it fits; of several rules the first that fits is obeyed.

    handle: "yield" the data, "continue" without it, raise an "error", or stop, being "done".
    events: the names it fits, None among them for events without a name; None fits all.
    data_starts_with: fits only data that starts so.
    error_property: where the data is an object with a value at this key, that is raised as an error.
    """

    handle: Literal["yield", "continue", "error", "done"]
    events: tuple[str | None, ...] | None = None
    data_starts_with: str | None = None
    error_property: str | None = None

    def fits(self, name: str | None, data: str) -> bool:
        """Whether this rule is for an event of that name with that data."""
        if self.events is not None and name not in self.events:
            return False
        return self.data_starts_with is None or data.startswith(self.data_starts_with)


@dataclass(frozen=True, slots=True, eq=False)
class ClientSettings:
    """Defaults and conventions of one API. Times are in seconds.

    `environments` maps a name to a base URL, the first is the default. `credentials` lists the optional ones of which
    a request needs at least one; empty where anonymous requests are allowed or the constructor insists already.
    A `platform_header_prefix` of None sends no platform headers. `security` lists the alternatives of a call that names none
    of its own, each the schemes that it combines; None sends all credentials that there are. `sequences` decodes streams that are
    sequences of JSON values, by what separates them, where the API has any. `secrets` are headers and query parameters that carry
    credentials though their names do not tell. `error_kinds` gives the class of an error, and the status that it is for, of a status
    and a body, where the API has classes of its own.
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
    platform_header_prefix: str | None = "X-Stainless"
    default_headers: Mapping[str, str] = field(default_factory=dict[str, str])
    idempotency_header: str | None = None
    request_id_header: str | None = None
    error_message: tuple[str, ...] = ()
    array_format: ArrayFormat = "comma"
    nested_format: NestedFormat = "brackets"
    credentials: tuple[Credential, ...] = ()
    security: tuple[tuple[str, ...], ...] | None = None
    secrets: tuple[str, ...] = ()
    sequences: Callable[[bytes], Any] | None = None
    error_kinds: Callable[[int, object], Any] | None = None
    stream_rules: tuple[EventRule, ...] = (
        EventRule("done", data_starts_with="[DONE]"),
        EventRule("error", events=("error",)),
        EventRule("yield"),
    )
