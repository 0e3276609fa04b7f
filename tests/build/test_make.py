"""`make generate` runs when something changed that the output is made of, and only then; `make` finds a Python or says so.

The Makefile is the real one, in a folder of its own; the environment is a stand-in whose `sdkwright` notes that it was called.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STAND_IN = '#!/bin/sh\necho "sdkwright $*" >> calls\n'
LATER = 2_000_000_000


@pytest.fixture
def checkout(tmp_path) -> Path:
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("spec/openapi.yaml", "spec/sdkwright.yml", "templates/a.jinja", "templates/core/b.py", "generator/sdkwright/c.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    for name in ("requirements/dev.txt", "pyproject.toml", "tests/test_x.py", "README.md", ".venv/bin/sdkwright", ".venv/.ready"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(STAND_IN)
    (tmp_path / ".venv/bin/sdkwright").chmod(0o755)
    for path in tmp_path.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    return tmp_path


def make(checkout: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("make")
    assert program
    clean = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}}
    command = [program, "--no-print-directory", *arguments]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, env={**clean, **environment}, check=False)


def calls(checkout: Path) -> int:
    log = checkout / "calls"
    return len(log.read_text().splitlines()) if log.exists() else 0


def test_a_second_call_does_nothing_and_says_so(checkout):
    first, second = make(checkout, "generate"), make(checkout, "generate")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "sdkwright generate" in first.stdout
    assert second.stdout == "make: Nothing to be done for 'generate'.\n"
    assert calls(checkout) == 1


INPUTS = ["spec/openapi.yaml", "spec/sdkwright.yml", "templates/a.jinja", "templates/core/b.py", "generator/sdkwright/c.py"]


@pytest.mark.parametrize("name", [*INPUTS, "requirements/dev.txt"])
def test_a_change_of_an_input_runs_it_again(checkout, name):
    make(checkout, "generate")
    os.utime(checkout / name, (LATER, LATER))
    os.utime(checkout / ".venv/.ready", (LATER + 1, LATER + 1))
    assert make(checkout, "generate").returncode == 0
    assert calls(checkout) == 2


@pytest.mark.parametrize("name", INPUTS)
def test_a_missing_input_runs_it_again_though_nothing_is_newer(checkout, name):
    make(checkout, "generate")
    (checkout / name).unlink()
    assert make(checkout, "generate").returncode == 0
    assert calls(checkout) == 2
    assert "Nothing to be done" in make(checkout, "generate").stdout


@pytest.mark.parametrize("name", ["templates/new.jinja", "generator/sdkwright/naming/new.py", "spec/overlay.yaml"])
def test_a_new_input_runs_it_again_even_with_an_old_time(checkout, name):
    make(checkout, "generate")
    (checkout / name).parent.mkdir(exist_ok=True)
    (checkout / name).write_text("x")
    os.utime(checkout / name, (1_000_000_000, 1_000_000_000))
    assert make(checkout, "generate").returncode == 0
    assert calls(checkout) == 2


@pytest.mark.parametrize("name", ["README.md", "tests/test_x.py", "generator/sdkwright/__pycache__/c.pyc", "templates/core/.b.py.swp", "templates/.mypy_cache/x.json"])
def test_what_the_output_is_not_made_of_does_not_run_it(checkout, name):
    make(checkout, "generate")
    (checkout / name).parent.mkdir(exist_ok=True)
    (checkout / name).write_text("y")
    assert "Nothing to be done" in make(checkout, "generate").stdout
    assert calls(checkout) == 1


def test_a_run_that_failed_is_run_again(checkout):
    (checkout / ".venv/bin/sdkwright").write_text(STAND_IN + "exit 1\n")
    assert make(checkout, "generate").returncode == 2
    (checkout / ".venv/bin/sdkwright").write_text(STAND_IN)
    assert make(checkout, "generate").returncode == 0
    assert calls(checkout) == 2


def test_without_a_new_enough_python_the_message_says_what_to_do(checkout, tmp_path):
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("find", "sort", "mkdir", "cmp", "touch"):
        (tools / name).symlink_to(shutil.which(name) or "")
    for name in ("python3", "python3.12"):
        (tools / name).write_text("#!/bin/sh\nexit 1\n")  # what an old one answers to the question
        (tools / name).chmod(0o755)
    shutil.rmtree(checkout / ".venv")
    run = make(checkout, PATH=str(tools))
    assert run.returncode == 2
    assert "Python 3.11 or newer" in run.stderr
    assert "make PYTHON=" in run.stderr
    assert not (checkout / ".venv").exists()


def test_a_ready_environment_is_not_made_again(checkout):
    assert "Nothing to be done" in make(checkout).stdout


def test_every_target_that_the_first_lines_promise_exists(checkout):
    promised = {"generate", "test", "check", "bench", "record", "update", "lock", "clean"}
    head = (checkout / "Makefile").read_text().partition("SHELL")[0]
    assert promised == {word for word in promised if f"make {word}" in head}
    for target in sorted(promised):
        assert make(checkout, "--dry-run", target).returncode == 0, target
