"""What answers consist of, told beside the package: classes, attributes, their names on the wire and their types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace
from typing import assert_never

from sdkwright.inert import dataclass
from sdkwright.ir.operations import Method
from sdkwright.ir.paging import PageField, PageScheme
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
from sdkwright.naming.answers import answer_type
from sdkwright.pointer import Pointer
from sdkwright.python.annotations import BUILTINS, Direction, union_arms
from sdkwright.python.build.parts import Building
from sdkwright.python.imports import Imports, ModuleName, ModulePath
from sdkwright.python.literals import identifier, string, value
from sdkwright.python.source import Source, join
from sdkwright.python.suite_views import ShapeView

OBJECT = Source("object")
RESERVED = ("Literal", "Named", "InHeader", "Item", "Shapes", "SHAPES", "date", "datetime", "FIELDS")


def outside(building: Building, *reserved: str) -> Imports:
    """Imports of a module that is not in the package, so that names of the package are imported absolutely."""
    imports = Imports(ModuleName(("tests",), root=building.api.package.import_name))
    for name in (*RESERVED, *reserved):
        imports.reserve(name)
    return imports


@dataclass(slots=True)
class Shaper:
    """Spells types as the document means them, for one module of the tests, and collects the classes that it meets."""

    building: Building
    imports: Imports
    met: dict[tuple[ModulePath, str], tuple[ObjectType, ModulePath]] = field(
        default_factory=dict[tuple[ModulePath, str], tuple[ObjectType, ModulePath]]
    )
    inside: tuple[Pointer, ...] = ()

    def answer(self, method: Method) -> Source:
        """What one call answers with, or one item of its pages or of its stream."""
        answer = answer_type(method)
        if answer is None:
            return OBJECT
        responses = self.building.names.responses
        # the stream that a caller may choose has a name of its own, where it is not what the method answers with anyway
        site = next((each for each in (method.response.site, method.site) if each in responses), None)
        if site is None:
            return self.spell(answer, ())
        package = self.building.layout.types_package(self.building.resource_of[method.site])
        module = (*package, self.building.names.response_modules[site])
        if isinstance(answer, ObjectType):
            return self._class(answer, module, responses[site])
        return self.spell(answer, module)

    def spell(self, node: Type, module: ModulePath) -> Source:
        """A type; unnamed objects are classes of `module`."""
        match node:
            case ScalarType() | LiteralType():
                return self._plain(node)
            case NullableType(inner=inner):
                return union_arms(self.spell(inner, module), Source("None"))
            case ArrayType(items=items):
                return Source.of("list[{}]", self.spell(items, module))
            case TupleType(items=items):
                return Source.of("tuple[{}]", join(", ", (self.spell(item, module) for item in items)) or Source("()"))
            case MapType(values=values):
                return Source.of("dict[str, {}]", self.spell(values, module))
            case UnionType(variants=variants):
                return union_arms(*(self.spell(variant.type, module) for variant in variants))
            case Reference(model=pointer):
                return self._model(pointer)
            case ObjectType(site=site):
                return self._class(node, module, self.building.names.classes[site])
            case _:
                assert_never(node)

    def _plain(self, node: ScalarType | LiteralType) -> Source:
        if isinstance(node, LiteralType):
            self.imports.add("typing", "Literal")
            return Source.of("Literal[{}]", join(", ", map(value, node.values)))
        if node.kind in (Scalar.DATE, Scalar.DATE_TIME):
            name = "date" if node.kind is Scalar.DATE else "datetime"
            self.imports.add("datetime", name)
            return identifier(name)
        return BUILTINS[node.kind]

    def _model(self, pointer: Pointer) -> Source:
        model, home = self.building.layout.models[pointer], self.building.layout.home(pointer, Direction.RESPONSE)
        if isinstance(model.type, ObjectType):
            return self._class(model.type, home.module, home.name)
        if pointer in self.inside:
            return OBJECT
        self.inside = (*self.inside, pointer)
        spelled = self.spell(model.type, home.module)
        self.inside = self.inside[:-1]
        return spelled

    def _class(self, node: ObjectType, module: ModulePath, name: str) -> Source:
        self.met.setdefault((module, name), (node, module))
        return identifier(self.imports.add_own(module, name))

    def shapes(self) -> Iterator[ShapeView]:
        """Every class that was met, and those that are met on the way."""
        done: set[tuple[ModulePath, str]] = set()
        while len(done) < len(self.met):
            key = next(key for key in self.met if key not in done)
            done.add(key)
            node, module = self.met[key]
            attributes = tuple(self._attributes(node, module))
            yield ShapeView(identifier(self.imports.add_own(*key)), attributes)

    def _attributes(self, node: ObjectType, module: ModulePath) -> Iterator[tuple[Source, Source]]:
        found = self.building.layout.base(node)
        if found is not None:
            pointer, base = found
            home = self.building.layout.home(pointer, Direction.RESPONSE)
            own = {entry.wire_name for entry in node.fields}
            inherited = tuple(entry for entry in base.fields if entry.wire_name not in own)
            yield from self._attributes(replace(base, fields=inherited, additional=None, description=None), home.module)
        for entry in node.fields:
            if not entry.write_only:
                name = self.building.names.fields[entry.site]
                yield string(name), _named(entry.wire_name, name, self.spell(entry.type, module))

    def page(self, scheme: PageScheme, prefix: str) -> ShapeView:
        """A page class: its items, and the fields beside them."""
        cls = self.imports.add_own(("pagination",), f"{prefix}{self.building.names.schemes[scheme.key]}")
        return ShapeView(identifier(cls), tuple(self._page_fields(scheme, scheme.fields, (), ())))

    def _page_fields(
        self, scheme: PageScheme, fields: tuple[PageField, ...], names: tuple[str, ...], way: tuple[str, ...]
    ) -> Iterator[tuple[Source, Source]]:
        """The fields at any depth, by the attributes that lead to them, with the names on the wire that do."""
        for entry in fields:
            inner_names, inner_way = (*names, self.building.names.fields[entry.site]), (*way, entry.wire_name)
            if entry.fields:
                yield from self._page_fields(scheme, entry.fields, inner_names, inner_way)
                continue
            if entry.header is not None:
                yield string(".".join(inner_names)), Source.of("InHeader({})", string(entry.header))
                continue
            kind = Source("list[Item]") if entry is scheme.items[-1] else self.spell(entry.type, ("pagination",))
            if names:
                spelled = Source.of("Named(({}), {})", join(", ", map(string, inner_way)), kind)
            else:
                spelled = _named(entry.wire_name, inner_names[0], kind)
            yield string(".".join(inner_names)), spelled


def _named(wire_name: str, name: str, spelled: Source) -> Source:
    return spelled if wire_name == name else Source.of("Named({}, {})", string(wire_name), spelled)
