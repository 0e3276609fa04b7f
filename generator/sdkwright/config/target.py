"""Who owns the SDK and what its distribution is: `organization` and `targets` of the config; not what is in the package."""

from __future__ import annotations

import re
from typing import ClassVar

from pydantic import field_validator

from sdkwright.config.base import Table
from sdkwright.config.options import is_importable

__all__ = ["LANGUAGES", "Organization", "PythonOptions", "PythonTarget", "Targets"]

LANGUAGES = frozenset(
    [
        "typescript",
        "node",
        "go",
        "ruby",
        "java",
        "kotlin",
        "php",
        "cli",
        "csharp",
        "terraform",
        "sql",
        "swift",
        "openapi",
    ]
)

_PROJECT = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")
_EDITION = re.compile(r"([a-z]+\.)?\d{4}-\d{2}-\d{2}")
_REPOSITORY = re.compile(r"[A-Za-z0-9._-]+/[A-Za-z0-9._-]+(#[A-Za-z0-9._/-]+)?")


def check_edition(edition: str | None) -> str | None:
    """Raise ValueError for what is no edition."""
    if edition is not None and not _EDITION.fullmatch(edition):
        raise ValueError(f"`{edition}` is no edition: a date such as `2026-05-06`, under a target `python.2025-11-20`")
    return edition


class Organization(Table):
    """Who owns the SDK; ``name`` gives the client class its name unless ``default_client_name`` does."""

    accepted: ClassVar[frozenset[str]] = frozenset({"upload_spec"})

    name: str | None = None
    docs: str | None = None
    contact: str | None = None
    security_contact: str | None = None
    security_policy_url: str | None = None
    security_policy_terms: str | None = None
    github_org: str | None = None


class PythonOptions(Table):
    """What only Python has. Ours: ``opentelemetry``, whether clients come with middleware that makes spans and measurements."""

    accepted: ClassVar[frozenset[str]] = frozenset({"use_uv"})

    disable_pydantic_namespace_protection: bool = False
    opentelemetry: bool = True
    websockets_extra_name: str | None = None

    @field_validator("websockets_extra_name")
    @classmethod
    def _installable(cls, name: str | None) -> str | None:
        if name is not None and not _PROJECT.fullmatch(name):
            raise ValueError(f"`{name}` cannot be an extra: letters, digits, `.`, `-` and `_` make one")
        return name


class PyPI(Table):
    """Where the distribution is published."""

    accepted: ClassVar[frozenset[str]] = frozenset({"auth_method"})

    package_name: str | None = None


class Publish(Table):
    """Whether users install a published distribution, or from the repository."""

    accepted: ClassVar[frozenset[str]] = frozenset({"release", "conda"})

    pypi: bool | PyPI = False


class PythonTarget(Table):
    """The distribution. ``package_name`` is what is imported, ``project_name`` what is installed.

    Ours: ``output_dir``, the folder of the distribution, relative to the config file; ``tests``, whether tests come with
    it (None: where it is not too large).
    """

    accepted: ClassVar[frozenset[str]] = frozenset({"staging_repo", "screencast", "keep_files", "skip"})

    package_name: str | None = None
    project_name: str | None = None
    output_dir: str | None = None
    tests: bool | None = None
    production_repo: str | None = None
    readme_title: str | None = None
    edition: str | None = None
    publish: Publish | None = None
    options: PythonOptions = PythonOptions()

    @field_validator("package_name")
    @classmethod
    def _importable(cls, name: str | None) -> str | None:
        if name is not None and not is_importable(name):
            raise ValueError(f"`{name}` cannot be imported: a package name is like `acme` or `acme_sdk`")
        return name

    @field_validator("project_name")
    @classmethod
    def _installable(cls, name: str | None) -> str | None:
        if name is not None and not _PROJECT.fullmatch(name):
            raise ValueError(f"`{name}` cannot be installed: letters, digits, `.`, `-` and `_` make a project name")
        return name

    @field_validator("production_repo")
    @classmethod
    def _is_repository(cls, name: str | None) -> str | None:
        if name is not None and not _REPOSITORY.fullmatch(name):
            raise ValueError(f"`{name}` is no repository: write `owner/name`, with `#branch` behind it if need be")
        return name

    @field_validator("edition")
    @classmethod
    def _is_edition(cls, edition: str | None) -> str | None:
        return check_edition(edition)


class Targets(Table):
    """One entry a language; only Python's is read."""

    accepted: ClassVar[frozenset[str]] = LANGUAGES

    python: PythonTarget = PythonTarget()
