"""Each folder of tests/diagnostics gives exactly the text that it expects; see the README there."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from sdkwright.config import GenerateOptions, settle
from sdkwright.console import print_findings
from sdkwright.diagnostics import CODES, Report
from sdkwright.openapi import check
from sdkwright.read import read
from sdkwright.read.overlay import overlaid

ROOT = Path(__file__).parents[1] / "diagnostics"
CASES = sorted(path for path in ROOT.iterdir() if path.is_dir())
EXPECTED = "expected.txt"


def printed(folder: Path) -> str:
    """What a run in that folder prints to stderr, by the same functions as the command line."""
    report = Report()
    inputs = {path.name for path in folder.iterdir()}
    if inputs & {"sdkwright.yml", "pyproject.toml"}:
        settle(GenerateOptions(), report)
    else:
        (name,) = {name for name in inputs if name.startswith("openapi.")} or inputs - {EXPECTED}
        document = read(Path(name), report)
        if document is not None:
            overlays = sorted(Path(name) for name in inputs if name.startswith("overlay"))
            check(overlaid(document, overlays, report), report)
    stream = io.StringIO()
    print_findings(report, stream, as_json=False)
    return stream.getvalue()


@pytest.mark.parametrize("folder", CASES, ids=lambda path: path.name)
def test_a_mistake_is_explained_as_expected(folder: Path, monkeypatch: pytest.MonkeyPatch, update: bool) -> None:
    monkeypatch.chdir(folder)
    text = printed(folder)
    if update:
        (folder / EXPECTED).write_text(text, encoding="utf-8")
    assert text == (folder / EXPECTED).read_text(encoding="utf-8")


def test_every_code_of_the_front_is_shown_by_a_case() -> None:
    """A code that no folder shows is either dead or has never been looked at."""
    shown = "".join((folder / EXPECTED).read_text(encoding="utf-8") for folder in CASES)
    mine = [code for code in CODES if code in FRONT]
    assert {code for code in mine if f" {code}:" not in shown} == set(ELSEWHERE)


FRONT = {
    *(f"D{number:03}" for number in (*range(1, 25), *range(100, 111), 190)),
    *(f"S{number:03}" for number in range(40)),
    *(f"C{number:03}" for number in range(10)),
    *(f"U{number:03}" for number in range(10)),
}
ELSEWHERE = {
    "S018": "test_fetch.py: the reason is the network's",
    "D003": "test_load.py: a file of 64 MiB",
    "S036": "cases/operations/undeclared-credentials: it takes the operations of a whole API",
}
"""Codes that a folder cannot show, with the test that does."""
