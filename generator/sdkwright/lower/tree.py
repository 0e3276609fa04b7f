"""The tree of resources before operations are lowered: which method stands where, be it by the config or by inference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TypeAlias

from sdkwright.config import Method as MethodConfig
from sdkwright.inert import dataclass
from sdkwright.ir.api import ResourcePath
from sdkwright.ir.operations import Guess
from sdkwright.lower.context import Context
from sdkwright.openapi.nodes import Node
from sdkwright.openapi.rules import is_method
from sdkwright.pointer import Pointer, child

_Entry: TypeAlias = tuple[str, tuple[str, ...], frozenset[str]]

VERBS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")

_USUAL = frozenset(
    (
        *("tags", "summary", "description", "externalDocs", "operationId", "parameters", "requestBody", "responses"),
        *("callbacks", "deprecated", "security"),
    )
)


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the document: ``way`` leads to it from the path item that holds it. ``verb`` is in lower case unless it mixes the two.

    Most runs look into few of them, so that what is asked of all is told beside: ``further`` are the keys that few have.
    """

    verb: str
    path: str
    path_item: Node
    way: tuple[str, ...]
    further: frozenset[str]

    @property
    def node(self) -> Node:
        """What the document says of it."""
        found = self.path_item.at(*self.way)
        assert found is not None, "it was there when the operations were listed"
        return found

    @property
    def pointer(self) -> Pointer:
        """Where that stands."""
        return child(self.path_item.pointer, *self.way)

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
    listed = context.memory.recall("operations", "", partial(_listed, context))
    for path, declared in context.root.members("paths"):
        item = context.follow(declared) if path in listed else None
        if item is not None:
            for verb, way, further in listed[path]:
                yield Operation(verb, path, item, way, further)


def _listed(context: Context) -> dict[str, tuple[_Entry, ...]]:
    """What there is to know of the operations of each path without a look at them."""
    found: dict[str, tuple[_Entry, ...]] = {}
    for path, declared in context.root.members("paths"):
        item = context.follow(declared)
        if item is not None and not path.startswith("x-"):
            found[path] = tuple(_operations(item))
    return found


def _operations(item: Node) -> Iterator[_Entry]:
    """The operations of a path item by method: the usual ones, then those of `additionalOperations` (OpenAPI 3.2)."""
    present = frozenset(item.names())
    for verb in VERBS:
        node = item.at(verb) if verb in present else None
        if node is not None and node.is_object:
            yield verb, (verb,), frozenset(node.names()) - _USUAL
    for method, node in item.members("additionalOperations"):
        verb = method.lower() if method.isupper() or method.lower() in VERBS else method
        if node.is_object and is_method(method) and not item.has(verb):  # what is not is told by the rules
            yield verb, ("additionalOperations", method), frozenset(node.names()) - _USUAL


def planned(branches: tuple[Branch, ...]) -> Iterator[Planned]:
    """Every method of the tree."""
    for branch in branches:
        yield from branch.methods
        yield from planned(branch.branches)
