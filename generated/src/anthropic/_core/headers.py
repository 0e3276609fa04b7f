"""How header values are written, merged and checked; does not know which headers a client sends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import cast

import httpx2

from .sentinels import NotGiven, Omit
from .text import text_of

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def header_value(name: str, value: object) -> str:
    """`value` as a header: booleans in lower case, arrays and objects (`key,value`) joined by commas, no blanks around it.

    Raises ValueError for what is no name or no value of a header (RFC 9110, section 5), such as one that would end it early.
    """
    text = _text(value).strip(" \t")
    if _CONTROL.search(text):
        raise ValueError(f"The value of the header {name!r} must not contain line breaks or other control characters")
    if not _TOKEN.fullmatch(name):
        raise ValueError(f"Not a header name: {name!r}")
    return text


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, Mapping):
        pairs = cast("Mapping[str, object]", value).items()
        return ",".join(part for key, item in pairs if item is not None for part in (key, text_of(item)))
    if isinstance(value, (Sequence, Set)) and not isinstance(value, str):
        return ",".join(text_of(item) for item in cast("Iterable[object]", value))
    return text_of(value)


def extended(given: object, always: Sequence[str]) -> list[object]:
    """The values that a caller gives a header, before those that it has anyway; each once."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        found: list[object] = [given] if given is not None and not isinstance(given, Omit) else []
    else:
        found = list(cast("Iterable[object]", given))
    return list(dict.fromkeys([*found, *always]))


def apply_headers(target: httpx2.Headers, source: Mapping[str, object], *, omit_removes: bool) -> None:
    """Set each header of `source` in `target`; `None` and `not_given` leave it alone.

    `omit` removes the header where a caller says so (`omit_removes`) and is an absent parameter of a method elsewhere.
    """
    for name, value in source.items():
        if isinstance(value, Omit):
            if omit_removes:
                target.pop(name, None)
        elif value is not None and not isinstance(value, NotGiven):
            text = header_value(name, value)
            if name == "Cookie" and not omit_removes and name in target:
                text = f"{target[name]}; {text}"  # beside the cookies that every request carries
            target[name] = text


def find_header(headers: httpx2.Headers, name: bytes) -> str | None:
    """The first value of a header, `name` in lower case; cheaper than `headers.get`, which decodes every header."""
    return next((value.decode("latin-1") for key, value in headers.raw if key.lower() == name), None)


def parse_header_lines(text: str) -> dict[str, str]:
    """Headers given as lines `Name: value`; lines without a colon are ignored."""
    headers: dict[str, str] = {}
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if colon and name.strip():
            headers[name.strip()] = value.strip()
    return headers
