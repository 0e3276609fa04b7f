"""The wheel of sdkwright itself holds the templates and generates without a checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLE = Path(__file__).with_name("sample-project")


def test_the_wheel_generates_on_its_own(tmp_path):
    script = f"from hatchling import build; print(build.build_wheel({str(tmp_path)!r}))"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    with zipfile.ZipFile(tmp_path / run.stdout.strip()) as wheel:
        names = set(wheel.namelist())
        wheel.extractall(tmp_path / "installed")
    kept = {path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*") if path.is_file()}
    wanted = {f"sdkwright/_templates/{name}" for name in kept if "__pycache__" not in name and not name.startswith(".")}
    assert {name for name in names if name.startswith("sdkwright/_templates/")} == wanted
    assert "sdkwright/py.typed" in names
    assert not [name for name in names if name.partition("/")[0] not in {"sdkwright", "sdkwright-0.1.0.dist-info"}]

    shutil.copy(SAMPLE / "openapi.yaml", tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed"), "SDKWRIGHT_CACHE_DIR": str(tmp_path / "cache")}
    command = [sys.executable, "-c", "from sdkwright.cli import main; main()", "generate", "--spec", "openapi.yaml", "--output", "sdk"]
    made = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "sdk" / "pyproject.toml").is_file()
    assert list((tmp_path / "sdk" / "src").glob("*/_core/models.py"))
    where = [sys.executable, "-c", "from sdkwright.emit.files import templates_dir; print(templates_dir())"]
    found = subprocess.run(where, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert Path(found.stdout.strip()) == tmp_path / "installed" / "sdkwright" / "_templates"
