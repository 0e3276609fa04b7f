"""Edits of one schema that bear on what refers to it, where passes that look at the edit alone would see nothing of it."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from sdkwright import GenerateOptions, openapi
from sdkwright.openapi.parts import Parts
from sdkwright.pipeline import generate
from sdkwright.read import known

TOY = {"type": "object", "properties": {"size": {"type": "integer"}, "kind": {"type": "string"}}}
WHOLE, INSIDE = {"$ref": "#/components/schemas/Toy"}, {"$ref": "#/components/schemas/Toy/properties/size"}


LOST = {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/Lost2"}}}
CROOKED = {
    "Alias": WHOLE,
    "Again": {"$ref": "#/components/schemas/Alias"},
    "Lost": LOST,
    "Near": {"type": "array", "items": {"$ref": "#/components/schemas/toy"}},
    "Tree": {"$recursiveAnchor": True, "type": "object", "properties": {"below": {"$recursiveRef": "#"}, "toy": WHOLE}},
    "Size": INSIDE,
}
"""Schemas of which there is more to say than that they refer to others."""


def document(version: str, **more: object) -> dict:
    """One in which every reference leads to a part; ``more`` are other schemas."""
    operation = {
        "operationId": "getToy",
        "parameters": [{"$ref": "#/components/parameters/Limit"}],
        "responses": {"200": answered({"$ref": "#/components/schemas/Box"})},
    }
    return {
        "openapi": version,
        "info": {"title": "Toys", "version": "1"},
        "paths": {"/toys/{limit}": {"get": operation}},
        "components": {
            "parameters": {"Limit": {"name": "limit", "in": "path", "required": True, "schema": {"type": "integer"}}},
            "schemas": {
                "Toy": copy.deepcopy(TOY),
                "Box": {"type": "object", "properties": {"toy": WHOLE, "toys": {"type": "array", "items": WHOLE}}},
                "Ball": {"type": "object", "properties": {"round": {"type": "boolean"}}},
                **more,
            },
        },
    }


def answered(schema: dict) -> dict:
    return {"description": "Done.", "content": {"application/json": {"schema": schema}}}


CASES = {
    "it becomes a reference": ({}, lambda toy: (toy.clear(), toy.update({"$ref": "#/components/schemas/Ball"}))),
    "it becomes a reference to itself": ({}, lambda toy: (toy.clear(), toy.update(WHOLE))),
    "it refers to nothing": ({}, lambda toy: toy["properties"].update(size={"$ref": "#/components/schemas/None"})),
    "what is referred to in it is gone": ({"Deep": INSIDE}, lambda toy: toy["properties"].pop("size")),
    "what is referred to in it is other": ({"Deep": INSIDE}, lambda toy: toy["properties"].update(size={"type": "string"})),
    "it gets a name": ({"Named": {"$ref": "#toy"}}, lambda toy: toy.update({"$anchor": "toy"})),
    "it gets an address": ({}, lambda toy: toy.update({"$id": "https://example.com/toy", "allOf": [WHOLE]})),
    "it is composed of what it is in": ({"Both": {"oneOf": [WHOLE, {"type": "string"}]}}, lambda toy: toy.update(oneOf=[{"$ref": "#/components/schemas/Both"}])),
    "it says what it is by a property": ({"Bear": {"allOf": [WHOLE, {"type": "object"}]}}, lambda toy: toy.update(discriminator={"propertyName": "kind"})),
    "it maps to what is not there": ({}, lambda toy: toy.update(discriminator={"propertyName": "kind", "mapping": {"a": "Nobody"}})),
    "it requires what it has not": ({}, lambda toy: toy.update(required=["colour"])),
    "it is misspelt": ({}, lambda toy: toy.update(type="strnig")),
    "it refers in another way": ({}, lambda toy: toy["properties"].update(size={"$ref": "#/components/schemas/ball"})),
    "only a text": ({}, lambda toy: toy.update(description="A toy.")),
}  # fmt: skip


def said(result) -> list[object]:
    return [result.report.settled(found) for found in result.report.diagnostics]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.1.0, crooked"])
@pytest.mark.parametrize("case", CASES)
def test_an_edit_that_bears_on_other_parts_is_seen_by_them(case, version, tmp_path, monkeypatch):
    """And taken back, and made once more: each run goes on from the one before."""
    version, is_crooked = version[:5], len(version) > 5
    monkeypatch.setattr(known, "WORTH_IT", 0)
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    more, edit = CASES[case]
    spec, plain = tmp_path / "openapi.json", document(version, **more, **(CROOKED if is_crooked else {}))
    if is_crooked:  # what is told comes first in the document, and once more later
        plain = {"openapi": version, "components": plain.pop("components"), **plain}
        plain["paths"]["/toys/{limit}"]["get"]["responses"]["400"] = answered(LOST["properties"]["a"])
    other = copy.deepcopy(plain)
    edit(other["components"]["schemas"]["Toy"])
    looked, straight = list[bool](), list[bool]()
    monkeypatch.setattr(openapi, "check_operations", _noting(looked, openapi.check_operations))
    before = Parts.crooked

    def crooked(self, root):
        found = before(self, root)
        straight.append(found is not None and len(found) < len(self.listed(root)))
        return found

    monkeypatch.setattr(Parts, "crooked", crooked)
    for number, root in enumerate((plain, other, plain, other)):
        spec.write_text(json.dumps(root, indent=2), encoding="utf-8")
        looked.clear()
        stored = generate(GenerateOptions(spec=spec, output=Path("stored"), keep_going=True, tests=False, jobs=1))
        went_on = not looked
        fresh = generate(
            GenerateOptions(spec=spec, output=Path(f"fresh{number}"), keep_going=True, tests=False, jobs=1)
        )
        assert said(stored) == said(fresh)
        if fresh.outcome is not None:
            assert files(tmp_path / "stored") == files(tmp_path / f"fresh{number}")
    if case == "only a text":
        assert went_on or is_crooked, "what was said of operations is not taken over"
        assert straight[2], "references are followed again"


def _noting(calls: list[bool], before):
    def called(*given):
        calls.append(True)
        return before(*given)

    return called


def test_a_schema_that_is_taken_for_a_parameter_is_looked_at_again(tmp_path, monkeypatch):
    """What is said of operations is not taken over where they refer to schemas, of whatever kind."""
    monkeypatch.setattr(known, "WORTH_IT", 0)
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    odd = {"name": "other", "in": "path", "required": True, "schema": {"type": "string"}}
    root = document("3.0.3", Odd=odd)
    root["paths"]["/toys/{limit}"]["get"]["parameters"].append({"$ref": "#/components/schemas/Odd"})
    spec = tmp_path / "openapi.json"
    for number, name in enumerate(("other", "limit", "another", "third")):
        root["components"]["schemas"]["Odd"]["name"] = name
        spec.write_text(json.dumps(root, indent=2), encoding="utf-8")
        stored = generate(GenerateOptions(spec=spec, output=Path("stored"), keep_going=True, tests=False, jobs=1))
        fresh = generate(
            GenerateOptions(spec=spec, output=Path(f"fresh{number}"), keep_going=True, tests=False, jobs=1)
        )
        assert said(stored) == said(fresh)
        assert any(name in found.message for found in stored.report.diagnostics)
