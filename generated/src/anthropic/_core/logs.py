"""The package's logger, the switch that turns it on, and what is kept out of it; decides nothing about requests."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from urllib.parse import unquote_plus

import httpx2

from .auth import is_secret

__all__ = ["logger", "redact_headers", "redact_url", "setup_logging"]

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
    library = logging.getLogger(httpx2.__name__)
    library.setLevel(level)
    if not any(isinstance(item, _HideUrlSecrets) for item in library.filters):
        library.addFilter(_HideUrlSecrets())


class _HideUrlSecrets(logging.Filter):
    """The HTTP library logs whole URLs: a credential in the query must not go with them."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(redact_url(item) if isinstance(item, httpx2.URL) else item for item in record.args)
        return True


def redact_headers(headers: httpx2.Headers) -> dict[str, str]:
    """The headers with every value that may be a credential hidden."""
    return dict(_redact(headers.multi_items()))


def _redact(items: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    return ((name, _HIDDEN if is_secret(name) else value) for name, value in items)


def redact_url(url: httpx2.URL) -> str:
    """The URL without password and without the values of query parameters that may be credentials."""
    bare, question, query = str(url).partition("?")
    if url.userinfo:
        bare = bare.replace(url.userinfo.decode("ascii") + "@", f"{_HIDDEN}@", 1)
    pairs = [pair.partition("=") for pair in query.split("&")] if query else []
    shown = [f"{name}{sep}{_HIDDEN if is_secret(unquote_plus(name)) else value}" for name, sep, value in pairs]
    return bare + question + "&".join(shown)
