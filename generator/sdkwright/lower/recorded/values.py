"""JSON values for types: what the document shows where it fits, else one made of the schema; the same on every run."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import field, replace
from typing import Final, Literal, assert_never

from sdkwright.inert import dataclass
from sdkwright.ir.recordings import Origin
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
from sdkwright.lower.context import Context
from sdkwright.lower.recorded.fitting import Types, has_bytes
from sdkwright.openapi.nodes import Node
from sdkwright.openapi.patterns import matcher
from sdkwright.pointer import Json, Pointer


class _Endless(enum.Enum):
    """No value: one of that type would never end, or be too large."""

    ENDLESS = "endless"


ENDLESS: Final = _Endless.ENDLESS
Made = Json | Literal[_Endless.ENDLESS]
MOST_PARTS = 5_000
"""No value has more: two required properties of each of thirty objects inside one another are a thousand million."""
DEEPEST = 3
"""Optional properties deeper than this are left out."""

FORMATS = {
    "uuid": "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e",
    "uri": "https://example.com",
    "url": "https://example.com",
    "uri-reference": "https://example.com",
    "email": "dev@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "time": "18:11:19Z",
    "duration": "P1D",
    "date": "2019-12-27",
    "date-time": "2019-12-27T18:11:19.117Z",
    "byte": "SGVsbG8sIHdvcmxkIQ==",
}
SCALARS: dict[Scalar, Json] = {
    Scalar.BOOLEAN: True,
    Scalar.NULL: None,
    Scalar.DATE: FORMATS["date"],
    Scalar.DATE_TIME: FORMATS["date-time"],
    Scalar.BASE64: FORMATS["byte"],
    Scalar.BINARY: "Example data",
    Scalar.ANY: {"foo": "bar"},
}


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes values of one direction. With `full`, objects have their optional properties as well."""

    context: Context
    types: Types
    full: bool
    inside: tuple[Pointer, ...] = field(default=())
    extended: tuple[Pointer, ...] = field(default=())
    depth: int = 0
    left: list[int] = field(default_factory=lambda: [MOST_PARTS])

    def shown(self, candidates: Iterable[Json], node: Type) -> tuple[Json] | None:
        """The first of the values that fits and can be sent, in a tuple."""
        return next(((item,) for item in candidates if self.types.fits(item, node) and has_bytes(item)), None)

    def value(self, node: Type, schema: Node | None, name: str) -> tuple[Json, Origin] | None:
        """A value and where it is from; None where there is none that ends."""
        target = self.context.follow(schema) if schema is not None else None
        shown = self.shown(examples(target), node)
        if shown is not None:
            return shown[0], Origin.EXAMPLE
        if (allowed := self.shown(structures(target), node)) is not None:
            return allowed[0], Origin.SCHEMA
        made = (self if self.depth else replace(self, left=[MOST_PARTS])).make(node, target, name)
        return (made, Origin.SCHEMA) if made is not ENDLESS else None

    def make(self, node: Type, schema: Node | None, name: str) -> Made:
        """A value by the type, with what the schema says beyond that."""
        self.left[0] -= 1
        return self._make(node, schema, name) if self.left[0] >= 0 else ENDLESS

    def _make(self, node: Type, schema: Node | None, name: str) -> Made:
        match node:
            case ScalarType(kind=kind):
                return scalar(kind, schema, name)
            case LiteralType(values=values):
                return values[0] if values else None
            case NullableType(inner=inner):
                made = self.make(inner, schema, name)
                return None if made is ENDLESS else made
            case Reference(model=pointer):
                return self._model(pointer, name)
            case UnionType():
                return self._union(node, name)
            case ArrayType(items=items):
                return self._array(items, schema)
            case TupleType(items=items):
                entries = [self._below().make(item, None, "string") for item in items]
                return ENDLESS if ENDLESS in entries else [entry for entry in entries if entry is not ENDLESS]
            case MapType(values=values):
                made = self._below().make(values, schema.at("additionalProperties") if schema else None, "bar")
                return {} if made is ENDLESS else {"foo": made}
            case ObjectType():
                return self._object(node)
            case _:
                assert_never(node)

    def _below(self) -> Maker:
        return replace(self, depth=self.depth + 1)

    def _model(self, pointer: Pointer, name: str) -> Made:
        if pointer in self.inside:
            return ENDLESS
        below = replace(self, inside=(*self.inside, pointer))
        target = self.context.at(pointer)
        node = self.types.models[pointer].type
        shown = below.shown(examples(target), node) if self.full else None
        return shown[0] if shown is not None else below.make(node, target, name)

    def _union(self, node: UnionType, name: str) -> Made:
        for variant in node.variants:
            made = self.make(variant.type, None, name)
            if made is not ENDLESS:
                return self.told_apart(node, variant.type, made)
        return ENDLESS

    def told_apart(self, node: UnionType, variant: Type, made: Json) -> Json:
        """The value with what the discriminator calls its variant, and with the constants by which variants are told apart."""
        if not isinstance(made, dict):
            return made
        below = self.types.made(variant)  # of a union within the union, as well
        fields = self.types.fields(below) if isinstance(below, ObjectType) else {}
        for name, entry in fields.items():
            if name not in made and isinstance(entry.type, LiteralType) and len(entry.type.values) == 1:
                made = {**made, name: entry.type.values[0]}
        if node.discriminator is not None and isinstance(variant, Reference):
            name = node.discriminator.property_name
            kind = self.types.solid(fields[name].type) if name in fields else None
            tags = [tag for tag, model in node.discriminator.mapping if model == variant.model]
            tags = [tag for tag in tags if not isinstance(kind, LiteralType) or tag in kind.values]
            made = {**made, name: tags[0]} if tags else made
        return made

    def _array(self, items: Type, schema: Node | None) -> Made:
        inner = schema.at("items") if schema is not None else None
        made = self._below().value(items, inner, "string")
        if made is None:
            return []
        least = schema.at("minItems") if schema is not None else None
        count = least.value if least is not None and isinstance(least.value, int) else 1
        return [made[0]] * min(max(count, 1), 20)

    def _object(self, node: ObjectType) -> Made:
        if node.site in self.extended:  # it is within what it extends
            return ENDLESS
        extended = (*self.extended, node.site) if node.base is not None else self.extended
        found: dict[str, Json] = {}
        wanted_all = self.full and self.depth < DEEPEST
        for name, entry in self.types.fields(node).items():
            if not entry.required and not wanted_all:
                continue
            made = self._field(entry, name, extended)
            if made is not ENDLESS:
                found[name] = made
            elif entry.required:
                return ENDLESS
        return found

    def _field(self, entry: Field, name: str, extended: tuple[Pointer, ...]) -> Made:
        shown = self.shown(entry.examples, entry.type)
        if shown is not None:
            return shown[0]
        below = replace(self, depth=self.depth + 1, extended=extended)
        made = below.value(entry.type, self.context.at(entry.origin), name)
        return made[0] if made is not None else ENDLESS


def examples(schema: Node | None) -> list[Json]:
    """The values that a schema, a media type or a parameter shows, in its order."""
    if schema is None:
        return []
    found = [single.value] if (single := schema.at("example")) is not None else []
    found.extend(item.value for item in schema.items("examples"))
    for _, named in schema.members("examples"):
        value = named.at("value") or named.at("dataValue")
        found.extend([value.value] if value is not None else [])
    return found


def structures(schema: Node | None) -> list[Json]:
    """The lists and objects that `enum` or `const` allows alone, which no type tells."""
    if schema is None or not (schema.has("enum") or schema.has("const")):
        return []
    allowed = [found.value for found in (schema.at("const"), *schema.items("enum")) if found is not None]
    return [value for value in allowed if isinstance(value, dict | list)]


def scalar(kind: Scalar, schema: Node | None, name: str) -> Json:
    """A value without parts."""
    if kind in (Scalar.INTEGER, Scalar.NUMBER):
        return number(kind, schema)
    if kind is not Scalar.STRING:
        return SCALARS[kind]
    format_name = schema.string("format") if schema is not None else None
    return text(schema, FORMATS.get(format_name or "", name))


def number(kind: Scalar, schema: Node | None) -> int | float:
    """The least that the schema allows, or 0; 1 for what counts from there by default, as pages do."""
    if schema is None:
        return 0
    least, most = limit(schema, "minimum"), limit(schema, "maximum")
    least = 1 if least is None and limit(schema, "default") == 1 else least
    above, below = limit(schema, "exclusiveMinimum"), limit(schema, "exclusiveMaximum")
    step = limit(schema, "multipleOf") or (1 if kind is Scalar.INTEGER else 0)
    if above is not None and (least is None or above >= least):
        least = above + (step or 0.5)
    if least is None:
        highest = most if most is not None else below - (step or 0.5) if below is not None else 0
        return min(0, int(highest) if kind is Scalar.INTEGER else highest)
    if step:
        least = -(-least // step) * step
    return int(least) if kind is Scalar.INTEGER or least == int(least) else least


def limit(schema: Node, key: str) -> int | float | None:
    """A number under that key."""
    found = schema.at(key)
    value = found.value if found is not None else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def text(schema: Node | None, start: str) -> str:
    """`start`, or what comes near to it and is as the schema says: of that length, and of that pattern where we find one."""
    if schema is None:
        return start
    least, most = limit(schema, "minLength"), limit(schema, "maxLength")
    sized = start[: int(most)] if most is not None else start
    sized = sized.ljust(int(least), "x") if least is not None and least <= 10_000 else sized
    pattern = schema.string("pattern")
    return sized if pattern is None else matching(pattern, sized)


def matching(pattern: str, start: str) -> str:
    """A text that the pattern matches, where one of a few tries does; else `start`."""
    tries = (start, "a", "A", "1", "a1", "aaaa", "1111", "abc-123", "12345678", start.upper(), "2019-12-27", "#ffffff")
    fits = matcher(pattern)
    return next((one for one in tries if fits(one)), start)
