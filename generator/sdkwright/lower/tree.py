"""The tree of resources before operations are lowered: which method stands where, be it by the config or by inference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sdkwright.config import Method as MethodConfig
from sdkwright.ir.api import ResourcePath
from sdkwright.lower.context import Context
from sdkwright.openapi.nodes import Node

VERBS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
NEWER_VERBS = ("query", "additionalOperations")


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


def operations(context: Context) -> Iterator[Operation]:
    """Every operation of the document, in its order; what a path item holds besides is reported."""
    for path, declared in context.root.members("paths"):
        item = context.follow(declared)
        if item is None or path.startswith("x-"):
            continue
        for verb in VERBS:
            node = item.at(verb)
            if node is not None and node.is_object:
                yield Operation(verb, path, node, item)
        for key in NEWER_VERBS:
            node = item.at(key)
            if node is not None:
                context.unsupported("U231", node, f"`{key}` operations are not emitted")
        _note_servers(context, item)


def _note_servers(context: Context, item: Node) -> None:
    """Servers of a path or an operation, which the client does not know."""
    for owner in (item, *(node for verb in VERBS if (node := item.at(verb)) is not None)):
        servers = owner.at("servers")
        if servers is not None and servers.value:
            hint = "give the client another `base_url` for these"
            context.unsupported("U404", servers, "requests go to the servers of the document, not to these", hint)


def planned(branches: tuple[Branch, ...]) -> Iterator[Planned]:
    """Every method of the tree."""
    for branch in branches:
        yield from branch.methods
        yield from planned(branch.branches)
