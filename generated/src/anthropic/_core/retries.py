"""Whether and when a failed try is repeated; sends nothing and never sleeps."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

import math
import time
from collections.abc import AsyncIterable, Callable, Iterator
from contextlib import suppress
from os import PathLike
from typing import TYPE_CHECKING, Any

import httpx2

from .errors import APIConnectionError, APIError, APITimeoutError
from .headers import find_header
from .request import Call
from .settings import ClientSettings

if TYPE_CHECKING:
    from .client import BaseClient

# Errors that would only happen again: the request itself is at fault, or the server sends us in circles.
_HOPELESS = (
    httpx2.UnsupportedProtocol,
    httpx2.LocalProtocolError,
    httpx2.TooManyRedirects,
    httpx2.StreamConsumed,
    httpx2.InvalidURL,  # that a server redirects to
)


# A server that asks to wait longer than this (seconds) is not obeyed: the usual backoff applies.
_MAX_RETRY_AFTER = 60.0

# What a client may spend on retries: so many at once, and what each call and each second add to that.
_IN_RESERVE, _FOR_CALLS, _PER_SECOND = 100.0, 0.1, 1.0

_ONCE = "The request was not retried: its body can be read only once."
_SPENT = "The request was not retried: too many requests of this client are failing."
_LATE = "The request was not retried: the deadline would have passed before the next try."


class RetryBudget:
    """What a client and its copies may spend on retries, so that a storm of failures does not multiply the load.

    There is a reserve, to which every call and every second add a little; a retry takes one from it. Threads that meet
    here may count one too few, which is nothing to wait for each other for.
    """

    def __init__(self) -> None:
        self._left = _IN_RESERVE
        self._counted = time.monotonic()

    def add_call(self) -> None:
        """One more call is made."""
        self._left += _FOR_CALLS

    def take(self) -> bool:
        """Whether there may be one more retry."""
        now = time.monotonic()
        self._left = min(self._left + (now - self._counted) * _PER_SECOND, _IN_RESERVE)
        self._counted = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Attempts:
    """The tries of one call: `taken` counts the retries made so far, `ends` is when the deadline of the client passes."""

    def __init__(self, client: BaseClient, call: Call[Any]) -> None:
        self.taken = 0
        self.ends = None if client.deadline is None else time.monotonic() + client.deadline
        self.idempotency_key = call.options.idempotency_key
        self._limit = client._max_retries(call)
        self._client, self._call = client, call
        self._budget = client._retry_budget
        self._why: str | None = None
        self._rewind: Callable[[], None] | None = None
        self._once = False
        if call.content is not None or call.files is not None or (call.media_type or "").startswith("multipart/"):
            self._rewind = rewinder(call)
            self._once = self._rewind is None
        if client._settings.idempotency_header and self.idempotency_key is None and call.method != "GET":
            import uuid

            self.idempotency_key = f"stainless-python-retry-{uuid.uuid4()}"
        self._budget.add_call()

    def after_response(self, response: httpx2.Response) -> float | None:
        """Seconds to wait before the next try, or None when the answer stands."""
        if not should_retry(response):
            if self._once and (response.status_code in (307, 308) or self._would_answer(response)):
                self._why = _ONCE
            return None
        return self._next(response.headers)

    def _would_answer(self, response: httpx2.Response) -> bool:
        """Whether this refusal would have been answered with other credentials, had the body been there."""
        return response.status_code == 401 and self._client._auth_of(self._call) is not httpx2.USE_CLIENT_DEFAULT

    def after_error(self, cause: Exception) -> float | None:
        """Seconds to wait before the next try, or None when the error stands."""
        if isinstance(cause, httpx2.StreamConsumed):
            self._why = _ONCE
        return None if isinstance(cause, _HOPELESS) else self._next(None)

    def explain(self, error: APIError) -> APIError:
        """The error, with a note where it would have been tried again but for something else."""
        if self._why is not None:
            error.add_note(self._why)
        return error

    def rewind(self) -> None:
        """Make the body ready to be sent again."""
        if self._rewind is not None:
            self._rewind()

    def _next(self, headers: httpx2.Headers | None) -> float | None:
        if self.taken >= self._limit:
            return None
        if self._once:
            self._why = _ONCE
            return None
        delay = retry_delay(headers, self.taken, self._client._settings)
        if self.ends is not None and time.monotonic() + delay >= self.ends:
            self._why = _LATE
            return None
        if self._limit != math.inf and not self._budget.take():
            self._why = _SPENT
            return None
        self.taken += 1
        return delay


def should_retry(response: httpx2.Response) -> bool:
    """Whether the server may answer better to the same request: as it says itself, else by the status."""
    told = find_header(response.headers, b"x-should-retry")
    if told in ("true", "false"):
        return told == "true"
    return response.status_code in (408, 409, 429) or response.status_code >= 500


def retry_delay(headers: httpx2.Headers | None, taken: int, settings: ClientSettings) -> float:
    """Seconds to wait before retry number `taken` + 1.

    What the server asks for (`retry-after-ms`, `Retry-After` of RFC 9110, section 10.2.3) if that is above 0 and at
    most 60 seconds; else the initial delay doubled with every retry, less up to a quarter at random, so that clients
    that failed together do not come back together.
    """
    asked = _asked_delay(headers) if headers is not None else None
    if asked is not None and 0 < asked <= _MAX_RETRY_AFTER:
        return asked
    import random

    delay = min(settings.initial_retry_delay * 2.0 ** min(max(taken, 0), 1000), settings.max_retry_delay)
    return delay * (1 - 0.25 * random.random())  # noqa: S311 - no secret


def _asked_delay(headers: httpx2.Headers) -> float | None:
    value = None
    for name, parts in ((b"retry-after-ms", 1000), (b"retry-after", 1)):
        if (value := find_header(headers, name)) is not None:
            with suppress(ValueError):
                return float(value) / parts
    return None if value is None else _seconds_until(value)


def _seconds_until(text: str) -> float | None:
    from email.utils import mktime_tz, parsedate_tz

    when = parsedate_tz(text)
    with suppress(ValueError, OverflowError):
        return None if when is None else mktime_tz(when) - time.time()
    return None


def connection_error(exc: Exception, request: httpx2.Request, *, closed: bool) -> APIConnectionError | None:
    """The error to report when sending raised `exc`; None for one that is not about the connection.

    A KeyError in a hook is a mistake of the program: it is neither retried nor given another name. A plain RuntimeError
    counts as a failed connection (transports raise it when theirs is gone), unless the client is `closed`.
    """
    if isinstance(exc, (httpx2.TimeoutException, TimeoutError)):
        return APITimeoutError(request)
    if isinstance(exc, (httpx2.RequestError, httpx2.StreamConsumed, httpx2.InvalidURL, ConnectionError)) or (
        type(exc) is RuntimeError and not closed
    ):
        return APIConnectionError(request=request)
    return None


def rewinder(call: Call[Any]) -> Callable[[], None] | None:
    """What makes the body of `call` ready to be sent again, or None when it can be read only once."""
    marks: list[tuple[Any, int]] = []
    for source in _sources(call):
        if not _seekable(source):
            return None
        marks.append((source, source.tell()))

    def rewind() -> None:
        for file, position in marks:
            file.seek(position)

    return rewind


def _sources(call: Call[Any]) -> Iterator[Any]:
    """What of the body is read while it is sent."""
    if call.content is not None and not isinstance(
        call.content, (bytes, bytearray, memoryview, str, list, tuple, PathLike)
    ):
        yield call.content
    if call.files is not None or (call.media_type or "").startswith("multipart/"):
        from .files import readers

        yield from readers(call.files)
        yield from readers(call.body)


def _seekable(source: Any) -> bool:
    try:
        return not isinstance(source, AsyncIterable) and bool(source.seekable())
    except (AttributeError, ValueError):
        return False
