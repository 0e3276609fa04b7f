"""Our side: cold, after a change of one schema, and with nothing to do."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from giants import Giant
from measure import environment
from watched import Emitted, Spent, emitted, watched

_STAGE = re.compile(r"^  (\w+) +([0-9.]+) s", re.MULTILINE)
_OPERATIONS = re.compile(r"^(\d+) operations?;", re.MULTILINE)


@dataclass
class Ours:
    """Medians by the clock, the interpreter's start included. The cold run is the first and only one of its kind."""

    operations: int
    emitted: Emitted
    cold: Spent
    changed: Spent
    nothing: Spent
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
    return Ours(int(operations[1]), size, cold, _median(edits), _median(idle), stages)


def _median(runs: list[Spent]) -> Spent:
    return sorted(runs, key=lambda spent: spent.seconds)[len(runs) // 2]
