"""The examples that `sdkwright explain` shows are findings that tests show; ``--update`` gathers them anew."""

from __future__ import annotations

import json
import re
from pathlib import Path

from sdkwright.codes import CODES
from sdkwright.survey.examples import FILE

ROOT = Path(__file__).parents[1]
HEAD = re.compile(r"^(?:[^\s:][^:\n]*:\d+:\d+: |[^\s:][^:\n]*: )?(?:error|warning|note) ([A-Z]\d{3}): ")


def blocks(text: str) -> list[tuple[str, str]]:
    """(code, lines) of each finding in what a run printed."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        head = HEAD.match(line)
        if head is not None:
            found.append((head[1], [line]))
        elif found and line.startswith(" "):
            found[-1][1].append(line)
    return [(code, "\n".join(lines)) for code, lines in found]


def shown() -> list[tuple[str, str]]:
    """Every finding that a folder of tests/diagnostics shows."""
    files = sorted(ROOT.glob("diagnostics/*/expected.txt"))
    return [found for file in files for found in blocks(file.read_text("utf-8"))]


def words(block: str) -> str:
    """What a finding says, without its place, which moves with every line of a case."""
    return block.partition("\n")[0].partition(": ")[2]


def test_each_example_says_what_a_test_shows(update: bool) -> None:
    everything = shown()
    if update:
        best: dict[str, str] = {}
        for code, block in everything:  # the shortest: what is short is about one thing
            best[code] = min(best.get(code, block), block, key=lambda text: (len(text), text))
        FILE.write_text(json.dumps(dict(sorted(best.items())), indent=1, ensure_ascii=False) + "\n", "utf-8")
    examples = json.loads(FILE.read_text("utf-8"))
    said = {(code, words(block)) for code, block in everything}
    assert {(code, words(block)) for code, block in examples.items()} <= said, "rewrite them: make update"
    codes = {code for code in CODES if code[0] in "DS"}
    assert len(codes & examples.keys()) > len(codes) * 0.8
