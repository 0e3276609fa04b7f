"""`sdkwright docs`: makes a documentation site of the SDK; how it is made is site's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from sdkwright.cli.exits import exit_code
from sdkwright.cli.options import CONFIG, DEBUG, FOLDERS, HOSTS, OVERLAYS, PACKAGE, REMOTE, SPEC, STRICT
from sdkwright.config.options import GenerateOptions

__all__ = ["docs"]

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@CONFIG
@SPEC
@click.option(
    "-o", "--output", type=_FOLDER, default="site", show_default=True, metavar="DIR",
    help="Where the site goes: DIR/index.html and what belongs to it.",
)  # fmt: skip
@click.option("--sources", type=_FOLDER, metavar="DIR", help="Keep the Markdown and settings that the site is made of.")
@PACKAGE
@OVERLAYS
@REMOTE
@HOSTS
@FOLDERS
@STRICT
@click.option("--keep-going", is_flag=True, help="Leave out what cannot be emitted, and document the rest.")
@DEBUG
def docs(*, output: Path, sources: Path | None, **flags: Any) -> int:
    """Make a documentation site of the SDK.

    Static HTML with a search that needs no server: a page for each resource with its methods, how to call them and what they take and return, a page for each type, the
    errors, and guides. It is made by Zensical and mkdocstrings: pip install 'sdkwright[docs]'.

    \b
    Examples:
      sdkwright docs
      sdkwright docs --spec openapi.yaml --output site
      sdkwright docs --sources docs-src        to change the pages, and build them with `zensical build`
    """  # noqa: D301 - click wants the character, not the escape
    from sdkwright import console
    from sdkwright.site import SiteError, make

    try:
        result = make(GenerateOptions(**flags), output, sources=sources)
    except SiteError as error:
        raise click.ClickException(str(error)) from None
    console.print_findings(result.report, sys.stderr, as_json=False)
    if result.outcome is not None:
        pages = sum(1 for _ in output.rglob("*.html"))
        click.echo(f"{result.counts['operations']} operations on {pages} pages; open {output / 'index.html'}")
    return exit_code(result.report)
