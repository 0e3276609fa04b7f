"""`sdkwright init`: writes a config to edit; what is in it is starter's own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sdkwright.cli.exits import FINDINGS, exit_code
from sdkwright.cli.options import DEBUG, FILE, FOLDERS, HOSTS, PACKAGE, REMOTE, nearest_file

if TYPE_CHECKING:
    from sdkwright.diagnostics import Report
    from sdkwright.starter import Allowed
    from sdkwright.starter.sdk_folder import SdkFolder

__all__ = ["init"]


@click.command()
@click.argument("source", metavar="SPEC|URL|SDK")
@click.option(
    "-s", "--spec", type=FILE, metavar="FILE", help="The OpenAPI document, where SDK is the folder of an SDK."
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), default="sdkwright.yml",
    show_default=True, metavar="FILE", help="Where the config goes; `-` prints it.",
)  # fmt: skip
@PACKAGE
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@click.option("--yes", is_flag=True, help="Ask nothing, and take what is guessed.")
@REMOTE
@HOSTS
@FOLDERS
@DEBUG
def init(
    *,
    source: str,
    spec: Path | None,
    output: Path,
    package: str | None,
    force: bool,
    yes: bool,
    allow_remote_refs: bool,
    allow_hosts: tuple[str, ...],
    allow_folders: tuple[Path, ...],
) -> int:
    """Write a config to edit, with what is guessed without one.

    Resources and methods, names, models, pages, servers and authentication, each with a comment that says where it
    comes from. `sdkwright generate` then makes the same package as without a config, until you change something.

    A URL is fetched once, to a file beside the config. Of the folder of an SDK that people use, its names,
    the methods and models that its api.md lists, its pages and the options of its client are taken over,
    so that programs stay as they are.

    \b
    Examples:
      sdkwright init openapi.yaml
      sdkwright init https://example.com/openapi.json
      sdkwright init ../acme-python --spec openapi.yaml
    """  # noqa: D301 - click wants the character, not the escape
    may_ask = not yes and package is None and str(output) != "-" and sys.stdin.isatty() and sys.stdout.isatty()
    document, sdk, failed = _sources(source, spec, output, allow_hosts)
    if document is not None:
        from sdkwright.starter import Allowed

        allowed = Allowed(allow_folders, allow_hosts, remote=allow_remote_refs)
        return _start(document, sdk, output, package, allowed, force=force, may_ask=may_ask)
    from sdkwright import console
    from sdkwright.diagnostics import Report

    report = failed or Report()
    console.print_findings(report, sys.stderr, as_json=False)
    return exit_code(report) or FINDINGS


def _start(
    document: Path,
    sdk: SdkFolder | None,
    output: Path,
    package: str | None,
    allowed: Allowed,
    *,
    force: bool,
    may_ask: bool,
) -> int:
    from sdkwright import console
    from sdkwright.starter import ExistsError, start

    try:
        ask = _ask if may_ask else None
        report, text = start(document, output, package, force=force, sdk=sdk, ask=ask, allowed=allowed)
    except ExistsError as error:
        raise click.ClickException(str(error)) from None
    console.print_findings(report, sys.stderr, as_json=False)
    if text is not None:
        click.echo(text, nl=False)
    return exit_code(report)  # also where the config is written: what a reference failed to bring is not in it


def _sources(
    source: str, spec: Path | None, output: Path, hosts: tuple[str, ...]
) -> tuple[Path | None, SdkFolder | None, Report | None]:
    """(the document, the SDK to take the layout from, what went wrong); only the last where nothing can be done."""
    if source.startswith(("http://", "https://")):
        from sdkwright.starter.download import download

        return download(source, output.parent if str(output) != "-" else Path(), frozenset(map(str.lower, hosts)))
    path = Path(source)
    if path.is_dir():
        from sdkwright.starter.sdk_folder import SdkError, read_sdk

        if spec is None:
            raise click.UsageError(_without_document(path))
        try:
            return spec, read_sdk(path), None
        except SdkError as error:
            raise click.ClickException(str(error)) from None
    if not path.is_file():
        near = nearest_file(path)
        raise click.UsageError(f"there is no file or folder {source}" + (f". {near}" if near else ""))
    return path, None, None


def _without_document(folder: Path) -> str:
    from sdkwright.config.discovery import documents

    found = documents(folder)
    if found and not (folder / "api.md").is_file():
        return f"{folder} is a folder: name the document in it, as in `sdkwright init {found[0]}`"
    return f"{folder} is a folder: say which document its API has, with --spec openapi.yaml"


def _ask(question: str, guess: str, check: Callable[[str], str | None]) -> str:
    """The answer of a person at the terminal; an empty one is the guess, a wrong one is asked for again."""
    while True:
        answer = str(click.prompt(question, default=guess))
        wrong = check(answer)
        if wrong is None:
            return answer
        click.echo(wrong, err=True)
