"""The package's logger, the switch that turns it on, and what is kept out of it; decides nothing about requests."""

from __future__ import annotations

import copy
import logging
import os
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote_plus

import httpx2

from .auth import is_secret

logger = logging.getLogger(__name__.rsplit("._core", 1)[0])

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO}
_HIDDEN = "<redacted>"


def setup_logging(variable: str, package: str) -> None:
    """Obey the environment variable: `debug` or `info` turn the loggers of the package and of the HTTP library on."""
    level = _LEVELS.get(os.environ.get(variable, "").strip().lower())
    if level is None:
        return
    logging.basicConfig(
        format="[%(asctime)s - %(name)s:%(lineno)d - %(levelname)s] %(message)s", datefmt="%Y-%m-%d %H:%M:%S"
    )
    logging.getLogger(package).setLevel(level)
    logging.getLogger(httpx2.__name__).setLevel(level)


def hide_secrets(secrets: tuple[str, ...]) -> None:
    """Keep credentials in a query out of what the HTTP library logs, whoever turned its logger on; each client sees to that."""
    library = logging.getLogger(httpx2.__name__)
    if not any(isinstance(item, _HideUrlSecrets) and item.secrets == secrets for item in library.filters):
        library.addFilter(_HideUrlSecrets(secrets))


class _HideUrlSecrets(logging.Filter):
    """The HTTP library logs whole URLs: a credential in the query must not go with them."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self.secrets = secrets

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(self._shown(item) for item in record.args)
        return True

    def _shown(self, item: object) -> object:
        if isinstance(item, httpx2.URL):
            shown = redact_url(item, self.secrets)
            return item if shown == str(item) else shown
        if isinstance(item, str) and "://" in item:  # a URL of which the filter of another package has hidden its own
            return _redact_query(item, self.secrets)
        return item


def redact_headers(headers: httpx2.Headers, secrets: Iterable[str] = ()) -> dict[str, str]:
    """The headers with every value that may be a credential hidden; those named in `secrets` are."""
    return dict(_hidden(headers, secrets).multi_items())


def redact_url(url: httpx2.URL, secrets: Iterable[str] = ()) -> str:
    """The URL without password and without the values of query parameters that may be credentials; those in `secrets` are."""
    text = str(url)
    if url.userinfo:
        text = text.replace(url.userinfo.decode("ascii") + "@", f"{_HIDDEN}@", 1)
    return _redact_query(text, secrets)


def _redact_query(text: str, secrets: Iterable[str]) -> str:
    bare, question, query = text.partition("?")
    pairs = [pair.partition("=") for pair in query.split("&")] if query else []
    shown = [f"{name}{sep}{_HIDDEN if is_secret(unquote_plus(name), secrets) else value}" for name, sep, value in pairs]
    return bare + question + "&".join(shown)


def redacted(value: Any) -> Any:
    """A request or response with every credential hidden, its body as it is; anything else as it is."""
    if isinstance(value, httpx2.Request):
        secrets = value.extensions.get("secrets", ())
        shown = copy.copy(value)
        shown.url = httpx2.URL(redact_url(value.url, secrets))
        shown.headers = _hidden(value.headers, secrets)
        return shown
    if isinstance(value, httpx2.Response):
        answer = copy.copy(value)
        answer.headers = _hidden(value.headers, ())
        answer.history = [redacted(each) for each in value.history]
        answer.request = redacted(value.request)
        return answer
    return value


def _hidden(headers: httpx2.Headers, secrets: Iterable[str]) -> httpx2.Headers:
    return httpx2.Headers(
        [(name, _HIDDEN if is_secret(name, secrets) else value) for name, value in headers.multi_items()]
    )
