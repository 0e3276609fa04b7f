"""A project that holds a document and a table in pyproject.toml builds a wheel that holds the SDK."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

import pytest

SAMPLE = Path(__file__).with_name("sample-project")
USE = """
import pantry
client = pantry.Pantry(base_url="http://127.0.0.1:9")
print(callable(client.jars.list), callable(client.jars.retrieve), pantry.types.Jar.model_fields.keys() >= {"id", "grams"})
"""


@pytest.fixture
def project(tmp_path) -> Path:
    return shutil.copytree(SAMPLE, tmp_path / "project")


@pytest.fixture
def temp(tmp_path, monkeypatch) -> Path:
    """Where the build puts temporary files, so that a test sees what is left of them."""
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def build(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "build", "--no-isolation", *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


def hatchling(project: Path, call: str) -> subprocess.CompletedProcess[str]:
    """One call of the build backend, in the project, as a front end makes it."""
    script = f"from hatchling import build; print(build.{call})"
    return subprocess.run([sys.executable, "-c", script], cwd=project, capture_output=True, text=True, check=False)


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_the_package_and_works(project, tmp_path, temp):
    run = build(project)
    assert run.returncode == 0, run.stdout + run.stderr
    [sdist], [wheel] = (project / "dist").glob("*.tar.gz"), (project / "dist").glob("*.whl")
    with tarfile.open(sdist) as archive:
        packed = {name.partition("/")[2] for name in archive.getnames()}
    assert packed == {"openapi.yaml", "pyproject.toml", "PKG-INFO"}
    assert {"pantry/__init__.py", "pantry/resources/jars.py", "pantry/_core/models.py", "pantry/py.typed"} <= names(wheel)
    assert {name.partition("/")[0] for name in names(wheel)} == {"pantry", "pantry_sdk-3.1.4.dist-info"}
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    use = subprocess.run([sys.executable, "-c", USE], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert use.stdout == "True True True\n", use.stderr
    assert list(temp.glob("sdkwright-*")) == []
    assert sorted(path.name for path in project.iterdir()) == ["dist", "openapi.yaml", "pyproject.toml"]


def test_an_editable_install_holds_the_package_too(project, tmp_path):
    run = hatchling(project, f"build_editable({str(tmp_path)!r})")
    assert run.returncode == 0, run.stderr
    assert "pantry/_client.py" in names(tmp_path / run.stdout.strip())


def test_a_config_says_what_to_emit_when_the_table_names_one(project, tmp_path):
    (project / "sdkwright.yml").write_text(
        "organization:\n  name: cellar\nspec: openapi.yaml\ntargets:\n  python:\n    package_name: cellar\n"
        "resources:\n  bottles:\n    methods:\n      list: get /jars\n"
    )
    table = (project / "pyproject.toml").read_text().replace('spec = "openapi.yaml"\npackage = "pantry"', 'config = "sdkwright.yml"')
    (project / "pyproject.toml").write_text(table)
    run = hatchling(project, f"build_wheel({str(tmp_path)!r})")
    assert run.returncode == 0, run.stderr
    assert "cellar/resources/bottles.py" in names(tmp_path / run.stdout.strip())


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", 'needs spec = "openapi.yaml" or config'),
        ('specc = "openapi.yaml"', "specc = 'openapi.yaml' is not one of: spec, config"),
        ("spec = 3", "spec = 3 is not one of"),
        ('spec = "gone.yaml"', "gone.yaml"),
        ('spec = "pyproject.toml"', "pyproject.toml"),
    ],
)
def test_a_hook_that_is_set_up_wrongly_stops_the_build_and_says_why(project, tmp_path, line, message):
    text = (project / "pyproject.toml").read_text().partition("[tool.hatch.build.hooks.sdkwright]")
    (project / "pyproject.toml").write_text("".join(text[:2]) + f"\n{line}\n")
    run = hatchling(project, f"build_wheel({str(tmp_path)!r})")
    assert run.returncode == 1
    assert message in run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    assert list(tmp_path.glob("*.whl")) == []
