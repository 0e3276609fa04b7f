"""How the names of two surfaces correspond: the tree of the client, classes that were renamed, what a name stands for."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from types import MappingProxyType

from sdkwright.compare.surface import Class, Surface, Value, simple
from sdkwright.compare.types import Type, Universe, parsed

__all__ = ["Tree", "renamings", "universe"]

_CLIENTS = MappingProxyType({"client": "Client", "async_client": "AsyncClient"})


class Tree:
    """The attributes of the client that are resources: `client.beta.models` -> the id of its class."""

    __slots__ = ("_of", "routes")

    def __init__(self, surface: Surface) -> None:
        self.routes: dict[str, str] = {}
        by_name: dict[str, list[str]] = {}
        for identity, found in surface.objects.items():
            if isinstance(found, Class):
                by_name.setdefault(simple(identity), []).append(identity)
        for route, name in _CLIENTS.items():
            if (start := _client(surface, name)) is not None:
                self._walk(surface, by_name, route, start)
        self._of = {identity: route for route, identity in reversed(self.routes.items())}

    def route_of(self, identity: str) -> str | None:
        """The attribute that holds an object of this class."""
        return self._of.get(identity)

    def _walk(self, surface: Surface, by_name: Mapping[str, list[str]], route: str, identity: str) -> None:
        waiting = [(route, identity)]
        while waiting:
            here, known = waiting.pop(0)
            if here in self.routes:
                continue
            self.routes[here] = known
            found = surface.objects[known]
            for name, member in found.members.items() if isinstance(found, Class) else ():
                if (
                    not isinstance(member, Value)
                    or member.kind not in {"property", "field"}
                    or name.startswith("with_")
                ):
                    continue
                below = _nearest(by_name.get(simple((member.annotation or "").strip("'\"")), []), name)
                if below is not None and here.count(".") < 16:
                    waiting.append((f"{here}.{name}", below))


def _client(surface: Surface, name: str) -> str | None:
    """The id of the class that the package exports as `Client`, an alias of it, or the one class that says so by its resources."""
    identity = surface.importable.get(name)
    found = surface.objects.get(identity) if identity is not None else None
    if isinstance(found, Value) and found.value is not None:
        identity = surface.importable.get(simple(found.value))
        found = surface.objects.get(identity) if identity is not None else None
    if isinstance(found, Class):
        return identity
    for path, known in surface.names.items():
        each = surface.objects[known]
        is_async = simple(path).startswith("Async")
        if (
            "." not in path
            and isinstance(each, Class)
            and "with_raw_response" in each.members
            and is_async == name.startswith("Async")
        ):
            return known
    return None


def _nearest(candidates: list[str], name: str) -> str | None:
    """The class of a resource among those of one name: the one in a module called like the attribute."""
    resources = [each for each in candidates if each.startswith("resources.")]
    if len(resources) > 1:
        resources = [each for each in resources if each.split(".")[-2] == name] or resources
    return resources[0] if resources else None


def renamings(old: Surface, new: Surface, tree: Tree, other: Tree) -> dict[str, str]:
    """Simple names of classes in `old` -> what they are called in `new`: by the tree, by what is exported, by their members."""
    found: dict[str, str] = {}
    for route, identity in tree.routes.items():
        if route in other.routes:
            found[simple(identity)] = simple(other.routes[route])
    for path, identity in old.names.items():
        if path in new.importable and isinstance(old.objects[identity], Class):
            found.setdefault(simple(identity), simple(new.importable[path]))
    shapes: dict[object, list[str]] = {}
    for path, identity in new.names.items():
        if path not in old.importable and (shape := _shape(new, identity)) is not None:
            shapes.setdefault(shape, []).append(simple(identity))
    kept = {simple(path) for path in new.importable}
    for path, identity in old.names.items():
        if simple(path) not in kept:
            candidates = set(shapes.get(_shape(old, identity), []))
            if len(candidates) == 1:
                found.setdefault(simple(identity), candidates.pop())
    return {before: after for before, after in found.items() if before != after}


def _shape(surface: Surface, identity: str) -> object:
    """What two classes have in common that differ in their names only; None where that says too little."""
    found = surface.objects[identity]
    if not isinstance(found, Class):
        return None
    members = frozenset(
        (
            name,
            str(parsed(each.annotation)) if isinstance(each, Value) else str([s.parameters for s in each.signatures]),
        )
        for name, each in found.members.items()
    )
    return (found.is_input, members) if len(members) > 1 else None


def universe(*surfaces: Surface) -> Universe:
    """What is known of the names in annotations, of both sides; the first wins."""
    aliases: dict[str, Type] = {}
    ancestors: dict[str, tuple[str, ...]] = {}
    for surface in surfaces:
        for identity, found in surface.objects.items():
            if isinstance(found, Value) and found.kind == "alias" and found.value is not None:
                aliases.setdefault(simple(identity), parsed(found.value))
            elif isinstance(found, Class):
                ancestors.setdefault(simple(identity), found.ancestors or ())
    exceptions = {
        name: () for name in dir(builtins) if name[:1].isupper() and isinstance(getattr(builtins, name), type)
    }
    public = {simple(path) for surface in surfaces for path in surface.names}
    known = {name: above for name, above in ancestors.items() if name in public}
    return Universe(aliases, {**exceptions, "Enum": (), "StrEnum": (), **known})
