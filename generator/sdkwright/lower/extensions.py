"""The `x-stainless-*` keys of a document: which do something, which have nothing to say to Python, and which are unknown."""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from sdkwright.diagnostics import Report
from sdkwright.openapi.link import Linked
from sdkwright.openapi.parts import Parts
from sdkwright.pointer import ROOT, Json, Pointer, child
from sdkwright.read import Document

__all__ = ["HONOURED", "KEPT", "PREFIX", "is_of_another_target", "report_extensions", "uses"]

PREFIX = "x-stainless-"
# where other tools keep operations: paths with a query, and one operation for all methods
MORE_PATHS = "x-ms-paths"
ANY_METHOD = "x-amazon-apigateway-any-method"

HONOURED = frozenset(
    PREFIX + name
    for name in [
        *(
            "any",
            "auth",
            "const",
            "deprecation-message",
            "empty-object",
            "extend-default",
            "method",
            "naming",
            "nominal",
            "only",
            "override-schema",
        ),
        *("pagination-property", "param", "renameMap", "skip", "variantName"),
        *("python-custom-imports", "python-extend-union", "python-extend-union-imports"),
    ]
)
"""What the package follows, and what it follows by what the key says anyway (a constant is a Literal of one value, values
of an enum are no members that could be renamed, and no enum has a type of its own)."""

KEPT: Mapping[str, str] = MappingProxyType({PREFIX + "snippets": "samples that a documentation site shows"})
"""What means nothing to a package."""

_TARGETS = (
    "cli",
    "csharp",
    "go",
    "java",
    "kotlin",
    "mcp",
    "node",
    "php",
    "ruby",
    "sql",
    "swift",
    "terraform",
    "typescript",
)


_Trail: TypeAlias = "tuple[_Trail, str | int] | None"
"""Keys from the root down to a node, the last one outermost."""

_PART = 3
"""How deep components stand, and operations do."""


def is_of_another_target(name: str) -> bool:
    """Whether the key is for another language."""
    return name.removeprefix(PREFIX).partition("-")[0] in _TARGETS


def uses(root: Json) -> Iterator[tuple[str, Pointer]]:
    """Every such key with its place, in the order of the document."""
    waiting: list[tuple[Json, _Trail, int]] = [(root, None, 0)]
    while waiting:
        node, trail, depth = waiting.pop()
        if depth == _PART and not _mentions(node):
            continue
        if isinstance(node, dict):
            yield from ((key, _pointer((trail, key))) for key in node if key.startswith(PREFIX))
            below = ((key, value) for key, value in reversed(node.items()) if isinstance(value, dict | list))
            waiting += [(value, (trail, key), depth + 1) for key, value in below]
        elif isinstance(node, list):
            waiting += [(item, (trail, index), depth + 1) for index, item in reversed(list(enumerate(node)))]


def _pointer(trail: _Trail) -> Pointer:
    """Made only of a place that is told; most are not."""
    keys: list[str | int] = []
    while trail is not None:
        trail, key = trail
        keys.append(key)
    return child(ROOT, *reversed(keys))


def _mentions(node: Json) -> bool:
    """Whether such a key can be somewhere in there: a search through bytes, much faster than a walk."""
    return PREFIX.encode() in marshal.dumps(dict(node) if isinstance(node, dict) else node, 2)


def _report_operations(root: Json, report: Report) -> None:
    """A warning where operations stand in an extension, which only the tools of one vendor read."""
    if not isinstance(root, dict):
        return
    if root.get(MORE_PATHS):
        message = f"what `{MORE_PATHS}` holds has no methods: only tools of Azure read it"
        hint = "move it below `paths`, where a path may have a query as well"
        report.add("U231", child(ROOT, MORE_PATHS), message, hint=hint)
    paths = root.get("paths") if any(source.mentions(ANY_METHOD) for source in report.sources.values()) else None
    for path, item in paths.items() if isinstance(paths, dict) else ():
        if isinstance(item, dict) and ANY_METHOD in item:
            message = f"`{path}` has no method for `{ANY_METHOD}`, which only the gateway of Amazon reads"
            hint = "write down the methods that are called: `get:`, `post:` ..."
            report.add("U231", child(ROOT, "paths", path), message, hint=hint)


def report_extensions(document: Document, report: Report) -> None:
    """One finding for each key that is not followed, at its first use. The texts are looked at first: most have none."""
    _report_operations(document.root, report)
    if not any(source.mentions(PREFIX) for source in report.sources.values()):
        return
    parts = document.parts if isinstance(document, Linked) else Parts()
    found: dict[str, list[Pointer]] = {}
    for name, at in uses(parts.loud(PREFIX, document.root)):
        if name not in HONOURED and name not in KEPT and not is_of_another_target(name):
            found.setdefault(name, []).append(at)
    parts.hush(PREFIX, document.root, (at for places in found.values() for at in places))
    for name, places in found.items():
        more = f"; so are {len(places) - 1} more" if len(places) > 1 else ""
        message = f"`{name}` is not followed: no such key is known{more}"
        report.add("U502", places[0], message, hint="what it asks for is not in the package")
