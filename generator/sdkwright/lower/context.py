"""What every lowering function needs: the document, the config, the named models and the report; owns references, no rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from sdkwright.config import Config, ModelRef
from sdkwright.diagnostics import Report
from sdkwright.inert import dataclass
from sdkwright.ir.api import ResourcePath
from sdkwright.memory import Memory
from sdkwright.openapi.nodes import Node
from sdkwright.openapi.refs import LONGEST_CHAIN, Target, lookup, reference
from sdkwright.pointer import ROOT, Pointer, child
from sdkwright.read import Document


@dataclass(frozen=True, slots=True)
class NamedSchema:
    """A schema that becomes a model: where it stands, the word it is called by, and whether the config chose that word."""

    node: Node
    key: str
    pinned: bool
    home: ResourcePath
    types: ResourcePath
    config: ModelRef | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a schema is used (its identity for naming), and which unnamed schemas are being written out around it."""

    site: Pointer
    inside: tuple[Pointer, ...] = field(default=())

    def below(self, *path: str | int) -> Place:
        """The same, one step down."""
        return Place(child(self.site, *path), self.inside)

    def entering(self, origin: Pointer) -> Place:
        """The same, inside the unnamed schema at `origin`."""
        return Place(self.site, (*self.inside, origin))


@dataclass(frozen=True, slots=True)
class Context:
    """One lowering of one document."""

    document: Document
    config: Config
    report: Report
    named: Mapping[Pointer, NamedSchema]
    memory: Memory = field(compare=False)
    """What models and methods consist of, each lowered once: the only part of a lowering that changes while it goes on."""

    @property
    def configured(self) -> bool:
        """Whether a config lays the package out, so that it is as such configs have always had it."""
        return self.config.lays_out

    @property
    def root(self) -> Node:
        """The whole document."""
        return Node(self.document.root, ROOT)

    def target(self, node: Node) -> Node | None:
        """What the `$ref` of `node` points at, one step; None where it has none or it points nowhere (reported by the check)."""
        ref = node.string("$ref")
        return self.lookup(ref) if ref is not None else None

    def lookup(self, ref: str) -> Node | None:
        """What a reference names, one step."""
        found = lookup(self.document.root, ref)
        return Node(found.value, found.pointer) if isinstance(found, Target) else None

    def at(self, pointer: Pointer) -> Node | None:
        """What stands there."""
        return self.lookup(reference(pointer))

    def follow(self, node: Node) -> Node | None:
        """The node at the end of the chain of references; None where the chain breaks or never ends."""
        here: Node | None = node
        for _ in range(LONGEST_CHAIN):
            if here is None or (ref := here.string("$ref")) is None:
                return here
            here = self.lookup(ref)
        return None

    def is_same(self, one: Node, other: Node | None) -> bool:
        """Whether two nodes lead to one place of the document."""
        target, others = self.follow(one), self.follow(other) if other is not None else None
        return target is not None and others is not None and target.pointer == others.pointer

    def unsupported(self, code: str, node: Node, message: str, hint: str | None = None) -> None:
        """Report what is understood but not emitted."""
        self.report.add(code, node.pointer, message, hint=hint)
