"""The first door for text of a document: values as Python literals, and names that were checked to be identifiers."""

from __future__ import annotations

import keyword
import math
import unicodedata

from sdkwright.python.source import Source, join

ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def string(value: str) -> Source:
    """A string literal in the quotes that need fewer escapes, double ones where it is even; nothing unprintable stays bare."""
    quote = "'" if value.count('"') > value.count("'") else '"'
    return Source(f"{quote}{''.join(_escaped(char, quote) for char in value)}{quote}")


def _escaped(char: str, quote: str) -> str:
    if char == quote:
        return f"\\{char}"
    if char in ESCAPES:
        return ESCAPES[char]
    return char if is_visible(char) else escaped_code(char)


def is_visible(char: str) -> bool:
    """Whether a character shows as itself: printable, and no mark that changes the direction or joins its neighbours."""
    return char.isprintable() and unicodedata.category(char) not in ("Cf", "Co", "Cn", "Cs")


def escaped_code(char: str) -> str:
    """The escape sequence of one character."""
    code = ord(char)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def value(item: str | float | bool | None) -> Source:
    """A JSON scalar as a Python literal."""
    if isinstance(item, str):
        return string(item)
    if isinstance(item, float) and not math.isfinite(item):
        return Source(f'float("{item}")')
    return Source(repr(item))


def identifier(name: str) -> Source:
    """A name that the naming stage gave; anything that is no plain identifier is a defect of ours."""
    if not name.isidentifier() or keyword.iskeyword(name):
        raise ValueError(f"not an identifier: {name!r}")
    return Source(name)


def dotted(name: str) -> Source:
    """Identifiers joined by dots."""
    return join(".", (identifier(part) for part in name.split(".")))


def mapping(items: dict[str, Source]) -> Source:
    """A dict literal with string keys, on one line."""
    return Source("{" + ", ".join(f"{string(key)}: {item}" for key, item in items.items()) + "}")
