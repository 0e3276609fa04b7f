"""How query parameters (and form bodies) are written; does not know URLs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast
from urllib.parse import quote

from .sentinels import NotGiven, Omit
from .text import text_of
from .types import ArrayFormat, NestedFormat, Style

_ARRAY_FORMATS = ("comma", "repeat", "indices", "brackets")
_NESTED_FORMATS = ("dots", "brackets")


class Querystring:
    """One way to write arrays (`a=1,2`, `a=1&a=2`, `a[0]=1`, `a[]=1`) and objects (`a.b=1`, `a[b]=1`).

    Raises NotImplementedError for a format that does not exist.
    """

    array_format: ArrayFormat
    nested_format: NestedFormat

    def __init__(self, *, array_format: ArrayFormat = "repeat", nested_format: NestedFormat = "brackets") -> None:
        if array_format not in _ARRAY_FORMATS:
            raise NotImplementedError(
                f"Unknown array_format value: {array_format}, choose from {', '.join(_ARRAY_FORMATS)}"
            )
        if nested_format not in _NESTED_FORMATS:
            raise NotImplementedError(
                f"Unknown nested_format value: {nested_format}, choose from {', '.join(_NESTED_FORMATS)}"
            )
        self.array_format = array_format
        self.nested_format = nested_format

    def stringify(self, params: Mapping[str, object], styles: Mapping[str, Style] | None = None) -> str:
        """The query as it goes into a URL: UTF-8, percent-encoded (RFC 3986), blanks as `%20`.

        `styles` write single parameters that are not as the rest.
        """
        if styles:
            return "&".join(self._styled(params, styles))
        return "&".join(
            f"{quote(name, safe='')}={quote(value, safe=',')}" for name, value in self.stringify_items(params)
        )

    def _styled(self, params: Mapping[str, object], styles: Mapping[str, Style]) -> Iterator[str]:
        for name, value in params.items():
            style = styles.get(name)
            if style is None:
                if written := self.stringify({name: value}):
                    yield written
            elif value is not None and not isinstance(value, (Omit, NotGiven)):
                pairs = style(name, value, self.stringify_items)
                yield from (f"{key}={text}" if key else text for key, text in pairs)

    def stringify_items(self, params: Mapping[str, object]) -> list[tuple[str, str]]:
        """The names and values of the query, not encoded. `None` and absent values are left out, `""` is kept."""
        return [pair for name, value in params.items() for pair in self._write(name, value)]

    def _write(self, name: str, value: object) -> Iterator[tuple[str, str]]:
        if value is None or isinstance(value, (Omit, NotGiven)):
            return
        if isinstance(value, (str, int, float)):
            yield name, text_of(value)
        elif isinstance(value, Mapping):
            for key, item in cast("Mapping[str, object]", value).items():
                yield from self._write(f"{name}.{key}" if self.nested_format == "dots" else f"{name}[{key}]", item)
        elif isinstance(value, Iterable) and not isinstance(value, (bytes, bytearray)):
            yield from self._write_array(name, [item for item in cast("Iterable[object]", value) if item is not None])
        else:
            yield name, text_of(value)

    def _write_array(self, name: str, items: list[object]) -> Iterator[tuple[str, str]]:
        flat = all(isinstance(item, (str, bytes)) or not isinstance(item, Iterable) for item in items)
        if self.array_format == "comma" and flat:
            if items:
                yield name, ",".join(text_of(item) for item in items)
            return
        for index, item in enumerate(items):
            # Objects cannot be joined by commas: their keys are repeated instead.
            suffix = f"[{index}]" if self.array_format == "indices" else "[]" if self.array_format == "brackets" else ""
            yield from self._write(name + suffix, item)
