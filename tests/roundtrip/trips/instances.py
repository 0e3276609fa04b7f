"""Makes values that are valid against a schema of a document, the same for the same seed; own code, as no library does it.

hypothesis-jsonschema 0.23 (its last release is of early 2024) refuses references that recur and takes `prefixItems` for an
unknown word; both are common here. So: merge everything that applies at one place, then make a value of what is left.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]
Merged = dict[str, Any]

WORDS = ("a", "b c", "item-1", "Äß", "日本", "", "0", "null", "x" * 40, '"quoted"', "line\nbreak", "true", "2024")
FORMATS: Mapping[str, tuple[str, ...]] = {
    "date": ("2024-02-29", "1999-12-31"),
    "date-time": ("2024-02-29T23:59:59Z", "2019-08-24T14:15:22.123456+02:00", "2020-01-01T00:00:00.5Z"),
    "time": ("10:20:30Z", "23:59:59.25"),
    "duration": ("P1DT2H", "PT0.5S"),
    "uuid": ("123e4567-e89b-12d3-a456-426614174000",),
    "uri": ("https://example.com/a?b=c#d",),
    "url": ("https://example.com/",),
    "email": ("a@example.com",),
    "ipv4": ("192.0.2.1",),
    "ipv6": ("2001:db8::1",),
    "hostname": ("example.com",),
    "byte": ("aGVsbG8=",),
    "decimal": ("12.340",),
}
KEYS = ("key", "other key", "a1", "x-y", "1", "Ключ", "foo", "bar", "fooo", "aaa", "S_1", "model_x", "class", "A")
IMPLIED = (
    (
        "object",
        (
            "properties",
            "additionalProperties",
            "required",
            "patternProperties",
            "minProperties",
            "propertyNames",
            "unevaluatedProperties",
        ),
    ),
    ("array", ("items", "prefixItems", "minItems", "maxItems", "contains", "uniqueItems", "unevaluatedItems")),
    ("string", ("minLength", "maxLength", "format", "contentEncoding", "contentMediaType")),
    ("number", ("minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum")),
)


class ImpossibleError(Exception):
    """No value, or none of a bounded size."""


class Instances:
    """Values of the schemas of one document."""

    def __init__(self, root: Schema, seed: str) -> None:
        self.root = root
        self.random = random.Random(seed)
        self.budget = 0

    def make(self, schema: Any) -> Any:
        """One value. Raises ImpossibleError where a handful of attempts lead nowhere."""
        for attempt in range(4):
            self.budget = 120 >> attempt
            try:
                return self.value(schema, 0)
            except (ImpossibleError, RecursionError):
                continue
        raise ImpossibleError

    def value(self, schema: Any, depth: int) -> Any:
        if depth > 24:
            raise ImpossibleError
        self.budget -= 1
        merged: Merged = {"choices": []}
        self.merge(merged, schema, ())
        return self.merged(merged, depth)

    # ---------------------------------------------------------------------------------------------- what applies here

    def merge(self, into: Merged, schema: Any, seen: tuple[str, ...], *, extended: bool = False) -> None:
        """Join a schema to what else applies to the same value; one that is `extended` leaves it to others which of its kinds that is."""
        if schema is False:
            raise ImpossibleError
        if not isinstance(schema, dict):
            return
        reference = schema.get("$ref")
        if isinstance(reference, str):
            if reference in seen:
                raise ImpossibleError
            self.merge(into, self.target(reference), (*seen, reference), extended=extended)
        for key, found in schema.items():
            if key in ("oneOf", "anyOf") and isinstance(found, list):
                into["choices"].append((found, schema.get("discriminator")))
            elif key == "allOf":
                for member in found:
                    self.merge(into, member, seen, extended=True)
            elif key == "discriminator" and not extended and not {"oneOf", "anyOf"} & schema.keys():
                if kinds := [{"$ref": each} for each in (found.get("mapping") or {}).values() if "#/" in each]:
                    into["choices"].append((kinds, found))
            elif key == "properties":
                properties = into.setdefault(key, {})
                for name, inner in found.items():
                    properties[name] = {"allOf": [properties[name], inner]} if name in properties else inner
            elif key == "required" and isinstance(found, list):
                into[key] = [*into.get(key, []), *found]
            elif key == "type":
                into[key] = self.both(into.get(key), found)
            elif key == "const":
                into["enum"] = [item for item in into.get("enum", [found]) if alike(item, found)]
            elif key == "enum":
                into[key] = [item for item in found if key not in into or any(alike(item, o) for o in into[key])]
            elif key in ("items", "additionalProperties") and key in into:
                into[key] = {"allOf": [into[key], found]}
            else:
                into.setdefault(key, found)

    def both(self, one: Any, two: Any) -> list[str]:
        kinds = [two] if isinstance(two, str) else list(two)
        if one is None:
            return kinds
        if "integer" in one and "number" in kinds:
            kinds.append("integer")
        return [kind for kind in one if kind in kinds]

    def target(self, reference: str) -> Any:
        here: Any = self.root
        for token in re.sub(r"%([0-9a-fA-F]{2})", lambda m: chr(int(m[1], 16)), reference).split("/")[1:]:
            name = token.replace("~1", "/").replace("~0", "~")
            here = here[int(name)] if isinstance(here, list) else here[name]
        return here

    # -------------------------------------------------------------------------------------------------------- values

    def merged(self, schema: Merged, depth: int) -> Any:
        if schema["choices"]:
            return self.chosen(schema, depth)
        if "enum" in schema:
            kinds = schema.get("type")
            fitting = [item for item in schema["enum"] if kinds is None or kind_of(item) & set(kinds)]
            if not fitting:
                raise ImpossibleError
            return self.random.choice(fitting)
        kinds = schema.get("type")
        if kinds is None:
            kinds = [kind for kind, words in IMPLIED if any(word in schema for word in words)][:1]
        if not kinds:
            kinds = ["string", "integer", "boolean", "object"] if "type" not in schema else []
        kinds = self.random.sample(kinds, len(kinds))
        if depth > 5:
            kinds.sort(key=lambda kind: kind in ("array", "object"))
        for kind in kinds:
            try:
                return self.of_kind(kind, schema, depth)
            except ImpossibleError:
                continue
        raise ImpossibleError

    def chosen(self, schema: Merged, depth: int) -> Any:
        """A value of one member of the first `oneOf` or `anyOf` that is still open."""
        (members, discriminator), *rest = schema["choices"]
        for member in self.random.sample(members, len(members)):
            one: Merged = {**schema, "choices": list(rest)}
            if "properties" in one:
                one["properties"] = dict(one["properties"])
            try:
                self.merge(one, member, ())
                if isinstance(discriminator, dict):
                    self.tag(one, member, discriminator)
                return self.merged(one, depth + 1)
            except ImpossibleError:
                continue
        raise ImpossibleError

    def tag(self, one: Merged, member: Any, discriminator: Schema) -> None:
        """Say which member it is, as a server would."""
        reference = member.get("$ref") if isinstance(member, dict) else None
        mapping = discriminator.get("mapping") or {}
        tags = [
            tag for tag, target in mapping.items() if reference and target.split("/")[-1] == reference.split("/")[-1]
        ]
        name = discriminator.get("propertyName")
        if reference and name:
            tag = tags[0] if tags else reference.split("/")[-1]
            own = one.get("properties", {}).get(name)
            probe: Merged = {"choices": []}
            self.merge(probe, own if own is not None else True, ())
            if tag in probe.get("enum", [tag]):
                one["properties"] = {**one.get("properties", {}), name: {"const": tag}}
            elif tags:
                raise ImpossibleError  # the mapping says what the member does not allow
            one["required"] = [*one.get("required", []), name]

    def of_kind(self, kind: str, schema: Merged, depth: int) -> Any:
        match kind:
            case "null":
                return None
            case "boolean":
                return self.random.random() < 0.5
            case "string":
                return self.string(schema)
            case "integer":
                return int(self.number(schema, whole=True))
            case "number":
                told = str(schema.get("format")).lower() in ("int", "int32", "int64", "integer", "long")
                return self.number(schema, whole=told or self.random.random() < 0.3)
            case "array":
                return self.array(schema, depth)
            case "object":
                return self.object(schema, depth)
            case _:
                raise ImpossibleError

    def string(self, schema: Merged) -> str:
        known = FORMATS.get(str(schema.get("format")))
        if known:
            return self.random.choice(known)
        if schema.get("contentEncoding") == "base64":
            return "aGVsbG8="
        text = self.random.choice(WORDS)
        text = text.ljust(schema.get("minLength", 0), "z")
        return text[: schema.get("maxLength", len(text))]

    def number(self, schema: Merged, *, whole: bool) -> float:
        exclusive = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
        low, high = schema.get("minimum"), schema.get("maximum")
        low = exclusive[0] + 1 if exclusive[0] is not None and not isinstance(exclusive[0], bool) else low
        high = exclusive[1] - 1 if exclusive[1] is not None and not isinstance(exclusive[1], bool) else high
        step = schema.get("multipleOf")
        if step is not None:
            return step * max(1, -(-(low or 0) // step)) if low is None or low >= 0 else 0
        low = low if low is not None else (min(-5, high) if high is not None else -5)
        high = high if high is not None else max(2**31 + 7, low)
        if low > high:
            return schema.get("minimum", low)
        if whole:
            first, last = int(-(-low // 1)), int(high // 1)
            return self.random.choice([first, last, self.random.randint(first, max(first, last))])
        return self.random.choice([low, high, low + (high - low) / 4])

    def array(self, schema: Merged, depth: int) -> list[Any]:
        first = schema.get("prefixItems") or []
        # places without `items` and without a least number are meant as a tuple
        closed = first and schema.get("items", False) is False and schema.get("maxItems", len(first)) == len(first)
        least = schema.get("minItems", len(first) if closed else 0)
        most = schema.get("maxItems", len(first) if closed else max(least, len(first)) + 3)
        scarce = depth > 4 or self.budget < 0
        count = least if scarce else min(most, max(least, self.random.choice([0, 1, 2, 3, len(first)])))
        found: list[Any] = []
        for index in range(min(count, 40)):
            inner = first[index] if index < len(first) else schema.get("items", True)
            if inner is False:
                break
            try:
                item = self.value(inner, depth + 1)
            except ImpossibleError:
                if len(found) < least:
                    raise
                break
            if not (schema.get("uniqueItems") and any(alike(item, other) for other in found)):
                found.append(item)
        if len(found) < least:
            raise ImpossibleError
        return found

    def object(self, schema: Merged, depth: int) -> Schema:
        properties, required = schema.get("properties", {}), list(dict.fromkeys(schema.get("required", [])))
        patterns: Schema = schema.get("patternProperties", {})
        # who gives patterns and says nothing of other properties means that there are none
        additional = schema.get("additionalProperties", schema.get("unevaluatedProperties", not patterns))
        found: Schema = {}
        for name in dict.fromkeys([*required, *properties]):
            wanted = name in required
            if not wanted and (self.budget < 0 or self.random.random() < (0.3 if depth < 4 else 0.95)):
                continue
            if not wanted and depth > 9:
                continue
            inner = [properties[name]] if name in properties else []
            inner += [sub for pattern, sub in patterns.items() if matches(pattern, name)]
            try:
                found[name] = self.value({"allOf": inner} if inner else additional, depth + 1)
            except ImpossibleError:
                if wanted:
                    raise
        self.more(schema, found, additional, patterns, depth)
        return found

    def more(self, schema: Merged, found: Schema, additional: Any, patterns: Schema, depth: int) -> None:
        """Properties that have no name in the schema."""
        least = schema.get("minProperties", 0)
        extra = 0 if depth > 4 or self.budget < 0 else self.random.choice([0, 1, 2])
        room = schema.get("maxProperties", 1000) - len(found)
        names = schema.get("propertyNames")
        for key in self.random.sample(KEYS, len(KEYS)):
            if room <= 0 or (extra <= 0 and len(found) >= least):
                break
            if key in schema.get("properties", {}) or (names is not None and not self.names(names, key)):
                continue
            inner = [sub for pattern, sub in patterns.items() if matches(pattern, key)]
            if not inner and additional is False:
                continue
            try:
                found[key] = self.value({"allOf": inner} if inner else additional, depth + 1)
            except ImpossibleError:
                continue
            extra, room = extra - 1, room - 1

    def names(self, schema: Any, key: str) -> bool:
        merged: Merged = {"choices": []}
        self.merge(merged, schema, ())
        return key in merged.get("enum", [key]) and len(key) <= merged.get("maxLength", 99)


def matches(pattern: str, name: str) -> bool:
    try:
        return re.search(pattern, name) is not None
    except re.error:
        return False


def kind_of(value: Any) -> set[str]:
    match value:
        case None:
            return {"null"}
        case bool():
            return {"boolean"}
        case str():
            return {"string"}
        case int() | float():
            return {"number", "integer"} if value == int(value) else {"number"}
        case list():
            return {"array"}
        case _:
            return {"object"}


def alike(one: Any, two: Any) -> bool:
    """Equality of JSON, where `true` is not 1."""
    if isinstance(one, bool) or isinstance(two, bool):
        return one is two
    if isinstance(one, dict) and isinstance(two, dict):
        return one.keys() == two.keys() and all(alike(one[key], two[key]) for key in one)
    if isinstance(one, list) and isinstance(two, list):
        return len(one) == len(two) and all(map(alike, one, two))
    return (type(one) is type(two) and one == two) or (
        isinstance(one, int | float) and isinstance(two, int | float) and one == two
    )
