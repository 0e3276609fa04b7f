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

from giants import Giant, giants
from ours import Ours, measure
from rival import VERSION, Rival, rival
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
            ours = measure(giant, here, rounds=2 if asked.quick else 5)
            other = None if asked.alone else rival(giant, here, rounds=1 if asked.quick else 2)
            print("\n".join(_lines(giant, ours, other)), flush=True)
    print(f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores, load {_load()}")


def _lines(giant: Giant, ours: Ours, other: Rival | None) -> list[str]:
    size = f"{giant.path.stat().st_size / 1e6:.1f} MB"
    lines = [f"\n{giant.name} ({size}, {giant.operations:,} operations)", _row("", "ours", f"o-p-c {VERSION}", "ratio")]
    for what, mine, theirs in (
        ("operations", ours.operations, other and other.operations),
        ("files", ours.emitted.files, other and other.emitted.files),
        ("lines", ours.emitted.lines, other and other.emitted.lines),
    ):
        lines.append(_row(what, f"{mine:,}", f"{theirs:,}" if theirs is not None else "-"))
    memory = f"{other.cold.memory / 2**20:,.0f} MiB" if other is not None else "-"
    lines.append(_row("peak memory, children included", f"{ours.cold.memory / 2**20:,.0f} MiB", memory))
    states = {"cold": ours.cold, "one schema changed": ours.changed, "nothing changed": ours.nothing}
    lines += [_state(state, spent, other) for state, spent in states.items()]
    if ours.watched is not None:
        lines.append(_state("one schema changed, watched", ours.watched, other))
    stages = ", ".join(f"{name} {seconds:.2f}" for name, seconds in ours.stages.items())
    return [*lines, f"  stages of the cold run, in seconds: {stages}"]


def _state(state: str, spent: Spent, other: Rival | None) -> str:
    if other is None:
        return _row(state, f"{spent.seconds:.3f} s", "-")
    ratio = other.cold.seconds / spent.seconds
    wanted = WANTED.get(state)
    asked = f" (wanted {wanted:.0f} x{'' if ratio >= wanted else ', missed'})" if wanted is not None else ""
    verdict = f"{ratio:,.1f} x{asked}"
    return _row(state, f"{spent.seconds:.3f} s", f"{other.cold.seconds:.3f} s", verdict)


def _row(what: str, ours: str, theirs: str, ratio: str = "") -> str:
    return f"  {what:<32}{ours:>12}{theirs:>16}  {ratio}".rstrip()


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


if __name__ == "__main__":
    main()
