"""Values for the arguments of example calls: those that document or config show, else one by type; owns no choice of method."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace

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
from sdkwright.pointer import Json, Pointer
from sdkwright.python.build.declarations import request_keys
from sdkwright.python.build.parts import Building
from sdkwright.python.expressions import NO_LABEL, Bracketed, Expression, flat
from sdkwright.python.literals import string, value
from sdkwright.python.source import Source

SCALARS = {
    Scalar.INTEGER: Source("0"),
    Scalar.NUMBER: Source("0"),
    Scalar.BOOLEAN: Source("True"),
    Scalar.NULL: Source("None"),
    Scalar.DATE: string("2019-12-27"),
    Scalar.DATE_TIME: string("2019-12-27T18:11:19.117Z"),
    Scalar.BASE64: string("SGVsbG8sIHdvcmxkIQ=="),
    Scalar.BINARY: Source('b"Hello, world!"'),
    Scalar.ANY: Source("{}"),
}
LIST, DICT = (Source("["), Source("]")), (Source("{"), Source("}"))
# a value of more characters teaches nobody
LONGEST = 400
# two required properties of each of thirty objects inside one another are a thousand million parts
MOST_PARTS = 5_000
TEXTS = frozenset({Scalar.STRING, Scalar.DATE, Scalar.DATE_TIME, Scalar.BASE64})


@dataclass(frozen=True, slots=True)
class _Way:
    """The models that are being written out, how many parts the value may still have, and whether objects may have none."""

    inside: tuple[Pointer, ...] = ()
    left: list[int] = field(default_factory=lambda: [MOST_PARTS])
    filled: bool = False

    def entering(self, model: Pointer) -> _Way:
        return replace(self, inside=(*self.inside, model))


@dataclass(frozen=True, slots=True)
class Sampler:
    """Values for one package: names of keys are those that its TypedDicts have."""

    building: Building

    def argument(self, node: Type, name: str, shown: tuple[Json, ...], *, filled: bool = False) -> Expression:
        """A value of the type: the first of those shown that fits, else one by type; `filled`, as a path takes no empty object."""
        for candidate in shown:
            written = self.written(candidate, node)
            if written is not None and len(flat(written)) <= LONGEST:
                return written
        return self._by_type(node, name, _Way(filled=filled)) or Source("{}")

    def given(self, item: Json, node: Type) -> Expression:
        """A value that the config gives, which is printed whether it fits the type or not."""
        written = self.written(item, node)
        return written if written is not None else literal(item)

    def written(self, item: Json, node: Type) -> Expression | None:
        """The value with the keys that Python has for it, or None where it is not of the type."""
        match node:
            case ScalarType(kind=kind):
                return literal(item) if is_scalar(item, kind) else None
            case LiteralType(values=values):
                return literal(item) if any(item == known and type(item) is type(known) for known in values) else None
            case NullableType(inner=inner):
                return Source("None") if item is None else self.written(item, inner)
            case Reference(model=pointer):
                return self.written(item, self.building.layout.models[pointer].type)
            case UnionType(variants=variants):
                tried = (self.written(item, variant.type) for variant in variants)
                return next((written for written in tried if written is not None), None)
            case ArrayType(items=items):
                return self._list(item, items)
            case TupleType(items=items):
                return self._tuple(item, items)
            case MapType(values=values):
                return self._map(item, values)
            case ObjectType():
                return self._object(item, node)

    def _list(self, item: Json, items: Type) -> Expression | None:
        if not isinstance(item, list):
            return None
        return _joined(LIST, ((NO_LABEL, self.written(entry, items)) for entry in item))

    def _tuple(self, item: Json, items: tuple[Type, ...]) -> Expression | None:
        if not isinstance(item, list) or len(item) != len(items):
            return None
        return _row([self.written(entry, inner) for entry, inner in zip(item, items, strict=True)])

    def _map(self, item: Json, values: Type) -> Expression | None:
        if not isinstance(item, dict):
            return None
        return _joined(DICT, ((_key(key), self.written(entry, values)) for key, entry in item.items()))

    def _object(self, item: Json, node: ObjectType) -> Expression | None:
        if not isinstance(item, dict):
            return None
        fields = {field.wire_name: field for field in self._fields(node)}
        known = [(name, entry) for name, entry in item.items() if name in fields]
        if len(known) < len(item) or any(field.required and name not in item for name, field in fields.items()):
            return None
        keys = request_keys(fields.values(), self.building.names.casings)
        return _joined(DICT, ((_key(keys[name]), self.written(entry, fields[name].type)) for name, entry in known))

    def _fields(self, node: ObjectType) -> list[Field]:
        """What a caller may give, with what the base has."""
        base = self.building.layout.base(node)
        inherited = self._fields(base[1]) if base is not None else []
        return [*inherited, *(field for field in node.fields if not field.read_only)]

    def _by_type(self, node: Type, name: str, way: _Way) -> Expression | None:
        """A value of the type; None where it would never end, or be one that nobody reads."""
        way.left[0] -= 1
        return self._made(node, name, way) if way.left[0] >= 0 else None

    def _made(self, node: Type, name: str, way: _Way) -> Expression | None:
        match node:
            case ScalarType(kind=kind):
                return SCALARS[kind] if kind in SCALARS else string(name)
            case LiteralType(values=values):
                return value(values[0]) if values else Source("None")
            case NullableType(inner=inner):
                return self._by_type(inner, name, way) or Source("None")
            case Reference(model=pointer):
                below = self.building.layout.models[pointer].type
                return None if pointer in way.inside else self._by_type(below, name, way.entering(pointer))
            case UnionType(variants=variants):
                tried = (self._by_type(variant.type, name, way) for variant in variants)
                return next((found for found in tried if found is not None), None)
            case ArrayType(items=items):
                return _joined(LIST, ((NO_LABEL, self._by_type(items, "string", way)),)) or Source("[]")
            case TupleType(items=items):
                return _row([self._by_type(entry, "string", way) for entry in items])
            case MapType(values=values):
                return _joined(DICT, ((_key("foo"), self._by_type(values, "bar", way)),)) or Source("{}")
            case ObjectType():
                return self._object_by_type(node, way)

    def _object_by_type(self, node: ObjectType, way: _Way) -> Expression | None:
        fields = self._fields(node)
        required, keys = [field for field in fields if field.required], request_keys(fields, self.building.names.casings)
        shown = required or fields[: 1 if way.filled else 0]
        return _joined(DICT, ((_key(keys[field.wire_name]), self._field(field, way)) for field in shown))

    def _field(self, field: Field, way: _Way) -> Expression | None:
        shown = (self.written(candidate, field.type) for candidate in field.examples)
        found = next((written for written in shown if written is not None), None)
        return found or self._by_type(field.type, field.wire_name, way)


def literal(item: Json) -> Expression:
    """A JSON value as Python."""
    if isinstance(item, list):
        return Bracketed(Source("["), tuple((NO_LABEL, literal(entry)) for entry in item), Source("]"))
    if isinstance(item, dict):
        return Bracketed(Source("{"), tuple((_key(key), literal(entry)) for key, entry in item.items()), Source("}"))
    return value(item)


def is_scalar(item: Json, kind: Scalar) -> bool:
    """Whether a JSON value is one that an argument of the kind takes."""
    if kind is Scalar.ANY:
        return True
    if kind in TEXTS:
        return isinstance(item, str)
    if kind is Scalar.BOOLEAN:
        return isinstance(item, bool)
    if kind is Scalar.NULL:
        return item is None
    numbers = {Scalar.INTEGER: int, Scalar.NUMBER: int | float}
    return kind in numbers and isinstance(item, numbers[kind]) and not isinstance(item, bool)


def _key(name: str) -> Source:
    return Source.of("{}: ", string(name))


def _joined(brackets: tuple[Source, Source], entries: Iterable[tuple[Source, Expression | None]]) -> Bracketed | None:
    """The entries in brackets, or None where one of them is missing."""
    listed = list(entries)
    whole = tuple((label, entry) for label, entry in listed if entry is not None)
    return Bracketed(brackets[0], whole, brackets[1]) if len(whole) == len(listed) else None


def _row(entries: list[Expression | None]) -> Expression | None:
    """The entries as a tuple of at least two, or None."""
    whole = tuple((NO_LABEL, entry) for entry in entries if entry is not None)
    return Bracketed(Source("("), whole, Source(")")) if len(whole) == len(entries) > 1 else None
