"""What type checkers say of the emitted package, and of a caller's file that uses it rightly and wrongly.

Both checkers run once, in strict mode, over the package and over `tests/typing/caller.py` together.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from harness.installing import Installed

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "generated" / "src" / "anthropic"
CALLER = ROOT / "tests" / "typing" / "caller.py"
CHECKERS = ("mypy", "pyright")

Findings = dict[str, list[tuple[int, str]]]


@pytest.fixture(scope="session")
def findings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Findings]:
    """For each checker, the errors by file (relative to a folder that holds package and caller), in order."""
    folder = tmp_path_factory.mktemp("typing")
    shutil.copytree(SOURCE, folder / "anthropic", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(CALLER, folder / CALLER.name)
    settings = {"typeCheckingMode": "strict", "include": ["."], "pythonVersion": "3.11"}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    mypy = subprocess.Popen(
        [sys.executable, "-m", "mypy", "--strict", "--python-version=3.11", "--config-file=", "--no-error-summary",
         "--hide-error-context", "--no-pretty", f"--cache-dir={_cache()}", "anthropic", CALLER.name],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    pyright = subprocess.run(
        [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    told, _ = mypy.communicate(timeout=300)
    return {"mypy": _mypy(told), "pyright": _pyright(pyright.stdout, folder)}


def _cache() -> Path:
    """Where mypy keeps what it knows of the libraries between runs of the suite."""
    return ROOT / ".mypy_cache" / "emitted"


def _mypy(text: str) -> Findings:
    found: Findings = {}
    for line in text.splitlines():
        match = re.match(r"([^:]+):(\d+): (error|note): (.*)", line)
        assert match, line
        if match[3] == "error":
            found.setdefault(match[1], []).append((int(match[2]), match[4]))
    return found


def _pyright(text: str, folder: Path) -> Findings:
    found: Findings = {}
    for each in json.loads(text)["generalDiagnostics"]:
        if each["severity"] in ("error", "warning"):
            name = str(Path(each["file"]).relative_to(folder))
            found.setdefault(name, []).append((each["range"]["start"]["line"] + 1, each["message"]))
    return found


@pytest.mark.parametrize("checker", CHECKERS)
def test_the_package_is_clean_in_strict_mode(findings: dict[str, Findings], checker: str):
    assert {name: told for name, told in findings[checker].items() if name.startswith("anthropic")} == {}


@pytest.mark.parametrize("checker", CHECKERS)
def test_wrong_uses_are_rejected_at_their_line_and_right_ones_are_not(findings: dict[str, Findings], checker: str):
    lines = CALLER.read_text(encoding="utf-8").splitlines()
    wrong = {number for number, line in enumerate(lines, 1) if line.endswith("  # wrong")}
    assert len(wrong) > 40
    told = findings[checker][CALLER.name]
    by_line = dict(told)
    assert {number: lines[number - 1] for number in wrong - set(by_line)} == {}, "not rejected"
    assert {number: message for number, message in by_line.items() if number not in wrong} == {}, "rejected"


def test_every_public_name_has_a_known_type(installed: Installed):
    """`pyright --verifytypes`, on the installed package as it is seen from outside."""
    path = os.pathsep.join([str(installed.python.parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--verifytypes", "anthropic", "--ignoreexternal", "--outputjson"],
        cwd=installed.folder,
        env={**os.environ, "PATH": path, "VIRTUAL_ENV": str(installed.python.parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)["typeCompleteness"]
    unknown = [symbol["name"] for symbol in report["symbols"] if symbol["isExported"] and not symbol["isTypeKnown"]]
    assert unknown == []
    assert report["packageRootDirectory"].startswith(str(installed.python.parents[1]))
    assert report["exportedSymbolCounts"]["withKnownType"] > 100
    assert report["completenessScore"] == 1.0


@pytest.mark.parametrize("spec", ["typing/tested.yaml", "cases/types/one-module/openapi.yaml"])
def test_a_package_is_clean_with_the_tests_that_come_with_it(spec: str, tmp_path: Path):
    """Both checkers in strict mode, over the whole folder; mypy as the package says."""
    emit = [Path(sys.executable).with_name("sdkwright"), "generate", "--package", "acme", "--output", tmp_path]
    subprocess.run([*emit, "--spec", ROOT / "tests" / spec], check=True, capture_output=True)
    settings = {"typeCheckingMode": "strict", "include": ["src", "tests"], "extraPaths": ["src"]}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings | {"pythonVersion": "3.11"}))
    mypy = ["mypy", f"--cache-dir={_cache()}", "--no-error-summary"]
    pyright = ["pyright", "--outputjson", "--pythonpath", sys.executable]
    told, found = (
        subprocess.run([sys.executable, "-m", *command], cwd=tmp_path, capture_output=True, text=True, check=False)
        for command in (mypy, pyright)
    )
    assert told.stdout == ""
    assert told.returncode == 0, told.stderr
    assert _pyright(found.stdout, tmp_path) == {}
    assert json.loads(found.stdout)["summary"]["filesAnalyzed"] > len([*(tmp_path / "tests").rglob("*.py")])
