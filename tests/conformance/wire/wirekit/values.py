"""JSON values made from a schema: one with little and one with everything; the same on every run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wirekit.document import Node

TEXT = "a b/ü&=?#%,;+|.é"
PLAIN = "text"
FORMATS = {
    "date": "2024-02-29",
    "date-time": "2024-02-29T12:30:00Z",
    "time": "12:30:00",
    "duration": "P1DT2H",
    "uuid": "12345678-1234-4234-9234-123456789abc",
    "byte": "aGVsbG8=",
    "base64": "aGVsbG8=",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "email": "a@example.test",
    "uri": "https://example.test/a?b=c",
    "url": "https://example.test/a?b=c",
    "decimal": "12.5",
}
DEEPEST = 5
ABSENT = object()
"""Of a body: there is none, which is something else than null."""


class File(bytes):
    """The content of a file, which is no JSON value."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes values for requests or for answers; `full` with every optional property, `files` as bytes."""

    full: bool
    request: bool
    text: str = PLAIN
    files: bool = False

    def value(self, schema: Node, depth: int = 0) -> Any:
        schema = schema.followed()
        node = schema.value
        if not isinstance(node, dict):
            return self.text
        if "const" in node:
            return node["const"]
        if isinstance(node.get("enum"), list) and node["enum"]:
            return next((item for item in node["enum"] if item is not None), None)
        for keyword in ("oneOf", "anyOf"):
            if node.get(keyword):
                return self._union(schema, keyword, depth)
        if node.get("allOf"):
            return self._all_of(schema, depth)
        return self._of_kind(schema, kind_of(schema), depth)

    def _union(self, schema: Node, keyword: str, depth: int) -> Any:
        members = [member for member in schema.items(keyword) if not is_null(member)]
        if not members:
            return None
        references = schema.value[keyword]
        solid = [index for index, member in enumerate(schema.items(keyword)) if not is_null(member)]
        found = self.value(members[0], depth)
        own = self._object(schema, depth) if schema.value.get("properties") or schema.value.get("allOf") else {}
        if own or kind_of(schema) == "object":  # members that only say which of its properties there must be
            asked = members[0].value.get("required") or [] if isinstance(members[0].value, dict) else []
            known = schema.members("properties")
            own |= {name: self.value(known[name], depth + 1) for name in asked if name in known and name not in own}
            found = found if isinstance(found, dict) else {}
        if not isinstance(found, dict):
            return found
        tag = schema.value.get("discriminator") or {}
        if tag.get("propertyName"):
            reference = references[solid[0]].get("$ref", "") if isinstance(references[solid[0]], dict) else ""
            mapped = next((key for key, target in (tag.get("mapping") or {}).items() if target == reference), None)
            named = mapped or reference.rpartition("/")[2]
            if named:
                found = {**found, tag["propertyName"]: named}
        return {**own, **found}

    def _all_of(self, schema: Node, depth: int) -> Any:
        values = [self.value(member, depth) for member in schema.items("allOf") if member.value != {}]
        objects = [value for value in values if isinstance(value, dict)]
        if not objects and kind_of(schema) != "object":
            typed = [m for m in schema.items("allOf") if kind_of(m) is not None]
            return self.value(typed[0], depth) if typed else (values[0] if values else self.text)
        merged = {key: value for part in objects for key, value in part.items()}
        merged.update(self._object(schema, depth))
        required = [n for m in (schema, *schema.items("allOf")) for n in m.value.get("required") or []]
        for name in required:  # which an outer schema may ask of an inner property
            if name not in merged and name in property_names(schema):
                inner = property_schema(schema, name)
                if not self._hidden(inner):
                    merged[name] = self.value(inner, depth + 1)
        return merged

    def _of_kind(self, schema: Node, kind: str | None, depth: int) -> Any:
        match kind:
            case "object":
                return self._object(schema, depth)
            case "array":
                items = schema.at("items")
                if isinstance(schema.value.get("prefixItems"), list):
                    return [self.value(item, depth + 1) for item in schema.items("prefixItems")]
                if depth > DEEPEST:
                    return []
                one = self.value(items, depth + 1)
                return [one, one] if self.full else [one]
            case "integer":
                return 3
            case "number":
                return 2.5
            case "boolean":
                return True
            case "null":
                return None
            case _:
                return self._string(schema)

    def _string(self, schema: Node) -> Any:
        kind = schema.value.get("format")
        if self.files and is_file(schema):
            return File(b"\x00\xff\r\n--content")
        if schema.value.get("contentEncoding") == "base64":
            return FORMATS["byte"]
        if kind in FORMATS:
            return FORMATS[kind]
        return PLAIN if schema.value.get("pattern") or kind else self.text

    def _object(self, schema: Node, depth: int) -> dict[str, Any]:
        required = set(schema.value.get("required") or []) if isinstance(schema.value.get("required"), list) else set()
        found: dict[str, Any] = {}
        around = schema.at("properties").value
        for name, node in schema.members("properties").items():
            if (
                self._hidden(node)
                or self._hidden(Node(around[name], schema.file))
                or (name not in required and (not self.full or depth >= DEEPEST))
            ):
                continue
            if depth > 4 * DEEPEST:
                break
            found[name] = self.value(node, depth + 1)
        extra = schema.value.get("additionalProperties")
        if isinstance(extra, dict) and not property_names(schema) and depth < DEEPEST:
            found["some key"] = self.value(schema.at("additionalProperties"), depth + 1)
        return found

    def _hidden(self, node: Node) -> bool:
        if not isinstance(node.value, dict):
            return False
        return bool(node.value.get("readOnly" if self.request else "writeOnly"))


def is_null(node: Node) -> bool:
    return isinstance(node.value, dict) and (
        node.value.get("type") in ("null", ["null"]) or node.value.get("const", 0) is None
    )


def kind_of(schema: Node) -> str | None:
    """The first type of a schema that is not null, said or implied."""
    node = schema.followed().value
    if not isinstance(node, dict):
        return None
    kinds = node.get("type")
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if kind is not None and kind != "null":
            return str(kind)
    if "properties" in node or isinstance(node.get("additionalProperties"), dict):
        return "object"
    if "items" in node or "prefixItems" in node:
        return "array"
    if kinds in ("null", ["null"]):
        return "null"
    return None


def is_file(schema: Node) -> bool:
    """Whether a string is bytes as they are (3.0: `format: binary`; since 3.1: a media type that nothing encodes)."""
    node = schema.followed().value
    if kind_of(schema) not in ("string", None) or not isinstance(node, dict):
        return False
    as_bytes = (
        node.get("contentMediaType") and not node.get("contentEncoding") and "json" not in node["contentMediaType"]
    )
    return node.get("format") == "binary" or bool(as_bytes)


def is_unsaid_file(schema: Node, media_type: str) -> bool:
    """Whether a part is a file of which only its encoding tells (3.1.1, section 4.8.15.5)."""
    return schema.followed().value == {} and media_type.startswith(("application/pdf", "image/"))


def shape_of(schema: Node, depth: int = 0) -> str:
    """Whether values are arrays, objects or plain, by the schema alone."""
    schema = schema.followed()
    node = schema.value
    if not isinstance(node, dict) or depth > 10:
        return "plain"
    kind = kind_of(schema)
    if kind in ("array", "object"):
        return kind
    for keyword in ("oneOf", "anyOf", "allOf"):
        for member in schema.items(keyword):
            if not is_null(member) and (shape := shape_of(member, depth + 1)) != "plain":
                return shape
            if keyword != "allOf" and not is_null(member):
                break
    return "plain"


def property_names(schema: Node, depth: int = 0) -> set[str]:
    """The properties that a schema knows, through composition."""
    schema = schema.followed()
    if not isinstance(schema.value, dict) or depth > 10:
        return set()
    names = set(schema.members("properties"))
    for keyword in ("oneOf", "anyOf", "allOf"):
        for member in schema.items(keyword):
            names |= property_names(member, depth + 1)
    return names


def property_schema(schema: Node, name: str, depth: int = 0) -> Node:
    """The schema of one property, through composition; of any value where nothing says."""
    schema = schema.followed()
    if isinstance(schema.value, dict) and depth <= 10:
        if name in schema.members("properties"):
            return schema.members("properties")[name]
        for keyword in ("oneOf", "anyOf", "allOf"):
            for member in schema.items(keyword):
                if name in property_names(member):
                    return property_schema(member, name, depth + 1)
        if isinstance(schema.value.get("additionalProperties"), dict):
            return schema.at("additionalProperties")
    return Node({}, schema.file)


def spoken(value: Any) -> Any:
    """A value as text can tell it: leaves as strings, nothing for null. What a style can carry, and no more."""
    if isinstance(value, dict):
        return {key: spoken(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [spoken(item) for item in value if item is not None]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, bytes) else str(value)
