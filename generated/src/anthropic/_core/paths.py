"""Putting parameters into the path of a request without letting them change its shape; knows nothing of base URLs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from urllib.parse import quote

from .text import text_of

# What may stand unencoded in each component of a URL (RFC 3986, appendix A), beyond the unreserved characters.
_PATH = "!$&'()*+,;=:@"
_QUERY = "!$'()*,;:@/?"
_FRAGMENT = "!$&'()*+,;=:@/?"

Expression = tuple[str, str, bool]
"""Operator (RFC 6570: `+` for a value that may hold slashes), name, and whether it is exploded."""

_PLACEHOLDER = re.compile(r"\{([.;+]?)([^{}]*?)(\*?)\}")


def path_template(template: str, /, **values: object) -> str:
    """`template` with each `{name}` replaced by its percent-encoded value.

    Raises KeyError for a name without value, ValueError for an empty value in the path and where a segment of the
    path would be `.` or `..` (RFC 3986, section 5.2.4: it would address another resource).
    """
    return fill(template, values, _encoded)


def fill(template: str, values: Mapping[str, object], write: Callable[[object, Expression, str], str]) -> str:
    """The same with values as `write` has them, which is told what their place is and may hold unencoded."""
    parts: list[str] = []
    dotted = False
    for literal, expression, safe in _compile(template):
        parts.append(literal)
        if expression is None:
            continue
        text = write(values[expression[1]], expression, safe)
        if text in ("", expression[0], f"{expression[0]}{expression[1]}=") and safe is _PATH:
            raise ValueError(f"Expected a non-empty value for `{expression[1]}` but received {values[expression[1]]!r}")
        dotted = dotted or "." in text
        parts.append(text)
    path = "".join(parts)
    if dotted or "." in template or "%2" in template:
        _refuse_dot_segments(path)
    return path


def _encoded(value: object, expression: Expression, safe: str) -> str:
    text = value if isinstance(value, str) else text_of(value)
    if expression[0] == "+":
        return segments(text, safe)
    return text if text.isalnum() and text.isascii() else quote(text, safe=safe)


def segments(text: str, safe: str) -> str:
    """`text` as several segments of a path, encoded but for the slashes between them. Raises ValueError for an empty one."""
    if text.startswith("/") or "//" in text:
        raise ValueError(f"Expected segments of a path with nothing empty between their slashes but received {text!r}")
    return quote(text, safe=f"{safe}/")


@lru_cache(maxsize=1024)
def _compile(template: str) -> tuple[tuple[str, Expression | None, str], ...]:
    """`(literal, the placeholder after it, characters it may hold)` for each placeholder, and the rest."""
    parts: list[tuple[str, Expression | None, str]] = []
    position, safe = 0, _PATH
    for match in _PLACEHOLDER.finditer(template):
        literal = template[position : match.start()]
        safe = _component(literal, safe)
        parts.append((literal, (match[1], match[2], bool(match[3])), safe))
        position = match.end()
    parts.append((template[position:], None, safe))
    return tuple(parts)


def _component(literal: str, current: str) -> str:
    """The component of the URL that follows `literal`, which itself began in `current`."""
    if "#" in literal:
        return _FRAGMENT
    return _QUERY if current is _PATH and "?" in literal else current


def _refuse_dot_segments(path: str) -> None:
    bare = re.split(r"[?#]", path, maxsplit=1)[0]
    for segment in bare.split("/"):
        if segment.replace("%2e", ".").replace("%2E", ".") in (".", ".."):
            raise ValueError(f"The path {path!r} would contain the dot-segment {segment!r}")
