"""The command line: flags to options, results to exit codes; what is printed is console.py's, what is done pipeline.py's.

Exit codes: 0 fine; 1 the document, the config or `--check` has findings; 2 usage; 70 a bug in sdkwright; 130 interrupted.
Only click is imported up front; a run with nothing to do does not even come here (start.py).
"""

from __future__ import annotations

import os
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from sdkwright.config.options import GenerateOptions, HttpLibrary, is_importable

if TYPE_CHECKING:
    from sdkwright.diagnostics import Report

__all__ = ["main", "run"]

FINDINGS, USAGE, BUG, INTERRUPTED = 1, 2, 70, 130

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FORMAT = click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How findings and the summary are printed.",
)  # fmt: skip
_OVERLAYS = click.option(
    "--overlay", "overlays", type=_FILE, multiple=True, metavar="FILE",
    help="An OpenAPI Overlay to apply to the document first. May be given several times.",
)  # fmt: skip
_REMOTE = click.option(
    "--allow-remote-refs", is_flag=True, help="Fetch what the document refers to by URL. Default: only files are read."
)
_HOSTS = click.option(
    "--allow-host", "allow_hosts", multiple=True, metavar="NAME",
    help="A host that may be asked though its address is private. May be given several times.",
)  # fmt: skip
_STRICT = click.option("--strict", is_flag=True, help="Count warnings about the document and the config as errors.")
_DEBUG = click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an internal error.")


def main() -> None:
    """The console script of an installation from before start.py."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; the exit code."""
    try:
        code = cli.main(arguments, prog_name="sdkwright", standalone_mode=False, obj=arguments)
    except click.Abort:  # click's word for Ctrl-C
        click.echo("interrupted; nothing was left half-written", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:  # whoever read our output went away
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINDINGS
    except Exception as error:  # noqa: BLE001 - the last line of defence: nobody should see a bare traceback
        return _bug(error, debug="--debug" in arguments or bool(os.environ.get("SDKWRIGHT_DEBUG")))
    return code if isinstance(code, int) else 0


def _bug(error: Exception, *, debug: bool) -> int:
    if debug:
        import traceback

        click.echo("".join(traceback.format_exception(error)), err=True)
    said = str(error).partition("\n")[0]
    click.echo(
        f"internal error: {type(error).__name__}: {said}" if said else f"internal error: {type(error).__name__}",
        err=True,
    )
    how = "" if debug else ", and the traceback that `--debug` (or SDKWRIGHT_DEBUG=1) shows"
    click.echo(f"  this is a bug in sdkwright; please report it with the command, the document{how}", err=True)
    return BUG


def _print_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("sdkwright")
        except PackageNotFoundError:  # run from a source tree that was never installed
            number = "0+source"
        click.echo(f"sdkwright {number}")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Show the version."
)
def cli() -> None:
    """Make a Python SDK from an OpenAPI document.

    \b
    The shortest way:
      sdkwright generate --spec openapi.yaml --output sdk
      pip install ./sdk

    \b
    With a config (sdkwright.yml, or the stainless.yml you already have):
      sdkwright generate

    Read more about a command with `sdkwright COMMAND --help`.
    """  # noqa: D301 - click wants the character, not the escape


def _check_package(_context: click.Context, _option: click.Parameter, name: str | None) -> str | None:
    if name is not None and not is_importable(name):
        raise click.BadParameter(f"`{name}` cannot be imported; a package name is like `acme` or `acme_sdk`")
    return name


@cli.command()
@click.option("-c", "--config", type=_FILE, metavar="FILE", help="The config. Default: what is found here, see above.")
@click.option("-s", "--spec", type=_FILE, metavar="FILE", help="The OpenAPI document, YAML or JSON.")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the distribution goes: DIR/pyproject.toml, DIR/src/PACKAGE/...  [default: generated]",
)
@click.option("--package", metavar="NAME", callback=_check_package, help="The name to import.")
@click.option("--http-library", type=click.Choice(["httpx2", "httpx"]), help="What the SDK speaks HTTP with.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 and list the files when the output is out of date.")
@click.option("--diff", is_flag=True, help="Show what changes in the files as a unified diff.")
@_OVERLAYS
@_REMOTE
@_HOSTS
@_STRICT
@click.option("--keep-going", is_flag=True, help="Leave out what cannot be emitted, and emit the rest.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Processes that format code. Default: one per core."
)
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache of formatted code.")
@click.option("--timings", is_flag=True, help="Show the time of each stage.")
@_FORMAT
@_DEBUG
@click.pass_obj
def generate(
    arguments: list[str],
    *,
    config: Path | None,
    spec: Path | None,
    output: Path | None,
    package: str | None,
    http_library: HttpLibrary | None,
    check: bool,
    diff: bool,
    strict: bool,
    keep_going: bool,
    jobs: int | None,
    no_cache: bool,
    timings: bool,
    overlays: tuple[Path, ...],
    allow_remote_refs: bool,
    allow_hosts: tuple[str, ...],
    style: Literal["text", "json"],
) -> int:
    """Make or refresh the SDK.

    Without flags the config is the first of sdkwright.yml, spec/sdkwright.yml, stainless.yml,
    .stainless/stainless.yml, or [tool.sdkwright] in pyproject.toml. Flags win over it. With --spec and no
    --config there is no config: names, resources and authentication are taken from the document.

    \b
    Examples:
      sdkwright generate
      sdkwright generate --spec openapi.yaml --output sdk --package acme
      sdkwright generate --check --diff        in CI: is the committed SDK up to date?

    Files that sdkwright did not write are never changed or removed.
    """  # noqa: D301 - as above
    options = GenerateOptions(
        config=config, spec=spec, output=output, package=package, http_library=http_library, check=check, diff=diff,
        strict=strict, keep_going=keep_going, jobs=jobs, use_cache=not no_cache, timings=timings, overlays=overlays,
        allow_remote_refs=allow_remote_refs, allow_hosts=allow_hosts,
    )  # fmt: skip
    return _generate(options, arguments, as_json=style == "json")


def _generate(options: GenerateOptions, arguments: list[str], *, as_json: bool) -> int:
    started = time.perf_counter()
    from sdkwright import console
    from sdkwright.again import leave, recall

    result = recall(options)
    if result is None:
        from sdkwright.pipeline import generate as emit

        result = emit(options)
    seconds = time.perf_counter() - started
    console.print_findings(result.report, sys.stderr, as_json=as_json)
    if as_json:
        click.echo(console.result_as_json(result, seconds=seconds))
        return _exit_code(result.report)
    if options.diff and result.outcome is not None and result.outcome.diff:
        click.echo(result.outcome.diff.rstrip("\n"))
    for line in console.summary(result, check=options.check, seconds=seconds):
        click.echo(line)
    if options.timings:
        for line in console.timings(result.timings):
            click.echo(line)
    else:
        leave(options, arguments, partial(console.answer, code=_exit_code(result.report), check=options.check))
    return _exit_code(result.report)


@cli.command()
@click.argument("spec", type=_FILE)
@_OVERLAYS
@_REMOTE
@_HOSTS
@_STRICT
@_FORMAT
@_DEBUG
def validate(
    *,
    spec: Path,
    overlays: tuple[Path, ...],
    allow_remote_refs: bool,
    allow_hosts: tuple[str, ...],
    strict: bool,
    style: Literal["text", "json"],
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
    from sdkwright.openapi import check, refuse
    from sdkwright.read import read
    from sdkwright.read.fetch import Remote
    from sdkwright.read.overlay import overlaid

    report = Report(strict=strict)
    document = read(spec, report)
    if document is not None:
        fetch = Remote(report, frozenset(map(str.lower, allow_hosts))) if allow_remote_refs else refuse
        check(overlaid(document, overlays, report), report, fetch=fetch)
    console.print_findings(report, sys.stderr, as_json=style == "json")
    if style == "text":
        found = console.findings_in_words(report)
        click.echo(f"{spec}: {found}" if found else f"{spec}: no findings")
    return _exit_code(report)


@cli.command()
@click.argument("spec", type=_FILE)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), default="sdkwright.yml",
    show_default=True, metavar="FILE", help="Where the config goes; `-` prints it.",
)  # fmt: skip
@click.option("--package", metavar="NAME", callback=_check_package, help="The name to import.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@_DEBUG
def init(*, spec: Path, output: Path, package: str | None, force: bool) -> int:
    """Write a config to edit, with what would be guessed without one.

    Resources and methods, names, models, pages, servers and authentication, each with a comment that says where it
    comes from. `sdkwright generate` then makes the same package as without a config, until you change something.
    """
    from sdkwright import console
    from sdkwright.starter import ExistsError, start

    try:
        report, text = start(spec, output, package, force=force)
    except ExistsError as error:
        raise click.ClickException(str(error)) from None
    console.print_findings(report, sys.stderr, as_json=False)
    if text is not None:
        click.echo(text, nl=False)
    return _exit_code(report) if text is None else 0


def _exit_code(report: Report) -> int:
    from sdkwright.diagnostics import Severity

    errors = [found.code for found in report.diagnostics if found.severity is Severity.ERROR]
    if any(code.startswith("X") for code in errors):
        return USAGE
    return FINDINGS if errors else 0
