"""Packages of hostile documents are imported and built where anything that hostile code would do ends the process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from attack import EXHAUSTIVE
from attack.builds import WATCH, built
from attack.compare import Trial
from attack.hostile import PAYLOADS
from attack.stages import written
from attack.whole import config, document, replaced

CANARY = Path(__file__).parent / "attack" / "canary.py"
SOME = [("triple quotes", None), ("single quote", "sdkwright"), ("toml", "sdkwright"), ("lone surrogate", "sdkwright")]
ALL = [(payload, name) for payload in PAYLOADS for name in ("sdkwright", None)]


def described(folder: Path, name: str | None, payload: str) -> list[object]:
    """A document with the payload wherever it is taken; what the command line is told to emit it."""
    trial = Trial(document("3.1"), config(name) if name is not None else None, folder)
    _, texts, _ = trial.accepted(payload, trial.tokens)
    settings = replaced(trial.config, texts) if trial.config is not None else None
    spec, path = written(folder, replaced(trial.spec, texts), settings)
    return ["--spec", spec, *(["--config", path] if path is not None else ["--package", "zqpackage"])]


def emitted(out: Path, files: list[object], environment: dict[str, str] | None = None) -> Path:
    """The distribution that the command line writes."""
    command = [Path(sys.executable).with_name("sdkwright"), "generate", *files, "--output", out]
    done = subprocess.run(
        [*command, "--no-cache", "--jobs", "1"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    assert (out / "pyproject.toml").is_file(), done.stderr
    return out


def watched(out: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.run(
        [sys.executable, "-I", CANARY, out, "zqpackage"], env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(("payload", "name"), ALL if EXHAUSTIVE else SOME)
def test_a_hostile_package_does_nothing_when_it_is_imported(tmp_path, tried, payload, name):
    done = watched(emitted(tmp_path / "out", described(tmp_path, name, PAYLOADS[payload])))
    assert done.returncode == 0, done.stderr[-2000:]
    modules, models = map(int, done.stdout.split())
    assert modules > 40
    assert models > 8
    tried["hostile modules imported"] += modules


@pytest.mark.exhaustive
@pytest.mark.parametrize(("payload", "name"), SOME)
def test_the_tests_of_a_hostile_package_run_nothing_of_it(tmp_path, tried, payload, name):
    """They read recordings and run the code of README. Whether they pass is another matter: addresses are hostile as well."""
    out = emitted(tmp_path / "out", described(tmp_path, name, PAYLOADS[payload]))
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(WATCH)
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path / 'hook'}{os.pathsep}{out / 'src'}"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--ignore",
        "tests/test_budget.py",
        "tests",
    ]
    done = subprocess.run(command, cwd=out, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr[-2000:]
    told = re.search(r"(\d+) passed", done.stdout)
    assert told is not None
    tried["tests of hostile packages that passed"] += int(told[1])


def test_what_hostile_code_does_is_noticed(tmp_path):
    """The test above can fail: here a module does what the payloads try."""
    for name, code in {
        "imports": "__import__('zq_canary')",
        "writes": "open('zq', 'w')",
        "starts": "__import__('os').system('')",
    }.items():
        folder = tmp_path / name / "src" / "zqpackage"
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text(code)
        done = watched(tmp_path / name)
        assert done.returncode == 99, (name, done.stderr)


def test_two_builds_give_the_same_bytes_and_run_no_text_of_the_document(tmp_path):
    files = described(tmp_path, None, PAYLOADS["toml"])
    found = built(tmp_path, lambda sources, environment: emitted(sources, files, environment))
    assert found[0] == found[1]
    assert sorted(Path(name).suffix for name in found[0]) == [".gz", ".whl"]
    wheel = next(path for path in (tmp_path / "one" / "dist").iterdir() if path.suffix == ".whl")
    with zipfile.ZipFile(wheel) as archive:
        metadata = next(name for name in archive.namelist() if name.endswith("/METADATA"))
        needed = [line for line in archive.read(metadata).decode().splitlines() if line.startswith("Requires-Dist")]
    assert needed
    # every dependency has an upper bound
    assert [line for line in needed if "<" not in line] == []
