"""How a request is held against a recorded one: by all that means something."""

from __future__ import annotations

import json
from collections.abc import Callable
from email import policy
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qsl, unquote

from tests.scrubbing import address, header_text

FORM = "application/x-www-form-urlencoded"


def _same_method(sent: Any, recorded: Any) -> None:
    assert sent.method == recorded.method


def _same_place(sent: Any, recorded: Any) -> None:
    """Scheme, host and path, segment by segment."""
    ours, theirs = address(sent), address(recorded)
    assert (ours.scheme, ours.netloc) == (theirs.scheme, theirs.netloc)
    assert [unquote(part) for part in ours.path.split("/")] == [unquote(part) for part in theirs.path.split("/")]


def _same_query(sent: Any, recorded: Any) -> None:
    assert _pairs(address(sent).query) == _pairs(address(recorded).query)


def _pairs(text: str) -> list[tuple[str, str]]:
    """Names and values, decoded; JSON among the values without its blanks."""
    return sorted((name, _normal(value)) for name, value in parse_qsl(text, keep_blank_values=True))


def _normal(text: str) -> str:
    return json.dumps(json.loads(text), sort_keys=True) if text[:1] in ("{", "[") and _is_json(text) else text


def _is_json(text: str | bytes) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _same_headers(sent: Any, recorded: Any) -> None:
    assert _headers(sent) == _headers(recorded)


def _headers(request: Any) -> dict[str, str]:
    found = {str(name).lower(): header_text(value) for name, value in request.headers.items()}
    if not _body(request):
        found.pop("content-type", None)
    elif "content-type" in found:
        found["content-type"] = found["content-type"].partition(";")[0].strip().lower()
    if "cookie" in found:
        found["cookie"] = "; ".join(sorted(part.strip() for part in found["cookie"].split(";")))
    return found


def _same_body(sent: Any, recorded: Any) -> None:
    assert _body(sent) == _body(recorded)


def _body(request: Any) -> Any:
    """What a body says, whatever its boundary, its blanks and the order of its names; None for one that says nothing."""
    content = request.body or b""
    content = content.encode() if isinstance(content, str) else bytes(content)
    said = next(
        (header_text(value) for name, value in request.headers.items() if str(name).lower() == "content-type"), ""
    )
    essence = said.partition(";")[0].strip().lower()
    if essence.endswith("json") and _is_json(content):
        return json.loads(content) or None
    if "json" in essence and content:  # one value a line, or what somebody calls that
        return [_normal(line) for line in content.decode(errors="replace").replace("\x1e", "").split("\n")]
    if essence == FORM:
        return _pairs(content.decode()) or None
    if essence.startswith("multipart/"):
        return _parts(said, content) or None
    return content or None


def _parts(said: str, content: bytes) -> list[tuple[str, bool, str, str]]:
    """Name, whether it is a file, media type where it is not plain text or any file, and content of each part."""
    head = f"MIME-Version: 1.0\r\nContent-Type: {said}\r\n\r\n".encode()
    message = BytesParser(policy=policy.HTTP).parsebytes(head + content)
    found: list[tuple[str, bool, str, str]] = []
    for part in message.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        payload = part.get_payload(decode=True)
        text = payload.decode(errors="replace") if isinstance(payload, bytes) else ""
        is_file = part.get_filename() is not None
        media_type = part.get_content_type() if not is_file else ""
        found.append((name, is_file, media_type if media_type != "text/plain" else "", _normal(text)))
    return sorted(found)


MATCHERS: dict[str, Callable[[Any, Any], None]] = {
    "same method": _same_method,
    "same place": _same_place,
    "same query": _same_query,
    "same headers": _same_headers,
    "same body": _same_body,
}
