"""Builds of the same sources on two machines that differ in all that is not the sources: folder, clock, zone, language, permissions."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

MACHINES = {
    "one": (0o022, {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1", "COLUMNS": "80"}, 1_000_000_000),
    "an \u00fcber other": (
        0o077,
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "USER": "zq"},
        1_790_000_000,
    ),
}
"""Name of the folder -> mask of permissions, environment, and when the sources were last changed."""
WATCH = """
import os, sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "os.system") or event == "import" and str(arguments[0]).startswith("zq_canary"):
        os.write(2, f"EVENT {event} {arguments!r:.200}".encode())
        os._exit(99)
sys.addaudithook(watch)
"""
"""What every Python process of a build begins with."""
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".make", "build", "dist", ".hypothesis")


def built(folder: Path, make: Callable[[Path, dict[str, str]], object]) -> list[dict[str, bytes]]:
    """The distributions, by name, of what `make` puts in a folder, on each machine."""
    found = []
    for name, (mask, changes, changed) in MACHINES.items():
        home = folder / name
        sources, target = home / "sources", home / "dist"
        before = os.umask(mask)
        try:
            home.mkdir(parents=True)
            inherited = {
                key: value for key, value in os.environ.items() if key not in ("SOURCE_DATE_EPOCH", "PYTHONPATH")
            }
            environment = {**inherited, **changes, "HOME": str(home), "SDKWRIGHT_CACHE_DIR": str(home / "cache")}
            make(sources, environment)
            (home / "hook").mkdir()
            (home / "hook" / "sitecustomize.py").write_text(WATCH)
            for path in sources.rglob("*"):
                os.utime(path, (changed, changed), follow_symlinks=False)
            done = subprocess.run(
                [sys.executable, "-m", "build", "--no-isolation", "--outdir", target, sources],
                env={**environment, "PYTHONPATH": str(home / "hook")}, capture_output=True, text=True, check=False,
            )  # fmt: skip
        finally:
            os.umask(before)
        assert done.returncode == 0, done.stderr + done.stdout
        found.append({path.name: path.read_bytes() for path in sorted(target.iterdir())})
    return found


def copied(root: Path, to: Path, mode: int) -> None:
    """The sources of a project, with other permissions."""
    shutil.copytree(root, to, ignore=LEFT_OUT, symlinks=True)
    for path in to.rglob("*"):
        if path.is_file() and not path.is_symlink():
            path.chmod((0o777 if path.stat().st_mode & 0o100 else 0o666) & ~mode)
