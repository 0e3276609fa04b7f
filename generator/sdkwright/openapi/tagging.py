"""What is wrong with the tags of a document, at the tag that it is about; the validator tells it of all tags together."""

from __future__ import annotations

import re

from sdkwright.openapi.fields import Finding
from sdkwright.pointer import ROOT, Json, child

__all__ = ["tag_finding"]

_NAME = re.compile(r"'([^']*)'")


def tag_finding(root: Json, message: str) -> Finding:
    """The validator's sentence, with the place and what to do. One circle of parents is one finding, whichever tag it was found from."""
    names = [tag.get("name") if isinstance(tag, dict) else None for tag in _tags(root)]
    circle = message.rpartition(": ")[2].split(" -> ")[:-1]
    if circle and set(circle) <= set(names):
        first = min(range(len(circle)), key=lambda index: names.index(circle[index]))
        around = " -> ".join((*circle[first:], *circle[: first + 1]))
        at = child(ROOT, "tags", names.index(circle[first]))
        return Finding(
            "D110", at, f"tags are parents of each other: {around}; none of them counts", "remove a `parent`"
        )
    said = _NAME.search(message)
    places = [index for index, name in enumerate(names) if said is not None and name == said[1]]
    at = child(ROOT, "tags", places[-1]) if places else child(ROOT, "tags")
    hint = "remove one of the two" if len(places) > 1 else "declare that tag as well, or remove `parent`"
    return Finding("D110", at, message[:1].lower() + message[1:], hint)


def _tags(root: Json) -> list[Json]:
    listed = root.get("tags") if isinstance(root, dict) else None
    return listed if isinstance(listed, list) else []
