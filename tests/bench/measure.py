"""Taking two costs side by side and summing them up; knows nothing of what is measured."""

from __future__ import annotations

import gc
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PACKAGE = ROOT / "generated" / "src"

# What would turn a run into another one: options of the package, proxies, and the switch that forbids .pyc files.
_MEDDLING = (
    "ANTHROPIC_",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONPATH",
    "SDKWRIGHT_",
)


@dataclass(slots=True)
class Pairs:
    """Costs of ours and of the floor in seconds (or any other unit), taken in turn: item i of both is one pair."""

    ours: list[float] = field(default_factory=list[float])
    floor: list[float] = field(default_factory=list[float])

    @property
    def ratios(self) -> list[float]:
        """Ours over the floor, pair by pair, so that a machine that slows down meanwhile slows down both."""
        return [mine / base for mine, base in zip(self.ours, self.floor, strict=True)]

    @property
    def ratio(self) -> float:
        """The median of the ratios."""
        return statistics.median(self.ratios)

    @property
    def spread(self) -> tuple[float, float]:
        """The quartiles of the ratios."""
        return quartiles(self.ratios)

    @property
    def best(self) -> float:
        """The cheapest of ours over the cheapest of the floor: what is left when nothing disturbs."""
        return min(self.ours) / min(self.floor)


def quartiles(values: Sequence[float]) -> tuple[float, float]:
    """The first and the third; the extremes where there are too few values for quartiles."""
    if len(values) < 4:
        return min(values), max(values)
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, high


def in_turn(sides: dict[str, Callable[[], float]], rounds: int, *, warm: int = 1) -> dict[str, list[float]]:
    """What each side costs in each round. Every other round goes the other way round; `warm` rounds are not counted."""
    costs: dict[str, list[float]] = {name: [] for name in sides}
    for turn in range(-warm, rounds):
        for name in sides if turn % 2 == 0 else reversed(sides):
            cost = sides[name]()
            if turn >= 0:
                costs[name].append(cost)
    return costs


def pairs(ours: Callable[[], float], floor: Callable[[], float], rounds: int, *, warm: int = 1) -> Pairs:
    """Both costs, taken in turn."""
    costs = in_turn({"floor": floor, "ours": ours}, rounds, warm=warm)
    return Pairs(costs["ours"], costs["floor"])


def cpu_of(work: Callable[[], object]) -> float:
    """Seconds of processor that this process spent on `work`. Whoever sets off a garbage collection pays for it."""
    started = time.process_time()
    work()
    return time.process_time() - started


@contextmanager
def without_collector() -> Iterator[None]:
    """Cyclic garbage is not looked for meanwhile."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()


def environment(**extra: str) -> dict[str, str]:
    """The environment of a child process, without what would meddle."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(_MEDDLING)}
    return {
        **kept,
        "ANTHROPIC_API_KEY": "my-api-key",
        "PYTHONPATH": os.pathsep.join((str(PACKAGE), str(HERE))),
        **extra,
    }


def clean_own_environment() -> None:
    """The same for this process."""
    for name in os.environ.keys() - environment().keys():
        del os.environ[name]


def python(code: str, *arguments: str) -> list[float]:
    """The numbers that `code` prints, run by a new interpreter."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"A child process failed:\n{done.stderr}")
    return [float(word) for word in done.stdout.split()]


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took, in seconds: on the clock, and of processors (its own children included)."""

    wall: float
    cpu: float


def spent_by(command: Sequence[str], *, cwd: Path, env: Mapping[str, str]) -> Spent:
    """Run a process to its end. Raises RuntimeError if it fails."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr}")
    return Spent(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
