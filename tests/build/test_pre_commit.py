"""The hook for pre-commit does what it declares: it passes while the output is up to date and fails when it is not."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SAMPLE = Path(__file__).with_name("sample-project")
CONFIG = "spec: openapi.yaml\ntargets:\n  python:\n    package_name: pantry\n    output_dir: sdk\nresources: {jars: {methods: {list: get /jars}}}\n"


@pytest.fixture
def hook() -> dict[str, object]:
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return hook


@pytest.fixture
def repository(tmp_path, hook):
    """A folder with a document, a config and the output of today; and what runs the declared command in it."""
    shutil.copy(SAMPLE / "openapi.yaml", tmp_path)
    (tmp_path / "sdkwright.yml").write_text(CONFIG)

    def run(*extra: str) -> subprocess.CompletedProcess[str]:
        program, *arguments = shlex.split(str(hook["entry"]))
        installed = Path(sys.executable).with_name(program)
        command = [installed, *(extra or arguments)]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    made = run("generate")
    assert made.returncode == 0, made.stderr
    return tmp_path, run


def test_the_hook_declares_all_that_pre_commit_asks_for(hook):
    assert hook["id"] == "sdkwright-check"
    assert hook["language"] == "python"
    assert hook["pass_filenames"] is False
    assert {"name", "entry", "description"} <= hook.keys()


def test_the_hook_installs_from_this_repository(hook):
    scripts = re.search(r"\[project.scripts\]\n(\w+) =", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert scripts
    assert shlex.split(str(hook["entry"]))[0] == scripts[1]


def test_it_passes_while_the_output_is_up_to_date(repository):
    _, run = repository
    assert run().returncode == 0


def test_it_fails_and_names_the_file_when_the_document_changed(repository):
    folder, run = repository
    before = {path: path.read_bytes() for path in (folder / "sdk").rglob("*") if path.is_file()}
    document = folder / "openapi.yaml"
    document.write_text(document.read_text().replace("All jars.", "Every jar."))
    result = run()
    assert result.returncode == 1
    assert "jars.py" in result.stdout + result.stderr
    assert {path: path.read_bytes() for path in (folder / "sdk").rglob("*") if path.is_file()} == before


def test_it_fails_when_an_emitted_file_was_edited(repository):
    folder, run = repository
    client = folder / "sdk" / "src" / "pantry" / "_client.py"
    client.write_text(client.read_text() + "# mine\n")
    result = run()
    assert result.returncode == 1
    assert "_client.py" in result.stdout + result.stderr
