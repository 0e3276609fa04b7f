"""`sdkwright generate`: makes or refreshes the SDK. What is printed is console.py's, what is done pipeline.py's."""

from __future__ import annotations

import sys
import time
from functools import partial
from pathlib import Path
from typing import Literal

import click

from sdkwright.cli.exits import exit_code
from sdkwright.cli.options import DEBUG, FILE, FORMAT, HOSTS, OVERLAYS, REMOTE, STRICT, check_package
from sdkwright.config.options import GenerateOptions, HttpLibrary

__all__ = ["generate"]


@click.command()
@click.option("-c", "--config", type=FILE, metavar="FILE", help="The config. Default: what is found here, see above.")
@click.option("-s", "--spec", type=FILE, metavar="FILE", help="The OpenAPI document, YAML or JSON.")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the distribution goes: DIR/pyproject.toml, DIR/src/PACKAGE/...  [default: generated]",
)
@click.option("--package", metavar="NAME", callback=check_package, help="The name to import.")
@click.option("--http-library", type=click.Choice(["httpx2", "httpx"]), help="What the SDK speaks HTTP with.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 and list the files when the output is out of date.")
@click.option("--diff", is_flag=True, help="Show what changes in the files as a unified diff.")
@OVERLAYS
@REMOTE
@HOSTS
@STRICT
@click.option("--keep-going", is_flag=True, help="Leave out what cannot be emitted, and emit the rest.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Processes that format code. Default: one per core."
)
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache of formatted code.")
@click.option("--timings", is_flag=True, help="Show the time of each stage.")
@FORMAT
@DEBUG
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
        return exit_code(result.report)
    if options.diff and result.outcome is not None and result.outcome.diff:
        click.echo(result.outcome.diff.rstrip("\n"))
    for line in console.summary(result, check=options.check, seconds=seconds):
        click.echo(line)
    if options.timings:
        for line in console.timings(result.timings):
            click.echo(line)
    else:
        leave(options, arguments, partial(console.answer, code=exit_code(result.report), check=options.check))
    return exit_code(result.report)
