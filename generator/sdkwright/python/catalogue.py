"""What templates can print: each view class with its fields, told from the classes themselves; decides nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from sdkwright.inert import dataclass
from sdkwright.python import document_views, method_views, views

__all__ = ["ViewClass", "catalogue", "fields"]


@dataclass(frozen=True, slots=True)
class ViewClass:
    """One class: what it is for, and its fields with their types as written."""

    name: str
    purpose: str
    fields: tuple[tuple[str, str], ...]


def catalogue() -> Iterator[ViewClass]:
    """All view classes, in the order in which they are defined."""
    for module in (views, method_views, document_views):
        for name, found in vars(module).items():
            if name.endswith("View") and dataclasses.is_dataclass(found) and found.__module__ == module.__name__:
                listed = tuple((field.name, str(field.type)) for field in dataclasses.fields(found))
                yield ViewClass(name, found.__doc__ or "", listed)


def fields() -> dict[str, tuple[str, ...]]:
    """View class -> names of its fields."""
    return {view.name: tuple(name for name, _ in view.fields) for view in catalogue()}
