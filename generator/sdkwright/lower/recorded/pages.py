"""Several pages of one list, and what the request for each has, as the scheme says; owns no first answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

from sdkwright.inert import dataclass
from sdkwright.ir.api import Api
from sdkwright.ir.operations import Location, Method, Paging
from sdkwright.ir.paging import PageField, PageScheme, SchemeKind
from sdkwright.ir.recordings import Answer, Pairs, Turn, json_text
from sdkwright.lower.recorded.speech import plain
from sdkwright.pointer import Json

COUNT = 3
Way = tuple[str, ...]
"""Names on the wire that lead through objects of an answer to a field."""


# by kind of scheme: the roles of the parameters that ask for the page after one, and for the one before
ASKED = {
    SchemeKind.CURSOR: ("next_cursor_param", "previous_cursor_param"),
    SchemeKind.CURSOR_ID: ("next_cursor_id_param", "previous_cursor_id_param"),
    SchemeKind.OFFSET: ("offset_count_param", ""),
    SchemeKind.PAGE_NUMBER: ("page_number_param", ""),
}
LINK = "link"


def way_back(api: Api, method: Method) -> str | None:
    """The parameter with which a call asks for what is before; None where pages lead forwards only."""
    if method.paging is None:
        return None
    scheme = _scheme(api, method.paging)
    if scheme.inside:
        return None
    back = scheme.parameter(ASKED.get(scheme.kind, ("", ""))[1])
    told = scheme.kind is SchemeKind.CURSOR_ID or scheme.path("previous_cursor_field")
    return back if told else None


def pages(api: Api, method: Method, answer: Answer, *, back: bool = False) -> Iterator[Turn]:
    """The turns of a method that gives pages, each with one item; nothing where its answer holds none or it gives one page only."""
    if method.paging is None:
        return
    scheme = _scheme(api, method.paging)
    first: Json = json.loads(answer.body)
    if scheme.kind is SchemeKind.FAKE or scheme.inside:
        return  # what asks for a page is a part of another argument
    way = _wire(scheme.items)
    bare = isinstance(first, list) and scheme.is_array
    whole: Json = {way[0]: first} if bare else first
    items = _at(whole, way)
    if not isinstance(whole, dict) or not isinstance(items, list) or not items:
        return
    book = _Book(scheme, whole, items[0], back=back)
    asked: dict[str, Json] | None = {}
    for index in range(COUNT):
        turned = book.page(index)
        if asked is None or turned is None:
            return
        url = f"?page={index + 1}" if scheme.kind is SchemeKind.CURSOR_URL and index else None
        texts = tuple((name, plain(value)) for name, value in asked.items())
        page, headers = turned
        body = json_text(page[way[0]] if bare else page)
        yield Turn(
            query=texts if scheme.where is Location.QUERY else (),
            properties=tuple(asked.items()) if scheme.where is Location.BODY else (),
            url=url,
            answer=replace(answer, body=body, headers=(*answer.headers, *headers)),
            headers=texts if scheme.where is Location.HEADER else (),
        )
        asked = book.asked_after(index)


def items_way(api: Api, method: Method) -> Way:
    """The names that lead to the items of a page; none where the answer of a method is no page with a place for them."""
    return _wire(_scheme(api, method.paging).items) if method.paging is not None else ()


def has_items(shown: Json, way: Way) -> bool:
    """Whether an example of an answer can be read as a page: one that leaves its items out can not. A bare list is all items."""
    return not way or isinstance(shown, list) or isinstance(_at(shown, way), list)


def _scheme(api: Api, paging: Paging) -> PageScheme:
    return next(scheme for scheme in api.schemes if scheme.key == paging.scheme)


def _wire(path: tuple[PageField, ...]) -> Way:
    return tuple(step.wire_name for step in path)


def _at(value: Json, way: Way) -> Json:
    """What is at the end of that way through objects, None where it ends before."""
    for name in way:
        value = value.get(name) if isinstance(value, dict) else None
    return value if way else None


def _put(page: dict[str, Json], way: Way, value: Json) -> None:
    """Have that at the end of that way; nothing where the page has nothing there either, or something else on the way."""
    owner: Json = page
    for name in way[:-1]:
        below: Json = {}
        owner = owner.setdefault(name, below) if isinstance(owner, dict) and value is not None else _at(owner, (name,))
    if way and isinstance(owner, dict) and (value is not None or way[-1] in owner):
        owner[way[-1]] = value


@dataclass(frozen=True, slots=True)
class _Book:
    """Pages made of one page and one item of it."""

    scheme: PageScheme
    first: dict[str, Json]
    item: Json
    back: bool

    def _way(self, purpose: str) -> Way:
        return _wire(self.scheme.path(purpose))

    def _item(self, index: int) -> Json:
        key = self.scheme.item_id or "id"
        item = deepcopy(self.item)
        if isinstance(item, dict) and isinstance(item.get(key), str | int):
            item[key] = self._id(index)
        return item

    def _id(self, index: int) -> Json:
        key = self.scheme.item_id or "id"
        base = self.item.get(key) if isinstance(self.item, dict) else None
        return f"{base}_{index + 1}" if isinstance(base, str) else index + 1

    def page(self, index: int) -> tuple[dict[str, Json], Pairs] | None:
        """The page at that place and what its headers tell; the last one says in every way that there is no more."""
        last = index == COUNT - 1
        page = deepcopy(self.first)
        items: list[Json] = [self._item(index)]
        told: dict[str, Json] = {"has_next_page": not last}
        match self.scheme.kind:
            case SchemeKind.CURSOR:
                ahead, behind = ("next_cursor_field", "previous_cursor_field")[:: -1 if self.back else 1]
                told |= {ahead: None if last else self._cursor(index), behind: None}
            case SchemeKind.CURSOR_URL:
                told["cursor_url_field"] = None if last else f"?page={index + 2}"
            case SchemeKind.CURSOR_ID:
                items = items if not last or self._way("has_next_page") else []
            case SchemeKind.OFFSET:
                told |= {"offset_count_start_field": index + self.scheme.first, "offset_total_count_field": COUNT}
                items = items if not last or self._way("offset_total_count_field") else []
            case SchemeKind.PAGE_NUMBER:
                told |= {"current_page_number_field": index + self.scheme.first, "total_page_count_field": COUNT}
                ends = self._way("total_page_count_field") or self._way("has_next_page")
                items = items if not last or ends else []
            case _:
                return None
        for purpose, value in told.items():
            if not any(step.header for step in self.scheme.path(purpose)):
                _put(page, self._way(purpose), value)
        _put(page, _wire(self.scheme.items), items)
        return page, tuple(self._headers(told))

    def _headers(self, told: dict[str, Json]) -> Iterator[tuple[str, str]]:
        """What of it comes in headers; the next page as RFC 8288 has it."""
        for entry in self.scheme.fields:
            value = told.get(entry.purpose or "")
            if entry.header is not None and value is not None:
                name, text = entry.header.lower(), plain(value)
                yield name, f'<{text}>; rel="next"' if name == LINK else text

    def _cursor(self, index: int) -> Json:
        known = _at(self.first, self._way("previous_cursor_field" if self.back else "next_cursor_field"))
        return index + 2 if isinstance(known, int) and not isinstance(known, bool) else f"page_{index + 2}"

    def asked_after(self, index: int) -> dict[str, Json] | None:
        """What the request for the next page asks for; None where the scheme does not say."""
        kind = self.scheme.kind
        if kind is SchemeKind.CURSOR_URL:
            return {}
        value = {
            SchemeKind.CURSOR: self._cursor(index),
            SchemeKind.CURSOR_ID: self._id(index),
            SchemeKind.OFFSET: index + 1 + self.scheme.first,
            SchemeKind.PAGE_NUMBER: index + 1 + self.scheme.first,
        }.get(kind)
        name = self.scheme.parameter(ASKED.get(kind, ("", ""))[1 if self.back else 0])
        return {name: value} if name is not None else None
