"""Which OpenAPI version a document follows, and whether we read it; not what the versions change (upgrade.py)."""

from __future__ import annotations

import re
from typing import NamedTuple

from sdkwright.diagnostics import Report, display, nearest
from sdkwright.pointer import ROOT, Json, child

__all__ = ["Version", "check_version", "version_of"]

_SPELLING = re.compile(r"(\d+)\.(\d+)(\.\S*)?", re.ASCII)


class Version(NamedTuple):
    """Major and minor number; patch versions change no meaning (OpenAPI section 4.1)."""

    major: int
    minor: int


def version_of(root: dict[str, Json]) -> Version | None:
    """The version of a document, also where YAML read it as a number; None where it tells none."""
    given = root.get("openapi")
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        return None
    text = str(given) if not isinstance(given, int) else f"{given}.0"
    match = _SPELLING.fullmatch(text.strip().removeprefix("v"))
    return Version(int(match[1]), int(match[2])) if match else None


def check_version(root: dict[str, Json], report: Report) -> Version | None:
    """The version where it is one that we read; otherwise None, with the reason in the report."""
    at = child(ROOT, "openapi")
    if "openapi" not in root:
        _tell_what_else(root, report)
        return None
    version = version_of(root)
    if version is None:
        message = f"{display(root['openapi'])} is not an OpenAPI version"
        report.add("S001", at, message, hint='write it as text: `openapi: "3.1.0"`')
        return None
    if not isinstance(root["openapi"], str):
        hint = f'quote it: `openapi: "{version.major}.{version.minor}.0"`'
        report.add("S004", at, f"the version is a number here; read as {version.major}.{version.minor}", hint=hint)
    if version.major != 3:
        report.add(
            "U004", at, f"OpenAPI {version.major} is not read yet", hint="use an OpenAPI 3.0, 3.1 or 3.2 document"
        )
        return None
    if version.minor > 2:
        message = f"OpenAPI 3.{version.minor} is read as 3.2"
        report.add("S002", at, message, hint=f"what 3.{version.minor} adds to 3.2 is left out of the client")
    return version


def _tell_what_else(root: dict[str, Json], report: Report) -> None:
    if "swagger" in root:
        hint = "convert it first: `npx swagger2openapi --patch --yaml openapi2.yaml -o openapi.yaml`"
        report.add("U001", child(ROOT, "swagger"), "this is a Swagger 2.0 document", hint=hint)
        return
    if "asyncapi" in root:
        hint = "an OpenAPI document starts with `openapi: 3.1.0`"
        report.add("S001", child(ROOT, "asyncapi"), "this is an AsyncAPI document, not OpenAPI", hint=hint)
        return
    close = nearest("openapi", root)
    hint = f"did you mean `openapi` by `{close}`?" if close else "an OpenAPI document starts with `openapi: 3.1.0`"
    pointer = child(ROOT, close) if close else ROOT
    report.add("S001", pointer, "there is no `openapi` field, so this is not an OpenAPI document", hint=hint)
