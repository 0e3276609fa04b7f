"""Copies of a client with other options (`with_options`), which share its connections and what it has learnt."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import httpx2

from .options import merge_defaults
from .sentinels import NotGiven, not_given

if TYPE_CHECKING:
    from .client import BaseClient

C = TypeVar("C", bound="BaseClient")


def copy_of(
    client: C,
    options: Mapping[str, Any],
    *,
    base_url: str | httpx2.URL | None = None,
    environment: str | None = None,
    timeout: float | httpx2.Timeout | NotGiven | None = not_given,
    http_client: httpx2.Client | httpx2.AsyncClient | None = None,
    max_retries: int | NotGiven = not_given,
    deadline: float | NotGiven | None = not_given,
    middleware: Sequence[Any] | None = None,
    default_headers: Mapping[str, Any] | None = None,
    set_default_headers: Mapping[str, Any] | None = None,
    default_query: Mapping[str, object] | None = None,
    set_default_query: Mapping[str, object] | None = None,
    extra_kwargs: Mapping[str, Any],
) -> C:
    """A client like this one but for what is given (None: unchanged); it shares the HTTP client unless one is given."""
    kept = {**{name: getattr(client, name) for name in options}, **client._token_sources}
    given = {name: kept[name] if value is None else value for name, value in options.items()}
    where = _place(client, base_url, environment)
    headers = merge_defaults("headers", client._custom_headers, default_headers, set_default_headers)
    arguments: dict[str, Any] = {
        **given,
        **where,
        "timeout": client.timeout if isinstance(timeout, NotGiven) else timeout,
        "max_retries": client.max_retries if isinstance(max_retries, NotGiven) else max_retries,
        "default_headers": headers,
        "default_query": merge_defaults("query", client._custom_query, default_query, set_default_query),
        "http_client": http_client,
        "_strict_response_validation": client._strict_response_validation,
    } | dict(extra_kwargs)
    copied = type(client)(**arguments)
    if where["base_url"] is client._base_url:
        copied._environment = client._environment
    if "default_headers" not in extra_kwargs:
        copied._custom_headers = headers  # without those of the environment that this client may have dropped
    copied.deadline = client.deadline if isinstance(deadline, NotGiven) else deadline
    copied._middleware = client._middleware if middleware is None else tuple(middleware)
    return _sharing(client, copied, given, connections=arguments["http_client"] is None)


def _sharing(client: C, copied: C, given: Mapping[str, Any], *, connections: bool) -> C:
    for name in [name for name, value in given.items() if value is None]:
        setattr(copied, name, None)  # or the constructor would have read it from the environment
    copied._retry_budget = client._retry_budget
    copied._flows = client._flows
    if connections:
        copied._pool, copied._owns_pool = client._pool, False
    return copied


def _place(client: BaseClient, base_url: str | httpx2.URL | None, environment: str | None) -> dict[str, Any]:
    """Where a copy sends: as it is told, else as this client, whose environment may have another URL by then."""
    if base_url is not None:
        return {"base_url": base_url}
    if not isinstance(environment, str) and client._variables:
        environment = client._environment
    if not isinstance(environment, str):
        return {"base_url": client._base_url}
    named = {"environment": environment} if len(client._settings.environments) > 1 else {}
    return {"base_url": None, **named}
