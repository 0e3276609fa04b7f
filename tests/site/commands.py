"""The command line that makes sites, as a program of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def docs(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """`sdkwright docs`, run in a folder, this repository by default."""
    command = [sys.executable, "-m", "sdkwright", "docs", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True)
