"""What `sdkwright watch` takes from the moment a description is written to the end of the run that follows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from measure import ROOT, Pairs, environment, spent_by
from table import Row, ratio_row, seconds, verdict

SPECS = Path(os.environ.get("SDKWRIGHT_SPECS", ROOT.parent / "shared" / "specs"))
DOCUMENTS = (
    ROOT / "spec" / "openapi.yaml",
    SPECS / "ory-kratos" / "openapi.yaml",
    SPECS / "clerk" / "openapi.yml",
)
"""Of a few operations, of half a hundred, and of two hundred; those that are not there are left out."""
WANTED = 0.5
WORDED = re.compile(r"^( {6,}summary: )(.*)$", re.MULTILINE)
"""Text of an operation, which stands in its method, and in nothing else."""
DONE = re.compile(r"(\d+) operations; .* s$")


def rows(*, quick: bool) -> Iterator[Row]:
    """The clock, and where the system tells it the processor time, both beside a run from nothing on the same document."""
    for document in DOCUMENTS:
        if document.is_file():
            yield from _rows(document, rounds=3 if quick else 9)


def _rows(document: Path, *, rounds: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="sdkwright-bench-") as name:
        folder = Path(name)
        cold = spent_by(
            _command("generate", document.name), cwd=_laid_out(folder / "cold", document), env=_env(folder / "cold")
        )
        with watching(_laid_out(folder / "warm", document), document) as watched:
            for _ in range(rounds + 1):
                watched.edit()
        taken = Pairs(watched.clock[1:], [cold.wall] * rounds)
        what = f"watch, one line changed of {watched.operations} operations"
        yield Row(
            *ratio_row(what, taken, "generate, cold").cells()[:7], f"<= {seconds(WANTED)}", verdict(taken.ours, WANTED)
        )
        if watched.processor:
            yield ratio_row("  its processor time", Pairs(watched.processor[1:], [cold.cpu] * rounds), "generate, cold")


def _laid_out(folder: Path, document: Path) -> Path:
    folder.mkdir()
    (folder / document.name).write_text(document.read_text("utf-8"), encoding="utf-8")
    return folder


def _command(name: str, document: str) -> list[str]:
    return [sys.executable, "-u", "-m", "sdkwright", name, "--spec", document, "--output", "sdk"]


def _env(folder: Path) -> dict[str, str]:
    return environment(SDKWRIGHT_CACHE_DIR=str(folder / "cache"))


@dataclass(slots=True)
class _Watched:
    process: subprocess.Popen[str]
    document: Path
    text: str
    operations: str = ""
    clock: list[float] = field(default_factory=list[float])
    processor: list[float] = field(default_factory=list[float])
    numbers: Iterator[int] = field(default_factory=count)

    def edit(self) -> None:
        """Change one line, and wait for what comes of it."""
        self.put(WORDED.sub(lambda found: f"{found[1]}Edition {next(self.numbers)}", self.text, count=1))

    def put(self, new: str) -> None:
        """Have another text in the place of the document, and wait for what comes of it."""
        time.sleep(0.3)  # the watcher is asleep by then, as while somebody types
        before, started = _processor(self.process.pid), time.perf_counter()
        self.document.write_text(new, encoding="utf-8")
        self.wait()
        self.clock.append(time.perf_counter() - started)
        after = _processor(self.process.pid)
        self.processor += [after - before] if before is not None and after is not None else []

    def wait(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if found := DONE.search(line):
                self.operations = found[1]
                return
        raise RuntimeError("sdkwright watch ended")


@contextmanager
def watching(folder: Path, document: Path, *more: str) -> Iterator[_Watched]:
    """A process that watches a document of this folder, after its first run."""
    place = folder / document.name
    process = subprocess.Popen(
        [*_command("watch", place.name), *more], cwd=folder, env=_env(folder), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        watched = _Watched(process, place, place.read_text("utf-8"))
        watched.wait()
        yield watched
    finally:
        process.kill()
        process.wait()


def _processor(pid: int) -> float | None:
    """Seconds of the process and of those that it has waited for; None where the system does not tell."""
    try:
        numbers = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return None
    return sum(map(int, numbers[11:15])) / os.sysconf("SC_CLK_TCK")
