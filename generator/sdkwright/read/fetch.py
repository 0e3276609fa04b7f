"""Files on other machines, for descriptions that may refer to them; nothing is fetched unless a person has allowed it.

Plain GET requests by the standard library, so that each one goes to the very address that was judged: http and https only, no
credentials, no cookies, no proxies, public addresses only but for hosts allowed by name, and bounds on size, time, redirects
and the number of files. Which addresses are public is addresses.py's.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import SplitResult, urljoin, urlsplit

from sdkwright.diagnostics import Report, display
from sdkwright.inert import dataclass
from sdkwright.read.addresses import is_public, lookup
from sdkwright.read.document import Part
from sdkwright.read.folder import RefusedError
from sdkwright.read.load import take
from sdkwright.read.problems import MAX_BYTES, MAX_TOTAL
from sdkwright.read.text import Text

__all__ = ["Bounds", "Remote", "Store"]

_KIND = "remote"
_REDIRECTS = frozenset((301, 302, 303, 307, 308))


class Store(Protocol):
    """Where answers are kept between runs, to be asked for again only if they changed."""

    def get(self, kind: str, key: str) -> bytes | None:
        """What was put there."""
        ...

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Keep it."""
        ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is fetched: bytes of a file and of a run, files of a run, redirects of a file, seconds of a file and of a run."""

    size: int = MAX_BYTES
    total: int = MAX_TOTAL
    files: int = 1_000
    redirects: int = 5
    seconds: float = 30.0
    together: float = 300.0


@dataclass(slots=True)
class Remote:
    """Fetches for one run. ``hosts`` are names whose addresses may be private."""

    report: Report
    hosts: frozenset[str] = frozenset()
    store: Store | None = None
    bounds: Bounds = Bounds()
    fetched: int = 0
    received: int = 0
    waited: float = 0.0

    def __call__(self, uri: str, source: str) -> Part | None:
        """The file at a URL. Raises RefusedError where it is not fetched, with the reason."""
        self.fetched += 1
        if self.fetched > self.bounds.files:
            raise _refused(uri, f"this is more than {self.bounds.files} files", "is this the right root document?")
        if self.waited >= self.bounds.together:
            raise _refused(uri, f"all files took more than {self.bounds.together:g} s", "copy them beside the document")
        started = time.monotonic()
        try:
            body = self._followed(uri, started + min(self.bounds.seconds, self.bounds.together - self.waited))
        finally:
            self.waited += time.monotonic() - started
        self.received += len(body)
        if self.received > self.bounds.total:
            raise _refused(
                uri, f"all files have more than {self.bounds.total:,} bytes", "is this the right root document?"
            )
        name = PurePosixPath(urlsplit(uri).path).name or "index"
        return take(body, Text(Path(name), "", url=uri), self.report, source=source)

    def _followed(self, uri: str, deadline: float) -> bytes:
        """What stands at the URL, or where it redirects to. Nothing of a request goes on to the next but the URL."""
        here = uri
        for _ in range(self.bounds.redirects + 1):
            status, headers, body = self._get(uri, here, deadline)
            if status not in _REDIRECTS:
                break
            there = _joined(uri, here, headers.get("location", ""))
            if here.startswith("https:") and not there.startswith("https:"):
                raise _refused(uri, "it redirects from https to http", "refer to where it really is")
            here = there
        else:
            raise _refused(uri, f"more than {self.bounds.redirects} redirects", "refer to where it really is")
        if status != http.client.OK:
            raise _refused(uri, f"the answer is {status}", "check the URL; credentials are never sent")
        return body

    def _get(self, uri: str, here: str, deadline: float) -> tuple[int, Mapping[str, str], bytes]:
        """One request: status, headers in lower case, body. An answer that has not changed since is taken from the store."""
        parts = _checked(uri, here)
        known = _recalled(self.store, here)
        headers = {"Accept": "application/yaml, application/json, */*", "User-Agent": "sdkwright"}
        headers |= known.asked if known is not None else {}
        connection = _connection(parts, self._addresses(uri, parts, deadline), deadline)
        watchdog = threading.Timer(max(0.0, deadline - time.monotonic()), _cut, (connection,))
        watchdog.start()
        try:
            connection.request(
                "GET", parts._replace(scheme="", netloc="", fragment="").geturl() or "/", headers=headers
            )
            response = connection.getresponse()
            told = {name.lower(): value for name, value in response.getheaders()}
            if response.status == http.client.NOT_MODIFIED and known is not None:
                return http.client.OK, told, known.body
            body = response.read(self.bounds.size + 1)
            if time.monotonic() >= deadline:  # cut off, which looks like an end where no length was told
                raise TimeoutError
        except (OSError, http.client.HTTPException, ValueError) as error:
            late = time.monotonic() >= deadline
            why = f"no answer in {self.bounds.seconds:g} s" if late else str(error) or type(error).__name__
            raise _refused(uri, why, "check the URL and the network") from None
        finally:
            watchdog.cancel()
            connection.close()
        if len(body) > self.bounds.size:
            raise _refused(uri, f"it is larger than {self.bounds.size:,} bytes", "is this the right file?")
        if told.get("content-encoding", "identity") != "identity":
            raise _refused(uri, "it was sent compressed, which was not asked for", "copy the file beside the document")
        if response.status == http.client.OK:
            _remember(self.store, here, told, body)
        return response.status, told, body

    def _addresses(self, uri: str, parts: SplitResult, deadline: float) -> list[str]:
        """The addresses of the host, asked for once; every one has to be public, unless the host is allowed by name."""
        host = parts.hostname or ""
        try:
            found = lookup(host, _port(parts), deadline - time.monotonic())
        except TimeoutError:
            why = f"nobody said in time where the host {display(host)} is"
            raise _refused(uri, why, "check the URL and the network") from None
        except (OSError, UnicodeError):
            raise _refused(uri, f"the host {display(host)} is not known", "check the URL and the network") from None
        if host.lower() not in self.hosts and not all(map(is_public, found)):
            hint = f"if you trust it, allow it by name: `--allow-host {host}`"
            raise _refused(uri, f"the host {display(host)} has an address that is not public", hint)
        return found


def _refused(uri: str, why: str, hint: str) -> RefusedError:
    return RefusedError("S018", f"{display(uri, 100)} cannot be fetched: {why}", hint)


def _checked(uri: str, here: str) -> SplitResult:
    try:
        parts = urlsplit(here)
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        raise _refused(uri, f"{display(here)} is not a URL", "check the URL") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _refused(uri, f"{display(here)} is not an http(s) URL", "only these are fetched")
    if parts.username is not None or parts.password is not None:
        raise _refused(uri, "the URL holds credentials, and none are ever sent", "copy the file beside the document")
    if any(character.isspace() or not character.isprintable() for character in here):
        raise _refused(uri, "the URL holds blanks", "write them as `%20`")
    return parts


def _joined(uri: str, here: str, location: str) -> str:
    try:
        return urljoin(here, location)
    except ValueError:  # brackets that are no IPv6 address
        raise _refused(uri, f"it redirects to {display(location)}, which is no URL", "check the URL") from None


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was looked up before; the host is only what is asked for there, and verified.

    Each step has what is left until the deadline; what waits in one longer than that is cut off from outside (`_cut`).
    """

    def __init__(
        self, host: str, port: int, addresses: list[str], deadline: float, context: ssl.SSLContext | None
    ) -> None:
        super().__init__(host, port)
        self._addresses = addresses
        self._deadline = deadline
        self._context = context
        self.wire: socket.socket | None = None
        """What is read from until the end; ``sock`` is gone once an answer has begun that ends with the connection."""

    def connect(self) -> None:
        """Connect to the first address that answers."""
        failure = OSError("no address")
        for address in self._addresses:
            try:
                self.sock = self.wire = socket.create_connection((address, self.port), self._left())
                break
            except OSError as error:
                failure = error
        else:
            raise failure
        if self._context is not None:
            # one step after the other, so that what is to be cut off is known while it shakes hands
            secured = self._context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = self.wire = secured
            self._left()
            secured.do_handshake()
        self._left()

    def _left(self) -> float:
        """Seconds until the deadline. Raises TimeoutError past it, when there may be nobody any more who cuts off."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("it took too long")
        return left


def _connection(parts: SplitResult, addresses: list[str], deadline: float) -> _Connection:
    secure, host = parts.scheme == "https", parts.hostname or ""
    name = host if host.isascii() else host.encode("idna").decode("ascii")
    return _Connection(name, _port(parts), addresses, deadline, ssl.create_default_context() if secure else None)


def _cut(connection: _Connection) -> None:
    """End a request that takes too long, wherever it waits."""
    if connection.wire is not None:
        with contextlib.suppress(OSError):
            connection.wire.shutdown(socket.SHUT_RDWR)


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer of an earlier run and the headers that ask whether it still holds."""

    body: bytes
    asked: dict[str, str]


def _recalled(store: Store | None, uri: str) -> _Answer | None:
    kept = store.get(_KIND, _key(uri)) if store is not None else None
    if kept is None:
        return None
    head, _, body = kept.partition(b"\n")
    return _Answer(body, json.loads(head))


def _key(uri: str) -> str:
    return hashlib.sha256(uri.encode()).hexdigest()


def _remember(store: Store | None, uri: str, headers: Mapping[str, str], body: bytes) -> None:
    """Keep what can be asked for again: answers with a validator (RFC 9110 section 8.8)."""
    asked: dict[str, str] = {}
    if "etag" in headers:
        asked["If-None-Match"] = headers["etag"]
    elif "last-modified" in headers:
        asked["If-Modified-Since"] = headers["last-modified"]
    if store is not None and asked:
        store.put(_KIND, _key(uri), json.dumps(asked).encode() + b"\n" + body)
