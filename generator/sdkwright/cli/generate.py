"""`sdkwright generate`: makes or refreshes the SDK. What it does with its arguments is generating.py's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sdkwright.cli.generating import Manner, generated
from sdkwright.cli.options import (
    CONFIG,
    DEBUG,
    FOLDERS,
    FORMATS,
    HOSTS,
    OVERLAYS,
    PACKAGE,
    QUIET,
    REMOTE,
    SPEC,
    STRICT,
    VERBOSE,
)
from sdkwright.config.options import GenerateOptions

if TYPE_CHECKING:
    from sdkwright.cli.generating import Asked, Style

__all__ = ["generate"]


@click.command()
@CONFIG
@SPEC
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the distribution goes: DIR/pyproject.toml, DIR/src/PACKAGE/...  [default: generated]",
)
@PACKAGE
@click.option("--http-library", type=click.Choice(["httpx2", "httpx"]), help="What the SDK speaks HTTP with.")
@click.option("--tests/--no-tests", default=None, help="Write DIR/tests as well. Default: up to 250 operations.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 and list the files when the output is out of date.")
@click.option(
    "--compare",
    is_flag=True,
    help="Show first what changes for programs that use the SDK in the output folder; exit 1 on breaking changes.",
)
@click.option("--diff", is_flag=True, help="Show what changes in the files as a unified diff.")
@OVERLAYS
@REMOTE
@HOSTS
@FOLDERS
@STRICT
@click.option("--keep-going", is_flag=True, help="Leave out what cannot be emitted, and emit the rest.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Processes that format code. Default: one per core."
)
@click.option(
    "--no-cache",
    "use_cache",
    flag_value=False,
    default=True,
    help="Neither read nor write the cache of formatted code.",
)
@click.option("--timings", is_flag=True, help="Show the time of each stage.")
@QUIET
@VERBOSE
@FORMATS
@DEBUG
@click.pass_obj
def generate(asked: Asked, /, *, style: Style, quiet: bool, verbose: bool, **flags: Any) -> int:
    """Make or refresh the SDK.

    Without flags the config is the first of sdkwright.yml, spec/sdkwright.yml, stainless.yml,
    .stainless/stainless.yml, or [tool.sdkwright] in pyproject.toml. Flags win over it. With --spec and no
    --config there is no config: names, resources and authentication are taken from the document.

    \b
    Examples:
      sdkwright generate
      sdkwright generate --spec openapi.yaml --output sdk --package acme
      sdkwright generate --check --diff        in CI: is the committed SDK up to date?

    Files that sdkwright did not write are never changed or removed. Edits in those that it did write are merged.
    """  # noqa: D301 - as above
    return generated(GenerateOptions(**flags), asked, Manner(style, quiet=quiet, verbose=verbose))
