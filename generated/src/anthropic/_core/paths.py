"""Putting parameters into the path of a request without letting them change its shape; knows nothing of base URLs."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum
from functools import lru_cache
from urllib.parse import quote

__all__ = ["path_template"]

# What may stand unencoded in each component of a URL (RFC 3986, appendix A), beyond the unreserved characters.
_PATH = "!$&'()*+,;=:@"
_QUERY = "!$'()*,;:@/?"
_FRAGMENT = "!$&'()*+,;=:@/?"

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def path_template(template: str, /, **values: object) -> str:
    """`template` with each `{name}` replaced by its percent-encoded value.

    Raises KeyError for a name without value, ValueError for an empty string in the path and where a segment of the
    path would be `.` or `..` (RFC 3986, section 5.2.4: it would address another resource).
    """
    parts: list[str] = []
    dotted = False
    for literal, name, safe in _compile(template):
        parts.append(literal)
        if name is None:
            continue
        text = _text(values[name])
        if not text and safe is _PATH:
            raise ValueError(f"Expected a non-empty value for `{name}` but received {values[name]!r}")
        dotted = dotted or "." in text
        parts.append(text if text.isalnum() and text.isascii() else quote(text, safe=safe))
    path = "".join(parts)
    if dotted or "." in template or "%2" in template:
        _refuse_dot_segments(path)
    return path


@lru_cache(maxsize=1024)
def _compile(template: str) -> tuple[tuple[str, str | None, str], ...]:
    """`(literal, name of the placeholder after it, characters it may hold)` for each placeholder, and the rest."""
    parts: list[tuple[str, str | None, str]] = []
    position, safe = 0, _PATH
    for match in _PLACEHOLDER.finditer(template):
        literal = template[position : match.start()]
        safe = _component(literal, safe)
        parts.append((literal, match.group(1), safe))
        position = match.end()
    parts.append((template[position:], None, safe))
    return tuple(parts)


def _component(literal: str, current: str) -> str:
    """The component of the URL that follows `literal`, which itself began in `current`."""
    if "#" in literal:
        return _FRAGMENT
    return _QUERY if current is _PATH and "?" in literal else current


def _text(value: object) -> str:
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, str):
        return value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _refuse_dot_segments(path: str) -> None:
    bare = re.split(r"[?#]", path, maxsplit=1)[0]
    for segment in bare.split("/"):
        if segment.replace("%2e", ".").replace("%2E", ".") in (".", ".."):
            raise ValueError(f"The path {path!r} would contain the dot-segment {segment!r}")
