"""`python tests/bench/scale [DOCUMENT...] [--quick] [--alone]`: whole runs on giant documents beside openapi-python-client's.

What is printed for each is explained in ../README.md, "At scale".
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

import ours
import rival
from giants import Giant, giants
from watched import Spent

WANTED = {"cold": 2.0, "one schema changed": 20.0, "nothing changed": 200.0}


def main() -> None:
    """Measure one giant after the other and print each when it is done."""
    parser = argparse.ArgumentParser(prog="python tests/bench/scale", description=__doc__)
    parser.add_argument("documents", nargs="*", type=Path, metavar="DOCUMENT", help="instead of the giants")
    parser.add_argument("--quick", action="store_true", help="one giant, and fewer runs")
    parser.add_argument("--alone", action="store_true", help="without the other generator")
    asked = parser.parse_args()
    found = [Giant(path.stem, path.resolve()) for path in asked.documents] or list(giants())
    with tempfile.TemporaryDirectory(prefix="sdkwright-scale-") as folder:
        for giant in found[:1] if asked.quick else found:
            here = Path(folder) / giant.name
            here.mkdir()
            print(f"measuring: {giant.name} ...", file=sys.stderr, flush=True)
            print("\n".join(_measured(giant, here, quick=asked.quick, alone=asked.alone)), flush=True)
    print(f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores, load {_load()}")


def _measured(giant: Giant, here: Path, *, quick: bool, alone: bool) -> list[str]:
    """Cold runs of both in turn, each in a new folder that stays: a disk from which much was just deleted is slow. Then all else of ours."""
    mine, theirs = list[ours.Cold](), list[Spent]()
    for turn in range(1 if quick else 2):
        mine.append(ours.cold(giant, here / f"ours{turn}", memory=not turn))
        other = None if alone else rival.cold(giant, here / f"theirs{turn}", memory=not turn)
        theirs += [other] if other is not None else []
    made = rival.measure(here / "theirs0") if theirs else None
    return _lines(giant, mine, theirs, ours.measure(giant, mine[-1], rounds=2 if quick else 5), made)


def _lines(
    giant: Giant, mine: list[ours.Cold], theirs: list[Spent], made: ours.Ours, other: rival.Rival | None
) -> list[str]:
    size = f"{giant.path.stat().st_size / 1e6:.1f} MB"
    lines = [f"\n{giant.name} ({size}, {giant.operations:,} operations)"]
    lines.append(_row("", "ours", f"o-p-c {rival.VERSION}", "ratio"))
    for what, number, beside in (
        ("operations", made.operations, other and other.operations),
        ("files", made.emitted.files, other and other.emitted.files),
        ("lines", made.emitted.lines, other and other.emitted.lines),
    ):
        lines.append(_row(what, f"{number:,}", f"{beside:,}" if beside is not None else "-"))
    memory = f"{theirs[0].memory / 2**20:,.0f} MiB" if theirs else "-"
    lines.append(_row("peak memory, children included", f"{mine[0].spent.memory / 2**20:,.0f} MiB", memory))
    best = min(mine, key=lambda run: run.spent.seconds)
    limit = min((run.seconds for run in theirs), default=None)
    states = {"cold": best.spent, "one schema changed": made.changed, "nothing changed": made.nothing}
    lines += [_state(state, spent, limit) for state, spent in states.items()]
    if made.watched is not None:
        lines.append(_state("one schema changed, watched", made.watched, limit))
    stages = ", ".join(f"{name} {seconds:.2f}" for name, seconds in best.stages.items())
    return [*lines, f"  stages of the cold run, in seconds: {stages}"]


def _state(state: str, spent: Spent, theirs: float | None) -> str:
    if theirs is None:
        return _row(state, f"{spent.seconds:.3f} s", "-")
    ratio = theirs / spent.seconds
    wanted = WANTED.get(state)
    asked = f" (wanted {wanted:.0f} x{'' if ratio >= wanted else ', missed'})" if wanted is not None else ""
    verdict = f"{ratio:,.1f} x{asked}"
    return _row(state, f"{spent.seconds:.3f} s", f"{theirs:.3f} s", verdict)


def _row(what: str, ours: str, theirs: str, ratio: str = "") -> str:
    return f"  {what:<32}{ours:>12}{theirs:>16}  {ratio}".rstrip()


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


if __name__ == "__main__":
    main()
