"""What one run was asked to do, after flags were read; not what the SDK looks like (that is the config file)."""

from __future__ import annotations

from keyword import iskeyword
from pathlib import Path
from typing import Literal, TypeAlias

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


def is_importable(name: str) -> bool:
    """Whether ``import name`` is Python and the name says a folder below the output and nothing else."""
    parts = name.split(".")
    devices = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
    return name.isascii() and all(
        part.isidentifier() and not iskeyword(part) and part.lower() not in devices for part in parts
    )
