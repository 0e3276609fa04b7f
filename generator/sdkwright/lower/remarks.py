"""What a document says about a schema to people: its description, with what extensions say of each value of an enum."""

from __future__ import annotations

from collections.abc import Iterator

from sdkwright.openapi.nodes import Node
from sdkwright.pointer import Json

NAMES = ("x-enum-varnames", "x-enumNames")
DESCRIPTIONS = ("x-enum-descriptions", "x-enumDescriptions")
_CHOICES = frozenset({"enum", "oneOf", "anyOf"})


def description(node: Node) -> str | None:
    """The description, and below it a list of the values that have a name or a description of their own."""
    text = node.text("description")
    if not node.has_any(_CHOICES):
        return text
    told = "\n".join(_values(node))
    return "\n\n".join(part for part in (text, told) if part) or None


def _values(node: Node) -> Iterator[str]:
    for keyword in ("oneOf", "anyOf"):
        members = list(node.items(keyword))
        for member in members if all(member.has("const") for member in members) else ():
            said = ": ".join(text for key in ("title", "description") if (text := member.text(key)))
            if said and (const := member.at("const")) is not None:
                yield f"- `{const.value}`: {said}"
    names, descriptions = (_told(node, keys) for keys in (NAMES, DESCRIPTIONS))
    for index, value in enumerate(node.items("enum")):
        word = str(value.value)
        name, about = (told.get(index, told.get(word, "")) for told in (names, descriptions))
        said = ": ".join(part for part in (name if name != word else "", about) if part)
        if said:
            yield f"- `{word}`: {said}"


def _told(node: Node, keys: tuple[str, ...]) -> dict[int | str, str]:
    """By index or by value: the extensions are lists in the order of the enum, or mappings of its values."""
    for key in keys:
        listed: dict[int | str, Json] = {index: item.value for index, item in enumerate(node.items(key))}
        found = listed | {name: item.value for name, item in node.members(key)}
        if found:
            return {name: text.strip() for name, text in found.items() if isinstance(text, str)}
    return {}
