"""What the template of `pagination.py` prints, field by field."""

from __future__ import annotations

from collections.abc import Mapping

from sdkwright.inert import dataclass
from sdkwright.python.source import Source
from sdkwright.python.views import FieldView


@dataclass(frozen=True, slots=True)
class TwinView:
    """One of the two forms of a page class."""

    prefix: Source
    base: Source


@dataclass(frozen=True, slots=True)
class PageObjectView:
    """The class of an object inside the answer of a page scheme."""

    name: Source
    bases: Source
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """A page scheme: its fields, and the expressions that tell the items, whether there are more, and the next page.

    `build` makes a page of an answer, where reading its JSON is not all. `words` are builtins, spelled so that no field is in
    their way.
    """

    name: Source
    docstring: Source | None
    objects: tuple[PageObjectView, ...]
    fields: tuple[FieldView, ...]
    items: Source
    has_more: Source | None
    next_page: Source
    continue_on_empty_items: bool
    build: Source | None
    http: Source
    words: Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class PaginationView:
    """`pagination.py`."""

    header: Source
    docstring: Source
    imports: tuple[Source, ...]
    all: Source
    pages: tuple[PageView, ...]
    twins: tuple[TwinView, ...]
