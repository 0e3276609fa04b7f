"""The bench runs. What it measures is for people to read, so nothing here holds a figure against a threshold."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
STATES = ("cold", "one schema changed", "nothing changed", "one schema changed, watched")


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tests" / "bench"), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_the_bench_prints_a_ratio_to_the_floor_it_was_measured_against():
    done = bench("--quick", "import")
    assert done.returncode == 0, done.stderr
    row = next(line for line in done.stdout.splitlines() if line.startswith("import anthropic"))
    assert re.search(r"\d+\.\d\d x .* import httpx2, pydantic +<= 1\.15 x", row)


def test_a_topic_that_does_not_exist_is_refused_with_the_list_of_those_that_do():
    done = bench("nonsense")
    assert done.returncode == 2
    assert (
        "no such topic: nonsense (there are import, call, many, memory, read, stream, upload, generate, watch, first, size)"
        in done.stderr
    )


def test_the_bench_at_scale_prints_what_a_document_costs_in_each_state():
    command = [sys.executable, "tests/bench/scale", "--quick", "--alone", "spec/openapi.yaml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for what in ("operations", "files", "lines", "peak memory, children included", *STATES):
        assert re.search(rf"^  {what} +[\d,.]+", done.stdout, re.MULTILINE), what
    assert re.search(r"stages .*: .*read \d.*, format \d.*, write \d", done.stdout)
