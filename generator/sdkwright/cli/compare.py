"""`sdkwright compare`: what a program written against one package loses on another."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from sdkwright.cli.exits import FINDINGS
from sdkwright.cli.options import DEBUG

if TYPE_CHECKING:
    from sdkwright.compare.changes import Comparison

__all__ = ["compare"]

_PACKAGE = click.Path(exists=True, path_type=Path)


@click.command()
@click.argument("old", type=_PACKAGE)
@click.argument("new", type=_PACKAGE)
@click.option("--package", metavar="NAME", help="The package to look at, where one of the two holds several.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "markdown", "sarif", "github"]),
    default="text",
    show_default=True,
    help="How the changes are printed.",
)
@DEBUG
def compare(
    *, old: Path, new: Path, package: str | None, style: Literal["text", "json", "markdown", "sarif", "github"]
) -> int:
    """Show what changes for programs written against the OLD SDK.

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
    from sdkwright.guard import own
    from sdkwright.terminal import is_plain

    try:
        found = compare_paths(old, new, package)
    except ReadingError as error:
        raise click.UsageError(str(error)) from None
    if style == "json":
        click.echo(show.as_json(found))
    elif style in {"sarif", "github"}:
        own(sys.stdout, _annotated(found, style) + "\n", commands=style == "github")
    else:
        lines = show.as_markdown(found) if style == "markdown" else show.as_text(found, plain=is_plain(sys.stdout))
        own(sys.stdout, "\n".join(lines) + "\n")
    return FINDINGS if found.is_breaking else 0


def _annotated(found: Comparison, style: str) -> str:
    """Breaking changes as errors, where they stand in the new package; the rest as notes."""
    from sdkwright.codes import Severity as Level
    from sdkwright.compare.changes import Severity
    from sdkwright.console import installed_version
    from sdkwright.machine import Annotation, as_github, as_sarif

    told = [
        Annotation(
            change.kind,
            Level.ERROR if change.severity is Severity.BREAKING else Level.NOTE,
            f"{change.path} {change.message}",
            change.hint,
            change.place.file if change.place is not None else None,
            change.place.line if change.place is not None else None,
        )
        for change in found.changes
    ]
    return as_sarif(told, installed_version()) if style == "sarif" else "\n".join(as_github(told))
