"""`sdkwright watch`: generates again whenever an input changes, in one process that stays warm."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sdkwright.cli.exits import USAGE, exit_code
from sdkwright.cli.options import CONFIG, DEBUG, FOLDERS, HOSTS, OVERLAYS, PACKAGE, REMOTE, SPEC
from sdkwright.config.options import CANDIDATES, WORKSPACES, GenerateOptions

if TYPE_CHECKING:
    from sdkwright.diagnostics import Report
    from sdkwright.emit.glance import Look
    from sdkwright.past import Past
    from sdkwright.result import Result

__all__ = ["watch"]

_EVERY = 0.04
_LOOKS = 20
"""Times that a look at the inputs takes, of which there may be thousands, between two of them."""
_SETTLED = 0.03
_SHOWN = 3


@click.command()
@CONFIG
@SPEC
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the distribution goes.",
)
@PACKAGE
@OVERLAYS
@REMOTE
@HOSTS
@FOLDERS
@click.option("--runs", type=click.IntRange(min=1), hidden=True, help="End after so many runs.")
@DEBUG
def watch(*, runs: int | None, **flags: object) -> int:
    """Generate, and again whenever an input changes, until Ctrl-C.

    Inputs are the document and all files that it refers to, the config, overlays and templates.

    A document that is broken while you edit it changes nothing: the errors are shown, and the last good output stays.
    Warnings and notes are shown when they are new.
    """
    from sdkwright.diagnostics import Report
    from sdkwright.past import Past

    options, past = GenerateOptions(**flags), Past()  # type: ignore[arg-type]
    gc.disable()  # as in a run that ends soon: what a run leaves of cycles is collected after it, while nobody waits
    number, known = 0, Report()
    try:
        while True:
            looked, report = _once(options, past, known)
            known, number = (known if report.has_errors else report), number + 1
            if number == 1 and (code := exit_code(report)) == USAGE:
                return code
            if number == runs:
                return 0
            if number == 1:
                click.echo(f"watching {_listed(path for path in looked if Path(path).exists())}; Ctrl-C ends")
            gc.collect()
            _wait(looked)
    except KeyboardInterrupt:
        click.echo("", err=True)
        return 0


def _listed(paths: Iterable[str]) -> str:
    """The first files of several."""
    names = list(paths)
    shown = ", ".join(names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown


def _once(options: GenerateOptions, past: Past, known: Report) -> tuple[dict[str, Look], Report]:
    """One run, which goes on from the one before, told as `generate` does; what its inputs looked like before it read them.

    What is ``known`` from the run before is not told again, errors excepted.
    """
    from sdkwright import console
    from sdkwright.emit.glance import look, settled_at
    from sdkwright.pipeline import generate

    before, started = time.time_ns(), time.perf_counter()
    result = generate(options, past)
    seconds = time.perf_counter() - started
    console.print_findings(result.report.news(known), sys.stderr, as_json=False)
    for line in console.summary(result, check=False, seconds=seconds):
        click.echo(f"{time.strftime('%H:%M:%S')} {line}")
    sys.stdout.flush()
    looked = look(_inputs(options, result))
    read = set(map(str, _read(result.report)))
    # what changed while the run was reading may or may not be in it: look as if it had not been seen; and what is gone as if it were there
    fresh = {
        path: (() if path in read else None) if seen is None else None if max(seen[1:3]) >= settled_at(before) else seen
        for path, seen in looked.items()
    }
    return fresh, result.report


def _read(report: Report) -> set[Path]:
    """The files that were read."""
    from sdkwright.read.text import Text

    return {source.path for source in report.sources.values() if isinstance(source, Text) and not source.url}


def _inputs(options: GenerateOptions, result: Result) -> list[str]:
    """All files and folders that the next run would read, those of a run that failed as well."""
    from sdkwright.config import settle
    from sdkwright.config.workspace import workspace_places
    from sdkwright.diagnostics import Report

    job = settle(options, Report())
    found: set[Path] = (
        {Path(name) for name in (*CANDIDATES, *WORKSPACES)} if options.config is None else {options.config}
    )
    found |= _read(result.report) | result.report.absent
    if job is not None:
        found |= {job.spec, *job.overlays, *([job.config_path] if job.config_path is not None else [])}
        found |= set(workspace_places(job.config_path)) if job.config_path is not None else set()
        found |= set(_walk(job.templates)) if job.templates is not None else set()
    return sorted(map(str, found))


def _walk(folder: Path) -> Iterable[Path]:
    yield folder
    for place, folders, names in os.walk(folder):
        yield from (Path(place, name) for name in (*folders, *names))


def _wait(looked: dict[str, Look]) -> None:
    """Until something looks different, and then until it stays so: an editor may write in several steps."""
    from sdkwright.emit.glance import look

    began, now = time.perf_counter(), look(looked)
    every = max(_EVERY, _LOOKS * (time.perf_counter() - began))
    while now == looked:
        time.sleep(every)
        now = look(looked)
    while True:
        time.sleep(_SETTLED)
        then, now = now, look(looked)
        if now == then:
            return
