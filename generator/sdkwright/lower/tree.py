"""The tree of resources before operations are lowered: which method stands where, be it by the config or by inference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sdkwright.config import Method as MethodConfig
from sdkwright.ir.api import ResourcePath
from sdkwright.openapi.nodes import Node

VERBS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the document, with the path item that holds it."""

    verb: str
    path: str
    node: Node
    path_item: Node

    @property
    def endpoint(self) -> str:
        """As the config spells it."""
        return f"{self.verb} {self.path}"


@dataclass(frozen=True, slots=True)
class Planned:
    """A method that is to be lowered."""

    key: str
    operation: Operation
    config: MethodConfig


@dataclass(frozen=True, slots=True)
class Branch:
    """A resource that is to be lowered."""

    path: ResourcePath
    description: str | None
    methods: tuple[Planned, ...]
    branches: tuple[Branch, ...]


def operations(root: Node) -> Iterator[Operation]:
    """Every operation of the document, in its order. Path items behind a `$ref` are followed by the caller."""
    for path, item in root.members("paths"):
        for verb in VERBS:
            node = item.at(verb)
            if node is not None and node.is_object:
                yield Operation(verb, path, node, item)


def planned(branches: tuple[Branch, ...]) -> Iterator[Planned]:
    """Every method of the tree."""
    for branch in branches:
        yield from branch.methods
        yield from planned(branch.branches)
