"""Options and types of arguments that several commands have."""

from __future__ import annotations

from pathlib import Path

import click

from sdkwright.config.options import is_importable

__all__ = ["DEBUG", "FILE", "FORMAT", "HOSTS", "OVERLAYS", "REMOTE", "STRICT", "check_package"]

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FORMAT = click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How findings and the summary are printed.",
)  # fmt: skip
OVERLAYS = click.option(
    "--overlay", "overlays", type=FILE, multiple=True, metavar="FILE",
    help="An OpenAPI Overlay to apply to the document first. May be given several times.",
)  # fmt: skip
REMOTE = click.option(
    "--allow-remote-refs", is_flag=True, help="Fetch what the document refers to by URL. Default: only files are read."
)
HOSTS = click.option(
    "--allow-host", "allow_hosts", multiple=True, metavar="NAME",
    help="A host that may be asked though its address is private. May be given several times.",
)  # fmt: skip
STRICT = click.option("--strict", is_flag=True, help="Count warnings about the document and the config as errors.")
DEBUG = click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an internal error.")


def check_package(_context: click.Context, _option: click.Parameter, name: str | None) -> str | None:
    """A callback: the name as given, if it can be imported."""
    if name is not None and not is_importable(name):
        raise click.BadParameter(f"`{name}` cannot be imported; a package name is like `acme` or `acme_sdk`")
    return name
