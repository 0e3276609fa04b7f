"""Each numbered row of what tests of such SDKs assert is named by the test that shows it, or by the decision that says why there is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Area -> how many rows it has: client, models, request values, responses, streams, queries, files, forms, arguments, helpers, users.
ROWS = {"C": 87, "M": 67, "T": 32, "R": 11, "S": 15, "Q": 9, "F": 14, "E": 10, "A": 10, "U": 33, "X": 10}


def named() -> set[str]:
    found: set[str] = set()
    for folder in ("core", "emitted"):
        for path in (ROOT / "tests" / folder).glob("test_*.py"):
            found |= set(re.findall(r"\b([A-Z]\d+)[a-d]?\b", path.read_text(encoding="utf-8")))
    decision = (ROOT / "docs/decisions/0032-rows-that-are-otherwise.md").read_text(encoding="utf-8")
    for area, first, last in re.findall(r"\b([A-Z])(\d+)(?: to [A-Z](\d+))?\b", decision):
        found |= {f"{area}{number}" for number in range(int(first), int(last or first) + 1)}
    return found


@pytest.mark.parametrize("area", ROWS)
def test_every_row_is_named_where_it_is_tested_or_decided(area: str):
    assert [f"{area}{number}" for number in range(1, ROWS[area] + 1) if f"{area}{number}" not in named()] == []
