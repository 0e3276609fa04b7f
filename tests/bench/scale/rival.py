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


def cold(giant: Giant, folder: Path, *, memory: bool) -> Spent | None:
    """A run in a folder of its own; None where it cannot be installed."""
    program = _installed()
    if program is None:
        print(f"left out: openapi-python-client {VERSION}, which pip could not install", file=sys.stderr)
        return None
    folder.mkdir()
    command = [program, "generate", "--path", giant.put(folder, 0), "--output-path", folder / "sdk"]
    return watched(command, cwd=folder, env=environment(PATH=f"{program.parent}:/usr/bin:/bin"), memory=memory)


def measure(folder: Path) -> Rival:
    """What a run has left in its folder."""
    made = folder / "sdk"
    modules = [path for path in made.rglob("api/**/*.py") if "def sync_detailed(" in path.read_text(encoding="utf-8")]
    return Rival(len(modules), emitted(made))


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
