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
class Cold:
    """A run from nothing, and where it left what it made."""

    folder: Path
    spent: Spent

    @property
    def stages(self) -> dict[str, float]:
        """Seconds by stage, as it told them."""
        return {name: float(seconds) for name, seconds in _STAGE.findall(self.spent.output)}


@dataclass
class Ours:
    """After the cold runs: medians by the clock, the interpreter's start included.

    ``watched`` is the changed schema as a process sees it that watches the document; None where the document has errors, which that does
    not pass over.
    """

    operations: int
    emitted: Emitted
    changed: Spent
    nothing: Spent
    watched: Spent | None


def cold(giant: Giant, folder: Path, *, memory: bool) -> Cold:
    """A run in a folder of its own, with a cache of its own."""
    folder.mkdir()
    giant.put(folder, 0)  # laid out as after the edits that will come
    return Cold(folder, _run(giant, folder, "--timings", memory=memory))


def measure(giant: Giant, after: Cold, *, rounds: int) -> Ours:
    """All else, in the folder of a cold run."""
    folder, numbers = after.folder, count(1)

    def changed() -> Spent:
        giant.put(folder, next(numbers))
        return _run(giant, folder)

    operations = _OPERATIONS.search(after.spent.output)
    assert operations is not None, after.spent.output
    size = emitted(folder / "sdk")
    edits = [changed() for _ in range(rounds)]
    idle = [_run(giant, folder) for _ in range(2 * rounds)][1:]
    resident = None if _ERRORS.search(after.spent.output) else _watched(giant, folder, numbers, rounds)
    return Ours(int(operations[1]), size, _median(edits), _median(idle), resident)


def _run(giant: Giant, folder: Path, *more: str, memory: bool = False) -> Spent:
    spec, env = giant.spec(folder), environment(SDKWRIGHT_CACHE_DIR=str(folder / "cache"))
    command = [sys.executable, "-m", "sdkwright", "generate", "--spec", spec, "--output", "sdk", "--package", "sdk"]
    return watched([*command, "--keep-going", *more], cwd=folder, env=env, memory=memory)


def _watched(giant: Giant, folder: Path, numbers: Iterator[int], rounds: int) -> Spent:
    with watching(folder, giant.spec(folder), "--package", "sdk") as process:
        for _ in range(rounds + 1):  # the first is not counted: what it needs is imported then
            process.put(giant.changed(next(numbers)))
    return _median([Spent(seconds, 0, "") for seconds in process.clock[1:]])


def _median(runs: list[Spent]) -> Spent:
    return sorted(runs, key=lambda spent: spent.seconds)[len(runs) // 2]
