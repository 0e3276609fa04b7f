"""Schemas that are put together from themselves (`A: {oneOf: [A, string]}`), or of more others than anybody has; finds them only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field

from sdkwright.inert import dataclass
from sdkwright.openapi.refs import LONGEST_CHAIN, Target, lookup
from sdkwright.pointer import ROOT, Json, Pointer, child
from sdkwright.read.trees import value_at

__all__ = ["Loops", "loops", "stands_for"]

_LISTS = ("allOf", "oneOf", "anyOf")


@dataclass(frozen=True, slots=True)
class Loops:
    """Members of `allOf`, `oneOf` and `anyOf`, and schemas that are mere references.

    `back` lead back to themselves, each loop once; beyond `far` a chain of schemas that stand for one another is longer than
    `LONGEST_CHAIN`. Real documents have up to about ten in a row.
    """

    back: list[Pointer] = field(default_factory=list[Pointer])
    far: list[Pointer] = field(default_factory=list[Pointer])


def loops(root: dict[str, Json], targets: Iterable[Pointer] = ()) -> Loops:
    """What would never end, or go too far, from the components on and from those ``targets`` of references."""
    components = root.get("components")
    schemas = components.get("schemas") if isinstance(components, dict) else None
    starts = [child(ROOT, "components", "schemas", name) for name in schemas] if isinstance(schemas, dict) else []
    found, depths = Loops(), dict[Pointer, int]()
    for start in (*starts, *targets):
        _search(root, start, depths, found)
    return found


def _search(root: Json, start: Pointer, depths: dict[Pointer, int], found: Loops) -> None:
    """Depth first, without recursion; ``path`` is the way from the start, a reference that comes back to it is cut.

    ``depths`` tells how many others are below each schema that was looked at, at most `LONGEST_CHAIN`.
    """
    if start in depths:
        return
    path: dict[Pointer, int] = {start: 0}
    stack = [(start, _reversed(root, start))]
    while stack:
        here, members = stack[-1]
        if not members:
            stack.pop()
            depths[here] = path.pop(here)
            continue
        member, target = members[-1]
        if target not in path and target not in depths:  # and then once more
            path[target] = 0
            stack.append((target, _reversed(root, target)))
            continue
        members.pop()
        if target in path:
            found.back.append(member)
        elif depths[target] >= LONGEST_CHAIN:
            found.far.append(member)
        else:
            path[here] = max(path[here], depths[target] + 1)


def _reversed(root: Json, at: Pointer) -> list[tuple[Pointer, Pointer]]:
    return [*_members(root, at, value_at(root, at))][::-1]


def stands_for(root: Json, at: Pointer) -> bool:
    """Whether a schema is nothing but another."""
    return any(_members(root, at, value_at(root, at)))


def _members(root: Json, at: Pointer, schema: Json) -> Iterator[tuple[Pointer, Pointer]]:
    """Where the schema is nothing but another: the place of the member (its own for a bare reference) and what it is."""
    waiting: list[tuple[Pointer, Json]] = [(at, schema)]
    while waiting:
        place, node = waiting.pop()
        if not isinstance(node, dict):
            continue
        ref = node.get("$ref")
        if isinstance(ref, str) and isinstance(found := lookup(root, ref), Target):
            yield place, found.pointer
        for key in _LISTS:
            listed = node.get(key)
            for index, member in enumerate(listed if isinstance(listed, list) else ()):
                waiting.append((child(place, key, index), member))
