"""Which parts of a document count as one when it is asked what has changed, and a document that notes which of them are looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sdkwright.config import Config
from sdkwright.lower.context import NamedSchema
from sdkwright.memory import Group, Memory, Seen, SeenTable
from sdkwright.openapi.parts import Parts
from sdkwright.openapi.sections import with_parts
from sdkwright.pointer import Json, Pointer
from sdkwright.read import Document

__all__ = ["digests", "settled", "watched"]


def digests(root: dict[str, Json], parts: Parts) -> dict[Group, bytes]:
    """A checksum of each part; under the root that of all else, with the names of the parts in their order."""
    return {Group(place): checksum for place, checksum in parts.checksums(root).items()}


def watched(document: Document, memory: Memory) -> Document:
    """The same document, whose parts note in the memory that they are looked at."""
    return replace(document, root=with_parts(document.root, lambda part: Seen(part.node, part.place, memory)))


def settled(config: Config, named: Mapping[Pointer, NamedSchema], memory: Memory) -> Mapping[Pointer, NamedSchema]:
    """The named schemas, which note that one is looked at; with other names, or another config, nothing is as it was."""
    memory.settle("config", config)
    memory.settle(
        "named", tuple((at, each.node.pointer, each.key, each.pinned, each.home) for at, each in named.items())
    )
    return SeenTable(named, "", memory, only_values=True)
