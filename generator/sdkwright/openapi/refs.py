"""What a `#/...` of the one tree stands for: escapes, chains, cycles; other files and anchors are link.py's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import unquote

from sdkwright.inert import dataclass
from sdkwright.pointer import ROOT, Json, Pointer, child

__all__ = [
    "LONGEST_CHAIN",
    "Broken",
    "Target",
    "follow",
    "fragment",
    "is_ref",
    "lookup",
    "reference",
    "resolve",
    "schema_reference",
]

LONGEST_CHAIN = 64
"""How many references may lead from one to the next before a value comes."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference stands for.

    ``pointer`` is where ``value`` really stands, so two ways to one node give one pointer. ``value`` is not itself a
    reference. ``siblings`` are the keys beside the `$ref` (OpenAPI 3.1 section 4.8.23 lets ``summary`` and
    ``description`` override those of the target); along a chain the outermost wins.
    """

    pointer: Pointer
    value: Json
    siblings: Mapping[str, Json] = field(default_factory=dict[str, Json])


@dataclass(frozen=True, slots=True)
class Broken:
    """A reference without a value. ``at`` is the nearest place on its way that exists, ``missing`` the token below it.

    ``reason``: "missing" (points nowhere), "cycle" (only references all the way), "chain" (more of them than anybody has),
    "not-local" (another file or a URL),
    "anchor" (a fragment that is no JSON Pointer), "not-text" (`$ref` is not a string).
    """

    reason: str
    ref: str
    at: Pointer = ROOT
    missing: str = ""


Resolution: TypeAlias = "Target | Broken"


def is_ref(node: Json) -> bool:
    """Whether a node is a reference. Whether it stands where references count is for walk.py to say."""
    return isinstance(node, dict) and isinstance(node.get("$ref"), str)


@lru_cache(maxsize=1 << 14)  # each is followed many a time
def fragment(ref: str) -> tuple[str, ...] | None:
    """The tokens of a local reference, percent- and tilde-escapes undone; None where it is not a JSON Pointer here."""
    if ref == "#":
        return ()
    if not ref.startswith("#/"):
        return None
    return tuple(token.replace("~1", "/").replace("~0", "~") for token in unquote(ref[2:]).split("/"))


def reference(pointer: Pointer) -> str:
    """The reference that leads to a node: in a pointer `%40` is three characters, in a reference an escape."""
    return pointer.replace("%", "%25")


def schema_reference(name: str) -> str:
    """A reference as it is, or the one that the bare name of a component schema stands for."""
    return name if "/" in name or name.startswith("#") else f"#/components/schemas/{name}"


def resolve(root: Json, ref: str) -> Resolution:
    """The value of a reference, through chains of references. ``root`` is the root of the document that holds it."""
    return follow(root, {"$ref": ref}, ROOT)


def follow(root: Json, node: Json, pointer: Pointer) -> Resolution:
    """The node itself when it is no reference, what it stands for when it is one."""
    siblings: dict[str, Json] = {}
    seen: set[Pointer] = set()
    while isinstance(node, dict) and "$ref" in node:
        ref = node["$ref"]
        if not isinstance(ref, str):
            return Broken("not-text", str(ref), pointer)
        siblings = {key: value for key, value in node.items() if key != "$ref"} | siblings
        found = lookup(root, ref, frozenset(seen))
        if isinstance(found, Broken):
            return found
        pointer, node = found.pointer, found.value
        if pointer in seen:
            return Broken("cycle", ref, pointer)
        seen.add(pointer)
        if len(seen) > LONGEST_CHAIN:
            return Broken("chain", ref, pointer)
    return Target(pointer, node, siblings)


def lookup(root: Json, ref: str, seen: frozenset[Pointer] = frozenset()) -> Resolution:
    """One step: the node that a reference names, which may be a reference again.

    Where the way leads through another reference (`#/components/schemas/A/properties/id` and A is one), it is followed:
    JSON Pointer alone would find nothing, and there is one sane reading.
    """
    path = fragment(ref)
    if path is None:
        return Broken("anchor" if ref.startswith("#") else "not-local", ref)
    node, start, since = root, ROOT, 0  # the pointer of where the way began, and the token that comes next from there
    for at, token in enumerate(path):
        below = node.get(token, _NOTHING) if isinstance(node, dict) else _step(node, token)
        if below is _NOTHING and isinstance(node, dict) and "$ref" in node:
            pointer = child(start, *path[since:at])
            if pointer in seen or len(seen) > LONGEST_CHAIN:
                return Broken("cycle" if pointer in seen else "chain", ref, pointer)
            through = _through(root, node, pointer, seen | {pointer})
            if isinstance(through, Broken):
                return through
            node, start, since = through.value, through.pointer, at
            below = _step(node, token)
        if isinstance(below, _Nothing):
            return Broken("missing", ref, child(start, *path[since:at]), token)
        node = below
    return Target(child(start, *path[since:]) if since or start != ROOT else _place(path), node)


@lru_cache(maxsize=1 << 14)
def _place(path: tuple[str, ...]) -> Pointer:
    return child(ROOT, *path)


def _through(root: Json, node: Json, pointer: Pointer, seen: frozenset[Pointer]) -> Resolution:
    while isinstance(node, dict) and "$ref" in node:
        ref = node["$ref"]
        if not isinstance(ref, str):
            return Broken("not-text", str(ref), pointer)
        found = lookup(root, ref, seen)
        if isinstance(found, Broken):
            return found
        if found.pointer in seen or len(seen) > LONGEST_CHAIN:
            return Broken("cycle" if found.pointer in seen else "chain", ref, found.pointer)
        node, pointer, seen = found.value, found.pointer, seen | {found.pointer}
    return Target(pointer, node)


class _Nothing:
    """No node; None is a node."""


_NOTHING = _Nothing()


def _step(node: Json, token: str) -> Json | _Nothing:
    if isinstance(node, dict):
        return node.get(token, _NOTHING) if token in node else _NOTHING
    if isinstance(node, list) and token.isascii() and token.isdigit() and int(token) < len(node):
        return node[int(token)]
    return _NOTHING
