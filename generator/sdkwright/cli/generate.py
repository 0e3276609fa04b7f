"""`sdkwright generate`: makes or refreshes the SDK. What is printed is console.py's, what is done pipeline.py's."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import click

from sdkwright.cli.exits import FINDINGS, exit_code
from sdkwright.cli.options import (
    CONFIG,
    DEBUG,
    FOLDERS,
    FORMATS,
    HOSTS,
    OVERLAYS,
    PACKAGE,
    QUIET,
    REMOTE,
    SPEC,
    STRICT,
    VERBOSE,
)
from sdkwright.config.options import GenerateOptions
from sdkwright.inert import dataclass
from sdkwright.terminal import is_plain

if TYPE_CHECKING:
    from sdkwright.ahead import Ahead
    from sdkwright.beside import Beside
    from sdkwright.result import Result

    Asked: TypeAlias = tuple[list[str], Ahead | None]
    """The arguments, and what an earlier run has left for one with these."""

__all__ = ["generate"]

Style: TypeAlias = Literal["text", "json", "sarif", "github"]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a run is told."""

    style: Style
    quiet: bool = False
    verbose: bool = False


@click.command()
@CONFIG
@SPEC
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the distribution goes: DIR/pyproject.toml, DIR/src/PACKAGE/...  [default: generated]",
)
@PACKAGE
@click.option("--http-library", type=click.Choice(["httpx2", "httpx"]), help="What the SDK speaks HTTP with.")
@click.option("--tests/--no-tests", default=None, help="Write DIR/tests as well. Default: up to 250 operations.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 and list the files when the output is out of date.")
@click.option(
    "--compare",
    is_flag=True,
    help="Show first what changes for programs that use the SDK in the output folder; exit 1 on breaking changes.",
)
@click.option("--diff", is_flag=True, help="Show what changes in the files as a unified diff.")
@OVERLAYS
@REMOTE
@HOSTS
@FOLDERS
@STRICT
@click.option("--keep-going", is_flag=True, help="Leave out what cannot be emitted, and emit the rest.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Processes that format code. Default: one per core."
)
@click.option(
    "--no-cache",
    "use_cache",
    flag_value=False,
    default=True,
    help="Neither read nor write the cache of formatted code.",
)
@click.option("--timings", is_flag=True, help="Show the time of each stage.")
@QUIET
@VERBOSE
@FORMATS
@DEBUG
@click.pass_obj
def generate(asked: Asked, /, *, style: Style, quiet: bool, verbose: bool, **flags: Any) -> int:
    """Make or refresh the SDK.

    Without flags the config is the first of sdkwright.yml, spec/sdkwright.yml, stainless.yml,
    .stainless/stainless.yml, or [tool.sdkwright] in pyproject.toml. Flags win over it. With --spec and no
    --config there is no config: names, resources and authentication are taken from the document.

    \b
    Examples:
      sdkwright generate
      sdkwright generate --spec openapi.yaml --output sdk --package acme
      sdkwright generate --check --diff        in CI: is the committed SDK up to date?

    Files that sdkwright did not write are never changed or removed. Edits in those that it did write are merged.
    """  # noqa: D301 - as above
    return _generate(GenerateOptions(**flags), asked, Manner(style, quiet=quiet, verbose=verbose))


def _generate(options: GenerateOptions, asked: Asked, manner: Manner) -> int:
    started = time.perf_counter()
    from sdkwright import console
    from sdkwright.again import recall

    with ExitStack() as ending:
        result = recall(options, ahead=asked[1]) or _emitted(options, manner, ending, asked[1])
        seconds = time.perf_counter() - started
        if manner.style == "json":
            console.print_findings(result.report, sys.stderr, as_json=True)
            click.echo(console.result_as_json(result, seconds=seconds))
        elif manner.style == "text":
            _print(options, asked, result, manner, seconds)
        else:
            console.print_for_machines(result.report, sys.stdout, manner.style)
    return _code(result)


def _emitted(options: GenerateOptions, manner: Manner, ending: ExitStack, ahead: Ahead | None) -> Result:
    """The run itself. What validates, and what compiles templates, is begun before all that the other stages import, unless little can have changed since the last run."""
    from sdkwright.again import is_again

    validator, compiler = (None, None) if is_again(options) else _begun(options)
    try:
        from sdkwright.pipeline import generate as emit

        if manner.style != "text" or manner.quiet or is_plain(sys.stderr):
            return emit(options, validator=validator, ending=ending, ahead=ahead)
        from sdkwright.progress import shown

        with shown() as progress:
            return emit(options, progress=progress, validator=validator, ending=ending, ahead=ahead)
    finally:
        if validator is not None:
            validator.stop()
        if compiler is not None:
            compiler.answer()  # a half written file would stay in the cache


def _begun(options: GenerateOptions) -> tuple[Beside | None, Beside | None]:
    """What validates, and what compiles templates."""
    from sdkwright import compiling, verdict

    return verdict.begun(), compiling.begun() if options.use_cache else None


def _print(options: GenerateOptions, asked: Asked, result: Result, manner: Manner, seconds: float) -> None:
    """For people: findings, what changes for programs and in files, the summary."""
    from sdkwright import console
    from sdkwright.again import leave

    console.print_chosen(result.report, sys.stderr, quiet=manner.quiet, verbose=manner.verbose)
    if options.compare:
        _print_comparison(result)
    if options.diff and result.outcome is not None and result.outcome.diff:
        click.echo(result.outcome.diff.rstrip("\n"))
    if manner.verbose and not options.check and result.outcome is not None:
        for how in ("created", "changed", "removed"):
            for path in getattr(result.outcome, how):
                click.echo(f"{how}: {path}")
    for line in () if manner.quiet else console.summary(result, check=options.check, seconds=seconds):
        click.echo(line)
    if options.timings or manner.verbose:
        for line in console.timings(result.timings):
            click.echo(line)
    elif not options.compare and not manner.quiet:
        said = partial(console.answer, code=exit_code(result.report), check=options.check)
        leave(options, asked, said, result)


def _print_comparison(result: Result) -> None:
    """What changes for programs; where nothing was emitted, or nothing was there before, there is nothing to say."""
    if result.comparison is not None:
        from sdkwright.compare.show import as_text
        from sdkwright.guard import own

        own(sys.stdout, "\n".join(as_text(result.comparison, plain=is_plain(sys.stdout))) + "\n")
    elif result.outcome is not None:
        is_new = bool(result.outcome.created)
        click.echo("nothing to compare with: the output folder holds no package" if is_new else "no changes: patch")


def _code(result: Result) -> int:
    code = exit_code(result.report)
    return code or (FINDINGS if result.comparison is not None and result.comparison.is_breaking else 0)
