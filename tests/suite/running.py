"""Emitting a package and running the tests that come with it, as its user does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent


def emit(out: Path, *flags: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sdkwright", "generate", "--output", str(out), "--jobs", "1", *flags]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env={**os.environ, **variables})


def run(folder: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    """The suite, with nothing of this repository to be found."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:asyncio", *flags]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
