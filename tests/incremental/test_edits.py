"""After any edit, a run that goes on from the one before leaves what a run from nothing does, and says the same."""

from __future__ import annotations

import json
import os
from pathlib import Path
from random import Random

import pytest

from edits import edited
from sdkwright import GenerateOptions
from sdkwright.diagnostics import Report
from sdkwright.past import Past
from sdkwright.pipeline import generate
from sdkwright.read import read

ROOT = Path(__file__).parents[2]
SPECS = Path(os.environ.get("SDKWRIGHT_SPECS", ROOT.parent / "shared" / "specs"))
OURS = [
    *(
        ROOT / "tests" / "cases" / "types" / name / "openapi.yaml"
        for name in ("all-of", "unions", "recursion-everywhere")
    ),
    ROOT / "tests" / "cases" / "operations" / "bodies" / "openapi.yaml",
]
REAL = ("together", "museum", "paypal-orders")
EDITS = int(os.environ.get("INCREMENTAL", "3"))


def documents() -> list[Path]:
    real = [path for name in REAL for path in sorted((SPECS / name).glob("*.[jy]*")) if "config" not in path.name]
    return [path for path in (*OURS, *real) if path.is_file() and path.stat().st_size < 600_000]


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def findings(report: Report) -> list[object]:
    return [report.settled(found) for found in report.diagnostics]


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.parent.name)
def test_what_goes_on_from_the_last_run_is_what_a_run_from_nothing_leaves(path, tmp_path, monkeypatch):
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    document = read(path, Report())
    assert document is not None
    random, root, past = Random(path.parent.name), document.root, Past()
    spec, done = tmp_path / "openapi.json", list[str]()
    for number in range(EDITS + 1):
        spec.write_text(json.dumps(root, indent=1), encoding="utf-8")
        ours = generate(GenerateOptions(spec=spec, output=Path("ours"), keep_going=True), past)
        fresh = generate(GenerateOptions(spec=spec, output=Path("fresh"), keep_going=True))
        assert findings(ours.report) == findings(fresh.report), done
        assert (ours.outcome is None) == (fresh.outcome is None)
        if ours.outcome is not None:
            assert files(tmp_path / "ours") == files(tmp_path / "fresh"), done
        what, root = edited(root, random)
        done.append(f"{number}: {what}")
