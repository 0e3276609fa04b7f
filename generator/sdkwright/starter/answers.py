"""Puts into a guessed config what an SDK that people use has already, and what a person answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sdkwright.config.options import is_importable
from sdkwright.starter.sdk_folder import SdkFolder
from sdkwright.starter.text import Entry, Table

__all__ = ["asked", "taken_over"]

_LAYOUT = "Resources and methods as the index of the SDK (api.md) lists them, so that calls stay as they are."


def taken_over(table: Table, sdk: SdkFolder) -> Table:
    """The table with the names and the layout of the SDK."""
    entries = [_with_sdk(entry, sdk) for entry in table.entries if entry.key != "resources"]
    return Table((*entries, Entry("resources", sdk.resources, _LAYOUT)))


def _with_sdk(entry: Entry, sdk: SdkFolder) -> Entry:
    names = {"package_name": sdk.package, "project_name": sdk.project}
    return _with_python(entry, {key: value for key, value in names.items() if value is not None})


def _with_python(entry: Entry, names: dict[str, str]) -> Entry:
    """The entry, with these keys of `targets.python` where it is that."""
    python = entry.value.get("python") if entry.key == "targets" and isinstance(entry.value, dict) else None
    return replace(entry, value={"python": {**python, **names}}) if isinstance(python, dict) else entry


def asked(table: Table, ask: Callable[[str, str, Callable[[str], str | None]], str]) -> Table:
    """The table with the answers to what matters most: the name to import, and where the SDK goes."""
    targets = table.value["targets"]
    python = targets.get("python") if isinstance(targets, dict) else None
    assert isinstance(python, dict)
    answers = {
        "package_name": ask("Name to import", str(python["package_name"]), _importable),
        "output_dir": ask("Folder for the SDK", str(python["output_dir"]), lambda _: None),
    }
    return Table(tuple(_with_python(entry, answers) for entry in table.entries))


def _importable(answer: str) -> str | None:
    return (
        None if is_importable(answer) else f"`{answer}` cannot be imported; a package name is like `acme` or `acme_sdk`"
    )
