"""3.0's dialect to 3.1's: what changes, what is shared, and that pointers stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from sdkwright.diagnostics import Report
from sdkwright.openapi.upgrade import upgrade, upgrade_schema
from sdkwright.openapi.walk import walk
from sdkwright.pointer import Json
from sdkwright.read import Document, parse

TEXT = """
openapi: 3.0.3
paths:
  /a:
    get:
      parameters:
        - {name: q, in: query, example: kept, schema: {type: string, nullable: true, example: x}}
      responses:
        '200':
          description: ''
          content:
            application/json:
              example: {nullable: true, type: string}
              schema: {$ref: '#/components/schemas/Pet'}
components:
  schemas:
    Pet:
      type: object
      properties:
        nullable: {type: boolean, nullable: true}
        example: {allOf: [{$ref: '#/components/schemas/Plain'}], nullable: true}
        age: {type: integer, minimum: 0, exclusiveMinimum: true}
    Plain: {type: string}
"""


def document() -> Document:
    parsed = parse(Path("a.yaml"), TEXT, Report())
    assert parsed is not None
    return parsed


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        ({"type": ["string", "null"], "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "enum": ["a"], "nullable": True}, {"type": ["string", "null"], "enum": ["a", None]}),
        ({"type": "string", "enum": ["a", None], "nullable": True}, {"type": ["string", "null"], "enum": ["a", None]}),
        ({"anyOf": [{"type": "string"}], "nullable": True}, {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        (
            {"type": "object", "oneOf": [{}], "nullable": True},
            {"type": ["object", "null"], "oneOf": [{}, {"type": "null"}]},
        ),
        ({"$ref": "#/x", "nullable": True}, {"$ref": "#/x", "nullable": True}),
        ({"allOf": [{}], "nullable": True}, {"allOf": [{}], "nullable": True}),
        ({"nullable": True}, {"nullable": True}),
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"minimum": 1, "exclusiveMinimum": False}, {"minimum": 1}),
        ({"maximum": 9, "exclusiveMaximum": True}, {"exclusiveMaximum": 9}),
        ({"exclusiveMaximum": True}, {}),
        ({"exclusiveMinimum": 1}, {"exclusiveMinimum": 1}),
        ({"example": None}, {"examples": [None]}),
        ({"example": 1, "examples": [2]}, {"examples": [2]}),
        ({"type": "string", "format": "binary"}, {"type": "string", "format": "binary"}),
    ],
)
def test_a_schema_says_in_3_1_what_it_said_in_3_0(before: dict[str, Json], after: dict[str, Json]) -> None:
    assert upgrade_schema(before) == after


def test_only_schemas_change_and_names_that_look_like_keywords_stay() -> None:
    root = upgrade(document()).root
    assert root["paths"]["/a"]["get"]["parameters"][0] == {
        "name": "q", "in": "query", "example": "kept", "schema": {"type": ["string", "null"], "examples": ["x"]},
    }  # fmt: skip
    media = root["paths"]["/a"]["get"]["responses"]["200"]["content"]["application/json"]
    assert media["example"] == {"nullable": True, "type": "string"}
    pet = root["components"]["schemas"]["Pet"]
    assert list(pet["properties"]) == ["nullable", "example", "age"]
    assert pet["properties"]["age"] == {"type": "integer", "exclusiveMinimum": 0}


def test_the_source_tree_is_not_touched_and_unchanged_parts_are_shared() -> None:
    before = document()
    after = upgrade(before)
    fresh = document()
    assert before.root == fresh.root
    assert after.root["components"]["schemas"]["Plain"] is before.root["components"]["schemas"]["Plain"]


def test_every_node_keeps_its_pointer_and_a_second_pass_changes_nothing() -> None:
    before, after = document(), upgrade(document())
    assert [visit.pointer for visit in walk(before.root)] == [visit.pointer for visit in walk(after.root)]
    assert upgrade(after).root is after.root
