"""`sdkwright tree`: what there is below the client."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import click

from sdkwright.cli.asking import asked
from sdkwright.cli.options import CONFIG, DEBUG, FORMAT, SPEC

__all__ = ["tree"]


@click.command()
@CONFIG
@SPEC
@FORMAT
@DEBUG
def tree(*, config: Path | None, spec: Path | None, style: Literal["text", "json"]) -> int:
    """Show the tree of resources and methods, and what is left out.

    With endpoints, answers, pages and streams.

    \b
    Examples:
      sdkwright tree
      sdkwright tree --spec openapi.yaml
    """  # noqa: D301 - click wants the character, not the escape
    from sdkwright.survey.tree import as_data, as_text

    known, code = asked(config, spec)
    if known is not None:
        click.echo(json.dumps(as_data(known), indent=2) if style == "json" else "\n".join(as_text(known)))
    return code
