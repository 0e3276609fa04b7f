"""Names of page classes, and of the attributes that hold what comes with a page: one namespace a class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sdkwright.ir.api import Api, PageScheme
from sdkwright.naming.arguments import attribute
from sdkwright.naming.models import class_name
from sdkwright.naming.reserved import PAGE_ATTRIBUTES, PAGE_CLASSES
from sdkwright.naming.scope import Numbered, Scope
from sdkwright.naming.words import Casings

__all__ = ["PageNames", "name_pages"]


@dataclass(slots=True)
class PageNames:
    """By key of the scheme: the name without `Sync` or `Async`, and by name on the wire the attribute."""

    schemes: dict[str, str] = field(default_factory=dict[str, str])
    attributes: dict[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    numbered: list[Numbered] = field(default_factory=list[Numbered])


def name_pages(api: Api, casings: Casings) -> PageNames:
    """The names of every scheme, in the order of the config."""
    names, classes = PageNames(), Scope()
    classes.reserve(PAGE_CLASSES)
    for scheme in api.schemes:
        names.schemes[scheme.key] = classes.claim(scheme.site, class_name(scheme.key, casings, "Page"))
        names.attributes[scheme.key] = _attributes(scheme, names.numbered)
    names.numbered += classes.numbered
    return names


def _attributes(scheme: PageScheme, numbered: list[Numbered]) -> dict[str, str]:
    scope = Scope()
    scope.reserve(PAGE_ATTRIBUTES)
    wire_names = dict.fromkeys((scheme.items, *(entry.wire_name for entry in scheme.fields)))
    found: dict[str, str] = {}
    # as in models, names that are free by themselves come first
    for wire_name in sorted(wire_names, key=lambda name: (attribute(name) != name, name)):
        name = attribute(wire_name)
        found[wire_name] = scope.claim(scheme.site, name, f"{name}_")
    numbered += scope.numbered
    return found
