"""`sdkwright init`: writes a config to edit; what is in it is starter's own."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sdkwright.cli.exits import exit_code
from sdkwright.cli.options import DEBUG, FILE, check_package

__all__ = ["init"]


@click.command()
@click.argument("spec", type=FILE)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), default="sdkwright.yml",
    show_default=True, metavar="FILE", help="Where the config goes; `-` prints it.",
)  # fmt: skip
@click.option("--package", metavar="NAME", callback=check_package, help="The name to import.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@DEBUG
def init(*, spec: Path, output: Path, package: str | None, force: bool) -> int:
    """Write a config to edit, with what would be guessed without one.

    Resources and methods, names, models, pages, servers and authentication, each with a comment that says where it
    comes from. `sdkwright generate` then makes the same package as without a config, until you change something.
    """
    from sdkwright import console
    from sdkwright.starter import ExistsError, start

    try:
        report, text = start(spec, output, package, force=force)
    except ExistsError as error:
        raise click.ClickException(str(error)) from None
    console.print_findings(report, sys.stderr, as_json=False)
    if text is not None:
        click.echo(text, nl=False)
    return exit_code(report) if text is None else 0
