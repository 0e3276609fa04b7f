"""The shape of an OpenAPI document as one traversal: which mapping is an object, a schema, or mere data; not their meaning.

One key has several meanings by where it stands: ``default`` is data in a schema, a status in ``responses``, a name in
``properties``. Whoever looks for ``$ref`` or for schemas goes by this traversal, so that the payload of an ``example``
is never taken for a part of the description.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, auto
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from sdkwright.pointer import ROOT, Json, Pointer, child

__all__ = [
    "FOLLOWED",
    "NAMED",
    "Kind",
    "Trail",
    "Visit",
    "children",
    "is_flat",
    "is_foreign",
    "keys_of",
    "kind_at",
    "kind_of_child",
    "label_of",
    "walk",
    "with_changed",
]


class Kind(Enum):
    """What a node is to OpenAPI."""

    OBJECT = auto()  # one of OpenAPI's objects, or a list of them
    SCHEMA = auto()
    OBJECTS = auto()  # names -> objects
    PATTERNED = auto()  # names -> objects, beside which `x-` keys are extensions
    SCHEMAS = auto()  # names -> schemas, or a list of schemas
    EXAMPLE = auto()  # an Example Object: its `value` is data
    LINK = auto()  # a Link Object: its `parameters` and `requestBody` are data
    EXAMPLES = auto()
    LINKS = auto()
    VALUE = auto()  # what is no object, such as the names in `required`, where a reference may stand for it
    DATA = auto()  # payloads, extensions, plain values: `$ref` means nothing in there

    __hash__ = object.__hash__  # that of Enum is Python, and a giant asks for a million of them


Trail: TypeAlias = "tuple[Trail, str | int] | None"
"""Keys from the start of a walk down to a node, the last one outermost; a pointer is made of it only when one is needed."""


def keys_of(trail: Trail) -> list[str | int]:
    """The keys from the start down."""
    keys: list[str | int] = []
    while trail is not None:
        trail, key = trail
        keys.append(key)
    return keys[::-1]


class Visit(NamedTuple):
    """One mapping of the document that means something, and how a walk came to it."""

    node: dict[str, Json]
    kind: Kind
    start: Pointer
    trail: Trail

    @property
    def pointer(self) -> Pointer:
        """Where it stands."""
        return child(self.start, *keys_of(self.trail))


_SCHEMA_KEYS: Mapping[str, Kind] = MappingProxyType(
    dict[str, Kind]()
    | dict.fromkeys(("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"), Kind.SCHEMAS)
    | dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), Kind.SCHEMAS)
    | dict.fromkeys(("not", "if", "then", "else", "contains", "propertyNames", "contentSchema"), Kind.SCHEMA)
    | dict.fromkeys(("items", "additionalItems", "unevaluatedItems"), Kind.SCHEMA)
    | dict.fromkeys(("additionalProperties", "unevaluatedProperties"), Kind.SCHEMA)
    | dict.fromkeys(("title", "description", "type", "format", "enum", "required", "pattern", "nullable"), Kind.VALUE)
    | dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), Kind.VALUE)
    | dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"), Kind.VALUE)
    | dict.fromkeys(("uniqueItems", "readOnly", "writeOnly", "deprecated", "xml", "externalDocs"), Kind.VALUE)
    | {"discriminator": Kind.VALUE}
)
_OBJECT_KEYS: Mapping[str, Kind] = MappingProxyType(
    dict[str, Kind]()
    | dict.fromkeys(("schema", "itemSchema"), Kind.SCHEMA)
    | dict.fromkeys(("schemas", "definitions", "$defs"), Kind.SCHEMAS)
    | dict.fromkeys(("paths", "webhooks", "responses", "callbacks"), Kind.PATTERNED)
    | dict.fromkeys(("headers", "requestBodies", "securitySchemes", "pathItems", "content", "encoding"), Kind.OBJECTS)
    | dict.fromkeys(("mediaTypes", "variables", "parameters", "additionalOperations"), Kind.OBJECTS)
    | {"examples": Kind.EXAMPLES, "links": Kind.LINKS}
    | dict.fromkeys(("example", "default", "value", "mapping", "const"), Kind.DATA)
    | dict.fromkeys(("enum", "required"), Kind.VALUE)
)
FOLLOWED = frozenset(
    (
        *("paths", "webhooks", "pathItems", "parameters", "responses", "requestBodies", "requestBody", "headers"),
        *("securitySchemes", "callbacks", "links", "examples"),
    )
)
"""Where OpenAPI allows a Reference Object beside schemas, and later stages follow it."""
NAMED: Mapping[Kind, Kind] = MappingProxyType(
    {
        Kind.OBJECTS: Kind.OBJECT,
        Kind.PATTERNED: Kind.OBJECT,
        Kind.SCHEMAS: Kind.SCHEMA,
        Kind.EXAMPLES: Kind.EXAMPLE,
        Kind.LINKS: Kind.LINK,
    }
)
"""Maps of names -> what each of the names stands for."""


_CONTAINERS = (dict, list)
_MAPPING_OR_LIST = frozenset(_CONTAINERS)


def kind_of_child(kind: Kind, key: str) -> Kind:
    """What the value of ``key`` is in a mapping that is a ``kind``."""
    if kind in NAMED:
        return Kind.DATA if kind is Kind.PATTERNED and key.startswith("x-") else NAMED[kind]
    match kind:
        case Kind.SCHEMA:
            return _SCHEMA_KEYS.get(key, Kind.DATA)
        case Kind.OBJECT:
            return Kind.DATA if key.startswith("x-") else _OBJECT_KEYS.get(key, Kind.OBJECT)
        case Kind.LINK:
            return Kind.OBJECT if key == "server" else Kind.DATA
        case _:
            return Kind.DATA


def kind_at(path: Iterable[str], kind: Kind = Kind.OBJECT) -> Kind:
    """What the node at the end of a path is, where its start is a ``kind``."""
    for token in path:
        kind = kind_of_child(kind, token)
    return kind


def label_of(key: str | int, kind: Kind, label: str) -> str:
    """The key that tells what sort of object a child is: that of its map, where names are its keys, or of its list."""
    if label == "callbacks" and kind is Kind.OBJECT:
        return "pathItems"  # by an expression, which says where it is called
    return label if kind in NAMED or isinstance(key, int) else key


def children(kind: Kind, node: Json) -> Iterator[tuple[str | int, Json, Kind]]:
    """The nodes directly below that mean something, with their keys."""
    if isinstance(node, dict):
        plain = _SCHEMA_KEYS if kind is Kind.SCHEMA else None  # half of all mappings are schemas
        named = NAMED.get(kind) if kind is not Kind.PATTERNED else None
        data = Kind.DATA
        for key, value in node.items():
            if isinstance(value, _CONTAINERS):
                below = plain.get(key, data) if plain is not None else named or kind_of_child(kind, key)
                if below is not data and (below is not Kind.VALUE or _stands_for_another(value)):
                    yield key, value, below
    elif isinstance(node, list) and kind not in (Kind.EXAMPLES, Kind.VALUE, Kind.DATA):
        below = NAMED.get(kind, kind)
        for index, value in enumerate(node):
            if isinstance(value, _CONTAINERS):
                yield index, value, below


def with_changed(node: Json, changed: Mapping[str | int, Json]) -> Json:
    """The node with other values under some of its keys, or itself where there are none."""
    if not changed:
        return node
    if isinstance(node, dict):
        return node | {str(key): value for key, value in changed.items()}
    return [changed.get(index, value) for index, value in enumerate(node)] if isinstance(node, list) else node


def is_flat(schema: Mapping[str, Json]) -> bool:
    """Whether a schema that is no part holds no mapping or list, and so nothing that means something; which is told faster than it is looked for."""
    return _MAPPING_OR_LIST.isdisjoint(map(type, schema.values()))


def _stands_for_another(value: Json) -> bool:
    return isinstance(value, dict) and "$ref" in value


def walk(root: Json, kind: Kind = Kind.OBJECT, pointer: Pointer = ROOT) -> Iterator[Visit]:
    """Each mapping in document order, parents first, without recursion. Maps of names are left out, what they hold is not."""
    stack: list[tuple[Trail, Json, Kind]] = [(None, root, kind)]
    while stack:
        trail, node, what = stack.pop()
        if isinstance(node, dict) and what not in NAMED:
            yield Visit(node, what, pointer, trail)
        below = [((trail, key), value, sort) for key, value, sort in children(what, node)]
        if below:
            stack += reversed(below)


def is_foreign(ref: Json, kind: Kind, label: str) -> bool:
    """Whether a `$ref` stands where OpenAPI has none: for a map of names, a plain value, or an object that is never a reference."""
    if not isinstance(ref, str):
        return False
    return kind in NAMED or kind is Kind.VALUE or (kind is Kind.OBJECT and label not in FOLLOWED)
