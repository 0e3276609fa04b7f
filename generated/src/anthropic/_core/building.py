"""Turning a `Call` into the HTTP library's request: URL, headers, timeout, body; sends nothing.

A call costs what the wire costs plus a little: whatever does not change from call to call (default headers, the base
URL, the timeout) is compiled once per client and compared, not rebuilt.
"""

# pyright: reportPrivateUsage=false

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote_plus

import httpx2

from .headers import apply_headers
from .request import Call
from .retries import rewinder
from .securing import default_query, mentions, needed_credentials, require_credentials, with_security
from .sentinels import NotGiven, Omit, is_given
from .types import Style

if TYPE_CHECKING:
    from .client import BaseClient

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"


@dataclass(slots=True, eq=False)
class HeaderTemplate:
    """The headers of a first try without body and options, and what they were made from.

    `full` has the default content type, `bare` (for GET) has not. `ours` names those that belong to the try and not to
    a caller: the retry count and the read timeout.
    """

    defaults: Mapping[str, object]
    library: list[tuple[bytes, bytes]]
    host: bytes
    timeout: object
    full: httpx2.Headers
    bare: httpx2.Headers
    extensions: dict[str, Any]
    ours: frozenset[str]
    authenticated: bool


def build_request(
    client: BaseClient,
    http: httpx2.Client | httpx2.AsyncClient,
    call: Call[Any],
    *,
    retries_taken: int = 0,
    idempotency_key: str | None = None,
) -> httpx2.Request:
    """The request for one try of `call`. Raises TypeError when no credential is given and one is needed."""
    template = _template(client, http)
    url = request_url(client, call)
    if http.params:
        url = url.copy_merge_params(http.params)
    if call.security is None and not template.authenticated and http.auth is None and client._sent()[2] is None:
        require_credentials(client, call, needed_credentials(client, client._settings.security))
    headers = _headers(client, template, call, retries_taken, idempotency_key)
    if call.security is not None:
        headers = with_security(client, http, call, httpx2.Headers(headers))
    timeout = request_timeout(client, call)
    extensions = template.extensions
    if timeout is not template.timeout:
        headers = httpx2.Headers(headers) if headers is template.full or headers is template.bare else headers
        extensions = _override_timeout(client, template, call, headers, timeout)
    if url.netloc != template.host:
        headers = httpx2.Headers(headers)
        headers["Host"] = url.netloc.decode("ascii")
        extensions = _with_server_name(extensions, url)
    return _with_body(client, http, call, url, headers, extensions)


def request_timeout(client: BaseClient, call: Call[Any]) -> float | httpx2.Timeout | None:
    """The caller's timeout, else the method's if the client is still at the default of the package, else the client's."""
    timeout = call.options.timeout
    if not isinstance(timeout, NotGiven):
        return timeout
    if not isinstance(call.default_timeout, NotGiven) and client.timeout == client._settings.timeout:
        return call.default_timeout
    return client.timeout


def _override_timeout(
    client: BaseClient,
    template: HeaderTemplate,
    call: Call[Any],
    headers: httpx2.Headers,
    timeout: float | httpx2.Timeout | None,
) -> dict[str, Any]:
    values = httpx2.Timeout(timeout).as_dict()
    name = client._try_header("read-timeout")
    if name is not None and name in template.ours and not mentions(call.options.extra_headers, name):
        headers.pop(name, None)
        if values["read"] is not None:
            headers[name] = f"{values['read']:g}"
    return {**template.extensions, "timeout": values}


# -- URL


@lru_cache(maxsize=256)
def _parse(url: str) -> httpx2.URL:
    return httpx2.URL(url)


def request_url(client: BaseClient, call: Call[Any]) -> httpx2.URL:
    """The URL of `call`: its path under the base URL (or alone, if it is an absolute URL) with all parameters.

    A query that is literally part of the base URL or of the path keeps its bytes, except for names given again.
    """
    params = {**default_query(client, call), **call.params()}
    path, _, literal = call.path.partition("#")[0].partition("?")
    base, base_query = client._url_parts
    server = client._server(call.servers) if call.servers else None
    if server is not None:
        base, _, base_query = f"{server.rstrip('/')}/".partition("?")
    if path[:8].lower().startswith(("http://", "https://")):
        base_query = ""
    else:
        path = base + path.lstrip("/")
    if not (params or literal or base_query):
        return _parse(path)
    query = "&".join(part for part in (base_query, literal) if part)
    if params and query:
        given = {name.partition("[")[0] for name in params}
        kept = [item for item in query.split("&") if _name_of(item) not in given]
        query = "&".join(kept)
    written = client.qs.stringify(params, call.styles) if params else ""
    query = "&".join(part for part in (query, written) if part)
    return _parse(f"{path}?{query}" if query else path)


def _name_of(pair: str) -> str:
    return unquote_plus(pair.partition("=")[0]).partition("[")[0]


def _with_server_name(extensions: dict[str, Any], url: httpx2.URL) -> dict[str, Any]:
    """TLS server names may not hold `_` (RFC 1123, section 2.1), host names of some tenants do."""
    rest = {key: value for key, value in extensions.items() if key != "sni_hostname"}
    return {**rest, "sni_hostname": url.host.replace("_", "-")} if "_" in url.host else rest


# -- headers


def _template(client: BaseClient, http: httpx2.Client | httpx2.AsyncClient) -> HeaderTemplate:
    defaults = client.default_headers
    library = http.headers.raw
    cached = client._header_template
    if (
        cached is None
        or cached.timeout is not client.timeout
        or cached.host != client._host
        or cached.defaults != defaults
        or cached.library != library
    ):
        client._header_template = cached = _compile(client, defaults, library)
    return cached


def _compile(
    client: BaseClient, defaults: Mapping[str, str | Omit], library: list[tuple[bytes, bytes]]
) -> HeaderTemplate:
    timeout = httpx2.Timeout(client.timeout).as_dict()
    full = httpx2.Headers([(b"Host", client._host), *library])
    count, read = client._try_header("retry-count"), client._try_header("read-timeout")
    if count is not None:
        full[count] = "0"
    if read is not None and timeout["read"] is not None:
        full[read] = f"{timeout['read']:g}"
    apply_headers(full, defaults, omit_removes=True)
    callers = {name.lower() for name in defaults}
    bare = httpx2.Headers(full)
    bare.pop("content-type", None)
    needed, secrets = needed_credentials(client, client._settings.security), client._settings.secrets
    # The names of credentials go along, for whoever stands around a try and writes down what is sent.
    extensions = {"timeout": timeout, "secrets": secrets} if secrets else {"timeout": timeout}
    names = {item.header.lower() for item in needed if item.header}
    return HeaderTemplate(
        defaults=dict(defaults),
        library=library,
        host=client._host,
        timeout=client.timeout,
        full=full,
        bare=bare,
        extensions=_with_server_name(extensions, client.base_url),
        ours=frozenset(name for name in (count, read) if name is not None and name not in callers),
        authenticated=not needed
        or any(name in full or name in callers for name in names)
        or client.custom_auth is not None
        or any(client._sent())
        or (
            client._settings.security is None and any(getattr(client, item.option, None) is not None for item in needed)
        ),
    )


def _headers(
    client: BaseClient, template: HeaderTemplate, call: Call[Any], retries_taken: int, idempotency_key: str | None
) -> httpx2.Headers:
    """The headers of one try; the template itself where nothing differs, so not to be changed in place."""
    extra, own = call.options.extra_headers, call.headers
    body = is_given(call.body) or call.content is not None or call.options.extra_body is not None
    base = template.bare if call.method == "GET" and not body and call.files is None else template.full
    plain = call.media_type is None and call.accept is None and idempotency_key is None
    if own and not any(value is not None and is_given(value) for value in own.values()):
        own = None  # the usual call: the method has header parameters, and none of them is given
    if plain and not extra and not own and retries_taken == 0:
        return base
    headers = httpx2.Headers(base)
    count = client._try_header("retry-count")
    if retries_taken and count in template.ours:
        headers[count] = str(retries_taken)
    if call.accept is not None:
        headers["Accept"] = call.accept
    if call.media_type is not None:
        headers["Content-Type"] = call.media_type
    if idempotency_key is not None and client._settings.idempotency_header and call.method != "GET":
        headers[client._settings.idempotency_header] = idempotency_key
    if own:
        apply_headers(headers, own, omit_removes=False)
    if extra:
        apply_headers(headers, extra, omit_removes=True)
    return headers


# -- body


class _EmptyMultipart(dict[str, Any]):
    """No files, yet a multipart body is wanted: the HTTP library looks at the truth of `files`."""

    def __bool__(self) -> bool:
        return True


def _with_body(
    client: BaseClient,
    http: httpx2.Client | httpx2.AsyncClient,
    call: Call[Any],
    url: httpx2.URL,
    headers: httpx2.Headers,
    extensions: dict[str, Any],
) -> httpx2.Request:
    fixed: dict[str, Any] = {"cookies": http.cookies, "extensions": extensions}
    content: object = call.content
    if isinstance(content, (bytes, bytearray, memoryview, str)):
        data = content.encode() if isinstance(content, str) else bytes(content)
    elif content is not None:
        return _streamed(client, call, url, httpx2.Headers(headers), content, fixed)
    else:
        body = call.json_body()
        media_type = _JSON
        if is_given(body) or call.files is not None:
            media_type = headers.get("content-type", _JSON)
        if call.files is not None or media_type.startswith("multipart/"):
            return _multipart(client, call, url, httpx2.Headers(headers), body, fixed)
        data = _encode(client, call, body, media_type) if is_given(body) else b""
    if data or call.method in ("POST", "PUT", "PATCH"):
        headers = httpx2.Headers(headers)
        headers["Content-Length"] = str(len(data))
    request = httpx2.Request(call.method, url, headers=headers, stream=httpx2.ByteStream(data), **fixed)
    request.read()  # so that `request.content` works, as it does for a request the library builds
    return request


def _streamed(
    client: BaseClient, call: Call[Any], url: httpx2.URL, headers: httpx2.Headers, content: Any, fixed: dict[str, Any]
) -> httpx2.Request:
    from .bodies import AsyncBody, SyncBody, length_of

    rewind = rewinder(call)
    if isinstance(content, os.PathLike):
        from .files import FileOnDisk

        content = FileOnDisk(cast("os.PathLike[str]", content))
        rewind = partial(content.seek, 0)
    length = length_of(content)
    if length is not None and "transfer-encoding" not in headers:
        headers["Content-Length"] = str(length)
    elif "content-length" not in headers:
        headers["Transfer-Encoding"] = "chunked"
    stream = (AsyncBody if client._is_async else SyncBody)(content, rewind)
    return httpx2.Request(call.method, url, headers=headers, stream=stream, **fixed)


def _encode(client: BaseClient, call: Call[Any], body: object, media_type: str) -> bytes:
    if media_type.startswith(_FORM) and isinstance(body, Mapping):
        styles = cast("Mapping[str, Style] | None", call.encoding)  # a form has neither media types nor parts
        return client.qs.stringify(cast("Mapping[str, object]", body), styles).encode()
    if isinstance(body, (str, bytes, bytearray)) and "json" not in media_type:
        return body.encode() if isinstance(body, str) else bytes(body)
    from .encode import to_json

    return to_json(body)


def _multipart(
    client: BaseClient,
    call: Call[Any],
    url: httpx2.URL,
    headers: httpx2.Headers,
    body: object,
    fixed: dict[str, Any],
) -> httpx2.Request:
    from .files import readers, to_httpx_files
    from .multipart import multipart_parts

    media_type = headers.get("content-type", _MULTIPART)
    if "boundary=" not in media_type:
        headers.pop("content-type", None)  # the library writes it, with the boundary that it chooses
    files: Any = multipart_parts(body, call.encoding, client.qs.array_format)
    if call.files:
        given = to_httpx_files(call.files)
        files.extend(given.items() if isinstance(given, Mapping) else given)
    request = httpx2.Request(call.method, url, headers=headers, files=files or _EmptyMultipart(), **fixed)
    if media_type.startswith("multipart/") and "boundary=" not in media_type:
        written = request.headers["content-type"]
        request.headers["content-type"] = written.replace(_MULTIPART, media_type.partition(";")[0].strip(), 1)
    sources = list(readers(files))
    if sources:
        from .bodies import AsyncBody, SyncBody

        whole, rewind = cast("Any", request.stream), rewinder(call)
        in_memory = all(isinstance(source, io.BytesIO) for source in sources)
        request.stream = AsyncBody(whole, rewind, joined=not in_memory) if client._is_async else SyncBody(whole, rewind)
    return request
