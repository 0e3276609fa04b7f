"""`sdkwright schema`: what a config may say, for editors, and what the output for machines is made of."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Literal

import click

from sdkwright.cli.options import DEBUG

__all__ = ["schema"]


@click.command()
@click.option("--strict", is_flag=True, help="Refuse keys that are not known, as `generate --strict` does.")
@click.option(
    "--of", "what", type=click.Choice(("config", "result")), default="config", show_default=True,
    help="The config, or what `--format json` prints.",
)  # fmt: skip
@DEBUG
def schema(*, strict: bool, what: Literal["config", "result"]) -> int:
    """Print the JSON Schema of the config, for editors.

    With `--of result`, that of what `generate` and `validate` print with `--format json`, for programs that read it.

    \b
    For the YAML language server, in the first line of the config:
      sdkwright schema > sdkwright.schema.json
      # yaml-language-server: $schema=sdkwright.schema.json
    """  # noqa: D301 - click wants the character, not the escape
    if what == "result":
        click.echo((files("sdkwright") / "result.schema.json").read_text("utf-8"), nl=False)
        return 0
    from sdkwright.config.json_schema import closed, shipped_schema

    whole = shipped_schema()
    click.echo(json.dumps(closed(whole) if strict else whole, indent=2))
    return 0
