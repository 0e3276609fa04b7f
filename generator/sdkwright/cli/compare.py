"""`sdkwright compare`: what a program written against one package loses on another."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click

from sdkwright.cli.exits import FINDINGS
from sdkwright.cli.options import DEBUG

__all__ = ["compare"]

_PACKAGE = click.Path(exists=True, path_type=Path)


@click.command()
@click.argument("old", type=_PACKAGE)
@click.argument("new", type=_PACKAGE)
@click.option("--package", metavar="NAME", help="The package to look at, where one of the two holds several.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How the changes are printed.",
)
@DEBUG
def compare(*, old: Path, new: Path, package: str | None, style: Literal["text", "json", "markdown"]) -> int:
    """Show what a program written against OLD would lose or see changed on NEW.

    Each of the two is a folder with a package in it, a wheel, or an sdist; the code in them is read and never run.
    Changes are grouped by severity: breaking, additive, cosmetic. The last line says which number of the version
    has to go up. Exit code 1 means: there are breaking changes.

    \b
    Examples:
      sdkwright compare acme-1.4.0-py3-none-any.whl generated
      sdkwright compare --format markdown old/sdk new/sdk
    """  # noqa: D301 - click wants the character, not the escape
    from sdkwright.compare import show
    from sdkwright.compare.reading import ReadingError
    from sdkwright.compare.run import compare_paths
    from sdkwright.terminal import is_plain

    try:
        found = compare_paths(old, new, package)
    except ReadingError as error:
        raise click.UsageError(str(error)) from None
    if style == "json":
        click.echo(show.as_json(found))
    else:
        lines = show.as_markdown(found) if style == "markdown" else show.as_text(found, plain=is_plain(sys.stdout))
        click.echo("\n".join(lines))
    return FINDINGS if found.is_breaking else 0
