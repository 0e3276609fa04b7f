"""Names of unnamed objects and unions inside one module of types."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import assert_never

from sdkwright.ir.operations import Member
from sdkwright.ir.types import (
    ArrayType,
    LiteralType,
    MapType,
    NullableType,
    ObjectType,
    Reference,
    ScalarType,
    TupleType,
    Type,
    UnionType,
    Variant,
)
from sdkwright.naming.reserved import KEYWORDS, TYPING_NAMES
from sdkwright.naming.scope import Scope
from sdkwright.naming.words import Casings, pascal, singular
from sdkwright.pointer import Pointer

FORMS = ("Base", "NonStreaming", "Streaming")
"""What is behind the name of the parameters of a method in those of its forms, where one of them picks a stream."""


def wants_alias(union: UnionType) -> bool:
    """Whether a union has a name of its own: when a member is an unnamed object."""
    return any(isinstance(variant.type, ObjectType) for variant in union.variants)


@dataclass(slots=True)
class InlineNamer:
    """Names everything unnamed below the main types of one module; `classes` is where the names go."""

    scope: Scope
    casings: Casings
    classes: dict[Pointer, str] = field(default_factory=dict[Pointer, str])

    def below(self, root: Type, main: str) -> None:
        """Name what is below a main type; the main type's own name is no prefix."""
        match root:
            case ObjectType():
                self._fields(root, "")
            case UnionType():
                self._variants(root, "")
            case ArrayType(items=inner):
                self.name(inner, "", f"{main}Item")
            case MapType(values=inner):
                self.name(inner, "", f"{main}Value")
            case TupleType(items=items):
                for index, inner in enumerate(items):
                    self.name(inner, "", f"{main}Item{index}")
            case NullableType(inner=ObjectType() as inner):  # the main name is that of the two together
                self.name(inner, "", f"{main}Value")
            case NullableType(inner=inner):
                self.below(inner, main)
            case ScalarType() | LiteralType() | Reference():
                return
            case _:
                assert_never(root)

    def name(self, node: Type, prefix: str, word: str) -> None:
        """Name `node`, used under `word` inside the class `prefix`, and what is below it."""
        match node:
            case ArrayType(items=inner):
                self.name(inner, prefix, singular(word))
            case MapType(values=inner) | NullableType(inner=inner):
                self.name(inner, prefix, word)
            case TupleType(items=items):
                for index, inner in enumerate(items):
                    self.name(inner, prefix, f"{singular(word)}_{index}")
            case ObjectType():
                self.classes[node.site] = self._claim(node.site, prefix, word)
                self._fields(node, self.classes[node.site])
            case UnionType():
                if wants_alias(node):
                    self.classes[node.site] = self._claim(node.site, prefix, word)
                self._variants(node, f"{prefix}{self._class_name(word)}")
            case ScalarType() | LiteralType() | Reference():
                return
            case _:
                assert_never(node)

    def member(self, member: Member, index: int) -> None:
        """Name the TypedDict of one member of a body, and what is below its own parameters."""
        name = self._claim(member.site, "", member.title or member.reference or f"Variant{index}")
        self.classes[member.site] = name
        self.scope.reserve(f"{name}{form}" for form in FORMS)
        for parameter in sorted(member.parameters, key=lambda entry: entry.wire_name):
            self.name(parameter.type, name, parameter.wire_name)

    def _fields(self, node: ObjectType, prefix: str) -> None:
        for entry in sorted(node.fields, key=lambda entry: entry.wire_name):
            self.name(entry.type, prefix, entry.wire_name)
        if node.additional is not None:
            self.name(node.additional, prefix, "value")

    def _variants(self, node: UnionType, prefix: str) -> None:
        for index, variant in enumerate(node.variants):
            self.name(variant.type, prefix, _variant_word(variant, index))

    def _claim(self, site: Pointer, prefix: str, word: str) -> str:
        own = self._class_name(word)
        return self.scope.claim(site, f"{prefix}{own}", f"{prefix}{own}Object")

    def _class_name(self, word: str) -> str:
        name = pascal(word, self.casings) or "Value"
        return name if name.isidentifier() and name not in KEYWORDS | TYPING_NAMES else f"Value{name}"


def _variant_word(variant: Variant, index: int) -> str:
    return variant.title or variant.reference or f"UnionMember{index}"
