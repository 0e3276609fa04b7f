"""The parts of a document, which are its components and path items, one by one and without them; not what is known of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from sdkwright.openapi.walk import Kind, kind_of_child
from sdkwright.pointer import ROOT, Json, Pointer, child, tokens
from sdkwright.read.trees import put

__all__ = ["HOLDING", "Names", "Part", "frame", "parts_of", "what_stands_at", "with_parts"]

HOLDING = frozenset(("paths", "components"))
"""Keys of the root that hold parts."""


class Part(NamedTuple):
    """A part, what it is, and the section that it stands in."""

    place: Pointer
    node: dict[str, Json]
    kind: Kind
    label: str


Names: TypeAlias = tuple[list[str], list[tuple[Pointer, Kind]]]
"""The names in a holder of parts, with the place of each and what it is."""


def parts_of(root: Json, known: dict[Pointer, Names] | None = None) -> Iterator[Part]:
    """Each component and each path item that is a mapping, in the order of the document; ``known`` is what their names say, as long as it holds."""
    known = known if known is not None else {}
    for place, label, holder in _holders(root):
        names = [*holder]
        if place not in known or known[place][0] != names:
            around = kind_of_child(Kind.OBJECT, label)
            known[place] = names, [(child(place, name), kind_of_child(around, name)) for name in names]
        for (at, kind), node in zip(known[place][1], holder.values(), strict=True):
            if isinstance(node, dict):
                yield Part(at, node, kind, label)


def with_parts(root: dict[str, Json], made: Callable[[Part], Json]) -> dict[str, Json]:
    """The root with something else for each part."""
    new = dict(root)
    if isinstance(components := root.get("components"), dict):
        new["components"] = dict(components)
    for place, label, holder in _holders(root):
        around = kind_of_child(Kind.OBJECT, label)
        section: dict[str, Json] = {
            name: (
                made(Part(child(place, name), node, kind_of_child(around, name), label))
                if isinstance(node, dict)
                else node
            )
            for name, node in holder.items()
        }
        put(new if label == "paths" and len(tokens(place)) == 1 else new["components"], label, section)
    return new


def frame(root: dict[str, Json]) -> dict[str, Json]:
    """The root with null for each part."""
    new = dict(root)
    for place, label, holder in _holders(root):
        if label == "paths" and place.count("/") == 1:
            new[label] = _hollow(holder)
    components = root.get("components")
    if isinstance(components, dict):
        new["components"] = {
            key: _hollow(value) if isinstance(value, dict) else value for key, value in components.items()
        }
    return new


def _hollow(holder: dict[str, Json]) -> dict[str, Json]:
    return {name: None if isinstance(node, dict) else node for name, node in holder.items()}


def _holders(root: Json) -> Iterator[tuple[Pointer, str, dict[str, Json]]]:
    """The mappings that hold parts, with their places and keys."""
    paths, components = (root.get("paths"), root.get("components")) if isinstance(root, dict) else (None, None)
    if isinstance(paths, dict):
        yield child(ROOT, "paths"), "paths", paths
    for section, holder in components.items() if isinstance(components, dict) else ():
        if isinstance(holder, dict):
            yield child(ROOT, "components", section), section, holder


def what_stands_at(path: tuple[str, ...]) -> tuple[Kind, str]:
    """What a part is that stands there, and its section; what is no part is no more than data here."""
    if len(path) == 1:
        return Kind.DATA, ""
    label, name = path[-2:]
    return kind_of_child(kind_of_child(Kind.OBJECT, label), name), label
