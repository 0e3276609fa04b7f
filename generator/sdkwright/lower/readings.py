"""How a list pages, as it was read off a document -> the page scheme that a config would have for it; recognises nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal, cast

from sdkwright.config import PaginationScheme
from sdkwright.inert import dataclass
from sdkwright.ir.paging import SchemeKind
from sdkwright.naming.words import snake
from sdkwright.pointer import Json

NAMES = {
    SchemeKind.CURSOR: "cursor_page",
    SchemeKind.CURSOR_ID: "cursor_id_page",
    SchemeKind.CURSOR_URL: "next_url_page",
    SchemeKind.OFFSET: "offset_page",
    SchemeKind.PAGE_NUMBER: "numbered_page",
}


Path = tuple[str, ...]
ARRAY = "data"
ARRAY_NAMES = {
    SchemeKind.CURSOR: "cursor_array_page",
    SchemeKind.CURSOR_URL: "link_page",
    SchemeKind.OFFSET: "offset_array_page",
    SchemeKind.PAGE_NUMBER: "numbered_array_page",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How one list pages: the parameters, which are `where` requests have them, and the properties that play a part, by their names on the wire."""

    kind: SchemeKind
    items: Path
    request: tuple[tuple[str, Path], ...]
    response: tuple[tuple[str, Path, str], ...]
    is_array: bool = False
    header: str | None = None
    first: int | None = None
    where: Literal["query", "body", "header"] = "query"

    @property
    def parameter(self) -> str:
        """The parameter that asks for the next page, empty where the answer has its URL."""
        return next((path[-1] for _, path in self.request), "")


def names_of(ranked: list[Reading], users: Mapping[Reading, int]) -> dict[Reading, str]:
    """The kind names a scheme; where there are several of a kind, all but the most used one are told by items, place, parameter and answer.

    Items within an object have a name of their own for each kind of thing (`_embedded.orders`), so that always tells them.
    """
    names: dict[Reading, str] = {}
    taken: Counter[str] = Counter()
    for reading in sorted(ranked, key=lambda reading: (-users[reading], reading.where != "query", str(reading))):
        plain = ARRAY_NAMES[reading.kind] if reading.is_array else NAMES[reading.kind]
        items = snake(reading.items[-1])
        beside = () if reading.where == "query" else (reading.where,)
        told = (items, *beside, snake(reading.parameter), *(snake(path[-1]) for _, path, _ in reading.response[:1]))
        candidates = [_joined(*told[:count], plain) for count in range(len(reading.items) > 1, len(told) + 1)]
        name = next((one for one in candidates if not taken[one]), f"{plain}_{sum(taken.values())}")
        taken[name] += 1
        names[reading] = name
    return names


def _joined(*names: str) -> str:
    """Names in one, without a word that only repeats the one before it (`items_cursor`, `cursor_page`)."""
    words = "_".join(name for name in names if name).split("_")
    return "_".join(word for word, before in zip(words, ["", *words], strict=False) if word != before)


def scheme_of(name: str, reading: Reading) -> PaginationScheme:
    """The scheme of that name, as a config has it."""
    return PaginationScheme(
        name=name,
        type=cast("Any", reading.kind.value),
        request=_request(reading),
        response=_response(reading),
        param_location=reading.where,
    )


def in_words(scheme: PaginationScheme) -> str:
    """How a scheme asks for the next page."""
    sent, got = "`, `".join(scheme.request), "`, `".join(scheme.response)
    items = scheme.response.get(ARRAY)
    if isinstance(items, dict) and "is_top_level_array" in repr(items):
        return f"`{sent}` asks for the next page of a list" if sent else "the header `Link` has the next page of a list"
    return f"`{sent}` asks for the next page, the answer has `{got}`" if sent else f"the answer has `{got}`"


def _request(reading: Reading) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for purpose, path in reading.request:
        counted: dict[str, Json] = {"default": reading.first} if reading.first is not None else {}
        _put(found, path, counted | _property(_parameter_type(reading.kind), purpose))
    return found


def _put(found: dict[str, Json], path: Path, node: Json) -> None:
    """Have it at the end of the path, through the properties of objects."""
    for name in path[:-1]:
        below = found.setdefault(name, {"type": "object", "properties": {}})
        inner = below["properties"] if isinstance(below, dict) else None
        found = inner if isinstance(inner, dict) else {}
    found[path[-1]] = node


def _response(reading: Reading) -> dict[str, Json]:
    role: dict[str, Json] = {"purpose": "items", **({"is_top_level_array": True} if reading.is_array else {})}
    found: dict[str, Json] = {}
    _put(found, reading.items, {"type": "array", "items": {}, "x-stainless-pagination-property": role})
    for purpose, path, kind in reading.response:
        _put(found, path, _property(kind, purpose, reading.header))
    return found


def _parameter_type(kind: SchemeKind) -> str:
    return "integer" if kind in (SchemeKind.OFFSET, SchemeKind.PAGE_NUMBER) else "string"


def _property(kind: str, purpose: str, header: str | None = None) -> dict[str, Json]:
    role: dict[str, Json] = {"purpose": purpose, **({"from_header": header} if header is not None else {})}
    return {"type": kind, "x-stainless-pagination-property": role}
