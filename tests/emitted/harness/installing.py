"""The emitted distribution as its users have it: a wheel, installed into an environment that holds nothing else."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Installed", "install"]

# What pip says when there is no index to ask; then the libraries of the test environment stand in for those of an index.
_NO_INDEX = ("No matching distribution found", "Could not find a version", "Connection", "Temporary failure")


@dataclass(frozen=True)
class Installed:
    """`with_dependencies` is False where pip could reach no index, and the test environment's libraries are used."""

    python: Path
    folder: Path
    wheel: Path
    with_dependencies: bool


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=300, check=False)


def install(distribution: Path, folder: Path) -> Installed:
    """Build a wheel of `distribution` and install it, with its dependencies, into a new environment in `folder`."""
    done = run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder / "dist", distribution)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = (folder / "dist").glob("*.whl")
    done = run(sys.executable, "-m", "venv", "--without-pip", folder / "venv")
    assert done.returncode == 0, done.stderr
    python = folder / "venv" / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--python", python, "install")
    done = run(*pip, wheel)
    complete = done.returncode == 0
    if not complete:
        assert any(words in done.stderr for words in _NO_INDEX), done.stderr
        done = run(*pip, "--no-deps", wheel)
        assert done.returncode == 0, done.stderr
        (found,) = (folder / "venv").glob("lib/python3.*/site-packages")
        (found / "libraries.pth").write_text(sysconfig.get_paths()["purelib"])
    return Installed(python, folder, wheel, complete)
