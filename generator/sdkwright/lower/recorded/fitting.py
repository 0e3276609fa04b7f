"""Whether a JSON value is one of a type, as strictly as the document means it; makes no values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import assert_never

from sdkwright.inert import dataclass
from sdkwright.ir.api import Model
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
    scalar,
)
from sdkwright.ir.walk import descend
from sdkwright.pointer import Json, Pointer

TEXTS = frozenset({Scalar.STRING, Scalar.BASE64, Scalar.BINARY})


@dataclass(frozen=True, slots=True)
class Types:
    """The types of one API, as requests or as answers have them."""

    models: Mapping[Pointer, Model]
    request: bool
    as_read: bool = False
    """Whether null counts as absent, which it does where an answer is read."""

    def fields(self, node: ObjectType) -> dict[str, Field]:
        """What an object of that direction has, with what the base has, by wire name."""
        base = self.solid(node.base) if node.base is not None else None
        inherited = self.fields(base) if isinstance(base, ObjectType) else {}
        own = (entry for entry in node.fields if not (entry.read_only if self.request else entry.write_only))
        return {**inherited, **{entry.wire_name: entry for entry in own}}

    def solid(self, node: Type) -> Type:
        """The type itself, where models lead to it that are other names of it."""
        seen = set[Pointer]()
        while isinstance(node, Reference) and node.model not in seen:
            seen.add(node.model)
            node = self.models[node.model].type
        return node

    def made(self, node: Type) -> Type:
        """What a value of the type is made as: the first member of a union, the type of a model that is no object."""
        node = self.solid(node)
        while isinstance(node, UnionType) and node.variants:
            node = self.solid(node.variants[0].type)
        return node

    def holds_files(self, node: Type) -> bool:
        """Whether there may be files in a value of the type, however deep."""
        waiting, met = [node], set[Pointer]()
        while waiting:
            for part in descend(waiting.pop()):
                if part == scalar(Scalar.BINARY):
                    return True
                if isinstance(part, Reference) and part.model not in met:
                    met.add(part.model)
                    waiting.append(self.models[part.model].type)
        return False

    def fits(self, item: Json, node: Type) -> bool:
        """Whether the value is of the type."""
        match node:
            case ScalarType(kind=kind):
                return fits_scalar(item, kind)
            case LiteralType(values=values):
                return any(item == known and type(item) is type(known) for known in values)
            case NullableType(inner=inner):
                return item is None or self.fits(item, inner)
            case Reference(model=pointer):
                return self.fits(item, self.models[pointer].type)
            case UnionType(variants=variants):
                return self._one_of(item, [variant.type for variant in variants])
            case ArrayType(items=inner):
                return isinstance(item, list) and all(self.fits(entry, inner) for entry in item)
            case TupleType(items=items):
                return isinstance(item, list) and len(item) == len(items) and all(map(self.fits, item, items))
            case MapType(values=values):
                return isinstance(item, dict) and all(self.fits(entry, values) for entry in item.values())
            case ObjectType():
                return isinstance(item, dict) and self._object(item, node)
            case _:
                assert_never(node)

    def _one_of(self, item: Json, variants: list[Type]) -> bool:
        """Whether it is of one of them, and none of the others would be read in it."""
        others = [variant for variant in variants if not self.fits(item, variant)]
        reader = replace(self, as_read=True)
        return len(others) < len(variants) and not any(reader.fits(item, other) for other in others)

    def _object(self, item: dict[str, Json], node: ObjectType) -> bool:
        fields = self.fields(node)
        if any(entry.required and name not in item for name, entry in fields.items()):
            return False
        if self.request and not item.keys() <= fields.keys():
            return False
        known = [(entry, fields[name]) for name, entry in item.items() if name in fields]
        absent = self.as_read and not self.request
        return all(
            (absent and entry is None and not field.required) or self.fits(entry, field.type) for entry, field in known
        )


def has_bytes(item: Json) -> bool:
    """Whether the value can be sent at all: half of a surrogate pair, which JSON may escape, has no bytes in UTF-8."""
    match item:
        case str():
            return item.isascii() or not any("\ud800" <= char <= "\udfff" for char in item)
        case dict():
            return all(map(has_bytes, item)) and all(map(has_bytes, item.values()))
        case list():
            return all(map(has_bytes, item))
        case _:
            return True


def fits_scalar(item: Json, kind: Scalar) -> bool:
    """Whether the value is of the kind; dates have to be dates that there are."""
    if kind is Scalar.ANY:
        return True
    if kind is Scalar.NULL:
        return item is None
    if kind is Scalar.BOOLEAN:
        return isinstance(item, bool)
    if kind in (Scalar.DATE, Scalar.DATE_TIME):
        return isinstance(item, str) and _is_moment(item, kind)
    if kind in TEXTS:
        return isinstance(item, str)
    wanted = int if kind is Scalar.INTEGER else int | float
    return isinstance(item, wanted) and not isinstance(item, bool)


def _is_moment(text: str, kind: Scalar) -> bool:
    try:
        _ = date.fromisoformat(text) if kind is Scalar.DATE else datetime.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2019-12-27") if kind is Scalar.DATE else "T" in text
