"""Where the options of a client come from when its constructor is not given them; owns no client."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar, overload

import httpx2

from .errors import SDKError
from .sentinels import NotGiven
from .settings import ClientSettings

T = TypeVar("T")


def read_bool(text: str) -> bool:
    """An environment variable as a boolean."""
    return text.strip().lower() in ("true", "1", "on")


@overload
def option_value(
    name: str, value: T | None, *, env: str | None = ..., default: T, read: Callable[[str], Any] = ...
) -> T: ...
@overload
def option_value(
    name: str, value: T | None, *, env: str | None = ..., nullable: Literal[True], read: Callable[[str], Any] = ...
) -> T | None: ...
@overload
def option_value(name: str, value: T | None, *, env: str | None = ..., read: Callable[[str], Any] = ...) -> T: ...
def option_value(
    name: str,
    value: Any,
    *,
    env: str | None = None,
    default: Any = None,
    nullable: bool = False,
    read: Callable[[str], Any] = str,
) -> Any:
    """The value of a client option: the argument, else the environment variable, else the default.

    Raises SDKError where there is none and the option is not `nullable`.
    """
    if value is None and env is not None:
        text = os.environ.get(env)
        if text is not None:
            try:
                value = read(text)
            except ValueError as exc:
                raise SDKError(f"The environment variable {env} does not hold a valid {name}: {exc}") from exc
    if value is None:
        value = default
    if value is None and not nullable:
        ways = f"by passing {name} to the client"
        if env is not None:
            ways = f"either {ways} or by setting the {env} environment variable"
        raise SDKError(f"The {name} client option must be set {ways}")
    return value


def resolve_base_url(
    settings: ClientSettings, base_url: str | httpx2.URL | NotGiven | None, environment: str | NotGiven | None
) -> tuple[str | httpx2.URL, str | None]:
    """The argument, else the named environment, else the variable `<PREFIX>_BASE_URL`, else the first environment.

    The second value is the name of the environment that the URL is of, None where it is none's.
    Raises ValueError for an unknown environment, and for one that is named while the variable is set, unless the
    caller says `base_url=None`.
    """
    if base_url is not None and not isinstance(base_url, NotGiven):
        return base_url, None
    variable = f"{settings.env_prefix}_BASE_URL"
    from_env = os.environ.get(variable)
    if environment is not None and not isinstance(environment, NotGiven):
        if environment not in settings.environments:
            raise ValueError(f"Unknown environment: {environment}")
        if from_env and base_url is not None:
            raise ValueError(
                f"Ambiguous URL; The `{variable}` env var and the `environment` argument are given. "
                "If you want to use the environment, you must pass base_url=None"
            )
        return settings.environments[environment], environment
    if from_env:
        return from_env, None
    for name, url in settings.environments.items():
        return url, name
    raise SDKError(f"The base_url client option must be set, as an argument or by {variable}")


def merge_defaults(
    kind: str, current: Mapping[str, Any], added: Mapping[str, Any] | None, replacing: Mapping[str, Any] | None
) -> Mapping[str, Any]:
    """The defaults of a copy. Raises ValueError when some are to be added and all to be replaced."""
    if added is not None and replacing is not None:
        raise ValueError(f"`default_{kind}` and `set_default_{kind}` arguments are mutually exclusive")
    if replacing is not None:
        return replacing
    added = added or {}
    if kind == "headers":  # whose names have no case
        given = {name.lower() for name in added}
        current = {name: value for name, value in current.items() if name.lower() not in given}
    return {**current, **added}
