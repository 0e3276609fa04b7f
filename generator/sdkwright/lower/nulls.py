"""Whether null is valid for a schema, in all spellings; owns no types."""

from __future__ import annotations

from sdkwright.lower.context import Context
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import Pointer


def takes_null(context: Context, node: Node, known: dict[Pointer, bool] | None = None) -> bool:
    """Whether null is one of the values: by `type`, `enum`, `const`, `nullable`, or what the schema is composed of.

    `known` are schemas that were asked on the way; each is asked once.
    """
    known = known if known is not None else {}
    if node.pointer not in known:
        known[node.pointer] = False  # what leads back to itself says nothing of its own
        known[node.pointer] = node.is_object and _takes_null(context, node, known)
    return known[node.pointer]


def _takes_null(context: Context, node: Node, known: dict[Pointer, bool]) -> bool:
    if node.flag("nullable") or is_null(node) or any(item.value is None for item in node.items("enum")):
        return True
    if node.has("const") or node.has("enum") or node.has("type"):
        return "null" in node.strings("type") and not node.has("const") and not node.has("enum")
    if (target := context.target(node)) is not None:
        return takes_null(context, target, known)
    if any(takes_null(context, member, known) for key in ("oneOf", "anyOf") for member in node.items(key)):
        return True
    members = [member for member in node.items("allOf") if says_something(member)]
    if any(member.flag("nullable") for member in node.items("allOf") if not says_something(member)):
        return True
    return bool(members) and all(takes_null(context, member, known) for member in members)


def takes_only_null(context: Context, node: Node, met: set[Pointer] | None = None) -> bool:
    """Whether null is all that a schema allows. `met` are schemas that were asked on the way."""
    met = met if met is not None else set()
    if node.pointer in met:
        return False
    met.add(node.pointer)
    values = list(node.items("enum"))
    if is_null(node) or (values and all(item.value is None for item in values)):
        return True
    applied = [*node.items("allOf"), *([target] if (target := context.target(node)) is not None else [])]
    return any(takes_only_null(context, member, met) for member in applied)


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


_SAYING = frozenset({"type", "$ref"})


def says_something(node: Node) -> bool:
    """Whether a schema has a keyword beyond remarks: one that says what its values are."""
    if node.has_any(_SAYING):  # as nearly all
        return True
    return any(key not in REMARKS and not key.startswith("x-") for key in node.names())
