"""Compares two packages wherever they are: in a folder, a wheel, an sdist, or as a list of facts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Protocol

from sdkwright.compare.archives import locate
from sdkwright.compare.changes import Comparison
from sdkwright.compare.facts import read_facts
from sdkwright.compare.pairing import compare
from sdkwright.compare.reading import ReadingError, read_surface
from sdkwright.compare.surface import Surface

__all__ = ["ReadingError", "compare_emitted", "compare_paths"]


class Emitted(Protocol):
    """A file that is about to be written."""

    @property
    def path(self) -> PurePosixPath:
        """Relative to the distribution."""
        ...

    @property
    def text(self) -> str:
        """Its content."""
        ...


def compare_paths(old: Path, new: Path, package: str | None = None) -> Comparison:
    """What changes from one to the other. Raises ReadingError for what cannot be read."""
    return compare(_surface(old, str(old), package), _surface(new, str(new), package))


def compare_emitted(out: Path, files: Iterable[Emitted]) -> Comparison:
    """What changes when `files` replace what is in the folder `out`. Raises ReadingError."""
    with TemporaryDirectory(prefix="sdkwright-compare-") as name:
        folder = Path(name)
        for file in files:
            if file.path.suffix == ".py" or file.path.name in {"pyproject.toml", "py.typed"}:
                (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
                (folder / file.path).write_text(file.text, encoding="utf-8")
        return compare(_surface(out, str(out), None), _surface(folder, "what is emitted now", None))


def _surface(path: Path, label: str, package: str | None) -> Surface:
    if path.is_file() and path.suffix == ".txt":
        return read_facts(path)
    with locate(path, package) as found:
        return read_surface(
            found.search.resolve(), found.package, label=label, version=found.version, python=found.python
        )
