"""Bearer tokens of an OAuth 2 server; loaded only where there are any."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

import base64
import json
import time
from collections.abc import AsyncGenerator, Generator, Iterable
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote_plus, urlencode

import httpx2

from .credentials import is_refused, with_bearer
from .errors import APIResponseValidationError, SDKError
from .locks import ForkLock, LoopLock

if TYPE_CHECKING:
    from .client import BaseClient

_ROOT = __name__.rsplit("._core", 1)[0]
# A token is not used any more when so much of its time is left: a part of it, and at most so many seconds.
_MARGIN, _LONGEST_MARGIN = 0.1, 60.0


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
        self._lock = ForkLock()
        self._async_lock = LoopLock()

    def sync_auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Get a token where there is none, send, and once more with a new token where the server refuses this one."""
        refused: str | None = None
        while True:
            token = self._current(refused)
            if token is None:
                with self._lock.held(_patience(request)):  # whoever waited here finds the token of who did not
                    token = self._current(refused)
                    if token is None:
                        answer = yield self._token_request(request)
                        answer.read()
                        token = self._accept(answer)
            if token is None:
                return  # the answer about the token is that of the call: an error, and maybe tried again
            response = yield with_bearer(request, token)
            if refused is not None or not is_refused(response):
                return
            refused = token

    async def async_auth_flow(self, request: httpx2.Request) -> AsyncGenerator[httpx2.Request, httpx2.Response]:
        """Get a token where there is none, send, and once more with a new token where the server refuses this one."""
        refused: str | None = None
        while True:
            token = self._current(refused)
            if token is None:
                async with self._async_lock.held(_patience(request)):
                    token = self._current(refused)
                    if token is None:
                        answer = yield self._token_request(request)
                        await answer.aread()
                        token = self._accept(answer)
            if token is None:
                return
            response = yield with_bearer(request, token)
            if refused is not None or not is_refused(response):
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


def _patience(request: httpx2.Request) -> float | None:
    """Seconds to wait for the token that another call asks for: as long as for a connection."""
    timeout: dict[str, float | None] = request.extensions.get("timeout", {})
    return timeout.get("pool")


def oauth_flow(
    client: BaseClient,
    token_url: str,
    client_id: str | None,
    client_secret: str | None,
    token: str | None = None,
    *,
    scope: str = "",
) -> httpx2.Auth | None:
    """What gets a token by client credentials, unless there is a `token`; one for a client and its copies."""
    if token or (client_id is None and client_secret is None):
        return None
    key = ("oauth2", token_url, client_id, client_secret, scope)
    if key not in client._flows:
        url = str(client.base_url.join(token_url))
        made = OAuth2(url, client_id=client_id, client_secret=client_secret, scopes=scope.split())
        client._flows.setdefault(key, made)
    return client._flows[key]
