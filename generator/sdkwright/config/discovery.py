"""Where the config of a folder is, and what in it looks like a document; not what is in either. Nothing slow is imported, so that a run without work stays short."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import cast

from sdkwright.config.options import CANDIDATES, WORKSPACES

__all__ = ["discover", "documents", "plain"]

_LOOKED_AT = 4096
_KEYS = ("openapi", "swagger")


def discover(folder: Path) -> Path | None:
    """The config that a run without `--config` and `--spec` uses; None where there is none."""
    for name in CANDIDATES:
        path = folder / name
        if path.is_file() and (path.suffix != ".toml" or _has_table(path)):
            return path
    named = (_named(folder / name) for name in WORKSPACES)
    return next((path for path in named if path is not None), None)


def _named(workspace: Path) -> Path | None:
    """The config that a workspace names, where it is there."""
    try:
        told = json.loads(workspace.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    name: object = cast("dict[str, object]", told).get("stainless_config") if isinstance(told, dict) else None
    path = plain(workspace.parent / name) if isinstance(name, str) else None
    return path if path is not None and path.is_file() else None


def plain(path: Path) -> Path:
    """The same place without ``..`` in its middle, unless a link is on the way."""
    short = Path(os.path.normpath(path))
    return short if short.resolve() == path.resolve() else path


def documents(folder: Path) -> list[Path]:
    """The files of a folder that begin like descriptions of an API, for advice to somebody who named none."""
    try:
        found = sorted(each for each in folder.iterdir() if each.suffix in {".yaml", ".yml", ".json"})
        return [each for each in found if not each.name.startswith(".") and each.is_file() and _begins_like_one(each)]
    except OSError:
        return []


def _begins_like_one(path: Path) -> bool:
    with path.open("rb") as stream:
        lines = stream.read(_LOOKED_AT).decode("utf-8", "replace").splitlines()
    return any(line.lstrip(" {\"'").startswith(_KEYS) and ":" in line for line in lines)


def _has_table(path: Path) -> bool:
    """Whether the pyproject.toml is for us; a broken one that names our table is, so that its error is shown."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return "[tool.sdkwright" in text
