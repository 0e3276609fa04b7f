"""`sdkwright doctor`: what each key of a config does, for whoever thinks of moving."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from sdkwright.cli.exits import FINDINGS, USAGE, exit_code
from sdkwright.cli.options import CONFIG, DEBUG, FILE, FORMAT

if TYPE_CHECKING:
    from sdkwright.doctor import Examination, Finding

__all__ = ["doctor"]

WIDTH = 100


@click.command()
@CONFIG
@click.option(
    "-s", "--spec", type=FILE, metavar="FILE", help="The document, whose `x-stainless-*` keys are told as well."
)
@click.option("--strict", is_flag=True, help="Exit 1 when a key is refused.")
@FORMAT
@DEBUG
def doctor(*, config: Path | None, spec: Path | None, strict: bool, style: Literal["text", "json"]) -> int:
    """Tell for each key of a config what becomes of it.

    Writes nothing.

    A key is honoured, or kept without effect since it says nothing about a Python package, or refused: unknown, or
    understood and not emitted yet. Keys of a kind are told together (`resources.*.methods.*`), with the place of the
    first.

    \b
    Examples:
      sdkwright doctor --config stainless.yml --spec openapi.yml
      sdkwright doctor --strict --format json
    """  # noqa: D301 - click wants the character, not the escape
    from sdkwright import console
    from sdkwright.config import discover
    from sdkwright.diagnostics import Report
    from sdkwright.doctor import Effect, examine

    path = config or discover(Path())
    if path is None:
        click.echo("no config was found here; name one with `--config`", err=True)
        return USAGE
    report = Report()
    examination = examine(path, spec, report)
    if style == "json":
        click.echo(
            json.dumps({"keys": [_as_json(found) for found in examination.findings] if examination else []}, indent=2)
        )
    console.print_findings(report, sys.stderr, as_json=style == "json")
    if examination is None:
        return exit_code(report)
    if style == "text":
        for line in _lines(examination):
            click.echo(line)
    refused = examination.count(Effect.REFUSED)
    return FINDINGS if strict and refused else exit_code(report)


def _lines(examination: Examination) -> Iterator[str]:
    from sdkwright.doctor import Effect

    for effect in Effect:
        found = [each for each in examination.findings if each.effect is effect]
        yield f"{examination.count(effect)} {effect.value}{':' if found else ''}"
        where = [_where(each) for each in found]
        width = min(max(map(len, where), default=0), WIDTH)
        for place, each in zip(where, found, strict=True):
            times = f" ({each.count} times)" if each.count > 1 else ""
            yield f"  {place:<{width}}  {each.kind}{times}{': ' if each.note else ''}{each.note}"


def _where(found: Finding) -> str:
    return f"{found.file}:{found.at.line}:{found.at.column}" if found.at is not None else found.file


def _as_json(found: Finding) -> dict[str, object]:
    return {
        "key": found.kind,
        "effect": found.effect.value,
        "note": found.note or None,
        "count": found.count,
        "file": found.file,
        "line": found.at.line if found.at is not None else None,
        "column": found.at.column if found.at is not None else None,
    }
