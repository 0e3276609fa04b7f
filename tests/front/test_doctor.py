"""`sdkwright doctor`: each key of a config is told, none is silent, and what it says is what `generate` does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sdkwright.cli.commands import command_line
from sdkwright.cli.run import run as command

CONFIG = """\
organization: {name: acme}
targets:
  python: {package_name: acme, screencast: x}
  go: {package_name: acme}
errors: {sauce: body}
resourcs: {}
resources:
  pets:
    models: {pet: Pet}
    methods: {list: get /pets, create: {endpoint: post /pets, mcp: {}}}
  toys:
    methods: {list: get /toys}
"""
SPEC = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths: {}
components:
  schemas:
    Pet: {type: string, x-stainless-skip: [go], x-stainless-any: true, x-stainless-go-type: x, x-stainless-what: 1}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sdkwright.yml").write_text(CONFIG)
    (tmp_path / "openapi.yaml").write_text(SPEC)
    return tmp_path


def told(*flags: str) -> dict[str, tuple[str, int]]:
    run = CliRunner().invoke(command_line, ["doctor", "--format", "json", *flags])
    return {key["key"]: (key["effect"], key["count"]) for key in json.loads(run.stdout)["keys"]}


def test_every_key_is_told_with_what_becomes_of_it(folder: Path) -> None:
    assert told() == {
        "organization.name": ("honoured", 1),
        "targets.python.package_name": ("honoured", 1),
        "targets.python.screencast": ("kept without effect", 1),
        "targets.go": ("kept without effect", 1),
        "errors.sauce": ("refused", 1),
        "resourcs": ("refused", 1),
        "resources.*.models.*": ("honoured", 1),
        "resources.*.methods.*": ("honoured", 2),
        "resources.*.methods.*.endpoint": ("honoured", 1),
        "resources.*.methods.*.mcp": ("kept without effect", 1),
    }


def test_the_extensions_of_the_document_are_told_too(folder: Path) -> None:
    found = told("--spec", "openapi.yaml")
    assert found["x-stainless-skip"] == ("honoured", 1)
    assert found["x-stainless-go-type"] == ("kept without effect", 1)
    assert found["x-stainless-what"] == ("refused", 1)


def test_the_text_names_places_and_the_nearest_key(folder: Path) -> None:
    run = CliRunner().invoke(command_line, ["doctor"])
    assert run.exit_code == 0
    assert "sdkwright.yml:6:1" in run.stdout
    assert "resourcs: no such key; did you mean `resources`?" in run.stdout
    assert "2 refused:" in run.stdout
    assert "resources.*.methods.* (2 times)" in run.stdout


def test_strict_makes_a_refused_key_an_exit_code(folder: Path) -> None:
    assert command(["doctor", "--strict"]) == 1
    (folder / "sdkwright.yml").write_text("organization: {name: acme}\n")
    assert command(["doctor", "--strict"]) == 0


def test_what_is_refused_is_what_generate_warns_of(folder: Path) -> None:
    run = CliRunner().invoke(
        command_line,
        ["generate", "-c", "sdkwright.yml", "-s", "openapi.yaml", "-o", "out", "--format", "json", "--no-cache"],
        obj=([], None),
    )
    warned = {found["pointer"] for found in json.loads(run.stderr)["diagnostics"] if found["code"] == "C002"}
    assert warned == {"#/errors/sauce", "#/resourcs"}
    extensions = {
        found["message"].split("`")[1] for found in json.loads(run.stderr)["diagnostics"] if found["code"] == "U502"
    }
    refused = {name for name, (effect, _) in told("--spec", "openapi.yaml").items() if effect == "refused"}
    assert {name for name in refused if name.startswith("x-")} == extensions


def test_no_config_is_a_usage_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert command(["doctor"]) == 2
