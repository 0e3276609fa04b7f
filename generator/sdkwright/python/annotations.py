"""Types as Python annotations: the mapping table, for what is read and for what is sent; owns no declarations."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import field
from functools import lru_cache
from typing import assert_never

from sdkwright.inert import dataclass
from sdkwright.ir.types import (
    ArrayType,
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
from sdkwright.naming.names import Names
from sdkwright.pointer import Pointer
from sdkwright.python.imports import Imports, ModulePath
from sdkwright.python.literals import identifier, mapping, string, value
from sdkwright.python.source import Source, join

CORE = "_core"
BUILTINS = {
    Scalar.STRING: Source("str"),
    Scalar.INTEGER: Source("int"),
    Scalar.NUMBER: Source("float"),
    Scalar.BOOLEAN: Source("bool"),
    Scalar.ANY: Source("object"),
    Scalar.BASE64: Source("str"),
    Scalar.BINARY: Source("str"),
    Scalar.NULL: Source("None"),
}
# What is spelled in one way for what is read and for what is given.
PLAIN = frozenset((Scalar.STRING, Scalar.INTEGER, Scalar.NUMBER, Scalar.BOOLEAN, Scalar.ANY))


class Direction(enum.Enum):
    """Whether a type is spelled for data that the client reads, or for arguments that a caller gives."""

    RESPONSE = "response"
    REQUEST = "request"

    __hash__ = object.__hash__  # that of the standard library is a call


@dataclass(frozen=True, slots=True)
class Home:
    """Where a named type lives: module and name, for either direction. `has_fields`: its values are objects."""

    module: ModulePath
    name: str
    has_fields: bool


NONE = Source("None")
Homes = Callable[[Pointer, Direction], Home]


@dataclass(slots=True)
class Annotator:
    """Spells types for one emitted module.

    `shadowed` are names that the class body defines itself; builtins among them are spelled with their module.
    Unnamed objects and unions live in this module, or in the one that `inline_module` imports and names.
    """

    names: Names
    homes: Homes
    imports: Imports
    direction: Direction
    shadowed: frozenset[str] = frozenset()
    inline_module: Callable[[], str] | None = None
    formats: bool = False
    inside_alias: bool = field(default=False)

    def spell(self, node: Type) -> Source:
        """The annotation of a type."""
        match node:
            case ScalarType(kind=kind):
                return self._scalar(kind)
            case LiteralType(values=values):
                return self._typing("Literal", join(", ", map(value, values)))
            case ArrayType(items=items):
                return self._array(items)
            case TupleType(items=items):
                return self._tuple(items)
            case MapType(values=values):
                return Source.of("{}[{}, {}]", self.generic("dict", "Dict"), self.builtin("str"), self.spell(values))
            case NullableType(inner=inner):
                return self._optional(inner)
            case Reference(model=pointer):
                return self._reference(pointer)
            case ObjectType(site=site):
                return self._inline(site)
            case UnionType():
                return self._union(node)
            case _:
                assert_never(node)

    def optional(self, node: Type) -> Source:
        """The annotation of a value that may be None as well."""
        return self._optional(node)

    def builtin(self, name: str) -> Source:
        """A builtin, spelled so that no name of the class body is in its way."""
        if name in self.shadowed:
            self.imports.add_module("builtins")
            return Source.of("builtins.{}", identifier(name))
        return identifier(name)

    def _scalar(self, kind: Scalar) -> Source:
        if kind in PLAIN:
            return self.builtin(BUILTINS[kind])
        if kind in (Scalar.DATE, Scalar.DATE_TIME):
            return self._moment("date" if kind is Scalar.DATE else "datetime")
        if self.direction is Direction.REQUEST and kind is Scalar.BINARY:
            return self.imports.add_own((CORE, "types"), "FileTypes")
        if self.direction is Direction.REQUEST and kind is Scalar.BASE64:
            input_type = self.imports.add_own((CORE, "types"), "Base64FileInput")
            return self._formatted(union_arms(self.builtin("str"), input_type), "base64")
        return self.builtin(BUILTINS[kind]) if kind is not Scalar.NULL else NONE

    def _moment(self, name: str) -> Source:
        if name in self.shadowed:
            self.imports.add_module("datetime as _datetime")
            moment = Source.of("_datetime.{}", identifier(name))
        else:
            self.imports.add("datetime", name)
            moment = identifier(name)
        if self.direction is Direction.RESPONSE:
            return moment
        return self._formatted(union_arms(self.builtin("str"), moment), "iso8601")

    def _formatted(self, inner: Source, format_name: str) -> Source:
        """In a TypedDict the annotation says how the value is written; a signature has no need of it."""
        if not self.formats:
            return inner
        return self.annotated(inner, Source.of("format={}", string(format_name)))

    def annotated(self, inner: Source, info: Source) -> Source:
        """`Annotated[inner, PropertyInfo(info)]`, with the infos of an inner annotation joined to it."""
        self.imports.add("typing", "Annotated")
        property_info = self.imports.add_own((CORE, "property_info"), "PropertyInfo")
        start = Source.of(", {}(", property_info)
        if inner.startswith("Annotated[") and start in inner and len(arms(inner)) == 1:
            here = inner.index(start) + len(start)
            return Source.of("{}{}, {}", inner.cut(0, here), info, inner.cut(here))
        return Source.of("Annotated[{}{}{})]", inner, start, info)

    def _array(self, items: Type) -> Source:
        spelled = self.spell(items)
        plain = self.direction is Direction.RESPONSE or self.inside_alias or isinstance(items, LiteralType)
        if plain or (isinstance(items, Reference) and not self.homes(items.model, self.direction).has_fields):
            return Source.of("{}[{}]", self.generic("list", "List"), spelled)
        if _takes_strings(items):
            name = self.imports.add_own((CORE, "types"), "SequenceNotStr")
            return Source.of("{}[{}]", name, spelled)
        if self.formats and self.inline_module is None:
            # in a typed dict, which a model of a program's own may hold
            return Source.of("{}[{}]", self.imports.add_own((CORE, "eager"), "Iterable"), spelled)
        self.imports.add("collections.abc", "Iterable")
        return Source.of("Iterable[{}]", spelled)

    def _tuple(self, items: tuple[Type, ...]) -> Source:
        inside = self.inside_alias
        # in a tuple, as in an alias, what a caller gives is spelled as what it is, not as all that would do
        self.inside_alias = True
        spelled = join(", ", (self.spell(item) for item in items)) or Source("()")
        self.inside_alias = inside
        return Source.of("{}[{}]", self.generic("tuple", "Tuple"), spelled)

    def _optional(self, inner: Type) -> Source:
        return union_arms(self.spell(inner), NONE)

    def _reference(self, pointer: Pointer, direction: Direction | None = None) -> Source:
        home = self.homes(pointer, direction or self.direction)
        if home.module == self.imports.module.parts:
            return identifier(home.name)
        return self.imports.add_own(home.module, home.name)

    def _inline(self, site: Pointer) -> Source:
        name = identifier(self.names.classes[site])
        return Source.of("{}.{}", identifier(self.inline_module()), name) if self.inline_module is not None else name

    def _union(self, node: UnionType) -> Source:
        return self._inline(node.site) if node.site in self.names.classes else self.union_members(node)

    def union_members(self, node: UnionType) -> Source:
        """The members themselves, as an alias or an annotation without a name prints them."""
        members = [self.spell(variant.type) for variant in node.variants]
        if self.direction is Direction.REQUEST:
            members += (self._reference(each.model, Direction.RESPONSE) for each in node.further)
        return self.discriminated(node, union_arms(*members))

    def discriminated(self, node: UnionType, spelled: Source) -> Source:
        """The union with its discriminator, which only a reader needs."""
        if node.discriminator is None or self.direction is Direction.REQUEST:
            return spelled
        told = Source.of("discriminator={}", string(node.discriminator.property_name))
        names = {
            variant.type.base.model: str(self.spell(variant.type))
            for variant in node.variants
            if isinstance(variant.type, ObjectType) and variant.type.base is not None
        }

        def name(model: Pointer) -> Source:
            return string(names.get(model) or self.homes(model, self.direction).name)

        tags = {tag: name(model) for tag, model in node.discriminator.mapping}
        if tags:
            told = Source.of("{}, mapping={}", told, mapping(tags))
        if node.discriminator.default is not None:
            told = Source.of("{}, otherwise={}", told, name(node.discriminator.default))
        return self.annotated(spelled, told)

    def generic(self, builtin: str, alias: str) -> Source:
        """A generic builtin; its alias in `typing` where a method or field of the class has its name."""
        if builtin not in self.shadowed:
            return identifier(builtin)
        self.imports.add("typing", alias)
        return identifier(alias)

    def _typing(self, name: str, arguments: Source) -> Source:
        self.imports.add("typing", name)
        return Source.of("{}[{}]", identifier(name), arguments)


def _takes_strings(items: Type) -> bool:
    match items:
        case ScalarType(kind=kind):
            return kind in (Scalar.STRING, Scalar.DATE, Scalar.DATE_TIME, Scalar.BASE64, Scalar.BINARY)
        case NullableType(inner=inner):
            return _takes_strings(inner)
        case UnionType(variants=variants):
            return any(_takes_strings(variant.type) for variant in variants)
        case _:
            return False


@lru_cache(maxsize=1 << 14)  # most are of a few types
def union_arms(*parts: Source) -> Source:
    """`A | B`, each once, None last."""
    found = [arm for part in parts for arm in arms(part)]
    ordered = [*(arm for arm in dict.fromkeys(found) if arm != NONE), *([NONE] if NONE in found else [])]
    if len(ordered) <= MOST_ARMS:
        return join(" | ", ordered)
    groups = [ordered[start : start + MOST_ARMS] for start in range(0, len(ordered), MOST_ARMS)]
    return join(" | ", (Source.of("({})", join(" | ", group)) for group in groups))


MOST_ARMS = 128
"""Of a union in one row: more stand in parentheses, since pyright reads no expression that is 256 operators deep."""


def arms(spelled: Source) -> list[Source]:
    """The members of a union that is spelled already: what stands between ` | ` outside of brackets and strings."""
    if " | " not in spelled:
        return [spelled]
    found, depth, quote, start, index = list[Source](), 0, "", 0, 0
    while index < len(spelled):
        char = spelled[index]
        if quote:
            index += char == "\\"
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "[(":
            depth += 1
        elif char in "])":
            depth -= 1
        elif depth == 0 and spelled.startswith(" | ", index):
            found.append(spelled.cut(start, index))
            start = index + 3
        index += 1
    return [*found, spelled.cut(start)]
