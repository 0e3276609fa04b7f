"""The parts of a multipart body: files as files, text as text, the rest by its encoding; owns no boundary (the library does)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from .files import is_file_content, to_httpx_files
from .query import Querystring
from .sentinels import is_given
from .text import is_listable, text_of
from .types import ArrayFormat, Encoding, Style

Part = tuple[str, Any]
_OF_EACH = re.compile(r".+json\*|(?!.*json).")  # of a list as a whole only JSON tells
_NO_HEADERS: Mapping[str, str] = {}
_NESTED = Querystring(array_format="brackets")
_SUFFIXES = {"brackets": "[]", "indices": "[{}]"}


def multipart_parts(
    body: object, encoding: Mapping[str, Encoding] | None = None, array_format: ArrayFormat = "repeat"
) -> list[Part]:
    """The properties of `body` as parts, in its order; `None` and what is absent have none.

    A property without encoding is written as in a query with brackets: `a[b]` for what is below it, `a[]` for elements.
    Files in an array are named by `array_format`: `a[]`, `a[0]`, or all of them `a`. Raises TypeError for a body that is no object.
    """
    suffix = _SUFFIXES.get(array_format, "")
    if not is_given(body) or body is None:
        return []
    if not isinstance(body, Mapping):
        raise TypeError(f"A multipart body is an object of parts, not a {type(body).__name__}")
    return [
        part
        for name, value in cast("Mapping[str, object]", body).items()
        if value is not None and is_given(value)
        for part in _parts(name, value, (encoding or {}).get(name), suffix)
    ]


def _parts(name: str, value: Any, how: Encoding | None, suffix: str) -> Iterator[Part]:
    style: str | Style | None
    style, headers = cast("Any", how) if isinstance(how, tuple) else (how, _NO_HEADERS)
    media_type = style.replace("json", "application/json", style.startswith("json")) if isinstance(style, str) else ""
    if _is_file(value):
        yield _file(name, value, media_type, headers)
    elif style == "content":
        for key, item in _elements(name, value, suffix) if _is_list(value) else [(name, value)]:
            how = "" if _is_file(item) else "json" if is_listable(item) else "text/plain"
            yield from _parts(key, item, (how, headers), suffix)
    elif style is None:
        yield from _nested(name, name, value, suffix)
    elif _is_list(value) and (_OF_EACH.match(media_type) or any(map(_is_file, value))):
        for key, item in _elements(name, value, suffix):
            yield from _parts(key, item, (media_type.replace("json*", "json") or style, headers), suffix)
    elif isinstance(style, str):
        yield name, (None, _content(value, media_type), media_type.partition(",")[0], dict(headers))
    else:
        for key, text in style(name, value, _NESTED.stringify_items, str):
            yield key, (None, text)


def _elements(name: str, values: Iterable[object], suffix: str) -> Iterator[tuple[str, object]]:
    for index, item in enumerate(values):
        yield name + suffix.format(index) if _is_file(item) else name, item


def _nested(name: str, file_name: str, value: Any, suffix: str) -> Iterator[Part]:
    """What is below a property, whose elements are named in one way if they are files and in another if not."""
    if _is_file(value):
        yield _file(file_name, value, "", {})
    elif isinstance(value, Mapping):
        for key, item in cast("Mapping[str, object]", value).items():
            if item is not None and is_given(item):
                yield from _nested(f"{name}[{key}]", f"{file_name}[{key}]", item, suffix)
    elif _is_list(value):
        items = [item for item in cast("Iterable[object]", value) if item is not None]
        for index, item in enumerate(items):
            yield from _nested(f"{name}[]", file_name + suffix.format(index), item, suffix)
    else:
        yield name, (None, text_of(value))


def _is_file(value: object) -> bool:
    """A file, or (name, file, ...)."""
    parts = _as_tuple(value) or (None, value)
    return len(parts) > 1 and is_file_content(parts[1])


def _as_tuple(value: object) -> tuple[Any, ...] | None:
    return cast("tuple[object, ...]", value) if isinstance(value, tuple) else None


def _is_list(value: Any) -> bool:
    return is_listable(value) and not isinstance(value, Mapping)


def _file(name: str, value: Any, media_type: str, headers: Mapping[str, str]) -> Part:
    """A file with the media type and headers of its encoding, where these are certain and the caller gave none."""
    file: Any = cast("dict[str, Any]", to_httpx_files({name: value}))[name]
    said = media_type if "/" in media_type and not any(char in media_type for char in ",*") else None
    if len(_as_tuple(value) or ()) > 2 or (said is None and not headers):
        return name, file
    filename, content, *_ = _as_tuple(file) or (getattr(file, "name", "upload"), file)
    return name, (filename, content, said, dict(headers))


def _content(value: Any, media_type: str) -> bytes:
    if "json" not in media_type and not isinstance(value, Mapping) and not _is_list(value):
        return text_of(value).encode()
    from .encode import to_json

    return to_json(cast("object", value))
