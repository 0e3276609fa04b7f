"""Options and types of arguments that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sdkwright.config.options import is_importable

__all__ = [
    "CONFIG",
    "DEBUG",
    "FILE",
    "FOLDERS",
    "FORMAT",
    "FORMATS",
    "HOSTS",
    "OVERLAYS",
    "PACKAGE",
    "QUIET",
    "REMOTE",
    "SPEC",
    "STRICT",
    "VERBOSE",
    "nearest_file",
]


class _File(click.Path):
    """A file that is there; of one that is not, the nearest that is."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            hint = nearest_file(Path(value))
            if hint is None:
                raise
            raise click.BadParameter(f"{error.message} {hint}", ctx, param) from None


def nearest_file(path: Path) -> str | None:
    """A sentence that names a file that is there, for somebody who named one that is not."""
    from difflib import get_close_matches

    if path.is_dir():
        from sdkwright.config.discovery import documents

        found = documents(path)
        return f"Name a file in it: {', '.join(f'`{each}`' for each in found[:3])}." if found else None
    if not path.parent.is_dir():
        return f"There is no folder `{path.parent}` either."
    near = get_close_matches(path.name, [each.name for each in path.parent.iterdir() if each.is_file()], n=1)
    return f"Did you mean `{path.parent / near[0]}`?" if near else None


def _check_package(_context: click.Context, _option: click.Parameter, name: str | None) -> str | None:
    """A callback: the name as given, if it can be imported."""
    if name is not None and not is_importable(name):
        raise click.BadParameter(f"`{name}` cannot be imported; a package name is like `acme` or `acme_sdk`")
    return name


FILE = _File(exists=True, dir_okay=False, path_type=Path)
CONFIG = click.option(
    "-c", "--config", type=FILE, metavar="FILE", help="The config. Default: what `sdkwright generate` finds."
)
SPEC = click.option("-s", "--spec", type=FILE, metavar="FILE", help="The OpenAPI document, YAML or JSON.")
PACKAGE = click.option("--package", metavar="NAME", callback=_check_package, help="The name to import.")
QUIET = click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
VERBOSE = click.option(
    "-v", "--verbose", is_flag=True, help="Print every finding, every file that changes, and timings."
)
FORMATS = click.option(
    "--format", "style", type=click.Choice(["text", "json", "sarif", "github"]), default="text", show_default=True,
    help="How findings and the summary are printed; `github` annotates a pull request.",
)  # fmt: skip
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
FOLDERS = click.option(
    "--allow-folder", "allow_folders", multiple=True, metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder outside of the document's whose files it may refer to. May be given several times.",
)  # fmt: skip
STRICT = click.option("--strict", is_flag=True, help="Count warnings about the document and the config as errors.")
DEBUG = click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an internal error.")
