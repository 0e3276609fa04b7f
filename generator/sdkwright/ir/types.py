"""Types of the data that an API takes and gives; owns the closed union `Type`, not how a type is spelled in Python.

Terms are those of JSON Schema. A type that a person would name (an object, a union) carries a `site`: the place where it is
*used*, which is its identity for naming. Two uses of one schema have two sites and one `origin`, the place where it stands.
"""

from __future__ import annotations

import enum
from dataclasses import field

from sdkwright.inert import dataclass
from sdkwright.pointer import Json, Pointer

JSONScalar = str | int | float | bool | None


class Scalar(enum.Enum):
    """What a value is when it has no parts; the formats are those that change how a client reads or writes it."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    NULL = "null"
    DATE = "date"
    DATE_TIME = "date-time"
    BASE64 = "base64"
    BINARY = "binary"
    ANY = "any"

    __hash__ = object.__hash__  # that of the standard library is a call


@dataclass(frozen=True, slots=True)
class ScalarType:
    """A value without parts."""

    kind: Scalar


@dataclass(frozen=True, slots=True)
class LiteralType:
    """One of a few JSON values (`enum`, `const`)."""

    values: tuple[str | int | bool | None, ...]


@dataclass(frozen=True, slots=True)
class ArrayType:
    """A JSON array whose elements are all of one type."""

    items: Type


@dataclass(frozen=True, slots=True)
class TupleType:
    """A JSON array with one type for each place (`prefixItems`), and nothing after the last."""

    items: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class MapType:
    """A JSON object with free keys (`additionalProperties` and no `properties`)."""

    values: Type


@dataclass(frozen=True, slots=True)
class NullableType:
    """The inner type, or `null`."""

    inner: Type


@dataclass(frozen=True, slots=True)
class Discriminator:
    """The property that tells the members of a union apart.

    `mapping` says which of its values means which model, where the members do not say so by themselves: where their own
    schema of the property is not a constant. ``default`` is the model of a value that is none of them.
    """

    property_name: str
    mapping: tuple[tuple[str, Pointer], ...]
    default: Pointer | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """One member of a union, with what names it if it has no name of its own; `whole`, if nothing goes before that name."""

    type: Type
    word: str | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class UnionType:
    """`oneOf` or `anyOf`: any of the variants, in the order of the document.

    `further` are models that a caller may give beside those, as they were read; in what is read they are not.
    """

    site: Pointer
    variants: tuple[Variant, ...]
    discriminator: Discriminator | None
    description: str | None
    further: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A property of an object. `examples` are values that the document shows; they are told, not compared.

    `type_word` is the name of its type, where that is unnamed and the document gives it one. A `secret` one is never shown.
    `deprecation` is why it is deprecated, where the document says; with `is_preset`, its one value is its default as well.
    """

    wire_name: str
    site: Pointer
    origin: Pointer
    type: Type
    required: bool
    read_only: bool
    write_only: bool
    description: str | None
    deprecated: bool
    preferred_name: str | None = None
    type_word: str | None = None
    secret: bool = False
    examples: tuple[Json, ...] = field(default=(), compare=False)
    deprecation: str | None = None
    is_preset: bool = False


@dataclass(frozen=True, slots=True)
class ObjectType:
    """An object with known properties, in the order of the document; `additional` types the unknown ones (None: any value).

    With `patterns`, it types those whose names have one of them, and the others may be any value.
    """

    site: Pointer
    origin: Pointer
    fields: tuple[Field, ...]
    additional: Type | None
    base: Reference | None
    description: str | None
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A named model of the API, by the pointer of its schema."""

    model: Pointer


Type = ScalarType | LiteralType | ArrayType | TupleType | MapType | NullableType | UnionType | ObjectType | Reference

# Most values have no parts. Each of these types is one object, or those of a large API would be most of what a run leaves to the next.
_SCALARS = {kind: ScalarType(kind) for kind in Scalar}
_NULLABLE = {kind: NullableType(type_) for kind, type_ in _SCALARS.items()}

ANY = _SCALARS[Scalar.ANY]
STRING = _SCALARS[Scalar.STRING]


def scalar(kind: Scalar) -> ScalarType:
    """The type of that kind."""
    return _SCALARS[kind]


def nullable(inner: Type) -> Type:
    """`inner` or null, once: a type that already takes null is returned as it is."""
    match inner:
        case NullableType() | ScalarType(Scalar.ANY | Scalar.NULL):
            return inner
        case ScalarType(kind):
            return _NULLABLE[kind]
        case _:
            return NullableType(inner)
