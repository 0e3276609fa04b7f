"""The wheel of the emitted package, installed into an empty environment and used there."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from harness.installing import Installed
from harness.models_api import MODELS
from harness.models_api import api as models_api
from harness.programs import LIST, RETRIEVE, run
from harness.server import Server

GENERATED = Path(__file__).parents[2] / "generated"


def test_the_wheel_holds_the_package_and_nothing_else(installed: Installed):
    with zipfile.ZipFile(installed.wheel) as wheel:
        names = wheel.namelist()
    source = GENERATED / "src"
    expected = {str(path.relative_to(source)) for path in source.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert {name for name in names if ".dist-info/" not in name} == expected
    assert "anthropic/py.typed" in names


def test_it_installs_with_the_dependencies_that_it_names(installed: Installed):
    """Three of them, and what they need."""
    code = "import importlib.metadata as m; print(*m.requires('anthropic'), sep='\\n')"
    told = subprocess.run([installed.python, "-c", code], capture_output=True, text=True, check=True).stdout
    needed = {re.split("[<>]", line)[0] for line in told.splitlines() if "extra ==" not in line}
    assert needed == {"httpx2", "pydantic", "typing-extensions"}
    project = tomllib.loads((GENERATED / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {re.split("[<>]", item)[0] for item in project["dependencies"]} == needed
    checked = subprocess.run(
        [sys.executable, "-m", "pip", "--python", installed.python, "check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stdout.strip()) == (0, "No broken requirements found.")


@pytest.mark.parametrize(
    ("program", "printed"), [(LIST, MODELS[0]["id"]), (RETRIEVE, "model_id")], ids=["list", "retrieve"]
)
def test_the_documented_programs_run_there(
    installed: Installed, server: Server, tmp_path: Path, program: str, printed: str
):
    server.route = models_api([*MODELS, {**MODELS[0], "id": "model_id"}])
    done = run(program, tmp_path, server, python=str(installed.python))
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{printed}\n", "")
    assert server.last.header("x-api-key") == "sk-made-up"


WHERE = """
import anthropic, sys
client = anthropic.Anthropic()
async_client = anthropic.AsyncAnthropic()
names = [name for name in anthropic.__all__ if getattr(anthropic, name, None) is None]
print(anthropic.__file__, names)
"""


def test_every_public_name_can_be_imported_there(installed: Installed, server: Server, tmp_path: Path):
    """Also those that come with an extra, which say what they need when they are used."""
    done = run(WHERE, tmp_path, server, python=str(installed.python))
    assert done.returncode == 0, done.stderr
    file, _, names = done.stdout.strip().partition(" ")
    assert Path(file).is_relative_to(installed.folder)
    assert names == "[]"
