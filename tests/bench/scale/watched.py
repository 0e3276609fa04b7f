"""One command run to its end: seconds by the clock, and the memory of its whole family at its peak."""

from __future__ import annotations

import resource
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

PAGE = resource.getpagesize()


@dataclass
class Spent:
    """``memory`` in bytes: the sum over the process and its children of what each holds, seen every 20 ms; 0 where nobody looked."""

    seconds: float
    memory: int
    output: str


@dataclass
class Emitted:
    """What a generator left behind."""

    files: int
    lines: int


def watched(command: list[str | Path], *, cwd: Path, env: dict[str, str], memory: bool = False) -> Spent:
    """Run it. Exit code 1 is fine: findings about the document. `memory` looks at /proc, or at the largest child where there is none."""
    peak, ended = [0], threading.Event()
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
    )
    if memory and sys.platform == "linux":
        threading.Thread(target=_watch, args=(process.pid, peak, ended)).start()
    output, _ = process.communicate()
    seconds = time.perf_counter() - started
    ended.set()
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(map(str, command))} ended with {process.returncode}")
    if memory and sys.platform != "linux":
        peak[0] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return Spent(seconds, peak[0], output)


def _watch(pid: int, peak: list[int], ended: threading.Event) -> None:
    while not ended.wait(0.02):
        peak[0] = max(peak[0], _held(pid))


def _held(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (OSError, IndexError):  # it has just ended
        return 0
    return pages * PAGE + sum(_held(int(child)) for child in children)


def emitted(folder: Path) -> Emitted:
    """Count what is below a folder, without what its import would leave there."""
    paths = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return Emitted(len(paths), sum(path.read_bytes().count(b"\n") for path in paths))
