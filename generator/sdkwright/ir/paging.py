"""Ways in which an API gives its lists in pages; owns neither the methods that page nor the classes of pages."""

from __future__ import annotations

import enum

from sdkwright.inert import dataclass
from sdkwright.ir.operations import Location
from sdkwright.ir.types import Type
from sdkwright.pointer import Pointer


class SchemeKind(enum.Enum):
    """How the request for the next page is made."""

    CURSOR = "cursor"
    CURSOR_ID = "cursor_id"
    CURSOR_URL = "cursor_url"
    OFFSET = "offset"
    PAGE_NUMBER = "page_number"
    FAKE = "fake_page"


# the roles without which a scheme has no way to its next page
_NEEDED = {
    SchemeKind.CURSOR: ("next_cursor_param", "next_cursor_field"),
    SchemeKind.CURSOR_ID: ("next_cursor_id_param",),
    SchemeKind.CURSOR_URL: ("cursor_url_field",),
    SchemeKind.OFFSET: ("offset_count_param",),
    SchemeKind.PAGE_NUMBER: ("page_number_param",),
}


FIRST = {SchemeKind.OFFSET: 0, SchemeKind.PAGE_NUMBER: 1}
"""What is counted from, unless a scheme says otherwise."""


@dataclass(frozen=True, slots=True)
class PageField:
    """A property of a page, at any depth: `fields` are those of an object. With a `header`, it comes in that header of the answer."""

    wire_name: str
    site: Pointer
    type: Type
    purpose: str | None
    header: str | None
    fields: tuple[PageField, ...]


@dataclass(frozen=True, slots=True)
class PageScheme:
    """A way of paging that several methods share.

    `request` maps a role (`next_cursor_param`...) to a parameter, `inside` to the way from it to the property that has the role,
    where the parameter is an object. The answer has `fields`, with the items at the end of the
    path `items`; with `is_array`, it may be the list of the items itself. `item_id` is the property of an item that is its cursor.
    """

    key: str
    site: Pointer
    kind: SchemeKind
    description: str | None
    fields: tuple[PageField, ...]
    items: tuple[PageField, ...]
    request: tuple[tuple[str, str], ...]
    item_id: str | None
    is_array: bool
    where: Location
    continue_on_empty_items: bool
    inside: tuple[tuple[str, tuple[str, ...]], ...] = ()
    first: int = 1
    """The number of the first page, or item, where they are counted."""

    def parameter(self, purpose: str) -> str | None:
        """The name on the wire of the parameter that has that role."""
        return dict(self.request).get(purpose)

    @property
    def leads_on(self) -> bool:
        """Whether there is a next page that can be asked for."""
        needed = _NEEDED.get(self.kind, ())
        return bool(needed) and all(self.parameter(role) or self.path(role) for role in needed)

    def way_in(self, purpose: str) -> tuple[str, ...]:
        """The names on the wire from a parameter to what in it has that role; empty where nothing has."""
        name = self.parameter(purpose)
        return (name, *dict(self.inside).get(purpose, ())) if name is not None else ()

    def path(self, purpose: str) -> tuple[PageField, ...]:
        """The way to the field of the answer that has that role; empty where none has."""

        def below(fields: tuple[PageField, ...]) -> tuple[PageField, ...]:
            for entry in fields:
                if entry.purpose == purpose:
                    return (entry,)
                if found := below(entry.fields):
                    return (entry, *found)
            return ()

        return below(self.fields)
