"""What the files beside a package say: who it is from, under which licence, where it is found; owns nothing of the package."""

from __future__ import annotations

from sdkwright.inert import dataclass

__all__ = ["Distribution", "License", "SecurityPolicy"]


@dataclass(frozen=True, slots=True)
class License:
    """`name` is an identifier of SPDX where there is one for it; `text` is None where the name says it all."""

    name: str
    text: str | None = None
    extension: str = ""
    classifier: str | None = None


@dataclass(frozen=True, slots=True)
class SecurityPolicy:
    """Where vulnerabilities are reported, and under which terms."""

    contact: str | None = None
    url: str | None = None
    terms: str | None = None


@dataclass(frozen=True, slots=True)
class Distribution:
    """Facts that the config gives. `repository` is the URL, `branch` the one to install from, `published` whether an index has it.

    `file_header` stands above the notice of every generated module; `websockets_extra` is an extra that brings websockets; with
    `needs_websockets`, the package depends on them itself. `opentelemetry` says whether there is middleware for it, with an extra.
    """

    owner: str | None = None
    contact: str | None = None
    repository: str | None = None
    branch: str | None = None
    published: bool = True
    readme_title: str | None = None
    license: License | None = None
    security: SecurityPolicy | None = None
    file_header: str | None = None
    websockets_extra: str | None = None
    needs_websockets: bool = False
    opentelemetry: bool = True
