"""`python tests/bench [TOPIC...] [--quick]`: every figure of performance as a ratio to its own floor; README.md has the method."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

import topic_call
import topic_first
import topic_generate
import topic_import
import topic_many
import topic_memory
import topic_read
import topic_size
import topic_stream
import topic_upload
import topic_watch
from measure import PACKAGE, clean_own_environment
from table import Row, lines

TOPICS = {
    "import": topic_import.rows,
    "call": topic_call.rows,
    "many": topic_many.rows,
    "memory": topic_memory.rows,
    "read": topic_read.rows,
    "stream": topic_stream.rows,
    "upload": topic_upload.rows,
    "generate": topic_generate.rows,
    "watch": topic_watch.rows,
    "first": topic_first.rows,
    "size": topic_size.rows,
}


def main() -> None:
    """Measure what is asked for and print one table."""
    parser = argparse.ArgumentParser(prog="python tests/bench", description=__doc__)
    parser.add_argument("topics", nargs="*", metavar="TOPIC", help=f"of {', '.join(TOPICS)}; all when none is named")
    parser.add_argument("--quick", action="store_true", help="fewer rounds: whether it works, not what it costs")
    asked = parser.parse_args()
    if unknown := set(asked.topics) - TOPICS.keys():
        parser.error(f"no such topic: {', '.join(sorted(unknown))} (there are {', '.join(TOPICS)})")
    clean_own_environment()
    sys.path.insert(0, str(PACKAGE))
    before, rows = _load(), list[Row]()
    for name in asked.topics or TOPICS:
        print(f"measuring: {name} ...", file=sys.stderr, flush=True)
        rows += TOPICS[name](quick=asked.quick)
    print("\n".join(lines(rows)))
    print(
        "\nRatio: the median over pairs of runs taken in turn, lower is better. Best: the cheapest of ours over the cheapest"
        "\nof the floor. Ours and floor: medians. A question mark: the quartiles lie on both sides of what is wanted."
    )
    print("\n".join(("", *_machine(before))))


def _machine(before: str) -> list[str]:
    libraries = ", ".join(f"{name} {version(name)}" for name in ("httpx2", "pydantic", "pydantic-core"))
    return [
        f"{platform.python_implementation()} {platform.python_version()}, {libraries}",
        f"{platform.system()} {platform.machine()}, {_processor()}, {os.cpu_count()} cores",
        f"load of the machine (1 minute): {before} before, {_load()} after",
    ]


def _processor() -> str:
    try:
        facts = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or "processor unknown"
    names = [line.partition(":")[2].strip() for line in facts.splitlines() if line.startswith("model name")]
    return names[0] if names else "processor unknown"


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


if __name__ == "__main__":
    main()
