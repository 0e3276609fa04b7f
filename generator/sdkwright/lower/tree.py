"""The tree of resources before operations are lowered: which method stands where, be it by the config or by inference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sdkwright.config import Method as MethodConfig
from sdkwright.inert import dataclass
from sdkwright.ir.api import ResourcePath
from sdkwright.ir.operations import Guess
from sdkwright.lower.context import Context
from sdkwright.openapi.nodes import Node
from sdkwright.openapi.rules import is_method

VERBS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the document, with the path item that holds it. ``verb`` is in lower case unless it mixes the two."""

    verb: str
    path: str
    node: Node
    path_item: Node

    @property
    def endpoint(self) -> str:
        """As the config spells it."""
        return f"{self.verb} {self.path}"


def find(found: Mapping[str, Operation], verb: str | None, path: str | None) -> tuple[Operation | None, bool]:
    """The operation of an endpoint, and whether the config spells it as the document does.

    Else it is the only one whose path differs in the names of its parameters, in the case of letters or in a last slash.
    """
    plain = (path or "").partition("?")[0]
    exact = found.get(f"{verb} {path}") or found.get(f"{verb} {plain}")
    if exact is not None:
        return exact, True
    alike = [each for each in found.values() if (each.verb, _shape(each.path)) == (verb, _shape(plain))]
    return (alike[0], False) if len(alike) == 1 else (None, False)


def _shape(path: str) -> str:
    return re.sub(r"\{[^{}]*\}", "{}", path).rstrip("/").lower()


@dataclass(frozen=True, slots=True)
class Planned:
    """A method that is to be lowered; `deprecated` is said of it, or of its resource.

    `pages` are the schemes that it may follow where the document shows them; None: whichever fits.
    """

    key: str
    operation: Operation
    config: MethodConfig
    deprecated: str | dict[str, str] | None = None
    guess: Guess | None = None
    pages: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """A resource that is to be lowered; its readers are of the type `webhook_unwrap`, its aliases names for keys of its methods."""

    path: ResourcePath
    types: ResourcePath
    description: str | None
    methods: tuple[Planned, ...]
    branches: tuple[Branch, ...]
    readers: tuple[tuple[str, MethodConfig], ...] = ()
    alone: bool = False
    aliases: tuple[tuple[str, str], ...] = ()


def operations(context: Context) -> Iterator[Operation]:
    """Every operation of the document, in its order; what a path item holds besides is reported."""
    for path, declared in context.root.members("paths"):
        item = context.follow(declared)
        if item is None or path.startswith("x-"):
            continue
        for verb, node in _operations(item):
            yield Operation(verb, path, node, item)


def _operations(item: Node) -> Iterator[tuple[str, Node]]:
    """The operations of a path item by method: the usual ones, then those of `additionalOperations` (OpenAPI 3.2)."""
    present = frozenset(item.names())
    for verb in VERBS:
        node = item.at(verb) if verb in present else None
        if node is not None and node.is_object:
            yield verb, node
    for method, node in item.members("additionalOperations"):
        verb = method.lower() if method.isupper() or method.lower() in VERBS else method
        if node.is_object and is_method(method) and not item.has(verb):  # what is not is told by the rules
            yield verb, node


def planned(branches: tuple[Branch, ...]) -> Iterator[Planned]:
    """Every method of the tree."""
    for branch in branches:
        yield from branch.methods
        yield from planned(branch.branches)
