"""Which parts of a document are straight: they are as they were written, and refer to whole parts, to each as what it is.

A walk of such a part changes nothing and tells nothing, whatever the other parts say, so that it is linked once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import unquote

from sdkwright.openapi.library import File
from sdkwright.openapi.parts import Parts, Use
from sdkwright.openapi.sections import Part, frame
from sdkwright.openapi.walk import Kind, kind_at
from sdkwright.pointer import Json, Pointer, tokens

__all__ = ["is_straight_around", "straight"]

_PART = re.compile(r"#/(?:paths|components/[^/]+)/[^/]+")


def is_straight_around(root: File, new: Json, uses: Iterable[Use | None]) -> bool:
    """Whether what is in no part is so as well, given what the root became and the references in there, and gives itself no names."""
    names, value = root.names, root.value
    if names.bases or names.anchors or names.dynamic or not isinstance(value, dict) or not isinstance(new, dict):
        return False
    return all(use is not None and _is_straight(use) for use in uses) and frame(new) == frame(value)


def straight(parts: Parts, root: Json, walked: list[Part] | None) -> Iterator[bytes]:
    """The checksums of the straight ones; of all others than those that were ``walked`` it is known that they are."""
    nodes = None if walked is None else {id(part.node) for part in walked}
    for part, checksum in parts.summed(root):
        uses = parts.noted(part) if nodes is None or id(part.node) in nodes else ()
        if uses is not None and all(map(_is_straight, uses)):
            yield checksum


@lru_cache(maxsize=1 << 14)
def _is_straight(use: Use) -> bool:
    """Whether a reference that leads to where it says leads to a whole part, as what stands there anyhow; or is a bare name."""
    pointer = unquote(use.ref)
    if not use.kind and "/" not in use.ref and not use.ref.startswith("#"):
        return True
    kind = Kind[use.kind] if use.kind else Kind.SCHEMA
    return _PART.fullmatch(pointer) is not None and kind_at(tokens(Pointer(pointer))) is kind
