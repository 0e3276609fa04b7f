"""Names that schemas give themselves: `$id`, `$anchor`, `$dynamicAnchor` (JSON Schema 2020-12, section 8.2); follows none.

Files that are no OpenAPI documents do not say which of their mappings are schemas, so this looks at all of a file but data.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Mapping
from dataclasses import field
from urllib.parse import urldefrag, urljoin

from sdkwright.inert import dataclass
from sdkwright.pointer import ROOT, Json, Pointer, child
from sdkwright.read.later import plain

__all__ = ["Identifiers", "identifiers", "is_nameless", "join", "static"]

_NAMES = ("$id", "$anchor", "$dynamicAnchor")
_KEYS = tuple(name.encode() for name in _NAMES)
_DATA = frozenset(("example", "examples", "default", "enum", "const", "value"))
_MAPS = frozenset(("properties", "patternProperties", "$defs", "definitions", "schemas", "dependentSchemas"))


@dataclass(frozen=True, slots=True)
class Identifiers:
    """``bases``: the base URI of each schema that has its own. ``anchors``: base and name -> the schema of that name."""

    bases: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    anchors: dict[tuple[str, str], Pointer] = field(default_factory=dict[tuple[str, str], Pointer])
    dynamic: dict[tuple[str, str], Pointer] = field(default_factory=dict[tuple[str, str], Pointer])


def join(base: str, reference: str) -> str:
    """The absolute URI, as written where the parts cannot be joined."""
    try:
        return urljoin(base, reference)
    except ValueError:  # brackets that are no IPv6 address
        return reference


def identifiers(value: Json, base: str) -> Identifiers:
    """All that is named in a file of that base URI; the first of a name counts."""
    found = Identifiers()
    if is_nameless(value):  # a tenth of the time of a walk, and most files name nothing
        return found
    stack: list[tuple[Pointer, Json, str, bool]] = [(ROOT, value, base, False)]
    while stack:
        at, node, here, is_map = stack.pop()
        if isinstance(node, dict):
            if not is_map:
                here = _named(node, at, here, found)
            stack += reversed([(child(at, key), below, here, key in _MAPS) for key, below in _parts(node, is_map)])
        elif isinstance(node, list):
            stack += reversed([(child(at, index), item, here, False) for index, item in enumerate(node)])
    return found


def is_nameless(value: Json) -> bool:
    """Whether no key of these is anywhere in a value."""
    said = marshal.dumps(plain(value), 2)
    return not any(key in said for key in _KEYS)


def _named(node: dict[str, Json], at: Pointer, here: str, found: Identifiers) -> str:
    """Note the names of one schema; the base URI from here on."""
    own = node.get("$id")
    if isinstance(own, str) and not own.startswith("#"):
        here = urldefrag(join(here, own)).url
        found.bases[at] = here
    for key, into in (("$anchor", found.anchors), ("$dynamicAnchor", found.anchors), ("$dynamicAnchor", found.dynamic)):
        name = node.get(key)
        if isinstance(name, str):
            into.setdefault((here, name), at)
    return here


def _parts(node: dict[str, Json], is_map: bool) -> Iterator[tuple[str, Json]]:
    for key, below in node.items():
        if isinstance(below, dict | list) and (is_map or not (key in _DATA or key.startswith("x-"))):
            yield key, below


def static(schema: dict[str, Json], bound: Mapping[str, str]) -> dict[str, Json]:
    """A schema without the names that it gives itself, `$dynamicRef` as the `$ref` that it is here."""
    dynamic = schema.get("$dynamicRef")
    if isinstance(dynamic, str) and "$ref" not in schema:
        rest = {name: value for name, value in schema.items() if name != "$dynamicRef"}
        schema = {"$ref": bound.get(dynamic.partition("#")[2], dynamic), **rest}
    if any(isinstance(schema.get(key), str) for key in _NAMES):
        return {key: value for key, value in schema.items() if key not in _NAMES}
    return schema
