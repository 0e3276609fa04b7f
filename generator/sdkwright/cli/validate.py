"""`sdkwright validate`: checks a document and writes nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click

from sdkwright.cli.exits import exit_code
from sdkwright.cli.options import DEBUG, FILE, FOLDERS, FORMATS, HOSTS, OVERLAYS, REMOTE, STRICT

__all__ = ["validate"]


@click.command()
@click.argument("spec", type=FILE)
@OVERLAYS
@REMOTE
@HOSTS
@FOLDERS
@STRICT
@FORMATS
@DEBUG
def validate(
    *,
    spec: Path,
    overlays: tuple[Path, ...],
    allow_remote_refs: bool,
    allow_hosts: tuple[str, ...],
    allow_folders: tuple[Path, ...],
    strict: bool,
    style: Literal["text", "json", "sarif", "github"],
) -> int:
    """Check an OpenAPI document and write nothing.

    Many published documents break the rules of OpenAPI somewhere; where there is one sane reading it is taken
    and the finding is a warning. Exit code 1 means: no SDK can be made from this, or, with --strict,
    anything at all was found.

    \b
    Examples:
      sdkwright validate openapi.yaml
      sdkwright validate --strict --format json openapi.yaml
    """  # noqa: D301 - as above
    from sdkwright import console
    from sdkwright.diagnostics import Report
    from sdkwright.openapi import Reach, check, refuse
    from sdkwright.read import read
    from sdkwright.read.fetch import Remote
    from sdkwright.read.overlay import overlaid

    report = Report(strict=strict)
    document = read(spec, report)
    if document is not None:
        fetch = Remote(report, frozenset(map(str.lower, allow_hosts))) if allow_remote_refs else refuse
        check(overlaid(document, overlays, report), report, reach=Reach(fetch, allow_folders))
    if style in {"sarif", "github"}:
        console.print_for_machines(report, sys.stdout, style)
        return exit_code(report)
    console.print_findings(report, sys.stderr, as_json=style == "json")
    if style == "text":
        click.echo(f"{spec}: {console.findings_in_words(report) or 'no findings'}")
    return exit_code(report)
