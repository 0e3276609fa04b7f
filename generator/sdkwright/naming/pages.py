"""Names of page classes, of objects inside an answer, and of the attributes that hold what comes with a page."""

from __future__ import annotations

from dataclasses import field

from sdkwright.inert import dataclass
from sdkwright.ir.api import Api
from sdkwright.ir.paging import PageField
from sdkwright.naming.arguments import attribute
from sdkwright.naming.models import class_name
from sdkwright.naming.reserved import PAGE_ATTRIBUTES, PAGE_CLASSES, TYPING_NAMES
from sdkwright.naming.scope import Numbered, Scope
from sdkwright.naming.words import Casings
from sdkwright.pointer import Pointer

__all__ = ["PageNames", "name_pages"]


@dataclass(slots=True)
class PageNames:
    """Scheme keys -> name without `Sync` or `Async`; sites of fields -> class of an object, attribute of any."""

    schemes: dict[str, str] = field(default_factory=dict[str, str])
    classes: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    fields: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    numbered: list[Numbered] = field(default_factory=list[Numbered])


def name_pages(api: Api, casings: Casings) -> PageNames:
    """The names of every scheme, in the order of the config."""
    names, classes, objects = PageNames(), Scope(), Scope()
    classes.reserve(PAGE_CLASSES)
    for scheme in api.schemes:
        names.schemes[scheme.key] = classes.claim(scheme.site, class_name(scheme.key, casings, "Page"))
    objects.reserve(TYPING_NAMES)
    objects.reserve(f"{prefix}{name}" for name in names.schemes.values() for prefix in ("Sync", "Async"))
    for scheme in api.schemes:
        _name(names, objects, casings, scheme.fields, names.schemes[scheme.key])
    names.numbered += (*classes.numbered, *objects.numbered)
    return names


def _name(names: PageNames, objects: Scope, casings: Casings, fields: tuple[PageField, ...], prefix: str) -> None:
    scope = Scope()
    scope.reserve(PAGE_ATTRIBUTES)
    # as in models, names that are free by themselves come first
    for entry in sorted(
        fields, key=lambda each: (attribute(each.wire_name, casings) != each.wire_name, each.wire_name)
    ):
        name = attribute(entry.wire_name, casings)
        names.fields[entry.site] = scope.claim(entry.site, name, f"{name}_")
        if entry.fields:
            own = class_name(entry.wire_name, casings, "Value")
            names.classes[entry.site] = objects.claim(entry.site, f"{prefix}{own}", f"{prefix}{own}Object")
            _name(names, objects, casings, entry.fields, names.classes[entry.site])
    names.numbered += scope.numbered
