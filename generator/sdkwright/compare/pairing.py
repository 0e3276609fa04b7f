"""Lays two surfaces side by side: which modules and names are gone or new, and which objects belong together."""

from __future__ import annotations

import builtins
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sdkwright.compare.changes import Change, Comparison, Severity
from sdkwright.compare.naming import Tree, renamings, universe
from sdkwright.compare.rules import VIEWS, Rules, described
from sdkwright.compare.surface import Class, Function, Object, Surface, Value, simple

__all__ = ["compare"]

_BREAKING, _ADDITIVE = Severity.BREAKING, Severity.ADDITIVE
# helpers that answer for `with_raw_response` and nobody names
_HELPERS = ("WithRawResponse", "WithStreamingResponse", "WithStreamedResponse")
# how an object of the client is made is the business of the client, and these are whatever they are
_UNCOMPARED = frozenset({"__version__", "__title__"})


def compare(old: Surface, new: Surface) -> Comparison:
    """All changes that a program written against `old` may notice on `new`."""
    found = list(dict.fromkeys(_Sides(old, new).changes()))
    ordered = sorted(
        _without_twins(found), key=lambda change: (-change.severity, change.path, change.kind, change.message)
    )
    unread = [f"{side.label}: {told}" for side in (old, new) for told in side.unread]
    return Comparison(old.label, new.label, old.version, new.version, ordered, unread)


class _Sides:
    """The two surfaces, with what was found out about how they correspond."""

    def __init__(self, old: Surface, new: Surface) -> None:
        self._old, self._new = old, new
        self._tree, self._new_tree = Tree(old), Tree(new)
        self._renamed = renamings(old, new, self._tree, self._new_tree)
        self._rules = Rules(self._renamed, universe(new, old))
        self._done: set[tuple[str, str]] = set()

    def changes(self) -> Iterator[Change]:
        """Of the whole: the package, its modules, its names, what they lead to, and the tree of the client."""
        if self._old.package != self._new.package:
            message = f"is imported as `{self._new.package}` now"
            yield Change(_BREAKING, "package-renamed", self._old.package, message)
        gone = self._old.modules - self._new.modules - self._new.importable.keys()
        for module in sorted(gone):
            if module.rpartition(".")[0] not in gone:
                yield Change(_BREAKING, "module-removed", self._shown(module), "cannot be imported any more")
        yield from self._lost_names(gone)
        yield from self._new_names()
        for path in sorted(_wanted(self._old), key=lambda each: (each.count("."), each)):
            if path in self._new.importable:
                yield from self._pair(self._old.names[path], self._new.importable[path])
        for route, identity in self._tree.routes.items():
            other = self._new_tree.routes.get(route)
            if other is not None:
                yield from self._pair(identity, other)

    def _shown(self, path: str) -> str:
        return f"{self._old.package}.{path}" if path else self._old.package

    def _lost_names(self, gone_modules: frozenset[str]) -> Iterator[Change]:
        """Objects of which no name is left are told once; of others, the names that are gone."""
        by_object: dict[str, list[str]] = defaultdict(list)
        for path in _wanted(self._old):
            by_object[self._old.names[path]].append(path)
        for identity, paths in by_object.items():
            lost = [path for path in paths if path not in self._new.importable]
            kept = [path for path in paths if path in self._new.importable]
            if not kept:
                yield self._gone(self._old.objects[identity], _shortest(paths))
            for path in lost if kept else []:
                if path.rpartition(".")[0] not in gone_modules:
                    hint = f"import it as `{self._shown(_shortest(kept))}`"
                    yield Change(
                        _BREAKING, "name-removed", self._shown(path), "cannot be imported from here any more", hint=hint
                    )

    def _gone(self, found: Object, path: str) -> Change:
        now = self._renamed.get(simple(path))
        moved = [each for each in self._new.names if simple(each) == simple(path) and not each.startswith("resources.")]
        hint = None
        if now is not None and now != simple(path):
            hint = f"it is `{self._shown(_shortest([each for each in self._new.names if simple(each) == now] or [now]))}` now"
        elif moved:
            hint = f"there is `{self._shown(_shortest(moved))}`"
        word = described(found)
        return Change(
            _BREAKING, f"{word}-removed", self._shown(path), f"is not there any more ({word})", hint=hint, place=None
        )

    def _new_names(self) -> Iterator[Change]:
        known = {self._new.importable[path] for path in _wanted(self._old) if path in self._new.importable}
        known |= set(self._new_tree.routes.values())
        told = set[str]()
        for path in sorted(_wanted(self._new), key=lambda each: (each.count("."), each)):
            identity = self._new.names[path]
            if path not in self._old.importable and identity not in known | told:
                told.add(identity)
                found = self._new.objects[identity]
                word = described(found)
                yield Change(
                    _ADDITIVE, f"{word}-added", f"{self._new.package}.{path}", f"is new ({word})", place=found.place
                )

    def _pair(self, identity: str, other: str) -> Iterator[Change]:
        """What changes between two objects, and between their members."""
        if (identity, other) in self._done:
            return
        self._done.add((identity, other))
        old, new = self._old.objects[identity], self._new.objects[other]
        path = self._path_of(identity)
        flow = "in" if simple(identity).endswith(("Param", "Params")) else "both"
        yield from self._rules.objects(path, old, new, flow=flow)  # type: ignore[arg-type]
        if isinstance(old, Class) and isinstance(new, Class):
            yield from self._members(old, new, path)

    def _path_of(self, identity: str) -> str:
        """What a program writes to reach an object: the attribute of the client, else its shortest name."""
        route = self._tree.route_of(identity)
        if route is not None:
            return route
        paths = [path for path, known in self._old.names.items() if known == identity]
        return self._shown(_shortest(paths) if paths else identity)

    def _named(self, identity: str) -> str:
        paths = [
            path
            for path, known in self._old.names.items()
            if known == identity and simple(path) not in {"Client", "AsyncClient"}
        ]
        return self._shown(_shortest(paths) if paths else simple(identity))

    def _members(self, old: Class, new: Class, path: str) -> Iterator[Change]:
        is_resource = "with_raw_response" in old.members
        for name, member in old.members.items():
            if name == "__init__" and is_resource and path.count("."):
                continue
            other = new.members.get(name)
            at = f"{path}.{name}" if name != "__init__" else f"{self._named(old.id)}(...)"
            if other is None:
                if not _is_inherited(name, new) and not self._told_above(member, name, old):
                    yield self._lost_member(at, member, old, new)
            elif (member.id, other.id) not in self._done:
                self._done.add((member.id, other.id))
                if name not in VIEWS:
                    yield from self._rules.objects(at, member, other, flow="in" if old.is_input else "out")
        if old.ancestors is None:  # what it inherits is not known, so nothing can be called new
            return
        for name in new.members.keys() - old.members.keys():
            yield from self._won_member(f"{path}.{name}", new.members[name], old, new)

    def _told_above(self, member: Function | Value, name: str, owner: Class) -> bool:
        """Whether a public base class of the owner brings the member, and is itself compared, and found to have lost it."""
        above = member.id.removesuffix(f".{name}")
        return above != owner.id and any(
            self._old.names[path] == above and path in self._new.importable and not self._still_has(path, name)
            for path in self._old.names
        )

    def _still_has(self, path: str, name: str) -> bool:
        """Whether the class of that name still has the member, so that only who inherited it has lost it."""
        now = self._new.objects.get(self._new.importable.get(path, ""))
        return isinstance(now, Class) and name in now.members

    def _lost_member(self, at: str, member: Function | Value, old: Class, new: Class) -> Change:
        word = "enum member" if old.is_enum else "key" if old.is_input else described(member)
        hint = None
        for other, candidate in new.members.items():
            if other not in old.members and _alike(member, candidate):
                hint = f"it may be `{other}` now" if hint is None else None
        kind = f"{word.replace(' ', '-')}-removed"
        return Change(_BREAKING, kind, at, f"is not there any more ({word})", hint=hint, place=new.place)

    def _won_member(self, at: str, member: Function | Value, old: Class, new: Class) -> Iterator[Change]:
        if simple(at).startswith("_"):
            return
        if old.is_input and isinstance(member, Value) and member.required:
            yield Change(
                _BREAKING,
                "required-key-added",
                at,
                "is new and must be given",
                new=member.annotation,
                place=member.place,
            )
            return
        word = "enum member" if new.is_enum else "key" if old.is_input else described(member)
        new_type = member.annotation if isinstance(member, Value) else None
        yield Change(
            _ADDITIVE, f"{word.replace(' ', '-')}-added", at, f"is new ({word})", new=new_type, place=member.place
        )


def _wanted(surface: Surface) -> list[str]:
    """The names that a program may rely on, without helpers that it never names."""
    return [path for path in surface.names if not path.endswith(_HELPERS) and simple(path) not in _UNCOMPARED]


def _shortest(paths: Iterable[str]) -> str:
    return min(paths, key=lambda each: (each.count("."), each))


def _is_inherited(name: str, new: Class) -> bool:
    """Whether a base from elsewhere, whose members nobody listed, has it."""
    ancestors = new.ancestors or ()
    if "BaseModel" in ancestors or "GenericModel" in ancestors:
        from pydantic import BaseModel

        if hasattr(BaseModel, name):
            return True
    return any(hasattr(getattr(builtins, each, None), name) for each in ancestors if each != "object")


def _alike(old: Function | Value, new: Function | Value) -> bool:
    if isinstance(old, Function) and isinstance(new, Function):
        return old.signatures == new.signatures and len(old.signatures[0].parameters) > 0
    if not isinstance(old, Value) or not isinstance(new, Value) or old.annotation is None:
        return False
    return old.annotation == new.annotation and old.annotation not in {"str", "int", "bool"}


def _without_twins(changes: list[Change]) -> Iterator[Change]:
    """The same change of the asynchronous twin is told with that of the synchronous one."""
    twins: Mapping[tuple[str, ...], Change] = {_key(change): change for change in changes if _is_async(change)}
    plain = {_key(change) for change in changes if not _is_async(change)}
    for change in changes:
        if not _is_async(change):
            yield replace(change, also_async=_key(change) in twins)
        elif _key(change) not in plain:
            yield change


def _is_async(change: Change) -> bool:
    head = change.path.partition("(")[0].split(".")
    return head[0] == "async_client" or any(part.startswith("Async") and part != "AsyncIterator" for part in head)


def _key(change: Change) -> tuple[str, ...]:
    path = change.path.replace("async_client", "client").replace(".Async", ".").replace(".Sync", ".")
    message = change.message.replace("`Async", "`").replace("`Sync", "`")
    return (change.kind, path, message, str(change.severity))
