"""Whether a component schema is changed in such a way that the validator says what it said before; decides nothing about what it says.

The validator looks at a whole document: a `default` is held against what references lead to, `required` against what `allOf` collects, and
which schema it meets first depends on all references. So only edits count that touch none of this: a text, another type or limit, a
property more that is written out. Whatever is not known here to be harmless is validated.
"""

from __future__ import annotations

import marshal
import math
import re
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from urllib.parse import unquote

from sdkwright.openapi.library import MOUNT
from sdkwright.openapi.parts import OpenTo, Parts, Told
from sdkwright.pointer import Json, Pointer
from sdkwright.read.later import plain

__all__ = ["are_harmless", "foreknown"]

_TYPES = ("array", "boolean", "integer", "number", "object", "string")
_REFERENCE = re.compile(rb"u\x04\0\0\0\$refu(....)", re.DOTALL)
"""The key and the size of its value in what marshal writes; text of a document that looks like it does no harm but to be followed."""
_DYNAMIC = (b"$dynamicRef", b"$recursiveRef", b"$id", b"$anchor", b"$dynamicAnchor")


def are_harmless(
    root: dict[str, Json], changed: Mapping[Pointer, tuple[Json, Json]], parts: Parts, *, is_modern: bool
) -> bool:
    """Whether these schemas, each given as it was and as it is, are changed so that nothing is to be said that was not before.

    Nothing must have been said in them, and no ``required`` found wanting anywhere. ``is_modern``: by the grammar of 3.1 and later.
    """
    grammar = _Grammar(is_modern)
    if MOUNT in root or not all(grammar.alike(old, new, inside=False) for old, new in changed.values()):
        return False
    around = parts.open_around(root, _open_to)
    open_to = {part.place: parts.open_to(part, _open_to) for part in parts.listed(root)}
    every = (around, *open_to.values())
    if grammar.gone and any(name in grammar.gone for each in every for name in each.wanted):
        return False
    return changed.keys().isdisjoint(_below((ref for each in every for ref in each.tried), open_to))


def foreknown(root: dict[str, Json], parts: Parts) -> Told:
    """What is known of parts, with what `are_harmless` will ask of them after the first edit."""
    if not parts.told.open_to:
        parts.open_around(root, _open_to)
        for part in parts.listed(root):
            parts.open_to(part, _open_to)
    return parts.told


class _Grammar:
    """What may stand in a schema, and what a change of it may be; ``gone`` are the names of properties that were taken out."""

    def __init__(self, is_modern: bool) -> None:
        self._types = frozenset((*_TYPES, "null") if is_modern else _TYPES)
        self._is_modern = is_modern
        self.gone: set[str] = set()
        self._known: dict[str, Callable[[Json], bool]] = {
            **dict.fromkeys(("title", "description", "format"), _is_text),
            **dict.fromkeys(("readOnly", "writeOnly", "deprecated"), _is_flag),
            **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), _is_count),
            **dict.fromkeys(("minimum", "maximum"), _is_number),
            "type": self._is_type,
            "enum": _is_choice,
            "example": _is_plain,
            "required": _is_list_of_names,
        }
        if not is_modern:
            self._known["nullable"] = _is_flag

    def alike(self, old: Json, new: Json, *, inside: bool) -> bool:
        """Whether a schema may be changed like that; ``inside`` one that has a default, or as one."""
        if _are_same(old, new):
            return True
        if not isinstance(old, dict) or not isinstance(new, dict) or "$ref" in old or "$ref" in new:
            return False
        inside = inside or "default" in old or "default" in new
        return all(self._is_alike(key, old, new, inside) for key in old.keys() | new.keys())

    def _is_alike(self, key: str, old: dict[str, Json], new: dict[str, Json], inside: bool) -> bool:
        if key in old and key in new:
            if _are_same(old[key], new[key]):
                return True
            if key == "items":
                return self.alike(old[key], new[key], inside=inside)
            if key == "properties":
                return self._are_alike(old[key], new[key], inside, _depth(old) - 1)
        if key not in self._known or (key in new and not self._known[key](new[key])):
            return False
        if key in ("title", "description", "example", "deprecated"):
            return True
        return not inside and (key != "required" or ("allOf" not in old and "allOf" not in new))

    def _are_alike(self, old: Json, new: Json, inside: bool, depth: int) -> bool:
        """Whether properties may be changed like that: a new one is no deeper than what was there, and one that is gone was plain."""
        if not isinstance(old, dict) or not isinstance(new, dict) or "$ref" in old or "$ref" in new:
            return False
        added, gone = new.keys() - old.keys(), old.keys() - new.keys()
        if inside and (added or gone):
            return False
        self.gone |= gone
        return (
            all(self.alike(old[name], new[name], inside=inside) for name in old.keys() & new.keys())
            and all(_is_text(name) and self._is_new(new[name]) and _depth(new[name]) <= depth for name in added)
            and all(self._is_new(old[name]) for name in gone)
        )

    def _is_new(self, schema: Json) -> bool:
        """Whether nothing can be said of a schema that was not there, wherever it is put."""
        if not isinstance(schema, dict):
            return False
        for key, value in schema.items():
            if key == "items":
                is_good = self._is_new(value)
            elif key == "properties" and isinstance(value, dict):
                is_good = "$ref" not in value and all(_is_text(name) and self._is_new(value[name]) for name in value)
            else:
                is_good = key in self._known and self._known[key](value)
            if not is_good:
                return False
        return True

    def _is_type(self, value: Json) -> bool:
        if isinstance(value, list):
            return self._is_modern and bool(value) and _are_different(value) and all(map(self._is_type, value))
        return isinstance(value, str) and value in self._types


def _are_same(one: Json, other: Json) -> bool:
    return one is other or marshal.dumps(plain(one), 2) == marshal.dumps(plain(other), 2)


def _depth(schema: Json) -> int:
    """How deep the schemas stand in each other that the validator meets in one without following references; at least."""
    if not isinstance(schema, dict):
        return 1
    properties = schema.get("properties")
    below = [*(properties.values() if isinstance(properties, dict) else ())]
    below += [schema["items"]] if "items" in schema else []
    return 1 + max(map(_depth, below), default=0)


def _is_text(value: Json) -> bool:
    """Text that is one: JSON may hold halves of characters, at which the validator fails."""
    return isinstance(value, str) and (value.isascii() or not any("\ud800" <= each <= "\udfff" for each in value))


def _is_flag(value: Json) -> bool:
    return isinstance(value, bool)


def _is_number(value: Json) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < 1 << 53 if isinstance(value, int) else math.isfinite(value)


def _is_count(value: Json) -> bool:
    return isinstance(value, int) and _is_number(value) and value >= 0


def _is_plain(value: Json) -> bool:
    return value is None or isinstance(value, bool) or _is_number(value) or _is_text(value)


def _is_choice(value: Json) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_plain, value)) and _are_different(value)


def _is_list_of_names(value: Json) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_text, value)) and _are_different(value)


def _are_different(values: list[Json]) -> bool:
    return len({repr(value) for value in values}) == len(values)


def _below(references: Iterable[str], known: Mapping[Pointer, OpenTo]) -> AbstractSet[Pointer]:
    """The parts that these references lead to, directly or through others; all, where one leads out of them."""
    found, waiting = set[Pointer](), list(references)
    while waiting:
        place = _part_of(waiting.pop())
        if place is None or place not in known:
            return known.keys()
        if place not in found:
            found.add(place)
            waiting += known[place].leading
    return found


def _part_of(reference: str) -> Pointer | None:
    """The component or path that a reference leads into; None for any other place."""
    path = unquote(reference).split("/")
    if path[0] != "#" or path[1:2] not in (["components"], ["paths"]):
        return None
    return Pointer("/".join(path[: 4 if path[1] == "components" else 3]))


def _references(node: Json) -> list[str]:
    """Every reference in a part; one that leads nowhere where any is of a kind that depends on more than itself."""
    data = marshal.dumps(plain(node), 2)
    if any(word in data for word in _DYNAMIC):
        return [""]
    found = list[str]()
    for each in _REFERENCE.finditer(data):
        size = int.from_bytes(each[1], "little")
        found.append(data[each.end() : each.end() + size].decode("utf-8", "replace"))
    return found


def _open_to(node: Json) -> OpenTo:
    """The references in whatever has a `default`, and what is required beside an `allOf`, of a part."""
    tried, wanted, waiting = list[str](), list[str](), [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            if "default" in here:
                tried += _references(here)
            required = here.get("required")
            if "allOf" in here and isinstance(required, list):
                wanted += map(str, required)
            waiting.extend(here.values())
        elif isinstance(here, list):
            waiting.extend(here)
    return OpenTo(tuple(dict.fromkeys(tried)), tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(_references(node))))
