"""The step for GitHub, run as GitHub runs it: every script of it, with its inputs, in a project whose SDK is committed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from sdkwright import cli

ACTION = yaml.safe_load((Path(__file__).parents[2] / "action.yml").read_text())
SPEC = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths: {/pets: {get: {operationId: listPets, summary: All pets., responses: {"200": {description: x}}}}}
"""
CONFIG = "spec: openapi.yaml\norganization: {name: pets}\ntargets: {python: {package_name: pets, output_dir: sdk}}\nresources: {pets: {methods: {list: get /pets}}}\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "openapi.yaml").write_text(SPEC)
    (tmp_path / "pets.yml").write_text(CONFIG)
    assert cli.run(["generate", "--config", "pets.yml", "--jobs", "1"]) == 0
    return tmp_path


def use(**given: str) -> tuple[int, str]:
    """Exit code and output of the steps that are scripts; pip is not to look beyond what is installed."""
    inputs = {name: entry["default"] for name, entry in ACTION["inputs"].items()} | given
    said = ""
    for step in ACTION["runs"]["steps"]:
        if "run" not in step:
            assert step["uses"].startswith("actions/setup-python@")
            continue
        told = {
            name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda at: inputs[at[1]], text)
            for name, text in step["env"].items()
        }
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        command = [step["shell"], "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        env = {**os.environ, **told, "PATH": path, "PIP_NO_INDEX": "1"}
        done = subprocess.run(command, env=env, capture_output=True, text=True)
        said += done.stdout + done.stderr
        if done.returncode:
            return done.returncode, said
    return 0, said


def test_it_passes_while_the_sdk_is_up_to_date() -> None:
    code, said = use(config="pets.yml", version="==0.1.0")
    assert (code, said) == (0, ""), said


def test_an_sdk_that_is_out_of_date_fails_with_an_annotation(project: Path) -> None:
    (project / "openapi.yaml").write_text(SPEC.replace("All pets.", "Every pet."))
    code, said = use(config="pets.yml")
    assert code == 1
    assert any(line.startswith("::error ") and "W0" in line for line in said.splitlines()), said


def test_a_document_that_is_broken_is_annotated_at_its_line(project: Path) -> None:
    (project / "openapi.yaml").write_text(
        SPEC.replace("responses: {", 'parameters: [{$ref: "#/components/parameters/no"}], responses: {')
    )
    code, said = use(command="validate openapi.yaml")
    assert code == 1
    assert "::error file=openapi.yaml,line=3," in said


def test_a_version_that_there_is_not_ends_before_anything_is_run() -> None:
    code, said = use(version="==9999")
    assert code == 1
    assert "9999" in said
