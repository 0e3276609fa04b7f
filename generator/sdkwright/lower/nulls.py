"""Whether null is valid for a schema, in all spellings; owns no types."""

from __future__ import annotations

from sdkwright.lower.context import Context
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import Pointer


def takes_null(context: Context, node: Node, seen: tuple[Pointer, ...] = ()) -> bool:
    """Whether null is one of the values: by `type`, `enum`, `const`, `nullable`, or what the schema is composed of."""
    if node.pointer in seen or not node.is_object:
        return False
    inside = (*seen, node.pointer)
    if node.flag("nullable") or is_null(node) or any(item.value is None for item in node.items("enum")):
        return True
    if node.has("const") or node.has("enum") or node.has("type"):
        return "null" in node.strings("type") and not node.has("const") and not node.has("enum")
    if (target := context.target(node)) is not None:
        return takes_null(context, target, inside)
    if any(takes_null(context, member, inside) for key in ("oneOf", "anyOf") for member in node.items(key)):
        return True
    members = [member for member in node.items("allOf") if says_something(member)]
    if any(member.flag("nullable") for member in node.items("allOf") if not says_something(member)):
        return True
    return bool(members) and all(takes_null(context, member, inside) for member in members)


def takes_only_null(context: Context, node: Node, seen: tuple[Pointer, ...] = ()) -> bool:
    """Whether null is all that a schema allows."""
    if node.pointer in seen:
        return False
    values = list(node.items("enum"))
    if is_null(node) or (values and all(item.value is None for item in values)):
        return True
    applied = [*node.items("allOf"), *([target] if (target := context.target(node)) is not None else [])]
    return any(takes_only_null(context, member, (*seen, node.pointer)) for member in applied)


def is_null(node: Node) -> bool:
    """Whether the schema is one of the two plain spellings of null."""
    const = node.at("const")
    return node.strings("type") == ("null",) or (const is not None and const.value is None)


# keywords that tell of a value, or allow null beside it, but do not say what it is
REMARKS = frozenset(
    (
        *("title", "description", "summary", "default", "example", "examples", "deprecated", "readOnly", "writeOnly"),
        *("nullable", "externalDocs", "xml", "discriminator", "$comment", "$schema", "$id", "$anchor", "$defs"),
    )
)


def says_something(node: Node) -> bool:
    """Whether a schema has a keyword beyond remarks: one that says what its values are."""
    return any(key not in REMARKS and not key.startswith("x-") for key, _ in node.members())
