"""Several pages of one list, and what the request for each has, as the scheme says; owns no first answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace

from sdkwright.ir.api import Api, PageField, PageScheme, SchemeKind
from sdkwright.ir.operations import Method
from sdkwright.ir.recordings import Answer, Turn, json_text
from sdkwright.lower.recorded.speech import plain
from sdkwright.pointer import Json

COUNT = 3
Way = tuple[str, ...]
"""Names on the wire that lead through objects of an answer to a field."""


def pages(api: Api, method: Method, answer: Answer) -> Iterator[Turn]:
    """The turns of a method that gives pages, each with one item; nothing where its answer holds none or it gives one page only."""
    if method.paging is None:
        return
    scheme = next(scheme for scheme in api.schemes if scheme.key == method.paging.scheme)
    first: Json = json.loads(answer.body)
    in_headers = any(entry.header is not None for entry in scheme.fields)
    if scheme.kind is SchemeKind.FAKE or in_headers or not isinstance(first, dict):
        return
    items = _at(first, _wire(scheme.items))
    if not isinstance(items, list) or not items:
        return
    book = _Book(scheme, first, items[0])
    asked: dict[str, Json] | None = {}
    for index in range(COUNT):
        turned = book.page(index)
        if asked is None or turned is None:
            return
        url = f"?page={index + 1}" if scheme.kind is SchemeKind.CURSOR_URL and index else None
        in_query = () if scheme.in_body else tuple((name, plain(value)) for name, value in asked.items())
        in_body = tuple(asked.items()) if scheme.in_body else ()
        yield Turn(in_query, in_body, url, replace(answer, body=json_text(turned)))
        asked = book.asked_after(index)


def _wire(path: tuple[PageField, ...]) -> Way:
    return tuple(step.wire_name for step in path)


def _at(value: Json, way: Way) -> Json:
    """What is at the end of that way through objects, None where it ends before."""
    for name in way:
        value = value.get(name) if isinstance(value, dict) else None
    return value if way else None


def _put(page: dict[str, Json], way: Way, value: Json) -> None:
    """Replace what is at the end of that way, where there is anything."""
    owner = _at(page, way[:-1]) if len(way) > 1 else page
    if way and isinstance(owner, dict) and way[-1] in owner:
        owner[way[-1]] = value


@dataclass(frozen=True, slots=True)
class _Book:
    """Pages made of one page and one item of it."""

    scheme: PageScheme
    first: dict[str, Json]
    item: Json

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

    def page(self, index: int) -> dict[str, Json] | None:
        """The page at that place; the last one says in every way that there is no more."""
        last = index == COUNT - 1
        page = deepcopy(self.first)
        items: list[Json] = [self._item(index)]
        told: dict[Way, Json] = {self._way("has_next_page"): not last}
        match self.scheme.kind:
            case SchemeKind.CURSOR:
                told[self._way("next_cursor_field")] = None if last else self._cursor(index)
                told[self._way("previous_cursor_field")] = None
            case SchemeKind.CURSOR_URL:
                told[self._way("cursor_url_field")] = None if last else f"?page={index + 2}"
            case SchemeKind.CURSOR_ID:
                items = items if not last or self._way("has_next_page") else []
            case SchemeKind.OFFSET:
                told[self._way("offset_count_start_field")] = index
                told[self._way("offset_total_count_field")] = COUNT
                items = items if not last or self._way("offset_total_count_field") else []
            case SchemeKind.PAGE_NUMBER:
                told[self._way("current_page_number_field")] = index + 1
                told[self._way("total_page_count_field")] = COUNT
                ends = self._way("total_page_count_field") or self._way("has_next_page")
                items = items if not last or ends else []
            case _:
                return None
        for way, value in told.items():
            _put(page, way, value)
        _put(page, _wire(self.scheme.items), items)
        return page

    def _cursor(self, index: int) -> Json:
        known = _at(self.first, self._way("next_cursor_field"))
        return index + 2 if isinstance(known, int) and not isinstance(known, bool) else f"page_{index + 2}"

    def asked_after(self, index: int) -> dict[str, Json] | None:
        """What the request for the next page asks for; None where the scheme does not say."""
        purpose, value = {
            SchemeKind.CURSOR: ("next_cursor_param", self._cursor(index)),
            SchemeKind.CURSOR_ID: ("next_cursor_id_param", self._id(index)),
            SchemeKind.OFFSET: ("offset_count_param", index + 1),
            SchemeKind.PAGE_NUMBER: ("page_number_param", index + 2),
        }.get(self.scheme.kind, ("", None))
        if self.scheme.kind is SchemeKind.CURSOR_URL:
            return {}
        name = self.scheme.parameter(purpose)
        return {name: value} if name is not None else None
