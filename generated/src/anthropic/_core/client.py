"""What the synchronous and the asynchronous client share: options, defaults, copies, decisions; does no I/O."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar

import httpx2
from typing_extensions import Self

from .answers import error_body, error_message, request_id
from .auth import Schemes, Sent, can_be_sent_again, choose
from .building import HeaderTemplate, build_request
from .errors import APIStatusError, SDKError, error_class
from .headers import header_value, parse_header_lines
from .lazy import Viewed
from .logs import hide_secrets, logger, redact_headers, redact_url
from .options import resolve_base_url
from .platform import async_library, platform_headers
from .query import Querystring
from .redirects import next_hop
from .request import Call
from .retries import RetryBudget
from .sentinels import NotGiven, Omit, not_given
from .settings import ClientSettings
from .types import TokenSource

_LIBRARY_TIMEOUT = httpx2.Timeout(5.0)


class BaseClient(Viewed):
    """Everything about a client but the sending.

    `timeout` and `deadline` (seconds) and `max_retries` may be set at any time.
    """

    _settings: ClassVar[ClientSettings]
    _is_async: ClassVar[bool]

    timeout: float | httpx2.Timeout | None
    deadline: float | None
    max_retries: int

    _pool: Any  # SyncPool or AsyncPool
    _strict_response_validation: bool
    _header_template: HeaderTemplate | None = None
    _token_sources: Mapping[str, TokenSource] = MappingProxyType({})

    def __init__(
        self,
        *,
        base_url: str | httpx2.URL | NotGiven | None = not_given,
        environment: str | NotGiven | None = not_given,
        timeout: float | httpx2.Timeout | NotGiven | None = not_given,
        max_retries: int = 2,
        default_headers: Mapping[str, Any] | None = None,
        default_query: Mapping[str, object] | None = None,
        http_client: httpx2.Client | httpx2.AsyncClient | None = None,
        deadline: float | None = None,
        middleware: Sequence[Any] = (),
        strict: bool = False,
        variables: Mapping[str, object] | None = None,
    ) -> None:
        if max_retries is None:  # pyright: ignore[reportUnnecessaryComparison]
            raise TypeError(
                "max_retries cannot be None. If you want to disable retries, pass `0`; if you want unlimited retries, "
                f"pass `math.inf`; if you want the default behavior, pass {self._settings.max_retries}"
            )
        self._pool = self._make_pool(http_client)
        self._variables = variables or {}
        url, self._environment = resolve_base_url(self._settings, base_url, environment)
        self._set_base_url(url if self._environment is None else self._with_variables(str(url)))
        self.max_retries = max_retries
        self.timeout = self._settings.timeout if isinstance(timeout, NotGiven) else timeout
        if isinstance(timeout, NotGiven) and http_client is not None and http_client.timeout != _LIBRARY_TIMEOUT:
            self.timeout = http_client.timeout
        self._custom_headers: Mapping[str, str | Omit] = self._checked_headers(default_headers or {})
        self._custom_query: Mapping[str, object] = default_query or {}
        self.deadline = deadline
        self._middleware = tuple(middleware)
        hide_secrets(self._settings.secrets)
        self._retry_budget = RetryBudget()
        self._flows: dict[tuple[str | None, ...], httpx2.Auth] = {}
        self._strict_response_validation = strict
        self._qs = Querystring(array_format=self._settings.array_format, nested_format=self._settings.nested_format)
        self._owns_pool = True
        self._closed = False

    def _checked_headers(self, given: Mapping[str, Any]) -> dict[str, str | Omit]:
        """The headers given to the client, over those of the environment. Raises ValueError for what cannot be sent."""
        from_env = parse_header_lines(os.environ.get(f"{self._settings.env_prefix}_CUSTOM_HEADERS", ""))
        headers = {**from_env, **given}
        for name, value in headers.items():
            if not isinstance(value, Omit):
                header_value(name, value)
        return headers

    def _make_pool(self, given: Any) -> Any:
        """What holds the HTTP client, `given` or to be made. Raises TypeError for one of the wrong kind."""
        raise NotImplementedError

    # -- options

    @property
    def base_url(self) -> httpx2.URL:
        """What paths are appended to; always ends in `/`."""
        return self._base_url

    @base_url.setter
    def base_url(self, url: str | httpx2.URL) -> None:
        self._environment = None
        self._set_base_url(url)

    def _with_variables(self, url: str) -> str:
        """A URL of the API with the values of its variables. Raises SDKError for a value that would change its shape."""
        for name, value in self._variables.items():
            text = str(value)
            if f"{{{name}}}" in url and (value is None or not text.isprintable() or any(c in text for c in "?#@\\ ")):
                raise SDKError(f"{value!r} cannot be part of the URL of a server, as its {name!r}")
            url = url.replace(f"{{{name}}}", text)
        return url

    def _server(self, servers: Mapping[str, str]) -> str | None:
        """The base URL of a call with servers of its own; None where that is the client's, or the caller's choice."""
        url = servers.get(self._environment) if self._environment is not None else None
        return None if url is None else self._with_variables(url)

    def _set_base_url(self, url: str | httpx2.URL) -> None:
        parsed = httpx2.URL(url)
        if not parsed.path.endswith("/"):
            raw_path, question, raw_query = parsed.raw_path.partition(b"?")
            parsed = parsed.copy_with(raw_path=raw_path + b"/" + question + raw_query)
        self._base_url = parsed
        # The text before and after the path of a call, and what goes into the Host header.
        before, _, query = str(parsed.copy_with(fragment=None)).partition("?")
        self._url_parts = (before if before.endswith("/") else before + "/", query)
        self._host = parsed.netloc

    # -- defaults of every request; a subclass may override each of them

    @property
    def auth_headers(self) -> dict[str, str]:
        """The headers that carry credentials."""
        return self._sent()[0]

    @property
    def _schemes(self) -> Schemes:
        """What each security scheme of the API adds to a request, where they do not all go together."""
        return {}

    def _sent(self, security: tuple[tuple[str, ...], ...] | None = None) -> Sent:
        """The credentials of a call with these alternatives, by default those of the client."""
        alternatives = self._settings.security if security is None else security
        if alternatives is None:
            return {}, {}, self._flow
        return choose(self._schemes, alternatives) or ({}, {}, None)

    @property
    def _flow(self) -> httpx2.Auth | None:
        """What has to talk to a server for the credentials of every request, where they all go together."""
        return None

    def _auth_of(self, call: Call[Any]) -> Any:
        """What the HTTP library runs to authenticate a call; by default, what the HTTP client says."""
        return self.custom_auth or self._sent(call.security)[2] or httpx2.USE_CLIENT_DEFAULT

    @property
    def custom_auth(self) -> httpx2.Auth | None:
        """A way to sign requests, run by the HTTP library; None for what `auth_headers` does."""
        return None

    @property
    def qs(self) -> Querystring:
        """How query parameters are written."""
        return self._qs

    @property
    def user_agent(self) -> str:
        """The `User-Agent` header."""
        return f"{type(self).__name__}/Python {self._settings.version}"

    def platform_headers(self) -> dict[str, str]:
        """The headers that tell which platform the client runs on; none for an API that wants none."""
        prefix = self._settings.platform_header_prefix
        return {} if prefix is None else dict(platform_headers(prefix, self._settings.version))

    @property
    def default_headers(self) -> dict[str, str | Omit]:
        """The headers of every request; `Omit()` removes one."""
        prefix = self._settings.platform_header_prefix
        headers: dict[str, str | Omit] = {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "User-Agent": self.user_agent,
        }
        if prefix is not None:
            headers.update(self.platform_headers())
            headers[f"{prefix}-Async"] = f"async:{async_library()}" if self._is_async else "false"
        headers.update(self.auth_headers)
        headers.update(self._settings.default_headers)
        headers.update(self._custom_headers)
        return headers

    @property
    def default_query(self) -> dict[str, object]:
        """The query parameters of every request; a client whose credentials go there adds them."""
        return {**self._sent()[1], **self._custom_query}

    def _try_header(self, name: str) -> str | None:
        """The name, in lower case, of a header about one try (`retry-count`, `read-timeout`)."""
        prefix = self._settings.platform_header_prefix
        return None if prefix is None else f"{prefix}-{name}".lower()

    # -- one request

    def _build_request(self, call: Call[Any], *, retries_taken: int = 0) -> httpx2.Request:
        """The HTTP request for `call`, without sending it."""
        return build_request(self, self._pool.get(), call, retries_taken=retries_taken)

    def _max_retries(self, call: Call[Any]) -> float:
        given, default = call.options.max_retries, call.default_max_retries
        if not isinstance(given, NotGiven):
            return given
        return default if default is not None and self.max_retries == self._settings.max_retries else self.max_retries

    def _log(self, text: str, what: object, message: httpx2.Request | httpx2.Response) -> None:
        secrets = self._settings.secrets
        logger.debug(text, what, redact_url(message.url, secrets), redact_headers(message.headers, secrets))

    def _redirected(
        self,
        http: httpx2.Client | httpx2.AsyncClient,
        call: Call[Any],
        response: httpx2.Response,
        history: list[httpx2.Response],
    ) -> tuple[httpx2.Request, bool] | None:
        """Where a redirect leads and whether it stays at the origin; None for an answer to return as it is."""
        follow = call.options.follow_redirects
        if response.next_request is None or not (http.follow_redirects if follow is None else follow):
            return None
        if response.next_request.stream is response.request.stream and not can_be_sent_again(response.request):
            return None
        return next_hop(response, history, http.max_redirects, self._credential_headers())

    def _credential_headers(self) -> list[str]:
        names = [item.header for item in self._settings.credentials if item.header]
        return [*names, *self.auth_headers, *self._settings.secrets]

    def _status_error(self, response: httpx2.Response) -> APIStatusError:
        body = error_body(response)
        error = self._make_status_error(
            error_message(response, body, self._settings.error_message), body=body, response=response
        )
        error.request_id = request_id(self, response)
        return error

    def _make_status_error(self, err_msg: str, *, body: object, response: httpx2.Response) -> APIStatusError:
        """The error for an answer; a subclass may choose its own classes."""
        choose = self._settings.error_kinds
        if choose is None:
            return error_class(response.status_code)(err_msg, response=response, body=body)
        kind, status = choose(response.status_code, body)
        error: APIStatusError = kind(err_msg, response=response, body=body)
        error.status_code = status
        return error

    # -- copies

    def _copy(self, options: Mapping[str, Any], **changes: Any) -> Self:
        """A client like this one but for what is given (None: unchanged); see `copies.py`."""
        from .copies import copy_of

        return copy_of(self, options, **changes)

    # -- life

    def is_closed(self) -> bool:
        """Whether the client can send no more requests."""
        return self._closed or self._pool.is_closed

    def _check_open(self) -> None:
        if self._closed:
            raise RuntimeError("Cannot send a request, as the client has been closed.")
