"""Declarations of a module of types: models, TypedDicts and aliases, with what is unnamed below them, leaves first."""

from __future__ import annotations

import keyword
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from sdkwright.inert import dataclass
from sdkwright.ir.types import (
    ArrayType,
    Field,
    LiteralType,
    MapType,
    NullableType,
    ObjectType,
    Reference,
    Scalar,
    ScalarType,
    TupleType,
    Type,
    UnionType,
)
from sdkwright.naming.words import Casings
from sdkwright.python.annotations import CORE, NONE, Annotator, Direction, union_arms
from sdkwright.python.build.parts import Building, ordered_fields
from sdkwright.python.docstrings import docstring, field_lines, prose, told
from sdkwright.python.literals import identifier, mapping, string
from sdkwright.python.source import Source, join
from sdkwright.python.views import AliasView, ClassView, FieldView

INDENT = 4
Declaration = ClassView | AliasView


@dataclass(slots=True)
class Declarer:
    """Declares the types of one module, in one direction."""

    building: Building
    annotator: Annotator
    keys: Mapping[str, str] = field(default_factory=dict[str, str])
    # by identity; the node is held as well, or another could have its identity later
    _ordered: dict[int, tuple[ObjectType, list[Field]]] = field(default_factory=dict[int, "tuple[ObjectType, list[Field]]"])

    def main(self, node: Type, name: str, description: str | None) -> Declaration:
        """The main declaration of a module."""
        if isinstance(node, ObjectType):
            return self._class(node, name, description)
        return self._alias(node, name, description, main=True)

    def below(self, node: Type, *, root: bool = True) -> Iterator[Declaration]:
        """What is unnamed below a type, leaves first; `root` itself is declared by the caller."""
        match node:
            case ArrayType(items=inner) | MapType(values=inner) | NullableType(inner=inner):
                yield from self._below_wrapped(node, inner)
            case TupleType(items=items):
                for inner in items:
                    yield from self.below(inner, root=False)
            case ObjectType():
                yield from self._below_object(node)
                if not root:
                    yield self._class(node, self.building.names.classes[node.site], node.description)
            case UnionType(variants=variants):
                for variant in variants:
                    yield from self.below(variant.type, root=False)
                if not root and self._is_alias(node):
                    yield self._alias(node, self.building.names.classes[node.site], None)
            case ScalarType() | LiteralType() | Reference():
                return

    def _below_wrapped(self, node: Type, inner: Type) -> Iterator[Declaration]:
        """A union that is read and may be null is so by its alias already; one that is given, where it is used."""
        is_read = isinstance(node, NullableType) and self.annotator.direction is Direction.RESPONSE
        if is_read and isinstance(inner, UnionType) and self._is_alias(inner):
            yield from self.below(inner)
            yield self._alias(node, self.building.names.classes[inner.site], None)
        else:
            yield from self.below(inner, root=False)

    def _is_alias(self, node: UnionType) -> bool:
        return node.site in self.building.names.classes

    def _below_object(self, node: ObjectType) -> Iterator[Declaration]:
        for entry in self._fields_of(node):
            yield from self.below(entry.type, root=False)
        if node.additional is not None:
            yield from self.below(node.additional, root=False)

    def _fields_of(self, node: ObjectType) -> list[Field]:
        """The fields that exist in this direction, in the order in which they are printed."""
        known = self._ordered.get(id(node))  # what is below a class is declared before it
        if known is None:
            response = self.annotator.direction is Direction.RESPONSE
            kept = [entry for entry in node.fields if not (entry.write_only if response else entry.read_only)]
            known = node, ordered_fields(kept, by_name=self.building.api.package.sort_properties)
            self._ordered[id(node)] = known
        return known[1]

    def _alias(self, node: Type, name: str, description: str | None, *, main: bool = False) -> AliasView:
        """An alias; a model that is a list is one, also where a caller may give any iterable as a member of another."""
        self.annotator.inside_alias = main and not isinstance(node, UnionType | NullableType)
        match node:
            case NullableType(inner=UnionType() as union):
                spelled = union_arms(self.annotator.union_members(union), NONE)
            case UnionType():
                spelled = self.annotator.union_members(node)
            case _:
                spelled = self.annotator.spell(node)
        self.annotator.inside_alias = False
        about = prose(description, 0) if description is not None else None
        return AliasView(identifier(name), spelled, about)

    def _class(self, node: ObjectType, name: str, description: str | None) -> ClassView:
        fields = self._fields_of(node)
        response = self.annotator.direction is Direction.RESPONSE
        self.keys = {} if response else request_keys(node.fields, self.building.names.casings)
        names = [self._field_name(entry) for entry in fields]
        self.annotator.shadowed = SHADOWABLE.intersection(names)
        extra = self._extra(node) if response else None
        view = ClassView(
            name=identifier(name),
            bases=self._model_base(node) if response else self._dict_base(node, name, fields),
            docstring=prose(description, INDENT) if description is not None else None,
            fields=tuple(
                self._model_field(entry, known) if response else self._dict_field(entry)
                for entry, known in zip(fields, names, strict=True)
                if response or not keyword.iskeyword(entry.wire_name)
            ),
            functional=None if response else self._functional(name, fields),
            extra=extra,
            extra_dict=self._extra_dict(extra, node.patterns) if extra is not None else None,
            extra_name=self.annotator.builtin("str") if extra is not None else None,
            patterns=self._patterns(node) if response else None,
            others=self.annotator.spell(node.additional) if not response and node.additional is not None else None,
        )
        self.annotator.shadowed = frozenset()
        return view

    def _field_name(self, entry: Field) -> str:
        if self.annotator.direction is Direction.RESPONSE:
            return self.building.names.fields[entry.site]
        return self.keys[entry.wire_name]

    def _model_base(self, node: ObjectType) -> Source:
        if node.base is not None:
            return self.annotator.spell(node.base)
        return self.annotator.imports.add_own((CORE, "models"), "BaseModel")

    def _model_field(self, entry: Field, name: str) -> FieldView:
        optional = not entry.required or isinstance(entry.type, NullableType) or _is_null(entry.type)
        spelled = self.annotator.optional(entry.type) if optional else self.annotator.spell(entry.type)
        about = _field_docstring(entry.description)
        told = [Source.of("alias={}", string(entry.wire_name))] if name != entry.wire_name else []
        if not (told or entry.deprecated or entry.secret):
            return FieldView(identifier(name), spelled, NONE if optional else None, about)
        self.annotator.imports.add("pydantic", "Field as FieldInfo")
        is_bare = not told and not optional
        told += [Source("default=None")] if optional else []
        told += [Source.of("deprecated={}", _deprecation(entry.deprecation))] if entry.deprecated else []
        told += [Source("repr=False")] if entry.secret else []
        info = Source.of("FieldInfo({})", join(", ", told))
        if is_bare:  # nothing but a remark, so nothing that reads as a default
            self.annotator.imports.add("typing", "Annotated")
            return FieldView(identifier(name), Source.of("Annotated[{}, {}]", spelled, info), None, about)
        return FieldView(identifier(name), spelled, info, about)

    def _extra(self, node: ObjectType) -> Source | None:
        """The type of unknown properties, where the document gives one."""
        if node.additional is None:
            return None
        self.annotator.imports.add("typing", "TYPE_CHECKING")
        self.annotator.imports.add("pydantic", "Field as FieldInfo")
        return self.annotator.spell(node.additional)

    def _patterns(self, node: ObjectType) -> Source | None:
        """What keeps the type of unknown properties to those whose names have a pattern."""
        if not node.patterns:
            return None
        by_pattern = self.annotator.imports.add_own((CORE, "by_pattern"), "by_pattern")
        return Source.of("{}({})", by_pattern, join(", ", map(string, node.patterns)))

    def _extra_dict(self, values: Source, patterns: tuple[str, ...]) -> Source:
        if patterns:  # without the pattern it may be any value, which is then dumped as what it is
            self.annotator.imports.add("pydantic", "SerializeAsAny")
            values = Source.of("SerializeAsAny[{}]", values)
        return Source.of("{}[{}, {}]", self.annotator.generic("dict", "Dict"), self.annotator.builtin("str"), values)

    def _dict_base(self, node: ObjectType, name: str, fields: list[Field]) -> Source:
        if any(keyword.iskeyword(entry.wire_name) for entry in fields):
            return Source.of("_{}ReservedKeywords, total=False", identifier(name))
        if node.base is not None:
            return Source.of("{}, total=False", self.annotator.spell(node.base))
        self.annotator.imports.add("typing_extensions", "TypedDict")
        return Source("TypedDict, total=False")

    def _dict_field(self, entry: Field) -> FieldView:
        key = self.keys[entry.wire_name]
        spelled = self._dict_annotation(entry, key)
        return FieldView(identifier(key), spelled, None, _field_docstring(told(entry.description, entry.deprecation)))

    def _dict_annotation(self, entry: Field, key: str) -> Source:
        spelled = self.annotator.spell(entry.type)
        if key != entry.wire_name:
            spelled = self.annotator.annotated(spelled, Source.of("alias={}", string(entry.wire_name)))
        return self.required(spelled) if entry.required else spelled

    def required(self, spelled: Source) -> Source:
        """`Required[...]`, in a TypedDict whose keys may be left out."""
        self.annotator.imports.add("typing_extensions", "Required")
        return Source.of("Required[{}]", spelled)

    def _functional(self, name: str, fields: list[Field]) -> Source | None:
        """The TypedDict of keys that are Python keywords, which only its functional form can hold."""
        keys = [entry for entry in fields if keyword.iskeyword(entry.wire_name)]
        if not keys:
            return None
        self.annotator.imports.add("typing_extensions", "TypedDict")
        # quoted, since it is looked at when the module is imported and may name a class that is not there yet
        spelled = {entry.wire_name: string(self._dict_annotation(entry, entry.wire_name)) for entry in keys}
        items = mapping(spelled)
        base = identifier(f"_{name}ReservedKeywords")
        return Source.of("{} = TypedDict({}, {}, total=False)", base, string(base), items)


SHADOWABLE = frozenset(
    {"bool", "bytes", "date", "datetime", "dict", "float", "int", "list", "object", "str", "tuple", "type"}
)


def request_keys(fields: Iterable[Field], casings: Casings) -> Mapping[str, str]:
    """Wire name -> key of a TypedDict, each once: of several that want one key, the one that is that key has it."""
    names = sorted(entry.wire_name for entry in fields)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in sorted(names, key=lambda name: _as_python(request_key(name, casings)) != name):
        key = _as_python(request_key(name, casings))
        if key in taken and name.isidentifier() and not keyword.iskeyword(_as_python(name)):
            key = _as_python(name)
        while key in taken:
            key = f"{key}_"
        taken.add(key)
        found[name] = key
    return found


def _as_python(name: str) -> str:
    """The name as Python reads it: two identifiers of one NFKC form are one."""
    return unicodedata.normalize("NFKC", name)


def request_key(wire_name: str, casings: Casings) -> str:
    """The key of a TypedDict: the wire name where it is an identifier in snake case, else its words."""
    if wire_name.isidentifier() and (casings.snake(wire_name) == wire_name or keyword.iskeyword(wire_name)):
        return wire_name
    if wire_name.isidentifier() and wire_name.startswith("_"):
        return wire_name
    name = casings.snake(wire_name) or "value"
    return name if name.isidentifier() and not keyword.iskeyword(name) else f"api_{name}"


def _is_null(node: Type) -> bool:
    return isinstance(node, ScalarType) and node.kind is Scalar.NULL


def _deprecation(words: str | None) -> Source:
    """What pydantic warns with when a deprecated attribute is read."""
    return string(words) if words is not None else Source("True")


def _field_docstring(description: str | None) -> Source | None:
    return docstring(field_lines(description), INDENT) if description is not None else None
