"""The styles in which OpenAPI writes arrays and objects (3.1.1, section 4.8.12.2), where an API asks for another than its usual.

A style is written as here: `form`, `spaceDelimited`, `pipeDelimited` and `deepObject`, with `*` behind it for `explode`
(as in RFC 6570; of `deepObject`: arrays as `a[0]`) and `+` before it for `allowReserved`; `json` for a value that is JSON text (`json*`: each element), `content` where only what has parts is, `query` for the whole query.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any, cast
from urllib.parse import quote

from .encode import to_json
from .paths import Expression, fill, segments
from .query import Querystring
from .sentinels import is_given, omit
from .text import text_of
from .types import Style

Encode = Callable[[str], str]
Pairs = Iterable[tuple[str, str]]
_SEPARATORS = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}
# Of the reserved characters (RFC 3986, 2.2), those that may stand in a query and do not end the value.
_RESERVED = "!$'()*,/:;=?@"
_TRIPLET = re.compile(r"(%[0-9A-Fa-f]{2})")


percent_encoded: Encode = partial(quote, safe="")
"""Text with nothing but unreserved characters (RFC 3986, section 2.3)."""


def _reserved_kept(text: str) -> str:
    parts = _TRIPLET.split(text)
    return "".join(part if index % 2 else quote(part, safe=_RESERVED) for index, part in enumerate(parts))


@lru_cache(maxsize=64)
def style(how: str) -> Style:
    """What writes a name and a value so, as encoded pairs; it leaves what has parts below its parts to a fallback."""
    return partial(_styled, how)


def _styled(
    style: str,
    name: str,
    value: object,
    fallback: Callable[[Mapping[str, object]], Pairs],
    encode: Encode = percent_encoded,
) -> Iterator[tuple[str, str]]:
    if style.startswith("+"):
        style, encode = style[1:], _reserved_kept if encode is percent_encoded else encode
    kind, explode = style.rstrip("*"), style.endswith("*")
    is_deep = kind == "deepObject"
    if kind in ("json", "content"):
        elements = _items(value) if explode or kind == "content" else None
        for item in elements if isinstance(elements, list) else [value]:
            plain = text_of(item) if kind == "content" and _items(item) is None else to_json(item).decode()
            yield encode(name), encode(plain)
        return
    if kind == "query":
        yield "", encode(value if isinstance(value, str) else to_json(value).decode())
        return
    fallback = Querystring(array_format="indices").stringify_items if style == "deepObject*" else fallback
    parts = _items(value)
    if isinstance(parts, dict) and (explode or is_deep):
        inner = {(f"{name}[{key}]" if is_deep else key): item for key, item in parts.items()}
        yield from ((encode(key), encode(text)) for key, text in fallback(inner))
    elif parts is None:
        yield encode(name), encode(text_of(value))
    elif isinstance(parts, list) and (explode or is_deep or any(_items(item) is not None for item in parts)):
        for item in [parts] if is_deep else parts:
            yield from ((encode(key), encode(text)) for key, text in fallback({name: item}))
    elif parts:
        separator = _SEPARATORS.get(kind, ",")
        yield encode(name), (separator if kind == "form" else encode(separator)).join(map(encode, _flat(parts)))


def _items(value: object) -> dict[str, object] | list[object] | None:
    """The parts of an object or array that are there; None for a value without parts."""
    if isinstance(value, Mapping):
        parts = cast("Mapping[str, object]", value).items()
        return {key: item for key, item in parts if item is not None and is_given(item)}
    if isinstance(value, (str, bytes, bytearray)) or not isinstance(value, Iterable):
        return None
    return [item for item in cast("Iterable[object]", value) if item is not None and is_given(item)]


def _flat(parts: dict[str, object] | list[object]) -> list[str]:
    """`R,100,G,200` for an object, the elements for an array."""
    if isinstance(parts, dict):
        return [text for key, item in parts.items() for text in (key, text_of(item))]
    return [text_of(item) for item in parts]


def _expand(name: str, operator: str, value: object, *, explode: bool, encode: Encode) -> str:
    """An array or object in a path: comma-separated, or with an `operator` (`.` or `;`) of RFC 6570 before it, or before each part."""
    parts, before = _items(value), f"{name}=" if operator == ";" else ""
    if parts is None:
        return f"{operator}{before}{encode(text_of(value))}"
    if not explode:
        return f"{operator}{before}{','.join(map(encode, _flat(parts)))}"
    if isinstance(parts, dict):
        texts = [f"{encode(key)}={encode(text_of(item))}" for key, item in parts.items()]
    else:
        texts = [f"{before}{encode(text_of(item))}" for item in parts]
    return operator + (operator or ",").join(texts)


def exploded(value: Any) -> Any:
    """An object as the text `R=100,G=200` of a header."""
    parts = _items(value) if is_given(value) else None
    return ",".join(f"{key}={text_of(item)}" for key, item in parts.items()) if isinstance(parts, dict) else value


def json_text(value: Any) -> Any:
    """`value` as JSON text of ASCII, all that a header holds for certain (RFC 9110, section 5.5); `omit` stays what it is."""
    text = to_json(value).decode() if is_given(value) else ""
    return re.sub(r"[^\x00-\x7f]", lambda found: json.dumps(found[0])[1:-1], text) or value


def cookies(values: Mapping[str, object], styles: Mapping[str, str] | None = None) -> Any:
    """The `Cookie` header (RFC 6265, section 4.2) of parameters, percent-encoded unless the style is `cookie`.

    `omit` when none is given. Raises ValueError for an unencoded value that would end early.
    """
    found: list[str] = []
    for name, value in values.items():
        if value is None or not is_given(value):
            continue
        style = (styles or {}).get(name, "form*")
        encode = str if style.startswith("cookie") else percent_encoded
        pairs = _styled(style.replace("cookie", "form"), name, value, Querystring().stringify_items, encode)
        for key, text in pairs:
            if encode is str and re.search(r"[\s;\x00-\x1f\x7f]", key + text):
                raise ValueError(f"The cookie {name!r} must not contain blanks, semicolons or control characters")
            found.append(f"{key}={text}")
    return "; ".join(found) if found else omit


def expanded_path(template: str, /, **values: object) -> str:
    """`path_template` for values that may have parts.

    Arrays and objects are joined by commas; `{name*}` writes an object as `key=value`, `{.name}` and `{;name}` put a dot, or
    a semicolon and the name, before the value, `{.name*}` and `{;name*}` before every part (RFC 6570, 3.2.5 and 3.2.7).
    """
    return fill(template, values, _expanded)


def _expanded(value: object, expression: Expression, safe: str) -> str:
    operator, name, explode = expression
    if operator == "+":
        if _items(value) is None:
            return segments(text_of(value), safe)
        operator = ""
    if isinstance(value, str) and not operator:
        return quote(value, safe=safe)
    # what separates the parts is encoded inside of them
    inner = safe.translate({ord(char): None for char in f",{operator}{'=' * explode}"})
    if not operator and _items(value) is None:
        inner = safe
    return _expand(name, operator, value, explode=explode, encode=lambda text: quote(text, safe=inner))
