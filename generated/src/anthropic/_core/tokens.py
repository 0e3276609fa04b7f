"""Bearer tokens that are not known beforehand: what a client is given to ask for them in place of one."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

import inspect
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from typing import TYPE_CHECKING, Any, cast

import httpx2

from .credentials import is_refused, with_bearer
from .options import option_value

if TYPE_CHECKING:
    from .client import BaseClient
    from .types import TokenSource


def token_option(client: BaseClient, name: str, value: Any, **how: Any) -> Any:
    """The value of an option that takes a token, or what gives one, which is kept beside."""
    if value is None or isinstance(value, str):
        return cast("Any", option_value(name, value, **how))
    if not (callable(value) or isinstance(value, httpx2.Auth)):
        raise TypeError(f"{name} must be a str, a function that returns one, or an `{httpx2.__name__}.Auth`")
    client._token_sources = {**client._token_sources, name: cast("TokenSource", value)}
    return None


def token_flow(client: BaseClient, option: str) -> httpx2.Auth | None:
    """What asks for the token of an option that was given a function or an `Auth` in place of a token."""
    source = client._token_sources.get(option)
    if source is None or getattr(client, option, None):
        return None
    return source if isinstance(source, httpx2.Auth) else CallableToken(source)


class CallableToken(httpx2.Auth):
    """The token that a function gives, which is asked before every request, and once more where the server refuses one."""

    def __init__(self, function: Callable[[], str | Awaitable[str]]) -> None:
        self._function = function

    def sync_auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Send with a token, and once more with another one."""
        token = self._ask()
        response = yield with_bearer(request, token)
        if is_refused(response) and (other := self._ask()) != token:
            yield with_bearer(request, other)

    async def async_auth_flow(self, request: httpx2.Request) -> AsyncGenerator[httpx2.Request, httpx2.Response]:
        """Send with a token, and once more with another one."""
        token = await self._ask_later()
        response = yield with_bearer(request, token)
        if is_refused(response) and (other := await self._ask_later()) != token:
            yield with_bearer(request, other)

    def _ask(self) -> str:
        token = self._function()
        if not isinstance(token, str):
            if inspect.iscoroutine(token):
                token.close()
            raise TypeError("A synchronous client needs a function that returns the token as a str")
        return token

    async def _ask_later(self) -> str:
        token = self._function()
        return token if isinstance(token, str) else await token
