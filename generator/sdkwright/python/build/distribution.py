"""Files beside the package: pyproject.toml, README.md, api.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

import tomli_w

from sdkwright.python.build.api_index import api_index_module
from sdkwright.python.build.parts import Building
from sdkwright.python.build.readme import readme_module
from sdkwright.python.source import Source
from sdkwright.python.views import DocumentView, Module

HTTP_RANGES = {"httpx2": "httpx2>=2.16,<3", "httpx": "httpx>=0.28,<1"}
TEXT = "text.jinja"


def distribution_modules(building: Building) -> Iterator[Module]:
    """Everything that is not inside the package."""
    yield Module(PurePosixPath("pyproject.toml"), TEXT, DocumentView(Source(_pyproject(building))))
    yield readme_module(building)
    yield api_index_module(building)


def _pyproject(building: Building) -> str:
    """The project's metadata (PEP 621), written by a TOML library: no text of a document can leave its string."""
    package = building.api.package
    project: dict[str, object] = {
        "name": package.project_name,
        "version": package.version,
        "description": f"Python client of the API: {_one_line(package.title)}",
        "readme": "README.md",
        "requires-python": ">=3.11",
        "dependencies": [HTTP_RANGES[package.http_library], "pydantic>=2.11,<3", "typing-extensions>=4.14,<5"],
        "optional-dependencies": {"aiohttp": ["aiohttp>=3.10,<4", "httpx-aiohttp>=0.1.9"]},
        "classifiers": ["Typing :: Typed", "Programming Language :: Python :: 3", "Operating System :: OS Independent"],
    }
    if package.license is not None:
        project["license"] = package.license
    if package.documentation is not None:
        project["urls"] = {"Documentation": package.documentation}
    folder = "/".join(("src", *package.import_name.split(".")))
    return tomli_w.dumps(
        {
            "build-system": {"requires": ["hatchling>=1.26"], "build-backend": "hatchling.build"},
            "project": project,
            "tool": {"hatch": {"build": {"targets": {"wheel": {"packages": [folder]}}}}},
        }
    )


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
