"""What the template of `pagination.py` prints, field by field."""

from __future__ import annotations

from dataclasses import dataclass

from sdkwright.python.source import Source
from sdkwright.python.views import FieldView


@dataclass(frozen=True, slots=True)
class TwinView:
    """One of the two forms of a page class."""

    prefix: Source
    base: Source


@dataclass(frozen=True, slots=True)
class PageView:
    """A page scheme: fields beside the items, and the expression that tells the next page."""

    name: Source
    docstring: Source | None
    items: FieldView
    fields: tuple[FieldView, ...]
    has_more: Source | None
    next_page: Source
    continue_on_empty_items: bool


@dataclass(frozen=True, slots=True)
class PaginationView:
    """`pagination.py`."""

    header: Source
    docstring: Source
    imports: tuple[Source, ...]
    all: Source
    pages: tuple[PageView, ...]
    twins: tuple[TwinView, ...]
