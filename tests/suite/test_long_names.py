"""Tests of a package whose names are long: their lines are split as black does, and black itself is not asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from running import HERE, ROOT, emit, run

from sdkwright.emit.tidy import PROVE

FOLDERS = ("organizations", "hosted-runners", "custom-images", "deployment-branch-policies")


def lengthened(depth: int, folder: Path) -> Path:
    """The document with everything that an operation can be, each of them below so many resources."""
    document = yaml.safe_load((HERE / "shop.yaml").read_text("utf-8"))
    above = "".join(f"/{name}" for name in FOLDERS[:depth])
    document["paths"] = {above + path: item for path, item in document["paths"].items()}
    spec = folder / "openapi.json"
    spec.write_text(json.dumps(document), "utf-8")
    return spec


@pytest.mark.parametrize("depth", [0, 2, len(FOLDERS)])
def test_each_test_is_printed_as_black_does(tmp_path, depth):
    """`PROVE` ends a run in which black prints another text, or alone knows how to print one."""
    spec = lengthened(depth, tmp_path)
    done = emit(tmp_path / "sdk", "--spec", str(spec), "--package", "acme", "--tests", **{PROVE: "1"})
    assert done.returncode == 0, done.stderr
    texts = [test.read_text("utf-8") for test in (tmp_path / "sdk/tests/api_resources").rglob("test_*.py")]
    assert any(line.strip() == ") as response:" for text in texts for line in text.split("\n"))


def test_a_split_suite_passes(tmp_path):
    spec = lengthened(len(FOLDERS), tmp_path)
    assert emit(tmp_path / "sdk", "--spec", str(spec), "--package", "acme").returncode == 0
    done = run(tmp_path / "sdk")
    assert done.returncode == 0, done.stdout[-3000:]


DOCUMENTS = {
    "the committed package": [],
    "pages of all kinds": ["--config", str(ROOT / "tests/emitted/demo/sdkwright.yml"), "--tests"],
    "odd corners": ["--spec", str(HERE / "corners.yaml"), "--package", "acme"],
    "options of the client that stand in for arguments": [
        *("--config", str(HERE / "ships/stainless.yml"), "--spec", str(HERE / "ships/openapi.yaml"))
    ],
    "long names": ["--package", "acme"],
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_package_with_a_suite_is_emitted_without_black(tmp_path, name):
    """Which takes more time to be imported and to print a file than all else takes for a package."""
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / "black.py").write_text("raise SystemExit('black is imported')\n")
    flags = DOCUMENTS[name]
    if name == "long names":
        flags = [*flags, "--spec", str(lengthened(len(FOLDERS), tmp_path))]
    done = emit(tmp_path / "sdk", *flags, "--no-cache", PYTHONPATH=str(tmp_path / "without"))
    assert "black is imported" not in done.stderr
    assert done.returncode in (0, 1), done.stderr
    assert any((tmp_path / "sdk/tests/api_resources").rglob("test_*.py"))
