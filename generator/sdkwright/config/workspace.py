"""`workspace.json`: where the document, the config and the output of a run are, for configs that do not say it themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from sdkwright.config.options import WORKSPACE
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
    return {key: path.parent / value for key, value in found.items()}


def workspace_places(config: Path) -> list[Path]:
    """Where one is looked for: beside the config, and in the folders above."""
    return [folder / WORKSPACE for folder in config.absolute().parents]


def _file(config: Path) -> Path | None:
    """The one beside the config, else the nearest in a folder above that names it as its `stainless_config`."""
    beside, above = config.parent / WORKSPACE, Path()
    if beside.is_file():
        return beside
    for path in workspace_places(config)[1:]:
        above = above / ".."
        if path.is_file() and _names(path, config):
            return config.parent / above / WORKSPACE
    return None


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
