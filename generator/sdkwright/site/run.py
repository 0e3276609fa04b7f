"""The steps of `sdkwright docs`: emit package and pages into a folder of their own, have HTML made of them, put that in place."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from sdkwright.config import GenerateOptions
from sdkwright.pipeline import generate
from sdkwright.result import Result

__all__ = ["SiteError", "make"]

MARKER = ".sdkwright-site"
MARKED = "Made by `sdkwright docs`, which replaces this folder whole.\n"
NEEDED = ("zensical", "mkdocstrings_handlers")


class SiteError(Exception):
    """The site cannot be made or put in place; the message says why and what to do."""


def make(options: GenerateOptions, output: Path, *, sources: Path | None = None) -> Result:
    """Make the site in `output`, its sources in `sources` where that is given; nothing is replaced unless all of it worked.

    The result is that of emitting the package: where its outcome is None no site was made. Raises SiteError.
    """
    _check_needed()
    for place in (output, sources) if sources is not None else (output,):
        _check_ours(place)
    output.parent.mkdir(parents=True, exist_ok=True)
    with _folder_beside(output) as folder:
        work = folder / "work"
        result = generate(replace(options, output=work, site=True, check=False, diff=False))
        if result.outcome is None:
            return result
        _build(work)
        if sources is not None:
            _put(work, sources, folder / "old-sources", leave_out="site")
        _put(work / "site", output, folder / "old-site")
    return result


def _check_needed() -> None:
    if any(find_spec(module) is None for module in NEEDED):
        raise SiteError("the tools that make the site are not installed; run: pip install 'sdkwright[docs]'")


def _check_ours(place: Path) -> None:
    """Only a folder that is not there, that is empty, or that we made is replaced."""
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        raise SiteError(f"{place} is not a folder; name another one")
    if place.is_dir() and any(place.iterdir()) and not (place / MARKER).is_file():
        raise SiteError(f"{place} holds files that `sdkwright docs` did not make; name an empty folder")


@contextmanager
def _folder_beside(output: Path) -> Generator[Path]:
    """A folder on the same disk, so that what is done can be moved into place at once; gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix=".sdkwright-", dir=output.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _build(work: Path) -> None:
    """Have Zensical make `work/site`. It is a program of its own: what it prints is shown only when it fails."""
    command = [sys.executable, "-m", "zensical", "build", "--clean"]
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if done.returncode or not (work / "site" / "index.html").is_file():
        said = "\n".join((done.stdout + done.stderr).splitlines()[-20:])
        raise SiteError(f"Zensical did not make the site:\n{said}")
    (work / "site" / MARKER).write_text(MARKED, encoding="utf-8")


def _put(made: Path, place: Path, aside: Path, leave_out: str | None = None) -> None:
    """Move or copy a folder to its place; what stood there is moved aside first, and back if that fails."""
    if place.exists():
        place.rename(aside)
    try:
        if leave_out is None:
            made.rename(place)
        else:
            shutil.copytree(made, place, ignore=shutil.ignore_patterns(leave_out, ".cache"))
            (place / MARKER).write_text(MARKED, encoding="utf-8")
    except OSError:
        if aside.exists():
            shutil.rmtree(place, ignore_errors=True)
            aside.rename(place)
        raise
