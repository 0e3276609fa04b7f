"""The validator as we run it: offline, with places, going on after failures, in words; and the rules beside it."""

from __future__ import annotations

import socket
import sys
import time
from pathlib import Path

import pytest

from sdkwright.diagnostics import Report, Severity
from sdkwright.openapi import check
from sdkwright.openapi.engine import keyword_pass, meta_pass
from sdkwright.openapi.rules import operations, parameters
from sdkwright.openapi.validate import validate
from sdkwright.openapi.version import Version, version_of
from sdkwright.read import Document, parse

HEAD = 'openapi: 3.1.0\ninfo: {title: Pets, version: "1"}\n'


def document(text: str) -> Document:
    parsed = parse(Path("a.yaml"), text, Report())
    assert parsed is not None
    return parsed


def found(text: str, *, strict: bool = False) -> list[tuple[str, str | None]]:
    """Code and pointer of everything that is told about a document."""
    report = Report(strict=strict)
    check(document(text), report)
    return [(each.code, each.pointer) for each in report.diagnostics]


def test_the_projects_own_description_is_without_findings(request: pytest.FixtureRequest) -> None:
    from sdkwright.read import read

    report = Report(strict=True)
    own = read(request.config.rootpath / "spec" / "openapi.yaml", report)
    assert own is not None
    assert check(own, report)
    assert report.diagnostics == ()


def test_findings_are_warnings_and_with_strict_errors() -> None:
    text = HEAD + "paths: {/a: {get: {responses: {'200': {}}}}}\n"
    for strict, level in ((False, Severity.WARNING), (True, Severity.ERROR)):
        report = Report(strict=strict)
        check(document(text), report)
        assert {each.severity for each in report.diagnostics} == {level}


def test_a_fault_behind_a_reference_is_told_where_it_stands() -> None:
    text = HEAD + (
        "paths: {/a: {get: {responses: {'200': {$ref: '#/components/responses/Odd'}}}}}\n"
        "components:\n"
        "  responses: {Odd: {description: x, content: {application/json: {schema: {$ref: '#/components/schemas/O~1dd%25'}}}}}\n"
        "  schemas: {'O/dd%': {type: integer, default: text}}\n"
    )
    assert ("D106", "#/components/schemas/O~1dd%/default") in found(text)


def test_one_fault_does_not_hide_the_others() -> None:
    """The validator itself stops at the parameter without `in`, with a KeyError."""
    text = HEAD + (
        "paths:\n"
        "  /a: {get: {parameters: [{name: x, schema: {}}], responses: {'200': {description: x}}}}\n"
        "  /b: {get: {parameters: [{name: y, in: query, schema: {type: integer, default: z}}], responses: {'200': {description: x}}}}\n"
    )
    told = found(text)
    assert ("D101", "#/paths/~1a/get/parameters/0") in told
    assert ("D106", "#/paths/~1b/get/parameters/0/schema/default") in told
    assert not [code for code, _ in told if code == "D190"]


def test_consequences_of_a_fault_are_not_told_as_faults() -> None:
    """In 3.1 the fields beside a broken one count as unevaluated in each object above."""
    text = HEAD + "paths: {/a: {get: {summary: 3, operationId: a, tags: [x], responses: {'200': {description: x}}}}}\n"
    assert found(text) == [("D103", "#/paths/~1a/get/summary")]


def test_of_alternatives_the_one_that_was_meant_is_explained() -> None:
    text = HEAD.replace("3.1.0", "3.0.3") + (
        "paths: {}\n"
        "components:\n"
        "  securitySchemes:\n"
        "    Key: {type: apiKey, in: heder, name: x}\n"
        "    Flow: {type: oauth2, flows: {clientCredentials: {scopes: {}}}}\n"
        "  parameters:\n"
        "    Ref: {$ref: 7}\n"
    )
    told = found(text)
    assert ("D104", "#/components/securitySchemes/Key/in") in told
    assert ("D101", "#/components/securitySchemes/Flow/flows/clientCredentials") in told
    assert ("S012", "#/components/parameters/Ref/$ref") in told


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    opened: list[str] = []

    def refuse(*args: object, **options: object) -> None:
        opened.append(repr(args))
        raise OSError("no network in this test")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    return opened


def test_neither_network_nor_disk_is_touched_for_a_reference(no_network: list[str], tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("type: object\n")
    opened: list[str] = []
    watching = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event == "open" and arguments and str(secret) in str(arguments[0]):
            opened.append(str(arguments[0]))

    sys.addaudithook(watch)
    places = [
        f"file://{secret}",
        str(secret),
        "http://127.0.0.1:9/x.json",
        "https://example.com/x.json",
        "ftp://x/y",
        "x.yaml",
    ]
    for place in places:
        for keyword in ("$ref", "$schema", "$dynamicRef", "$id"):
            schema = f"{{{keyword}: '{place}', default: 1, type: string, properties: {{x: {{default: 2}}}}}}"
            found(HEAD + f"paths: {{/a: {{get: {{parameters: [{{name: q, in: query, schema: {schema}}}]}}}}}}\n")
    watching = False
    assert (no_network, opened) == ([], [])


def test_a_document_that_breaks_the_validator_outright_gives_a_note() -> None:
    broken = document(HEAD + "paths: {}")
    broken.root["paths"] = {"/\ud800": {}}  # which no text gives
    report = Report()
    validate(broken, report)
    assert ("D190", "#") in [(each.code, each.pointer) for each in report.diagnostics]


def test_a_newer_minor_version_is_checked_as_the_newest_known() -> None:
    told = found(HEAD.replace("3.1.0", "3.7.1") + "paths: {/a: {get: {responses: {'200': {description: 5}}}}}\n")
    assert told == [("D103", "#/paths/~1a/get/responses/200/description"), ("S002", "#/openapi")] or sorted(told) == [
        ("D103", "#/paths/~1a/get/responses/200/description"),
        ("S002", "#/openapi"),
    ]


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("3.1.0", (3, 1)),
        ("3.0", (3, 0)),
        ("'3.1'", (3, 1)),
        ("3", (3, 0)),
        ("v3.1.0", (3, 1)),
        ("3.1.0-rc1", (3, 1)),
        ("true", None),
    ],
)
def test_the_version_is_understood_however_it_is_written(text: str, version: tuple[int, int] | None) -> None:
    assert version_of(document(f"openapi: {text}\n").root) == version


def test_a_document_that_is_none_ends_the_check_before_the_validator() -> None:
    report = Report()
    assert not check(document("swagger: '2.0'\n"), report)
    assert [each.code for each in report.diagnostics] == ["U001"]


def test_operations_and_their_parameters_are_found_through_references() -> None:
    held = document(
        HEAD + "paths: {'/a/{id}': {$ref: '#/components/pathItems/A'}, x-note: {get: {}}}\n"
        "components:\n"
        "  pathItems: {A: {parameters: [{$ref: '#/components/parameters/Id'}], get: {}, head: {}, summary: x}}\n"
        "  parameters: {Id: {name: id, in: path, required: true, schema: {}}}\n"
    )
    get, head = operations(held.root)
    assert (get.label, head.label) == ("GET /a/{id}", "HEAD /a/{id}")
    assert get.pointer == "#/components/pathItems/A/get"
    assert [each.name for each in parameters(held.root, get.item, get.item_pointer)] == ["id"]


def test_time_grows_with_the_document_and_not_faster() -> None:
    """The validator's own lists of visited schemas made this quadratic: 8 times the schemas took 40 times as long."""

    def seconds(count: int) -> float:
        schemas = "".join(
            f"    S{index}: {{type: object, properties: {{a: {{type: string}}, b: {{type: array, items: {{type: integer}}}}}}}}\n"
            for index in range(count)
        )
        held = document(HEAD + "paths: {}\ncomponents:\n  schemas:\n" + schemas)
        started = time.process_time()
        validate(held, Report())
        return time.process_time() - started

    seconds(50)
    assert seconds(4_000) < 16 * seconds(500)


def test_both_passes_can_be_run_by_themselves() -> None:
    root = document(HEAD + "paths: {/a: {get: {responses: {'200': {}}}}}\n").root
    (found,) = meta_pass(root, Version(3, 1))
    assert [str(token) for token in found.error.instance_path] == ["paths", "/a", "get", "responses", "200"]
    assert list(keyword_pass(root, Version(3, 1))) == []


@pytest.mark.parametrize("enum", ["{a: 1}", "3", "null", "[[1], {a: 1}]"])
def test_a_default_against_a_broken_keyword_is_no_traceback(enum: str) -> None:
    """Found by mutation: an `enum` that is a mapping."""
    for version in ("3.0.3", "3.1.0"):
        text = (
            HEAD.replace("3.1.0", version)
            + f"paths: {{}}\ncomponents: {{schemas: {{A: {{enum: {enum}, default: x}}}}}}\n"
        )
        assert found(text)


REFERENCES = """
openapi: 3.1.0
paths: {}
components:
  schemas:
    'a/b %': {properties: {'c~d': {type: string}, '': {type: integer}}, items: [{title: first}]}
    Escaped: {$ref: '#/components/schemas/a~1b%20%25'}
    Inside: {$ref: '#/components/schemas/a~1b%20%25/properties/c~0d'}
    Item: {$ref: '#/components/schemas/a~1b%20%25/items/0'}
    Chain: {$ref: '#/components/schemas/Escaped'}
    Nowhere: {$ref: '#/components/schemas/None'}
    Remote: {$ref: 'https://example.com/a.json'}
    Anchored: {$anchor: here, type: integer}
    ToAnchor: {$ref: '#here'}
    Based: {$id: 'https://example.com/based', $defs: {own: {type: boolean}}, properties: {x: {$ref: '#/$defs/own'}}}
    ToBased: {$ref: '#/components/schemas/Based/properties/x'}
    Whole: {$ref: '#/components/schemas/Based'}
    NotText: {$ref: 3}
"""


def test_a_cursor_stands_where_a_schema_path_stands() -> None:
    from jsonschema_path import SchemaPath

    from sdkwright.openapi.cursor import Cursor

    path = SchemaPath.from_dict(document(REFERENCES).root, separator="\0", handlers={})
    places = [Cursor(path.accessor)]
    for cursor in places:  # grows while it runs
        same = path._clone_with_parts(cursor.parts)
        told = _answer(cursor)
        assert told == _answer(same), cursor.parts
        if isinstance(told[0], dict | list):
            assert ("title" in cursor) == ("title" in same)
            places += cursor if len(cursor.parts) < 8 else ()
    assert len(places) > 50


def _answer(place: object) -> tuple[object, object]:
    try:
        return place.read_value(), list(place.keys()) if isinstance(place.read_value(), dict | list) else None
    except Exception as error:
        return type(error), str(error)


def test_a_default_is_held_against_patterns_and_sets_by_keywords_of_our_own() -> None:
    """What jsonschema does by Python's `re`, and by comparing each item with all others, is done otherwise and comes to the same."""
    schemas = """
components:
  schemas:
    Fits: {type: string, pattern: "^a+$", default: aaa}
    Pattern: {type: string, pattern: "^a+$", default: b}
    Unknown: {type: string, pattern: "(?=b)", default: a}
    Names: {type: object, patternProperties: {"^a": {type: integer}}, additionalProperties: false, default: {a: 1, ab: 2}}
    Value: {type: object, patternProperties: {"^a": {type: integer}}, default: {ab: x}}
    Surplus: {type: object, properties: {b: {}}, patternProperties: {"^a": {}}, additionalProperties: false, default: {a: 1, b: 1, c: 1}}
    Others: {type: object, additionalProperties: {type: integer}, default: {a: x}}
    Same: {type: array, uniqueItems: true, default: [1, {a: [1]}, {a: [1.0]}]}
    Unlike: {type: array, uniqueItems: true, default: [1, true, "1", [1], {a: 1}, null]}
"""
    for version in ("3.0.3", "3.1.0"):
        told = {
            pointer.split("/")[3]
            for code, pointer in found(HEAD.replace("3.1.0", version) + "paths: {}" + schemas)
            if code == "D106"
        }
        wanted = {"Pattern", "Value", "Surplus", "Others", "Same"}
        assert told == (wanted if version > "3.1" else wanted - {"Value", "Names"})


def test_values_that_would_take_for_ever_are_left_unchecked_and_that_is_told() -> None:
    steps = "\n".join(
        f"    S{n}: {{allOf: [{{$ref: '#/components/schemas/S{n + 1}'}}, {{$ref: '#/components/schemas/S{n + 1}'}}]}}"
        for n in range(40)
    )
    schemas = f"\ncomponents:\n  schemas:\n    Start: {{default: {{}}, allOf: [{{$ref: '#/components/schemas/S0'}}]}}\n{steps}\n    S40: {{type: object}}\n"
    told = found(HEAD + "paths: {}" + schemas)
    assert "D190" in {code for code, _ in told}


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize("steps", range(8))
def test_a_default_within_unions_of_themselves_is_left_unchecked_and_that_is_told(version: str, steps: int) -> None:
    # where Python's own limit is met, one of these steps more or less is what makes a library panic there
    again = "{type: object, allOf: [" * steps + "{$ref: '#/components/schemas/A'}" + "]}" * steps
    property_ = "{default: {a: 1}, allOf: [{$ref: '#/components/schemas/A'}]}"
    schemas = f"{{A: {{type: object, oneOf: [{again}, {again}]}}, B: {{type: object, properties: {{p: {property_}}}}}}}"
    told = found(HEAD.replace("3.1.0", version) + f"paths: {{}}\ncomponents: {{schemas: {schemas}}}\n")
    assert "D190" in {code for code, _ in told}
