"""Our side: cold, after a change of one schema, and with nothing to do."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from giants import Giant
from measure import environment
from topic_watch import watching
from watched import Emitted, Spent, emitted, watched

_STAGE = re.compile(r"^  (\w+) +([0-9.]+) s", re.MULTILINE)
_ERRORS = re.compile(r"\b\d+ errors?\b")
_OPERATIONS = re.compile(r"^(\d+) operations?;", re.MULTILINE)


@dataclass
class Ours:
    """Medians by the clock, the interpreter's start included. The cold run is the first and only one of its kind.

    ``watched`` is the changed schema as a process sees it that watches the document; None where the document has errors, which that does
    not pass over.
    """

    operations: int
    emitted: Emitted
    cold: Spent
    changed: Spent
    nothing: Spent
    watched: Spent | None
    stages: dict[str, float]


def measure(giant: Giant, folder: Path, *, rounds: int) -> Ours:
    """All three, in a folder of their own."""
    spec, numbers = folder / f"openapi{giant.path.suffix}", count()
    env = environment(SDKWRIGHT_CACHE_DIR=str(folder / "cache"))
    command = [sys.executable, "-m", "sdkwright", "generate", "--spec", spec, "--output", "sdk", "--package", "sdk"]
    command.append("--keep-going")

    def run(*more: str, memory: bool = False) -> Spent:
        return watched([*command, *more], cwd=folder, env=env, memory=memory)

    def changed() -> Spent:
        spec.write_text(giant.changed(next(numbers)), encoding="utf-8")
        return run()

    changed_text = giant.changed(next(numbers))  # laid out as the others will be
    spec.write_text(changed_text, encoding="utf-8")
    cold = run("--timings", memory=True)
    operations = _OPERATIONS.search(cold.output)
    assert operations is not None, cold.output
    stages = {name: float(seconds) for name, seconds in _STAGE.findall(cold.output)}
    size = emitted(folder / "sdk")
    edits = [changed() for _ in range(rounds)]
    idle = [run() for _ in range(2 * rounds)][1:]
    resident = None if _ERRORS.search(cold.output) else _watched(giant, folder, spec, numbers, rounds)
    return Ours(int(operations[1]), size, cold, _median(edits), _median(idle), resident, stages)


def _watched(giant: Giant, folder: Path, spec: Path, numbers: Iterator[int], rounds: int) -> Spent:
    with watching(folder, spec, "--package", "sdk") as process:
        for _ in range(rounds + 1):  # the first is not counted: what it needs is imported then
            process.put(giant.changed(next(numbers)))
    return _median([Spent(seconds, 0, "") for seconds in process.clock[1:]])


def _median(runs: list[Spent]) -> Spent:
    return sorted(runs, key=lambda spent: spent.seconds)[len(runs) // 2]
