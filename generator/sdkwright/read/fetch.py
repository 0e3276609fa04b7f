"""Files on other machines, for descriptions that may refer to them; nothing is fetched unless a person has allowed it.

Plain GET requests by the standard library, so that each one goes to the very address that was judged: http and https only, no
credentials, no cookies, no proxies, public addresses only but for hosts allowed by name, and bounds on size, time, redirects
and the number of files.
"""

from __future__ import annotations

import hashlib
import http.client
import ipaddress
import json
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import SplitResult, urljoin, urlsplit

from sdkwright.diagnostics import Report, display
from sdkwright.read.document import Part
from sdkwright.read.folder import RefusedError
from sdkwright.read.load import take
from sdkwright.read.problems import MAX_BYTES
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
    """How much is fetched: bytes of a file, files of a run, redirects of a file, seconds of a file."""

    size: int = MAX_BYTES
    files: int = 1_000
    redirects: int = 5
    seconds: float = 30.0


@dataclass(slots=True)
class Remote:
    """Fetches for one run. ``hosts`` are names whose addresses may be private."""

    report: Report
    hosts: frozenset[str] = frozenset()
    store: Store | None = None
    bounds: Bounds = Bounds()
    fetched: int = 0

    def __call__(self, uri: str, source: str) -> Part | None:
        """The file at a URL. Raises RefusedError where it is not fetched, with the reason."""
        self.fetched += 1
        if self.fetched > self.bounds.files:
            raise _refused(uri, f"this is more than {self.bounds.files} files", "is this the right root document?")
        deadline = time.monotonic() + self.bounds.seconds
        here = uri
        for _ in range(self.bounds.redirects + 1):
            status, headers, body = self._get(uri, here, deadline)
            if status not in _REDIRECTS:
                break
            there = urljoin(here, headers.get("location", ""))
            if here.startswith("https:") and not there.startswith("https:"):
                raise _refused(uri, "it redirects from https to http", "refer to where it really is")
            here = there
        else:
            raise _refused(uri, f"more than {self.bounds.redirects} redirects", "refer to where it really is")
        if status != http.client.OK:
            raise _refused(uri, f"the answer is {status}", "check the URL; credentials are never sent")
        name = PurePosixPath(urlsplit(uri).path).name or "index"
        return take(body, Text(Path(name), "", url=uri), self.report, source=source)

    def _get(self, uri: str, here: str, deadline: float) -> tuple[int, Mapping[str, str], bytes]:
        """One request: status, headers in lower case, body. An answer that has not changed since is taken from the store."""
        parts = _checked(uri, here)
        known = _recalled(self.store, here)
        headers = {"Accept": "application/yaml, application/json, */*", "User-Agent": "sdkwright"}
        headers |= known.asked if known is not None else {}
        connection = _connection(parts, self._addresses(uri, parts), self.bounds.seconds)
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

    def _addresses(self, uri: str, parts: SplitResult) -> list[str]:
        """The addresses of the host; every one has to be public, unless the host is allowed by name."""
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError):
            raise _refused(uri, f"the host {display(host)} is not known", "check the URL and the network") from None
        if host.lower() not in self.hosts and not all(map(_is_public, found)):
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


def _is_public(address: str) -> bool:
    """Whether an address is one of the internet: not private, loopback, link-local, multicast or one in disguise."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            ip = inner
        elif ip in ipaddress.ip_network("64:ff9b::/96"):  # NAT64
            ip = ipaddress.ip_address(int(ip) & 0xFFFF_FFFF)
    return ip.is_global and not ip.is_multicast


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was looked up before; the host is only what is asked for there, and verified."""

    def __init__(
        self, host: str, port: int, addresses: list[str], seconds: float, context: ssl.SSLContext | None
    ) -> None:
        super().__init__(host, port, timeout=seconds)
        self._addresses = addresses
        self._context = context

    def connect(self) -> None:
        """Connect to the first address that answers."""
        failure = OSError("no address")
        for address in self._addresses:
            try:
                self.sock = socket.create_connection((address, self.port), self.timeout)
                break
            except OSError as error:
                failure = error
        else:
            raise failure
        if self._context is not None:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)


def _connection(parts: SplitResult, addresses: list[str], seconds: float) -> _Connection:
    secure, host = parts.scheme == "https", parts.hostname or ""
    name = host if host.isascii() else host.encode("idna").decode("ascii")
    context = ssl.create_default_context() if secure else None
    return _Connection(name, parts.port or (443 if secure else 80), addresses, seconds, context)


def _cut(connection: http.client.HTTPConnection) -> None:
    """End a request that takes too long, wherever it waits."""
    if isinstance(connection.sock, socket.socket):
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            connection.close()


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
