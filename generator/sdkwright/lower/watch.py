"""Which parts of a document count as one when it is asked what has changed, and a document that notes which of them are looked at."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from sdkwright.config import Config
from sdkwright.lower.context import NamedSchema
from sdkwright.memory import Group, Memory, Seen, SeenTable
from sdkwright.pointer import ROOT, Json, Pointer, child, last, tokens
from sdkwright.read import Document
from sdkwright.read.trees import put

__all__ = ["digests", "settled", "watched"]

_FORMAT = 2
"""Of marshal: the last one in which equal values have equal bytes."""


def digests(root: dict[str, Json]) -> dict[Group, bytes]:
    """A checksum of each part; under the root that of all else, with the names of the parts in their order."""
    found: dict[Group, bytes] = {}
    for group, part in _parts(root):
        found[group] = _digest(part)
    found[ROOT] = _digest(_with_parts(root, lambda _group, _part: None))
    return found


def watched(document: Document, memory: Memory) -> Document:
    """The same document, whose parts note in the memory that they are looked at."""
    return replace(document, root=_with_parts(document.root, lambda group, part: Seen(part, group, memory)))


def settled(config: Config, named: Mapping[Pointer, NamedSchema], memory: Memory) -> Mapping[Pointer, NamedSchema]:
    """The named schemas, which note that one is looked at; with other names, or another config, nothing is as it was."""
    memory.settle("config", config)
    memory.settle(
        "named", tuple((at, each.node.pointer, each.key, each.pinned, each.home) for at, each in named.items())
    )
    return SeenTable(named, "", memory, only_values=True)


def _parts(root: dict[str, Json]) -> Iterator[tuple[Group, dict[str, Json]]]:
    """Each path item and each component that is a mapping."""
    for place, holder in _holders(root):
        for name, part in holder.items():
            if isinstance(part, dict):
                yield Group(child(place, name)), part


def _holders(root: dict[str, Json]) -> Iterator[tuple[Pointer, dict[str, Json]]]:
    paths, components = root.get("paths"), root.get("components")
    if isinstance(paths, dict):
        yield child(ROOT, "paths"), paths
    for section, holder in components.items() if isinstance(components, dict) else ():
        if isinstance(holder, dict):
            yield child(ROOT, "components", section), holder


def _with_parts(root: dict[str, Json], made: Callable[[Group, dict[str, Json]], Json]) -> dict[str, Json]:
    """The root with something else for each part."""
    new = dict(root)
    if isinstance(components := root.get("components"), dict):
        new["components"] = dict(components)
    for place, holder in _holders(root):
        parts: dict[str, Json] = {
            name: made(Group(child(place, name)), part) if isinstance(part, dict) else part
            for name, part in holder.items()
        }
        put(new["components"] if len(tokens(place)) > 1 else new, last(place), parts)
    return new


def _digest(value: Json) -> bytes:
    return hashlib.blake2b(marshal.dumps(value, _FORMAT), digest_size=16).digest()
