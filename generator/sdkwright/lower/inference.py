"""The tree of resources of a document that has no config: laid out from paths and verbs as a person would."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sdkwright.config import Method as MethodConfig
from sdkwright.ir.api import ResourcePath
from sdkwright.lower.tree import Branch, Operation, Planned

PREFIX = re.compile(r"^(api|rest|v\d+(\.\d+)*((alpha|beta)\d*)?)$", re.IGNORECASE)
COLLECTION = {"get": "list", "post": "create", "put": "replace_all", "patch": "update_all", "delete": "delete_all"}
ITEM = {"get": "retrieve", "post": "update", "put": "replace", "patch": "update", "delete": "delete"}
FALLBACK_RESOURCE = "root"


@dataclass(slots=True)
class _Sketch:
    """A resource while methods are being placed."""

    methods: dict[str, Operation] = field(default_factory=dict[str, Operation])
    children: dict[str, _Sketch] = field(default_factory=dict[str, "_Sketch"])

    def below(self, path: ResourcePath) -> _Sketch:
        here = self
        for key in path:
            here = here.children.setdefault(key, _Sketch())
        return here


def inferred_tree(operations: Iterable[Operation]) -> tuple[Branch, ...]:
    """The whole tree. The order of the document changes no name: paths and verbs are taken sorted."""
    ordered = sorted(operations, key=lambda operation: (operation.path, operation.verb))
    everything = [_segments(operation.path) for operation in ordered]
    top = _Sketch()
    for operation in ordered:
        path, key = _placement(operation, everything)
        sketch = top.below(path)
        sketch.methods[_free_key(key, operation, sketch.methods)] = operation
    return tuple(_branches((), top))


def _branches(path: ResourcePath, sketch: _Sketch) -> Iterator[Branch]:
    for key, inner in sketch.children.items():
        here = (*path, key)
        methods = tuple(
            Planned(name, operation, MethodConfig.model_validate(operation.endpoint))
            for name, operation in inner.methods.items()
        )
        yield Branch(here, None, methods, tuple(_branches(here, inner)))


def _segments(path: str) -> tuple[str, ...]:
    """The parts of a path template without what only says its version."""
    parts = [part for part in path.split("/") if part]
    while len(parts) > 1 and PREFIX.match(parts[0]):
        parts.pop(0)
    return tuple(parts)


def is_parameter(segment: str) -> bool:
    """Whether a segment holds a template expression."""
    return "{" in segment


def _placement(operation: Operation, everything: list[tuple[str, ...]]) -> tuple[ResourcePath, str]:
    """The resource that an operation belongs to and the name of its method there."""
    segments = _segments(operation.path)
    static = [word(segment) for segment in segments if not is_parameter(segment) and word(segment)]
    if not static:
        return (FALLBACK_RESOURCE,), ITEM.get(operation.verb, operation.verb)
    if is_parameter(segments[-1]):
        return tuple(static), ITEM.get(operation.verb, operation.verb)
    if len(static) > 1 and _is_action(segments, operation, everything):
        return tuple(static[:-1]), static[-1]
    return tuple(static), _collection_key(operation)


def _is_action(segments: tuple[str, ...], operation: Operation, everything: list[tuple[str, ...]]) -> bool:
    """`POST /jobs/{id}/cancel`: the last word is what is done, unless more hangs below it or it is read as well."""
    deeper = any(other[: len(segments)] == segments and len(other) > len(segments) for other in everything)
    alone = sum(other == segments for other in everything) == 1
    return alone and not deeper and operation.verb != "get" and not segments[-1].endswith("s")


def _collection_key(operation: Operation) -> str:
    if operation.verb == "get" and not _gives_a_list(operation):
        return "retrieve"
    return COLLECTION.get(operation.verb, operation.verb)


def _gives_a_list(operation: Operation) -> bool:
    """A GET of a path that ends in a plural, or whose name says so, gives many."""
    last = word(_segments(operation.path)[-1])
    named = word(operation.node.string("operationId") or "")
    return last.endswith("s") or named.startswith(("list", "search")) or "_list" in named


def _free_key(key: str, operation: Operation, taken: dict[str, Operation]) -> str:
    """The key, else the words of the operationId, else verb and key, else a number that is free."""
    candidates = [key, word(operation.node.string("operationId") or ""), f"{operation.verb}_{key}"]
    for candidate in candidates:
        if candidate and candidate not in taken:
            return candidate
    number = 2
    while f"{key}_{number}" in taken:
        number += 1
    return f"{key}_{number}"


def word(text: str) -> str:
    """The words of a segment or an operationId in snake case; names proper are decided by the naming stage."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", text)
    return re.sub(r"[^0-9a-z]+", "_", spaced.lower()).strip("_")
