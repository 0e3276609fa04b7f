"""The strings that a document may hold, listed from the official meta-schemas; and which of them a given document does hold.

A place is named by the object of the specification and the field, such as `parameter.name`; `components.schemas{}` are the keys
of a mapping, and `schema.default{}` those of any value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any

Raw = dict[str, Any]

BRANCHES = ("allOf", "anyOf", "oneOf")
SINGLE = ("then", "else")
DRAFT_2020 = ("core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "content")
ROOTS = {"3.0": "v3.0", "3.1": "v3.1", "3.2": "v3.2"}
BASE = "oas3.2/meta/2025-09-17.json"
"""The vocabulary of OpenAPI itself, which is the only one at hand; that of 3.1 lacks `LATER`."""
LATER = {"3.1": ("defaultMapping",), "3.2": ()}


@dataclass(frozen=True)
class Shape:
    """What the meta-schema says of one place: the parts of it that apply together, references followed."""

    meta: Meta
    label: str
    parts: tuple[Raw, ...]

    @cached_property
    def is_any(self) -> bool:
        """Whether every value may stand here."""
        return all(not (part.keys() - {"$comment", "description", "default", "title"}) for part in self.parts)

    @cached_property
    def is_text(self) -> bool:
        """Whether a text of the author's choice may stand here."""
        if self.is_any:
            return True
        closed = any("enum" in part or "const" in part for part in self.parts)
        return not closed and any("string" in _types(part) for part in self.parts)

    @cached_property
    def members(self) -> dict[str, Shape]:
        names = dict.fromkeys(name for part in self.parts for name in part.get("properties", ()))
        return {name: self._below(f".{name}", _each(self.parts, "properties", name)) for name in names}

    @cached_property
    def keyed(self) -> tuple[tuple[re.Pattern[str], Shape], ...]:
        """What stands under keys of the author's choice, by the pattern that they follow."""
        found: dict[str, list[Any]] = {}
        for part in self.parts:
            for pattern, below in part.get("patternProperties", {}).items():
                found.setdefault(pattern, []).append(below)
            # true beside named fields says that other keys are no mistake, which is not a field
            others = part.get("additionalProperties", False)
            if isinstance(others, dict) or (others is True and "properties" not in part):
                found.setdefault("", []).append(others)
        return tuple((re.compile(pattern), self._below(_named(pattern), below)) for pattern, below in found.items())

    @cached_property
    def items(self) -> Shape | None:
        below = [part["items"] for part in self.parts if part.get("items", False) is not False]
        return self._below("[]", below) if below else None

    def _below(self, name: str, raws: list[Any]) -> Shape:
        return self.meta.shape(f"{self.label}{name}", raws)


@dataclass(frozen=True)
class Meta:
    """A meta-schema: its root, and where `$ref` and `$dynamicRef` lead."""

    root: Raw
    schema: tuple[Raw, ...] = ()

    def start(self) -> Shape:
        return self.shape("document", [self.root])

    def shape(self, label: str, raws: Iterable[Any]) -> Shape:
        parts, names = [], []
        waiting = list(raws)
        seen: set[int] = set()
        while waiting:
            raw = waiting.pop(0)
            if not isinstance(raw, dict):
                parts += [{}] if raw is True else []
                continue
            if id(raw) in seen:
                continue
            seen.add(id(raw))
            named, targets = self._targets(raw)
            names += [named] if named else []
            waiting += targets
            waiting += [below for key in BRANCHES for below in raw.get(key, ())]
            waiting += [raw[key] for key in SINGLE if key in raw]
            waiting += raw.get("dependentSchemas", {}).values()
            # what only refers says nothing itself
            rest = {key: value for key, value in raw.items() if key not in ("$ref", "$dynamicRef", *BRANCHES)}
            if rest or not (raw.keys() - {"$comment"}):
                parts.append(rest)
        objects = [name for name in names if name.lower() not in ("reference", "specification-extensions", "examples")]
        return Shape(self, objects[0] if objects else label, tuple(parts))

    def _targets(self, raw: Raw) -> tuple[str, list[Any]]:
        if raw.get("$dynamicRef") == "#meta":
            return "schema", list(self.schema)
        reference = raw.get("$ref")
        if not isinstance(reference, str):
            return "", []
        if not reference.startswith("#/"):
            return "", []
        node: Any = self.root
        for name in reference[2:].split("/"):
            node = node[name.replace("~1", "/").replace("~0", "~")]
        name = reference.rpartition("/")[2]
        if name in ("schema", "Schema"):
            return "schema", list(self.schema) or [node]
        # `parameter-or-reference` is named by what it refers to in turn
        plain = not ({"then", "oneOf"} & node.keys()) or "properties" in node or "type" in node
        return name if plain and not name.startswith(("styles-", "explode-")) else "", [node]


def _types(part: Raw) -> tuple[str, ...]:
    found = part.get("type", ())
    return (found,) if isinstance(found, str) else tuple(found)


def _each(parts: tuple[Raw, ...], field: str, name: str) -> list[Any]:
    return [part[field][name] for part in parts if name in part.get(field, ())]


def _named(pattern: str) -> str:
    return "{x-}" if pattern == "^x-" else "{}"


def meta_schema(version: str) -> Meta:
    """The meta-schema of `3.0`, `3.1` or `3.2`, with the vocabularies of its dialect."""
    resources = files("openapi_spec_validator").joinpath("resources", "schemas", ROOTS[version], "schema.json")
    root = json.loads(resources.read_text("utf-8"))
    if version not in LATER:
        return Meta(root)
    vocabularies = files("jsonschema_specifications").joinpath("schemas", "draft202012", "vocabularies")
    parts = [json.loads(vocabularies.joinpath(name).read_text("utf-8")) for name in DRAFT_2020]
    base = json.loads(files("openapi_schema_validator").joinpath("schemas", *BASE.split("/")).read_text("utf-8"))
    for name in LATER[version]:
        del base["$defs"]["discriminator"]["properties"][name]
    return Meta(root, tuple(_inlined(part) for part in (*parts, base)))


def _inlined(vocabulary: Raw) -> Raw:
    """A vocabulary whose references to its own definitions are replaced by these, so that one root serves all."""
    definitions = vocabulary.get("$defs", {})

    def walk(node: Any) -> Any:
        if isinstance(node, list):
            return [walk(item) for item in node]
        if not isinstance(node, dict):
            return node
        reference = node.get("$ref")
        if isinstance(reference, str) and reference.startswith("#/$defs/"):
            return {
                **walk(definitions[reference.rpartition("/")[2]]),
                **{k: walk(v) for k, v in node.items() if k != "$ref"},
            }
        return {key: walk(value) for key, value in node.items() if key != "$defs"}

    return walk(vocabulary)


def slots(meta: Meta) -> set[str]:
    """Every place of the meta-schema where a text of the author's choice may stand."""
    found: set[str] = set()
    waiting, seen = [meta.start()], set[str]()
    while waiting:
        shape = waiting.pop()
        if shape.label in seen:
            continue
        seen.add(shape.label)
        found |= {shape.label} if shape.is_text else set()
        if shape.is_any:
            found.add(f"{shape.label}{{}}")
            continue
        waiting += shape.members.values()
        for _, below in shape.keyed:
            found.add(f"{shape.label}{{}}" if below.label != f"{shape.label}{{x-}}" else f"{shape.label}{{x-}}")
            waiting.append(below)
        waiting += [shape.items] if shape.items is not None else []
    return found


def texts(
    shape: Shape, node: Any, pointer: tuple[str | int, ...] = ()
) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    """(place, text, where) of each string of a document, keys of the author's choice included."""
    if isinstance(node, str):
        yield shape.label, node, pointer
    elif isinstance(node, list):
        below = shape.items
        for index, item in enumerate(node):
            yield from texts(below if below is not None else shape, item, (*pointer, index))
    elif isinstance(node, dict):
        for key, value in node.items():
            here = (*pointer, key)
            if key in shape.members:
                yield from texts(shape.members[key], value, here)
                continue
            under = next((below for pattern, below in shape.keyed if pattern.search(key)), None)
            yield (
                f"{shape.label}{{x-}}" if under is not None and under.label.endswith("{x-}") else f"{shape.label}{{}}"
            ), key, here
            yield from texts(under if under is not None else shape, value, here)
