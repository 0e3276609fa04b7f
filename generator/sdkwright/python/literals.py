"""The first door for text of a document: values as Python literals, and names that were checked to be identifiers."""

from __future__ import annotations

import keyword
import math
from functools import lru_cache

from sdkwright.python.source import Source, join

ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def string(value: str) -> Source:
    """A string literal in the quotes that need fewer escapes, double ones where it is even; nothing unprintable stays bare."""
    quote, text = _quoted(value)
    return Source(f"{quote}{text if text.isprintable() else ''.join(map(_escaped, text))}{quote}")


def _quoted(value: str) -> tuple[str, str]:
    """Which quotes go around a text, and the text without what would end it."""
    quote = "'" if value.count('"') > value.count("'") else '"'
    return quote, value.replace("\\", "\\\\").replace(quote, f"\\{quote}")


def _escaped(char: str) -> str:
    return char if char.isprintable() else ESCAPES.get(char) or escaped_code(char)


def visible(text: str) -> str:
    """The text with escape sequences for what does not show as itself, such as marks that change the direction."""
    # Unicode's categories Cc, Cf, Cs, Co, Cn, Zl, Zp, Zs are what Python calls not printable; a blank is printable
    return text if text.isprintable() else "".join(char if char.isprintable() else escaped_code(char) for char in text)


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


def octets(item: bytes) -> Source:
    """Bytes as a Python literal, in the quotes that a string of them would have."""
    quote, text = _quoted(item.decode("latin-1"))
    return Source(
        f"b{quote}{''.join(char if char.isascii() else escaped_code(char) for char in map(_escaped, text))}{quote}"
    )


def number(amount: float) -> Source:
    """A number as people write it, without what follows the point where that is nothing."""
    return Source(f"{amount:g}")


@lru_cache(maxsize=1 << 16)  # each is spelled many a time in a package
def identifier(name: str) -> Source:
    """A name that the naming stage gave; anything that is no plain identifier is a defect of ours."""
    if not name.isidentifier() or keyword.iskeyword(name):
        raise ValueError(f"not an identifier: {name!r}")
    return Source(name)


@lru_cache(maxsize=1 << 12)
def dotted(name: str) -> Source:
    """Identifiers joined by dots."""
    return join(".", (identifier(part) for part in name.split(".")))


def mapping(items: dict[str, Source]) -> Source:
    """A dict literal with string keys, on one line."""
    return Source.of("{{{}}}", join(", ", (Source.of("{}: {}", string(key), item) for key, item in items.items())))
