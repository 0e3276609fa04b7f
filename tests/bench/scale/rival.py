"""The other side: openapi-python-client, in an environment of its own, which is kept. It has no cache: each of its runs is a cold one."""

from __future__ import annotations

import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

from giants import CACHE, Giant
from measure import environment
from watched import Emitted, Spent, emitted, watched

VERSION = "0.29.1"


@dataclass
class Rival:
    """``operations`` are its modules with a function that sends one."""

    operations: int
    emitted: Emitted
    cold: Spent


def rival(giant: Giant, folder: Path, *, rounds: int) -> Rival | None:
    """Its best of so many runs; None where it cannot be installed."""
    program = _installed()
    if program is None:
        print(f"left out: openapi-python-client {VERSION}, which pip could not install", file=sys.stderr)
        return None
    out, env = folder / "theirs", environment(PATH=f"{program.parent}:/usr/bin:/bin")
    spec = folder / f"openapi{giant.path.suffix}"
    command = [program, "generate", "--path", spec, "--output-path", out, "--overwrite"]
    runs = [watched(command, cwd=folder, env=env, memory=not turn) for turn in range(rounds)]
    best = min(run.seconds for run in runs)
    modules = [path for path in out.rglob("api/**/*.py") if "def sync_detailed(" in path.read_text(encoding="utf-8")]
    return Rival(len(modules), emitted(out), Spent(best, runs[0].memory, ""))


def _installed() -> Path | None:
    """Its console script; installed at the first use, from wherever pip is set up to install from."""
    place = CACHE / f"openapi-python-client-{VERSION}"
    program = place / "bin" / "openapi-python-client"
    if not program.exists():
        venv.create(place, with_pip=True)
        install = [place / "bin" / "python", "-m", "pip", "install", "--quiet", f"openapi-python-client=={VERSION}"]
        if subprocess.run(install, check=False).returncode:
            return None
    return program
