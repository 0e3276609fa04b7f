"""pyproject.toml of the distribution."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from sdkwright.ir.distribution import Distribution, License
from sdkwright.python.build.licences import license_expression, license_file
from sdkwright.python.build.parts import Building
from sdkwright.python.documents import toml
from sdkwright.python.source import Source
from sdkwright.python.views import DocumentView, Module

WEBSOCKETS = "websockets>=13,<17"
HTTP_RANGES = {"httpx2": "httpx2>=2.16,<3", "httpx": "httpx>=0.28,<1"}
TEXT = "text.jinja"
CLASSIFIERS = ("Typing :: Typed", "Programming Language :: Python :: 3", "Operating System :: OS Independent")
EMAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+"


TESTING = ("pytest>=8.4", "pytest-recording>=0.13", "vcrpy>=9.4")
PYTEST: dict[str, object] = {
    "minversion": "8.4",
    "testpaths": ["tests"],
    "pythonpath": ["src", "."],
    "addopts": ["-ra", "--strict-markers", "--strict-config"],
    "markers": [
        "documented: what the API cannot be brought to answer, so that it is never recorded",
        "deprecated: a method that warns of its use",
        "writes: what changes something at the API, so that it is recorded with --record-writes only",
    ],
}

MYPY: dict[str, object] = {
    "strict": True,
    "mypy_path": ["src"],
    "files": ["src", "tests"],
    "overrides": [
        # libraries of extras, which need not be there, and one that tells no types
        {
            "module": ["httpx_aiohttp.*", "opentelemetry.*", "standardwebhooks.*", "vcr.*", "websockets.*"],
            "ignore_missing_imports": True,
        },
        # that a method answers with nothing is what its test looks at
        {"module": ["tests.*"], "disable_error_code": ["func-returns-value"]},
    ],
}


def project_module(building: Building, *, tested: bool) -> Module:
    """The file. `tested`: tests come with the package."""
    return Module(PurePosixPath("pyproject.toml"), TEXT, DocumentView(_pyproject(building, tested=tested)))


def _pyproject(building: Building, *, tested: bool) -> Source:
    """The project's metadata (PEP 621), written by a TOML library: no text of a document can leave its string."""
    package = building.api.package
    distribution = package.distribution
    project: dict[str, object] = {
        "name": package.project_name,
        "version": package.version,
        "description": f"Python client of the API: {_one_line(package.title)}",
        "readme": "README.md",
        "requires-python": ">=3.11",
        "dependencies": [
            HTTP_RANGES[package.http_library],
            *("pydantic>=2.11,<3", "typing-extensions>=4.14,<5"),
            *([WEBSOCKETS] if distribution.needs_websockets else []),
        ],
        "optional-dependencies": _extras(building, distribution),
        "classifiers": [*CLASSIFIERS, *_license_classifiers(distribution.license)],
        **_license(distribution.license),
        **_people(distribution),
    }
    urls = {"Documentation": package.documentation, "Repository": distribution.repository}
    if any(urls.values()):
        project["urls"] = {name: url for name, url in urls.items() if url is not None}
    folder = "/".join(("src", *package.import_name.split(".")))
    tool: dict[str, object] = {"hatch": {"build": {"targets": {"wheel": {"packages": [folder]}}}}}
    return toml(
        {
            "build-system": {"requires": ["hatchling>=1.26,<2"], "build-backend": "hatchling.build"},
            "project": project,
            **({"dependency-groups": {"test": _testing(building)}} if tested else {}),
            "tool": {**tool, **({"mypy": MYPY, "pytest": {"ini_options": PYTEST}} if tested else {})},
        }
    )


def _testing(building: Building) -> list[str]:
    """What the tests need: where events are verified, also the library that does it."""
    return [*TESTING, *_extras(building, building.api.package.distribution).get("webhooks", ())]


def _extras(building: Building, distribution: Distribution) -> dict[str, list[str]]:
    """What only some programs need; webhooks only where the API has any."""
    library = building.api.package.http_library
    extras = {
        "aiohttp": ["aiohttp>=3.10,<4", "httpx-aiohttp>=0.1.9,<1"],
        "http2": [HTTP_RANGES[library].replace(library, f"{library}[http2]", 1)],
    }
    if distribution.opentelemetry:
        extras["opentelemetry"] = ["opentelemetry-api>=1.25,<2"]
    if building.reads_events:
        extras["webhooks"] = ["standardwebhooks>=1,<2"]
    if distribution.websockets_extra is not None:
        extras[distribution.websockets_extra] = [WEBSOCKETS]
    return extras


def _license(given: License | None) -> dict[str, object]:
    """An expression (PEP 639), unless the config names a classifier, beside which metadata may have none."""
    if given is None:
        return {}
    file = license_file(given)
    files: dict[str, object] = {"license-files": [file]} if file is not None else {}
    if given.classifier is not None:
        return {"license": {"text": _one_line(given.name)}}
    return {"license": license_expression(given), **files}


def _license_classifiers(given: License | None) -> list[str]:
    return [_one_line(given.classifier)] if given is not None and given.classifier is not None else []


def _people(distribution: Distribution) -> dict[str, object]:
    name, contact = _one_line(distribution.owner or ""), distribution.contact
    address = {"email": contact} if contact is not None and re.fullmatch(EMAIL, contact) else {}
    author = {**({"name": name} if name else {}), **address}
    return {"authors": [author]} if address else {}


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
