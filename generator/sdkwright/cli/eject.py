"""`sdkwright eject`: a copy of a template of ours to begin an own one with."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from sdkwright.cli.options import CONFIG, DEBUG

__all__ = ["eject"]


@click.command()
@click.argument("template", required=False)
@CONFIG
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Where templates go. Default: `templates` of the config.")  # fmt: skip
@click.option("--list", "listing", is_flag=True, help="List the names of all templates.")
@click.option("--diff", is_flag=True, help="Show how your template differs from the one of sdkwright now.")
@click.option("--accept", is_flag=True, help="Record that your template fits the one of sdkwright now; copies nothing.")
@click.option("--force", is_flag=True, help="Replace your template by a fresh copy.")
@DEBUG
def eject(
    *,
    template: str | None,
    config: Path | None,
    output: Path | None,
    listing: bool,
    diff: bool,
    accept: bool,
    force: bool,
) -> int:
    """Copy a template into a folder of your own, to be changed there.

    The config names the folder: `templates: DIR`, relative to it. A file there takes the place of the template of the
    same name; `base/NAME` is the one of sdkwright, to be included in yours. `sdkwright generate` warns
    when a template of yours was made from one that has changed since.

    \b
    Examples:
      sdkwright eject --list
      sdkwright eject README.md.jinja
    """  # noqa: D301 - click wants the character, not the escape
    from sdkwright.emit.overrides import shipped

    if listing:
        click.echo("\n".join(shipped()))
        return 0
    if template is None:
        raise click.UsageError("say which template: `sdkwright eject README.md.jinja`; --list lists their names")
    if template not in shipped():
        raise click.ClickException(_unknown(template, shipped()))
    folder = output or _configured(config)
    if diff:
        return _show(template, folder)
    return _copy(template, folder, accept=accept, force=force)


def _configured(config: Path | None) -> Path:
    from sdkwright.config import GenerateOptions, settle
    from sdkwright.diagnostics import Report

    job = settle(GenerateOptions(config=config), Report())
    if job is None or job.templates is None:
        hint = "add `templates: templates` to the config, or say where with --output"
        raise click.ClickException(f"no folder of templates is known here; {hint}")
    return job.templates


def _unknown(name: str, known: list[str]) -> str:
    """What is said of a name that is none: those that end in it, or else in what it is nearest to."""
    from sdkwright.diagnostics import nearest

    wanted = name.rpartition("/")[2].partition(".")[0].casefold()
    meant = [each for each in known if each.rpartition("/")[2].partition(".")[0].casefold() == wanted]
    near = nearest(name, known)
    meant = meant or ([near] if near else [])
    listed = " or ".join(f"`{each}`" for each in meant)
    return f"there is no template `{name}`; " + (f"did you mean {listed}?" if meant else "--list lists their names")


def _copy(template: str, folder: Path, *, accept: bool, force: bool) -> int:
    from sdkwright.emit.overrides import eject
    from sdkwright.python.catalogue import fields
    from sdkwright.starter.place import put

    keeps = accept and (folder / template).is_file()
    try:
        target = eject(template, folder, fields(), put, force=force or accept, keep=keeps)
    except FileExistsError as error:
        raise click.ClickException(
            f"{error} is there already; --force replaces it, --diff shows how it differs"
        ) from None
    except OSError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{target} fits the template of sdkwright now" if keeps else f"wrote {target}")
    return 0


def _show(template: str, folder: Path) -> int:
    from sdkwright.emit.files import templates_dir

    sides = [templates_dir() / template, folder / template]
    for side in sides:
        if not side.is_file():
            raise click.ClickException(f"there is no {side}")
    ours, mine = (side.read_text("utf-8").splitlines(keepends=True) for side in sides)
    click.echo("".join(difflib.unified_diff(ours, mine, f"sdkwright/{template}", str(sides[1]))), nl=False)
    return 0
