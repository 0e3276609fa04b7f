"""`sdkwright schema`: what a config may say, for editors."""

from __future__ import annotations

import json

import click

from sdkwright.cli.options import DEBUG

__all__ = ["schema"]


@click.command()
@click.option("--strict", is_flag=True, help="Refuse keys that are not known, as `generate --strict` does.")
@DEBUG
def schema(*, strict: bool) -> int:
    """Print the JSON Schema of the config, for editors.

    \b
    For the YAML language server, in the first line of the config:
      sdkwright schema > sdkwright.schema.json
      # yaml-language-server: $schema=sdkwright.schema.json
    """  # noqa: D301 - click wants the character, not the escape
    from sdkwright.config.json_schema import closed, shipped_schema

    whole = shipped_schema()
    click.echo(json.dumps(closed(whole) if strict else whole, indent=2))
    return 0
