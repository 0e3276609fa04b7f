"""What `$ref` stands for, and where it is mere data."""

from __future__ import annotations

import pytest

from sdkwright.openapi.refs import Broken, Target, follow, resolve
from sdkwright.openapi.walk import walk
from sdkwright.pointer import ROOT, Json

ROOT_NODE: Json = {
    "components": {
        "schemas": {
            "A": {"$ref": "#/components/schemas/B", "description": "outer"},
            "B": {"$ref": "#/components/schemas/C", "description": "inner", "summary": "kept"},
            "C": {"type": "object", "properties": {"id": {"type": "string"}, "a/b": {"x": 1}, "%41 ~é": {"x": 2}}},
            "Loop1": {"$ref": "#/components/schemas/Loop2"},
            "Loop2": {"$ref": "#/components/schemas/Loop1"},
            "Self": {"$ref": "#/components/schemas/Self"},
            "Inside": {"$ref": "#/components/schemas/Inside/properties/x"},
            "Null": None,
            "Number": {"$ref": 3},
            "Recursive": {"properties": {"next": {"$ref": "#/components/schemas/Recursive"}}},
        }
    },
    "list": [{"x": 0}, {"x": 1}],
}


@pytest.mark.parametrize(
    ("ref", "pointer", "value"),
    [
        ("#", "#", ROOT_NODE),
        ("#/components/schemas/A/properties/id", "#/components/schemas/C/properties/id", {"type": "string"}),
        ("#/components/schemas/C/properties/a~1b", "#/components/schemas/C/properties/a~1b", {"x": 1}),
        ("#/components/schemas/C/properties/%2541%20~0%C3%A9/x", "#/components/schemas/C/properties/%41 ~0é/x", 2),
        ("#/list/1/x", "#/list/1/x", 1),
        ("#/components/schemas/Null", "#/components/schemas/Null", None),
    ],
)
def test_a_reference_stands_for_the_node_it_names(ref: str, pointer: str, value: Json) -> None:
    found = resolve(ROOT_NODE, ref)
    assert isinstance(found, Target)
    assert (found.pointer, found.value) == (pointer, value)


def test_a_chain_ends_at_the_value_and_the_outermost_siblings_win() -> None:
    found = resolve(ROOT_NODE, "#/components/schemas/A")
    assert isinstance(found, Target)
    assert found.pointer == "#/components/schemas/C"
    assert found.siblings == {"description": "outer", "summary": "kept"}


def test_recursion_through_content_is_not_a_cycle() -> None:
    assert isinstance(resolve(ROOT_NODE, "#/components/schemas/Recursive/properties/next"), Target)


@pytest.mark.parametrize(
    ("ref", "reason"),
    [
        ("#/components/schemas/Loop1", "cycle"), ("#/components/schemas/Self", "cycle"),
        ("#/components/schemas/Inside", "cycle"), ("#/components/schemas/Nope", "missing"), ("#/list/2", "missing"),
        ("#/list/-1", "missing"), ("#/list/01x", "missing"), ("#/list/٣", "missing"), ("#anchor", "anchor"),
        ("other.yaml", "not-local"), ("https://example.com/#/a", "not-local"), ("", "not-local"),
        ("#/components/schemas/Number", "not-text"),
    ],
)  # fmt: skip
def test_a_reference_without_a_value_says_why(ref: str, reason: str) -> None:
    found = resolve(ROOT_NODE, ref)
    assert isinstance(found, Broken)
    assert found.reason == reason


def test_a_node_that_is_no_reference_stands_for_itself() -> None:
    assert follow(ROOT_NODE, {"x": 1}, ROOT) == Target(ROOT, {"x": 1})


REF: Json = {"$ref": "#/x"}


@pytest.mark.parametrize(
    ("tree", "count"),
    [
        ({"paths": {"/a": {"get": {"parameters": [REF], "responses": {"default": REF}}}}}, 2),
        (
            {
                "components": {
                    "schemas": {"default": REF, "x-odd": REF, "enum": {"properties": {"example": REF, "const": REF}}}
                }
            },
            4,
        ),
        ({"components": {"headers": {"x-rate": REF}, "examples": {"one": REF, "two": {"value": REF}}}}, 2),
        (
            {
                "content": {
                    "application/json": {"schema": REF, "example": REF, "examples": {"a": REF, "b": {"value": REF}}}
                }
            },
            2,
        ),
        (
            {"schema": {"default": REF, "example": REF, "examples": [REF], "enum": [REF], "const": REF, "x-note": REF}},
            0,
        ),
        ({"schema": {"items": REF, "allOf": [REF], "additionalProperties": REF, "$defs": {"a": REF}, "not": REF}}, 5),
        ({"x-a": REF, "paths": {"x-b": REF}, "responses": {"x-c": REF}}, 0),
        ({"links": {"a": {"parameters": {"id": REF}, "requestBody": REF}, "b": REF}}, 1),
        ({"callbacks": {"done": {"{$request.body#/url}": {"post": {"requestBody": REF}}}}}, 1),
        ({"schema": {"properties": {"$ref": {"type": "string"}}}}, 0),
    ],
)
def test_references_are_found_where_they_count_and_not_in_data(tree: Json, count: int) -> None:
    assert sum("$ref" in visit.node for visit in walk(tree)) == count
