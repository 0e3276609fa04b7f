"""The call that a README shows gives what a method requires, also what the type of an argument has from another."""

from __future__ import annotations

from pathlib import Path

from sdkwright import cli

DOCUMENT = """
openapi: 3.0.3
info: {title: Cranes, version: "1"}
servers: [{url: "https://api.acme.test"}]
paths:
  /cranes:
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, properties: {load: {$ref: "#/components/schemas/Box"}}, required: [load]}
      responses: {"204": {description: done}}
components:
  schemas:
    Thing: {type: object, properties: {mass: {type: number}}, required: [mass]}
    Box:
      allOf:
        - {$ref: "#/components/schemas/Thing"}
        - {type: object, properties: {label: {type: string}}, required: [label]}
"""


def test_what_is_required_of_a_value_is_shown_with_what_it_inherits(tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(DOCUMENT)
    out = tmp_path / "out"
    flags = ["--package", "acme", "--jobs", "1", "--no-tests"]
    assert cli.run(["generate", "--spec", str(tmp_path / "openapi.yaml"), "--output", str(out), *flags]) == 0
    text = " ".join((out / "README.md").read_text().split())
    assert 'client.cranes.create(load={"mass": 0, "label": "label"})' in text, text[:3000]


def test_properties_are_added_to_a_body_that_is_an_object_alone(tmp_path: Path) -> None:
    whole = 'schema: {type: object, properties: {load: {$ref: "#/components/schemas/Box"}}, required: [load]}'
    assert whole in DOCUMENT
    (tmp_path / "openapi.yaml").write_text(DOCUMENT.replace(whole, "schema: {type: array, items: {type: number}}"))
    out = tmp_path / "out"
    flags = ["--package", "acme", "--jobs", "1", "--no-tests"]
    assert cli.run(["generate", "--spec", str(tmp_path / "openapi.yaml"), "--output", str(out), *flags]) == 0
    text = (out / "README.md").read_text()
    assert "extra_query=" in text
    assert "extra_body=" not in text
