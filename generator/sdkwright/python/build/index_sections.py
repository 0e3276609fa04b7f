"""The sections of api.md in their order, most of which are those of the last run; how one is made is in api_index."""

from __future__ import annotations

from functools import partial

from sdkwright.ir.api import CLIENT, Group, Model, Resource, ResourcePath
from sdkwright.ir.walk import resources
from sdkwright.memory import Deferred
from sdkwright.naming.words import snake
from sdkwright.python.build.parts import Building
from sdkwright.python.document_views import IndexSectionView

__all__ = ["index_sections"]

SUFFIX = "Resource"


def index_sections(building: Building) -> tuple[Deferred, ...]:
    """One for the client, then one for each resource and for each group of models, where the config has it."""
    api, models = building.api, dict[ResourcePath, list[Model]]()
    for model in api.models:
        models.setdefault(model.home, []).append(model)
    below = {CLIENT: 0, **{path: place for place, path in enumerate(api.order, 1)}}
    entries: list[Resource | Group] = [*resources(api), *api.groups]
    entries.sort(key=lambda each: below.get(each.path, len(below)))
    first = [api.own] if api.own is not None else []
    return tuple(_section(building, each, tuple(models.get(each.path, ()))) for each in (*first, *entries))


def _section(building: Building, entry: Resource | Group, own: tuple[Model, ...]) -> Deferred:
    title = building.names.client if entry.path == CLIENT else _title(building, entry)
    make = partial(_made, building, entry, title, own)
    return building.memory.recall_deferred("section of api.md", entry.site, make, (entry, title, own))


def _made(building: Building, entry: Resource | Group, title: str, own: tuple[Model, ...]) -> IndexSectionView:
    from sdkwright.python.build.api_index import group_section, section

    return section(building, entry, title, own) if isinstance(entry, Resource) else group_section(building, entry, title, own)


def _title(building: Building, entry: Resource | Group) -> str:
    """The class of a resource without the suffix that only keeps it apart from models."""
    cls = building.names.classes[entry.site]
    bare = cls.removesuffix(SUFFIX)
    is_part_of_name = snake(entry.path[-1]).endswith(SUFFIX.lower()) and not bare.endswith(SUFFIX)
    return cls if isinstance(entry, Group) or not bare or is_part_of_name else bare
