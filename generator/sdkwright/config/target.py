"""Who owns the SDK and what its distribution is: `organization` and `targets` of the config; not what is in the package."""

from __future__ import annotations

import re
from dataclasses import field
from typing import ClassVar

from sdkwright.config.base import Table, checked
from sdkwright.config.options import is_importable
from sdkwright.inert import dataclass

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


def check_edition(edition: str) -> None:
    """Raise ValueError for what is no edition."""
    if not _EDITION.fullmatch(edition):
        raise ValueError(f"`{edition}` is no edition: a date such as `2026-05-06`, under a target `python.2025-11-20`")


def _check_extra(name: str) -> None:
    if not _PROJECT.fullmatch(name):
        raise ValueError(f"`{name}` cannot be an extra: letters, digits, `.`, `-` and `_` make one")


def _check_package(name: str) -> None:
    if not is_importable(name):
        raise ValueError(f"`{name}` cannot be imported: a package name is like `acme` or `acme_sdk`")


def _check_project(name: str) -> None:
    if not _PROJECT.fullmatch(name):
        raise ValueError(f"`{name}` cannot be installed: letters, digits, `.`, `-` and `_` make a project name")


def _check_repository(name: str) -> None:
    if not _REPOSITORY.fullmatch(name):
        raise ValueError(f"`{name}` is no repository: write `owner/name`, with `#branch` behind it if need be")


@dataclass(frozen=True, kw_only=True)
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


@dataclass(frozen=True, kw_only=True)
class PythonOptions(Table):
    """What only Python has. Ours: ``opentelemetry``, whether clients come with middleware that makes spans and measurements."""

    accepted: ClassVar[frozenset[str]] = frozenset({"use_uv"})

    disable_pydantic_namespace_protection: bool = False
    opentelemetry: bool = True
    websockets_extra_name: str | None = field(default=None, metadata=checked(_check_extra))


@dataclass(frozen=True, kw_only=True)
class PyPI(Table):
    """Where the distribution is published."""

    accepted: ClassVar[frozenset[str]] = frozenset({"auth_method"})

    package_name: str | None = None


@dataclass(frozen=True, kw_only=True)
class Publish(Table):
    """Whether users install a published distribution, or from the repository."""

    accepted: ClassVar[frozenset[str]] = frozenset({"release", "conda"})

    pypi: bool | PyPI = False


@dataclass(frozen=True, kw_only=True)
class PythonTarget(Table):
    """The distribution. ``package_name`` is what is imported, ``project_name`` what is installed.

    Ours: ``output_dir``, the folder of the distribution, relative to the config file; ``tests``, whether tests come with
    it (None: where it is not too large).
    """

    accepted: ClassVar[frozenset[str]] = frozenset({"staging_repo", "screencast", "keep_files", "skip"})

    package_name: str | None = field(default=None, metadata=checked(_check_package))
    project_name: str | None = field(default=None, metadata=checked(_check_project))
    output_dir: str | None = None
    tests: bool | None = None
    production_repo: str | None = field(default=None, metadata=checked(_check_repository))
    readme_title: str | None = None
    edition: str | None = field(default=None, metadata=checked(check_edition))
    publish: Publish | None = None
    options: PythonOptions = PythonOptions()


@dataclass(frozen=True, kw_only=True)
class Targets(Table):
    """One entry a language; only Python's is read."""

    accepted: ClassVar[frozenset[str]] = LANGUAGES

    python: PythonTarget = PythonTarget()
