"""Sends the values of one document through its emitted package and back, and keeps what went wrong.

All types of a document are fields of one model, so that pydantic builds its validators once and not once for each type.
"""

from __future__ import annotations

import copy
import json
import random
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any, Optional
from urllib.parse import quote

import jsonschema_rs
from pydantic import ValidationError, create_model

from sdkwright.openapi.walk import Kind, walk
from trips import examples
from trips.comparing import difference
from trips.emitted import Emitted
from trips.instances import ImpossibleError, Instances
from trips.speaking import spoken

# no `True`: pydantic writes it as 1 where a number is declared, and reads it as it came
ODD = (None, 7, -1.5, "", "not foreseen", [], ["x", 1], {}, {"a": {"b": [None]}}, 2**70)
DOCUMENT = "urn:document"
NOTHING = object()


class Journey:
    """All round trips of one document. `failures` tells by pointer what the first thing was that went wrong there."""

    def __init__(self, emitted: Emitted, each: int) -> None:
        self.emitted, self.each = emitted, each
        self.counts: Counter[str] = Counter()
        self.failures: dict[str, str] = {}
        self.reading = emitted.core("reading")
        if emitted.sent:
            self.transform, self.encode = emitted.core("transform"), emitted.core("encode")
        self.registry = jsonschema_rs.Registry([(DOCUMENT, without_patterns(emitted.root))])
        kinds = {**emitted.read, **emitted.answers}
        self.fields = {place: f"field_{index}" for index, place in enumerate(kinds)}
        fields: dict[str, Any] = {self.fields[place]: (Optional[kind], None) for place, kind in kinds.items()}
        self.everything = create_model("Everything", __base__=emitted.core("models").BaseModel, **fields)

    def run(self) -> None:
        shown = {place: list(values) for place, values in self.shown()}
        made = {pointer: list(self.made(pointer)) for pointer in {**self.emitted.read, **self.emitted.sent}}
        self.counts.update(schemas=len(made), instances=sum(map(len, made.values())))
        self.counts.update({"examples": sum(map(len, shown.values()))})
        chance = random.Random("damage")
        for values in (*rounds(made), *rounds(shown)):
            self.read(values)
            for place, value in values.items():
                if place in self.emitted.sent:
                    self.send(place, self.emitted.sent[place], value)
        for values in rounds(made):
            self.read_tolerantly({place: damaged(value, chance) for place, value in values.items()}, " (damaged)")

    # ------------------------------------------------------------------------------------------------------- values

    def made(self, pointer: str) -> Iterator[Any]:
        instances = Instances(self.emitted.root, pointer)
        try:
            for _ in range(self.each):
                yield instances.make({"$ref": pointer})
        except (ImpossibleError, KeyError, TypeError, AttributeError, ValueError, IndexError):
            # nothing is valid, or the schema is wrong (a reference that points nowhere), which the generator has told
            self.counts["schemas without instance"] += 1

    def shown(self) -> Iterator[tuple[str, Iterator[Any]]]:
        for pointer in {**self.emitted.read, **self.emitted.sent}:
            yield pointer, self.shown_by(pointer)
        for operation in self.emitted.answers:
            yield operation, examples.of_answers(self.emitted.root, operation)

    def shown_by(self, pointer: str) -> Iterator[Any]:
        yield from examples.of_schemas(self.emitted.root, pointer)
        for name, example in examples.of_properties(self.emitted.root, pointer):
            owner = next(self.made(pointer), None)
            if isinstance(owner, dict):
                yield {**owner, name: example}

    def is_valid(self, place: str, value: Any) -> bool:
        """Whether the document alone says so; False where its schema is wrong."""
        schema = examples.schema_of_answers(self.emitted.root, place) if place in self.emitted.answers else place
        if schema is None:
            return False
        try:
            judge = jsonschema_rs.Draft202012Validator(
                {"$ref": f"{DOCUMENT}{quote(schema, '#/')}"}, registry=self.registry
            )
        except (ValueError, jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError):
            return False
        return judge.is_valid(value)

    # ----------------------------------------------------------------------------------------------------- both ways

    def read(self, values: Mapping[str, Any]) -> None:
        """Read as an answer and write again. What is valid must also be what the annotations say."""
        values = {place: value for place, value in values.items() if place in self.fields}
        valid = {place: value for place, value in values.items() if self.is_valid(place, value)}
        fast = self.reading._reader(self.everything).fast
        for place, why in self.refusals(fast, valid).items():
            self.failures.setdefault(place, f"not as annotated: {why}, of {json.dumps(valid.pop(place))[:300]}")
        found = fast.validate_json(self.together(valid), strict=True)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            self.compare(valid, found.to_dict(mode="json"), "")
        self.read_tolerantly({place: value for place, value in values.items() if place not in valid}, "")

    def refusals(self, fast: Any, values: Mapping[str, Any]) -> dict[str, str]:
        places = {name: place for place, name in self.fields.items()}
        try:
            fast.validate_json(self.together(values), strict=True)
        except ValidationError as error:
            told = reversed(error.errors(include_url=False, include_input=False, include_context=False))
            return {places[str(entry["loc"][0])]: f"{entry['loc'][1:]} {entry['msg']}" for entry in told}
        return {}

    def read_tolerantly(self, values: Mapping[str, Any], note: str) -> None:
        if not values:
            return
        values = {place: value for place, value in values.items() if place in self.fields}
        self.counts["damaged instances"] += len(values) if note else 0
        found = self.reading._reader(self.everything).tolerant().validate_json(self.together(values))
        self.compare(values, found.to_dict(mode="json"), note)

    def together(self, values: Mapping[str, Any]) -> str:
        return json.dumps({self.fields[place]: value for place, value in values.items()})

    def compare(self, values: Mapping[str, Any], written: Mapping[str, Any], note: str) -> None:
        for place, value in values.items():
            wrong = difference(value, written[self.fields[place]])
            if wrong is not None:
                self.failures.setdefault(f"{place}{note}", f"{wrong}, of {json.dumps(value)[:300]}")

    def send(self, pointer: str, kind: Any, value: Any) -> None:
        """Say the value in Python's names as a caller does, and look at what goes over the wire."""
        self.counts["sent"] += 1
        try:
            sent = json.loads(self.encode.to_json(self.transform.transform(spoken(value, [kind]), kind)))
            wrong = difference(value, sent)
        except Exception as error:
            wrong = f"{type(error).__name__}: {error}"
        if wrong is not None:
            self.failures.setdefault(f"{pointer} (sent)", f"{wrong}, of {json.dumps(value)[:300]}")


def rounds(values: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """The first value of each place, then the second of those that have one, ..."""
    for row in zip_longest(*values.values(), fillvalue=NOTHING):
        yield {place: value for place, value in zip(values, row, strict=True) if value is not NOTHING}


def damaged(value: Any, chance: random.Random) -> Any:
    """The value as tomorrow's server may send it: one thing in it is of another type, missing, or new."""
    if isinstance(value, dict) and value:
        key = chance.choice(list(value))
        match chance.randrange(4):
            case 0:
                return {name: item for name, item in value.items() if name != key}
            case 1:
                return {**value, "a new property": chance.choice(ODD)}
            case _:
                return {**value, key: damaged(value[key], chance)}
    if isinstance(value, list) and value:
        index = chance.randrange(len(value))
        return [*value[:index], damaged(value[index], chance), *value[index + 1 :]]
    return chance.choice(ODD)


def without_patterns(root: dict[str, Any]) -> dict[str, Any]:
    """The document for a validator: regular expressions left out, a value may fit several members of `oneOf`."""
    result = copy.deepcopy(root)
    for visit in walk(result):
        node: dict[str, Any] = visit.node
        if visit.kind is Kind.SCHEMA:
            node.pop("pattern", None)
            if "oneOf" in node and "anyOf" not in node:
                node["anyOf"] = node.pop("oneOf")
            if "properties" in node and not node.keys() & {"type", "$ref", "allOf", "anyOf"}:
                node["type"] = "object"  # which is what its author means
            if node.pop("nullable", False) and "$ref" in node:
                node["anyOf"] = [{"$ref": node.pop("$ref")}, {"type": "null"}]
    return result
