"""`workspace.json`: where the document, the config and the output of a run are, for configs that do not say it themselves."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from sdkwright.config.discovery import plain
from sdkwright.config.options import WORKSPACES
from sdkwright.diagnostics import Report
from sdkwright.pointer import Json
from sdkwright.read.text import shown

__all__ = ["workspace", "workspace_places"]


def workspace(config: Path, report: Report) -> dict[str, Path]:
    """`openapi_spec` and `output_path` of the workspace of a config, which are relative to its folder."""
    path = _file(config)
    if path is None:
        return {}
    try:
        found = dict(_paths(json.loads(path.read_text("utf-8"))))
    except (OSError, ValueError) as error:
        message = f"{shown(path)} cannot be used: {error}"
        report.add("C006", None, message, hint='it holds `{"openapi_spec": ..., "output_path": ...}`', source="config")
        return {}
    return {key: plain(path.parent / value) for key, value in found.items()}


def workspace_places(config: Path) -> list[Path]:
    """Where one is looked for: beside the config, in the folders above, and in their folders that are for it, as a run without flags looks in its own."""
    folder = config.absolute().parent
    folder = folder.resolve() if ".." in folder.parts else folder
    folders = dict.fromkeys((folder, *folder.parents, Path.cwd()))
    return [each / name for each in folders for name in WORKSPACES]


def _file(config: Path) -> Path | None:
    """The one beside the config, else the nearest that names it as its `stainless_config`."""
    beside, *others = workspace_places(config)
    found = (
        beside if beside.is_file() else next((each for each in others if each.is_file() and _names(each, config)), None)
    )
    return found if found is None or config.is_absolute() else _from_here(found)


def _from_here(path: Path) -> Path:
    """The path as it is from the working directory, where there is a way."""
    try:
        near = Path(os.path.relpath(path))
    except ValueError:  # on another drive
        return path
    return near if near.resolve() == path.resolve() else path


def _names(path: Path, config: Path) -> bool:
    try:
        told: Json = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    named = told.get("stainless_config") if isinstance(told, dict) else None
    return isinstance(named, str) and (path.parent / named).resolve() == config.resolve()


def _paths(data: Json) -> Iterator[tuple[str, str]]:
    if not isinstance(data, dict):
        raise ValueError("it is not a mapping")  # noqa: TRY004 - wrong content, told with that of json.loads
    targets = data.get("targets")
    python = targets.get("python") if isinstance(targets, dict) else None
    for table in (data, python if isinstance(python, dict) else {}):
        for key in ("openapi_spec", "output_path"):
            value = table.get(key)
            if isinstance(value, str):
                yield key, value
