"""Where the config of a folder is; not what is in it. Nothing slow is imported, so that a run without work stays short."""

from __future__ import annotations

from pathlib import Path

from sdkwright.config.options import CANDIDATES

__all__ = ["discover"]


def discover(folder: Path) -> Path | None:
    """The config that a run without `--config` and `--spec` uses; None where there is none."""
    for name in CANDIDATES:
        path = folder / name
        if path.is_file() and (path.suffix != ".toml" or _has_table(path)):
            return path
    return None


def _has_table(path: Path) -> bool:
    """Whether the pyproject.toml is for us; a broken one that names our table is, so that its error is shown."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return "[tool.sdkwright" in text
