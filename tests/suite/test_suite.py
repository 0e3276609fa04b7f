"""The tests that come with a package: they pass where nothing is wrong, offline, and are told to stay away where they are not wanted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
GENERATED = ROOT / "generated"
HERE = Path(__file__).parent


def emit(spec: Path, out: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sdkwright", "generate", "--spec", str(spec), "--output", str(out), *flags]
    return subprocess.run([*command, "--package", "acme", "--jobs", "1"], capture_output=True, text=True, cwd=ROOT)


def run(folder: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    """The suite as its user runs it, with nothing of this repository to be found."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:asyncio", *flags]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def test_the_committed_suite_passes():
    done = run(GENERATED)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with everything that an operation can be: pages, streams, files, forms, errors."""
    out = tmp_path_factory.mktemp("shop") / "sdk"
    done = emit(HERE / "shop.yaml", out)
    assert done.returncode == 0, done.stderr
    return out


def test_a_richer_suite_passes(shop):
    done = run(shop)
    assert done.returncode == 0, done.stdout[-3000:]


def test_cassettes_tell_examples_from_values_that_were_made(shop):
    folder = shop / "tests/cassettes"
    told = {
        path.relative_to(folder).as_posix(): yaml.safe_load(path.read_text())["interactions"][0]["x-answer"]
        for path in folder.rglob("*.yaml")
    }
    assert (told["items/retrieve.yaml"], told["items/create.yaml"]) == ("example", "schema")


def test_a_package_comes_without_tests_where_they_are_not_wanted(tmp_path):
    assert emit(HERE / "shop.yaml", tmp_path / "sdk", "--no-tests").returncode == 0
    assert not (tmp_path / "sdk/tests").exists()
    assert "pytest" not in (tmp_path / "sdk/pyproject.toml").read_text()
