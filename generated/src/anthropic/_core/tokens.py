"""Bearer tokens that are not known beforehand: asked of a function, or of an OAuth 2 server; loaded only where there are any."""

from __future__ import annotations

import base64
import inspect
import json
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterable
from typing import Any, cast
from urllib.parse import quote_plus, urlencode

import httpx2

from .errors import APIResponseValidationError, SDKError

__all__ = ["CallableToken", "OAuth2"]

_ROOT = __name__.rsplit("._core", 1)[0]
# A token is not used any more when so much of its time is left: a part of it, and at most so many seconds.
_MARGIN, _LONGEST_MARGIN = 0.1, 60.0


class CallableToken(httpx2.Auth):
    """The token that a function gives, which is asked before every request, and once more where the server refuses one."""

    def __init__(self, function: Callable[[], str | Awaitable[str]]) -> None:
        self._function = function

    def sync_auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Send with a token, and once more with another one."""
        token = self._ask()
        response = yield _bearing(request, token)
        if _is_refused(response) and (other := self._ask()) != token:
            yield _bearing(request, other)

    async def async_auth_flow(self, request: httpx2.Request) -> AsyncGenerator[httpx2.Request, httpx2.Response]:
        """Send with a token, and once more with another one."""
        token = await self._ask_later()
        response = yield _bearing(request, token)
        if _is_refused(response) and (other := await self._ask_later()) != token:
            yield _bearing(request, other)

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


class OAuth2(httpx2.Auth):
    """Tokens of an OAuth 2 server: by a refresh token (RFC 6749, section 6), else by client credentials (section 4.4).

    A token is kept until shortly before it expires, by a clock that nobody sets, and shared by all threads and tasks. One
    that the API refuses is replaced once. Id and secret are sent as HTTP Basic (section 2.3.1), or in the body.
    """

    __module__ = _ROOT

    def __init__(
        self,
        token_url: str,
        *,
        client_id: str | None = None,
        client_secret: str | None = None,
        refresh_token: str | None = None,
        scopes: Iterable[str] = (),
        secret_in_body: bool = False,
    ) -> None:
        """`token_url` is where tokens are asked for; of the rest, give what the server wants to see."""
        if refresh_token is None and (client_id is None or client_secret is None):
            raise SDKError("OAuth 2 needs both `client_id` and `client_secret`, or a `refresh_token`")
        self._token_url = token_url
        self._client = (client_id, client_secret)
        self._refresh_token = refresh_token
        self._scope = " ".join(scopes)
        self._in_body = secret_in_body
        self._token: str | None = None
        self._expires = 0.0
        self._lock = threading.Lock()
        self._async_lock: Any = None

    def sync_auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Get a token where there is none, send, and once more with a new token where the server refuses this one."""
        refused: str | None = None
        while True:
            token = self._current(refused)
            if token is None:
                with self._lock:  # whoever waited here finds the token of who did not
                    token = self._current(refused)
                    if token is None:
                        answer = yield self._token_request(request)
                        answer.read()
                        token = self._accept(answer)
            if token is None:
                return  # the answer about the token is that of the call: an error, and maybe tried again
            response = yield _bearing(request, token)
            if refused is not None or not _is_refused(response):
                return
            refused = token

    async def async_auth_flow(self, request: httpx2.Request) -> AsyncGenerator[httpx2.Request, httpx2.Response]:
        """Get a token where there is none, send, and once more with a new token where the server refuses this one."""
        import anyio

        if self._async_lock is None:
            self._async_lock = anyio.Lock()
        refused: str | None = None
        while True:
            token = self._current(refused)
            if token is None:
                async with self._async_lock:
                    token = self._current(refused)
                    if token is None:
                        answer = yield self._token_request(request)
                        await answer.aread()
                        token = self._accept(answer)
            if token is None:
                return
            response = yield _bearing(request, token)
            if refused is not None or not _is_refused(response):
                return
            refused = token

    def _current(self, refused: str | None) -> str | None:
        usable = self._token != refused and time.monotonic() < self._expires
        return self._token if usable else None

    def _token_request(self, request: httpx2.Request) -> httpx2.Request:
        fields = {"grant_type": "client_credentials"}
        if self._refresh_token is not None:
            fields = {"grant_type": "refresh_token", "refresh_token": self._refresh_token}
        if self._scope:
            fields["scope"] = self._scope
        headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        client_id, secret = self._client
        if client_id is not None and (self._in_body or secret is None):
            fields |= {"client_id": client_id, **({"client_secret": secret} if secret is not None else {})}
        elif client_id is not None and secret is not None:
            pair = f"{quote_plus(client_id)}:{quote_plus(secret)}".encode("ascii")
            headers["Authorization"] = "Basic " + base64.b64encode(pair).decode("ascii")
        timeout = {"timeout": request.extensions["timeout"]} if "timeout" in request.extensions else {}
        content = urlencode(fields).encode("ascii")
        return httpx2.Request("POST", self._token_url, headers=headers, content=content, extensions=timeout)

    def _accept(self, answer: httpx2.Response) -> str | None:
        """The token in an answer; None for an answer that says what is wrong. Raises APIResponseValidationError for any other."""
        if answer.status_code >= 400:
            return None
        try:
            body: Any = json.loads(answer.content)
            token, seconds = body["access_token"], float(body.get("expires_in") or 3600)
        except (ValueError, TypeError, LookupError, AttributeError):
            token, seconds, body = None, 0.0, None
        if answer.status_code >= 300 or not isinstance(token, str) or not token:
            raise APIResponseValidationError(
                answer, None, message=f"{answer.request.url.host} gave no access token (status {answer.status_code})."
            )
        renewed = cast("dict[str, object]", body).get("refresh_token")
        if self._refresh_token is not None and isinstance(renewed, str):
            self._refresh_token = renewed
        self._token = token
        self._expires = time.monotonic() + seconds - min(seconds * _MARGIN, _LONGEST_MARGIN)
        return token


def _bearing(request: httpx2.Request, token: str) -> httpx2.Request:
    request.headers["Authorization"] = f"Bearer {token}"
    return request


def _is_refused(response: httpx2.Response) -> bool:
    """Whether another token may help, and the request can be sent again: its body is at hand."""
    return response.status_code == 401 and isinstance(response.request.stream, httpx2.ByteStream)
