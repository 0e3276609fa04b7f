"""What `sdkwright generate` takes on the description in spec/, as a whole process."""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from measure import ROOT, Pairs, Spent, environment, in_turn, quartiles, spent_by
from table import Row, ratio_row, seconds, times, verdict

FLOOR = "python -c pass"
WANTED = 0.3
STATES = {
    "cold": "generate, cold: nothing cached, nothing there",
    "changed": "generate, one line of the spec changed",
    "nothing": "generate, nothing changed",
}
SENTENCE = "        List available models.\n"
GENERATE = [sys.executable, "-m", "sdkwright", "generate"]


def rows(*, quick: bool) -> Iterator[Row]:
    """Each state on top of the interpreter's start, then the warm ones against the cold one."""
    with tempfile.TemporaryDirectory(prefix="sdkwright-bench-") as folder:
        runs = _Runs(Path(folder))
        in_turn(runs.sides(), 2 if quick else 7)
    start, cold = runs.wall("start"), runs.wall("cold")
    for state, what in STATES.items():
        yield _on_top(what, Pairs(runs.wall(state), start), FLOOR, wanted=WANTED if state == "nothing" else None)
    yield _on_top("  its processor time", Pairs(runs.cpu("nothing"), runs.cpu("start")), FLOOR, wanted=None)
    yield ratio_row("  one line changed against cold", Pairs(runs.wall("changed"), cold), "generate, cold")
    yield ratio_row("  nothing changed against cold", Pairs(runs.wall("nothing"), cold), "generate, cold")


@dataclass(slots=True)
class _Runs:
    """The runs in two folders below `folder`: one is emptied before each run, one keeps its cache and its output."""

    folder: Path
    taken: dict[str, list[Spent]] = field(default_factory=dict[str, list[Spent]])

    def wall(self, name: str) -> list[float]:
        return [spent.wall for spent in self.taken[name][1:]]  # the first round warms up

    def cpu(self, name: str) -> list[float]:
        return [spent.cpu for spent in self.taken[name][1:]]

    def sides(self) -> dict[str, Callable[[], float]]:
        warm, cold, numbers = self.folder / "warm", self.folder / "cold", count()
        shutil.copytree(ROOT / "spec", warm / "spec")

        def generate_cold() -> float:
            shutil.rmtree(cold, ignore_errors=True)
            shutil.copytree(ROOT / "spec", cold / "spec")
            return self._run("cold", GENERATE, cold)

        def generate_changed() -> float:
            _reword(warm / "spec" / "openapi.yaml", next(numbers))
            return self._run("changed", GENERATE, warm)

        def generate_again() -> float:
            # Whatever came before, the run that counts has nothing to do.
            spent_by(GENERATE, cwd=warm, env=_environment(warm))
            return self._run("nothing", GENERATE, warm)

        return {
            "start": lambda: self._run("start", [sys.executable, "-c", "pass"], warm),
            "cold": generate_cold,
            "changed": generate_changed,
            "nothing": generate_again,
        }

    def _run(self, name: str, command: list[str], place: Path) -> float:
        spent = spent_by(command, cwd=place, env=_environment(place))
        self.taken.setdefault(name, []).append(spent)
        return spent.wall


def _environment(place: Path) -> dict[str, str]:
    return environment(SDKWRIGHT_CACHE_DIR=str(place / "cache"))


def _reword(spec: Path, number: int) -> None:
    text = (ROOT / "spec" / "openapi.yaml").read_text(encoding="utf-8")
    assert text.count(SENTENCE) == 1, "the description that this changes has been reworded"
    spec.write_text(text.replace(SENTENCE, f"        List available models, edition {number}.\n"), encoding="utf-8")


def _on_top(what: str, taken: Pairs, floor_is: str, *, wanted: float | None) -> Row:
    on_top = [whole - start for whole, start in zip(taken.ours, taken.floor, strict=True)]
    low, high = quartiles(taken.ratios)
    return Row(
        what,
        times(taken.ratio),
        f"{low:.1f}-{high:.1f}",
        f"{taken.best:.2f}",
        f"+{seconds(statistics.median(on_top))}",
        seconds(statistics.median(taken.floor)),
        floor_is,
        "-" if wanted is None else f"<= +{seconds(wanted)}",
        "-" if wanted is None else verdict(on_top, wanted),
    )
