"""`diagnostics.ignored`: which findings are left out, in each way to say so, and which never are."""

from __future__ import annotations

from pathlib import Path

import pytest

from sdkwright.config import GenerateOptions
from sdkwright.pipeline import generate

SPEC = """\
openapi: 3.1.0
info: {title: Acme, version: "1"}
servers: [{url: "https://api.example.com"}]
paths:
  /v1/pets: {get: {responses: {"204": {description: Done.}}}}
  /v1/pets/{pet_id}: {parameters: [{name: pet_id, in: path, required: true, schema: {type: string}}], get: {responses: {"204": {description: Done.}}}}
  /v1/toys: {get: {responses: {"204": {description: Done.}}}}
"""
BOTH = {"get /v1/pets/{pet_id}", "get /v1/toys"}


def found(tmp_path: Path, config: str) -> dict[str, list[tuple[str, str]]]:
    (tmp_path / "openapi.yaml").write_text(SPEC)
    (tmp_path / "sdkwright.yml").write_text(f"resources: {{pets: {{methods: {{list: get /v1/pets}}}}}}\n{config}\n")
    options = GenerateOptions(
        config=tmp_path / "sdkwright.yml",
        spec=tmp_path / "openapi.yaml",
        output=tmp_path / "out",
        check=True,
        use_cache=False,
    )
    result: dict[str, list[tuple[str, str]]] = {}
    for each in generate(options).report.diagnostics:
        result.setdefault(each.code, []).append(
            (each.message.split("`")[1] if "`" in each.message else "", each.hint or "")
        )
    return result


@pytest.mark.parametrize(
    ("ignored", "left"),
    [
        ("{}", BOTH),
        ("{C311: true}", set()),
        ("{C311: false}", BOTH),
        ("{Endpoint/NotConfigured: true}", set()),
        ("{Endpoint/NotConfigured: [get /v1/toys]}", {"get /v1/pets/{pet_id}"}),
        ("{Endpoint/NotConfigured: {'GET /v1/toys': an old one}}", {"get /v1/pets/{pet_id}"}),
        ("{Endpoint/NotConfigured: [{location: get /v1/toys, reason: an old one}]}", {"get /v1/pets/{pet_id}"}),
        ("{C311: ['#/paths/~1v1~1toys']}", {"get /v1/pets/{pet_id}"}),
        ("{Schema/IsAmbiguous: true}", BOTH),
    ],
)
def test_what_is_ignored_is_left_out(ignored: str, left: set[str], tmp_path: Path) -> None:
    codes = found(tmp_path, f"diagnostics: {{ignored: {ignored}}}")
    assert {endpoint for endpoint, _ in codes.get("C311", [])} == left
    assert "C002" not in codes


def test_a_code_that_nobody_knows_is_told(tmp_path: Path) -> None:
    assert "C002" in found(tmp_path, "diagnostics: {ignored: {C3111: true}}")


def test_errors_are_never_left_out(tmp_path: Path) -> None:
    codes = found(tmp_path, "diagnostics: {ignored: {C003: true, C310: true}}\nhttp_library: requests")
    assert "C003" in codes


def test_an_operation_without_a_method_comes_with_the_line_to_paste(tmp_path: Path) -> None:
    hints = dict(found(tmp_path, "")["C311"])
    assert "paste below `resources.pets.methods`: `retrieve: get /v1/pets/{pet_id}`" in hints["get /v1/pets/{pet_id}"]
    assert "paste below `resources.toys.methods`: `list: get /v1/toys`" in hints["get /v1/toys"]


def test_what_is_left_out_on_purpose_is_not_told_unless_it_is_wrong(tmp_path: Path) -> None:
    text = "unspecified_endpoints: [get /v1/toys, 'get /v1/pets/{pet_id}', get /v1/pets, get /v1/toy]"
    codes = found(tmp_path, text)
    assert "C311" not in codes
    assert [endpoint for endpoint, _ in codes["C313"]] == ["get /v1/pets"]
    assert codes["C314"] == [("get /v1/toy", "the nearest operation is `get /v1/toys`")]
