"""What an SDK that people use already says of its layout: its index of methods (api.md) and its distribution; runs none of it."""

from __future__ import annotations

import html
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from sdkwright.pointer import Json

__all__ = ["SdkError", "SdkFolder", "read_sdk"]

_METHOD = re.compile(
    r'<code title="(?P<verb>[a-z]+) (?P<path>[^"]+)">client\.(?P<owner>[\w.]*?)\.?<a [^>]*>(?P<name>\w+)</a>\('
)
_MODEL = re.compile(r"^from (?P<package>\w+)\.types", re.MULTILINE)
_SKIPPED = frozenset({"node_modules", "site-packages", "tests"})


class SdkError(Exception):
    """The folder is no SDK of the kind that can be taken over; the message says what is missing."""


@dataclass(slots=True)
class SdkFolder:
    """The layout: resources as a config spells them, and names of the distribution."""

    package: str | None
    project: str | None
    resources: dict[str, Json] = field(default_factory=dict[str, Json])
    methods: int = 0


def read_sdk(folder: Path) -> SdkFolder:
    """What the indexes below `folder` list. Raises SdkError where they list no method."""
    files = [path for path in sorted(folder.rglob("api.md")) if not _SKIPPED & set(path.relative_to(folder).parts)]
    found = SdkFolder(*_distribution(folder))
    for file in files:
        text = file.read_text("utf-8", errors="replace")
        if found.package is None and (model := _MODEL.search(text)) is not None:
            found.package = model["package"]
        for match in _METHOD.finditer(text):
            _add(found, html.unescape(match["path"]), match)
    if not found.methods:
        raise SdkError(f"{folder} has no api.md that lists methods with their endpoints, so its layout is not known")
    return found


def _add(found: SdkFolder, path: str, match: re.Match[str]) -> None:
    words = [word for word in match["owner"].split(".") if word]
    here = found.resources
    for index, word in enumerate(words or ["$client"]):
        entry = here.setdefault(word, {})
        assert isinstance(entry, dict)
        if index < len(words) - 1:
            below = entry.setdefault("subresources", {})
            assert isinstance(below, dict)
            here = below
        else:
            methods = entry.setdefault("methods", {})
            assert isinstance(methods, dict)
            methods[match["name"].removesuffix("_")] = f"{match['verb']} {path}"
            found.methods += 1


def _distribution(folder: Path) -> tuple[str | None, str | None]:
    """(import name, name of the distribution) as pyproject.toml and the folder of source have them."""
    source = folder / "src"
    packages = [path.parent.name for path in source.glob("*/__init__.py")] if source.is_dir() else []
    try:
        project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8")).get("project", {}).get("name")
    except (OSError, ValueError):
        project = None
    return (packages[0] if len(packages) == 1 else None), project
