"""What importing the package and making a client costs in a new process."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from measure import pairs, python
from table import Row, count_row, ratio_row

OURS = "from anthropic import Anthropic; client = Anthropic()"
FLOOR = "import httpx2, pydantic"

# The interpreter's own start is on neither side: it would only bring the ratio closer to 1.
_TIMED = "import time; started = time.process_time(); {}; print(time.process_time() - started)"
_COUNTED = """
import sys
opened, before = [], set(sys.modules)
sys.addaudithook(lambda event, _: opened.append(event) if event == "open" else None)
{}
files, new = len(opened), sys.modules.keys() - before
print(len(new), sum(name.partition(".")[0] == "anthropic" for name in new), files)
try:  # not `ru_maxrss`, which also counts the process that started this one
    lines = open("/proc/self/status").readlines()
except OSError:
    lines = []
print(*(line.split()[1] for line in lines if line.startswith("VmHWM")))
"""


def rows(*, quick: bool) -> Iterator[Row]:
    """The time, and the counts that explain it."""
    # The round before, which is not counted, writes the .pyc files.
    taken = pairs(partial(_seconds, OURS), partial(_seconds, FLOOR), 5 if quick else 25)
    yield ratio_row("import anthropic + Anthropic()", taken, FLOOR, wanted=1.15)
    modules, own, files, *memory = python(_COUNTED.format(OURS))
    floor_modules, _, floor_files, *floor_memory = python(_COUNTED.format(FLOOR))
    yield count_row(f"  modules imported, of which ours {own:.0f}", modules, floor_modules, FLOOR)
    yield count_row("  files opened", files, floor_files, FLOOR)
    if memory:  # on Linux
        yield count_row("  peak memory of the process", memory[0] / 1024, floor_memory[0] / 1024, FLOOR, unit=" MiB")


def _seconds(code: str) -> float:
    return python(_TIMED.format(code))[0]
