"""Names of unnamed objects and unions inside one module of types."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import field
from typing import assert_never

from sdkwright.inert import dataclass
from sdkwright.ir.api import Model
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
)
from sdkwright.naming.reserved import KEYWORDS, TYPING_NAMES
from sdkwright.naming.scope import Scope
from sdkwright.naming.words import Casings, pascal
from sdkwright.pointer import Pointer

FORMS = ("Base", "NonStreaming", "Streaming")
"""What is behind the name of the parameters of a method in those of its forms, where one of them picks a stream."""


def with_fields(models: Iterable[Model]) -> frozenset[Pointer]:
    """The models whose values may be objects: those that are, and unions and references that lead to one."""
    reaches = {model.pointer: model.reach for model in models}
    found = {pointer for pointer, each in reaches.items() if each.is_object}
    size = -1
    while size < len(found):
        size = len(found)
        found |= {pointer for pointer, each in reaches.items() if not each.stands_for.isdisjoint(found)}
    return frozenset(found)


def _is_object(node: Type, models: AbstractSet[Pointer]) -> bool:
    match node:
        case ObjectType():
            return True
        case Reference(model=pointer):
            return pointer in models
        case NullableType(inner=inner):
            return _is_object(inner, models)
        case UnionType(variants=variants):
            return any(_is_object(variant.type, models) for variant in variants)
        case _:
            return False


@dataclass(slots=True)
class InlineNamer:
    """Names everything unnamed below the main types of one module; `classes` is where the names go.

    A union has a name of its own where a member is an object, named or not; `objects` are the models that are. Where several
    models stand in the module, `home` is that of which the types are, whose name goes before one that is taken.
    """

    scope: Scope
    casings: Casings
    objects: AbstractSet[Pointer]
    classes: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    home: str = ""

    def below(self, root: Type, main: str) -> None:
        """Name what is below a main type; its own name is a prefix only where it extends another class."""
        match root:
            case ObjectType():
                self._fields(root, main if root.base is not None else "")
            case UnionType():
                self._variants(root, "")
            case ArrayType(items=inner) | MapType(values=inner):
                self.name(inner, "", f"{main}Item")
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
                self.name(inner, prefix, self.casings.singular(word))
            case MapType(values=inner) | NullableType(inner=inner):
                self.name(inner, prefix, word)
            case TupleType(items=items):
                for index, inner in enumerate(items):
                    self.name(inner, prefix, f"{self.casings.singular(word)}_{index}")
            case ObjectType():
                self.classes[node.site] = self._claim(node.site, prefix, word)
                self._fields(node, self.classes[node.site])
            case UnionType():
                if _is_object(node, self.objects):
                    self.classes[node.site] = self._claim(node.site, prefix, word)
                self._variants(node, self._class_name(prefix, word))
            case ScalarType() | LiteralType() | Reference():
                return
            case _:
                assert_never(node)

    def member(self, member: Member, index: int) -> None:
        """Name the TypedDict of one member of a body, and what is below its own parameters."""
        name = self._claim(member.site, "", member.word or f"Variant{index}")
        self.classes[member.site] = name
        self.scope.reserve(f"{name}{form}" for form in FORMS)
        for parameter in sorted(member.parameters, key=lambda entry: entry.wire_name):
            self.name(parameter.type, name, parameter.wire_name)

    def _fields(self, node: ObjectType, prefix: str) -> None:
        for entry in sorted(node.fields, key=lambda entry: entry.wire_name):
            self.name(entry.type, "" if entry.type_word else prefix, entry.type_word or entry.wire_name)
        if node.additional is not None:
            self.name(node.additional, prefix, "value")

    def _variants(self, node: UnionType, prefix: str) -> None:
        for index, variant in enumerate(node.variants):
            self.name(variant.type, "" if variant.whole else prefix, variant.word or f"UnionMember{index}")

    def _claim(self, site: Pointer, prefix: str, word: str) -> str:
        own = self._class_name(prefix, word)
        return self.scope.claim(site, own, f"{self.home}{own}" if self.home else f"{own}Object")

    def _class_name(self, prefix: str, word: str) -> str:
        """The words of the class around and of the one inside; `Value` between them where they make no name of a class."""
        name = pascal(word, self.casings) or "Value"
        whole = f"{prefix}{name}"
        return (
            whole
            if whole.isidentifier() and whole not in KEYWORDS and whole not in TYPING_NAMES
            else f"{prefix}Value{name}"
        )
