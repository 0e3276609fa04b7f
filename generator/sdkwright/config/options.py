"""What one run was asked to do, after flags were read; not what the SDK looks like (that is the config file)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import fields
from keyword import iskeyword
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast

from sdkwright.inert import dataclass

__all__ = ["CANDIDATES", "WORKSPACE", "WORKSPACES", "GenerateOptions", "HttpLibrary", "is_importable"]

CANDIDATES = (
    *("sdkwright.yml", "spec/sdkwright.yml", "stainless.yml", "stainless.yaml", "openapi.stainless.yml"),
    *(".stainless/stainless.yml", "stainless/stainless.yml", "stainless/openapi.stainless.yml", "pyproject.toml"),
)
"""Where a config is looked for below the working directory, in this order; pyproject.toml only with our table in it."""

WORKSPACE = "workspace.json"
"""A file beside the config, or in a folder above, that may name the document, the config and the output folder."""

WORKSPACES = (WORKSPACE, f".stainless/{WORKSPACE}", f"stainless/{WORKSPACE}")
"""Where one is looked for that names the config, below the working directory."""

HttpLibrary: TypeAlias = Literal["httpx2", "httpx"]


@dataclass(frozen=True, slots=True)
class GenerateOptions:
    """The flags of ``sdkwright generate``. A None means: not given, the config file or the default decides.

    ``jobs`` is the number of processes that format, None for one per core. ``check`` writes nothing.
    With ``site`` the sources of a documentation site are emitted beside the package.
    ``allow_hosts`` are names of hosts on a private network that may be asked for files, ``allow_folders`` those outside of
    the document's whose files it may refer to.
    """

    config: Path | None = None
    spec: Path | None = None
    output: Path | None = None
    package: str | None = None
    http_library: HttpLibrary | None = None
    check: bool = False
    diff: bool = False
    compare: bool = False
    strict: bool = False
    keep_going: bool = False
    jobs: int | None = None
    use_cache: bool = True
    timings: bool = False
    overlays: tuple[Path, ...] = ()
    allow_remote_refs: bool = False
    site: bool = False
    allow_hosts: tuple[str, ...] = ()
    allow_folders: tuple[Path, ...] = ()
    tests: bool | None = None

    def said(self) -> dict[str, object]:
        """All of them as values that marshal writes: a path as bytes."""
        return {entry.name: _said(getattr(self, entry.name)) for entry in fields(self)}

    @classmethod
    def heard(cls, said: Mapping[str, object]) -> GenerateOptions | None:
        """What was said; None where another version had other options, or where a file or a folder that is named is not as who reads arguments asks for."""
        if set(said) != {entry.name for entry in fields(cls)}:
            return None
        options = cls(**{name: _heard(value) for name, value in said.items()})
        files = [path for path in (options.config, options.spec, *options.overlays) if path is not None]
        is_there = all(path.is_file() and os.access(path, os.R_OK) for path in files)
        is_free = options.output is None or not options.output.is_file()
        return options if is_there and is_free and all(map(Path.is_dir, options.allow_folders)) else None


def _said(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(_said, cast("tuple[object, ...]", value)))
    return os.fsencode(value) if isinstance(value, Path) else value


def _heard(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_heard, cast("tuple[object, ...]", value)))
    return Path(os.fsdecode(value)) if isinstance(value, bytes) else value


def is_importable(name: str) -> bool:
    """Whether ``import name`` is Python and the name says a folder below the output and nothing else."""
    parts = name.split(".")
    devices = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
    return name.isascii() and all(
        part.isidentifier() and not iskeyword(part) and part.lower() not in devices for part in parts
    )
