"""Defaults beside `unevaluatedProperties` and `unevaluatedItems`: what no schema of the same place speaks of is too much."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sdkwright.diagnostics import Report
from sdkwright.openapi import check
from sdkwright.read import parse

PART = {"$ref": "#/components/schemas/Part"}
CLOSED = {"type": "object", "properties": {"a": {}}, "unevaluatedProperties": False}
CHOICE = {"type": "object", "anyOf": [PART, {"required": ["q"], "properties": {"q": {"type": "integer"}}}]}
IF = {
    "type": "object",
    "if": {"properties": {"k": {"const": 1}}},
    "then": {"properties": {"b": {}}},
    "else": {"properties": {"c": {}}},
}
LIST = {"type": "array", "prefixItems": [{"type": "string"}], "unevaluatedItems": False}


def fits(schema: object, default: object) -> bool:
    schemas = {
        "Part": {"type": "object", "properties": {"p": {"type": "string"}}, "patternProperties": {"^x-": {}}},
        "Tested": {**schema, "default": default},
    }
    spec = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}, "components": {"schemas": schemas}}
    report = Report()
    document = parse(Path("openapi.json"), json.dumps(spec), report)
    assert document is not None
    check(document, report)
    codes = {found.code for found in report.diagnostics}
    assert "D190" not in codes
    return "D106" not in codes


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        (CLOSED, {"a": 1}, {"a": 1, "z": 2}),
        ({**CLOSED, "allOf": [PART]}, {"a": 1, "p": "x", "x-y": 3}, {"p": "x", "z": 2}),
        ({**CHOICE, "unevaluatedProperties": {"type": "integer"}}, {"p": "x", "n": 1, "q": 2}, {"p": "x", "q": "text"}),
        ({**IF, "unevaluatedProperties": False}, {"k": 1, "b": 2}, {"k": 2, "b": 2}),
        ({**IF, "unevaluatedProperties": {"type": "integer"}}, {"k": 2, "c": "x"}, {"k": 1, "c": "x"}),
        ({**CLOSED, "dependentSchemas": {"a": {"properties": {"d": {}}}}}, {"a": 1, "d": 2}, {"d": 2}),
        ({**CLOSED, "allOf": [{"additionalProperties": True}]}, {"z": 1}, None),
        ({**CLOSED, "allOf": [{"unevaluatedProperties": True}]}, {"z": 1}, None),
        (LIST, ["a"], ["a", 1]),
        ({**LIST, "contains": {"type": "integer"}}, ["a", 1, 2], ["a", 1, "b"]),
        ({**LIST, "allOf": [{"items": {"type": "integer"}}], "prefixItems": []}, [1, 2], None),
        ({**LIST, "unevaluatedItems": {"type": "integer"}}, ["a", 1], ["a", "b"]),
    ],
)
def test_what_is_left_over_is_held_against_the_keyword(schema, good, bad):
    assert fits(schema, good)
    assert bad is None or not fits(schema, bad)
