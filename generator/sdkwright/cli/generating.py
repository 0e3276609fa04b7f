"""What `sdkwright generate` does once its arguments are read. What is printed is console.py's, what is done pipeline.py's."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias

from sdkwright.cli.exits import FINDINGS, exit_code
from sdkwright.inert import dataclass
from sdkwright.terminal import is_plain, say

if TYPE_CHECKING:
    from sdkwright.ahead import Ahead
    from sdkwright.beside import Beside
    from sdkwright.config.options import GenerateOptions
    from sdkwright.result import Result

    Asked: TypeAlias = tuple[list[str], Ahead | None]
    """The arguments, and what an earlier run has left for one with these."""

__all__ = ["Manner", "Style", "generated"]

Style: TypeAlias = Literal["text", "json", "sarif", "github"]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a run is told."""

    style: Style = "text"
    quiet: bool = False
    verbose: bool = False


def generated(options: GenerateOptions, asked: Asked, manner: Manner) -> int:
    """Do what the options ask for, and tell it; the exit code."""
    started = time.perf_counter()
    from sdkwright import console
    from sdkwright.again import leave, recall

    with ExitStack() as ending:
        result = recall(options, ahead=asked[1]) or _emitted(options, manner, ending, asked[1])
        seconds = time.perf_counter() - started
        if manner.style == "json":
            console.print_findings(result.report, sys.stderr, as_json=True)
            say(console.result_as_json(result, seconds=seconds))
        elif manner.style == "text":
            _print(options, result, manner, seconds)
        else:
            console.print_for_machines(result.report, sys.stdout, manner.style)
    if manner == Manner() and not options.timings and not options.compare:
        # last, since files that were just written have to be a little older for that
        said = partial(console.answer, code=exit_code(result.report), check=options.check)
        leave(options, asked, said, result)
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


def _print(options: GenerateOptions, result: Result, manner: Manner, seconds: float) -> None:
    """For people: findings, what changes for programs and in files, the summary."""
    from sdkwright import console

    console.print_chosen(result.report, sys.stderr, quiet=manner.quiet, verbose=manner.verbose)
    if options.compare:
        _print_comparison(result)
    if options.diff and result.outcome is not None and result.outcome.diff:
        say(result.outcome.diff.rstrip("\n"))
    if manner.verbose and not options.check and result.outcome is not None:
        for how in ("created", "changed", "removed"):
            for path in getattr(result.outcome, how):
                say(f"{how}: {path}")
    for line in () if manner.quiet else console.summary(result, check=options.check, seconds=seconds):
        say(line)
    if options.timings or manner.verbose:
        for line in console.timings(result.timings):
            say(line)


def _print_comparison(result: Result) -> None:
    """What changes for programs; where nothing was emitted, or nothing was there before, there is nothing to say."""
    if result.comparison is not None:
        from sdkwright.compare.show import as_text
        from sdkwright.guard import own

        own(sys.stdout, "\n".join(as_text(result.comparison, plain=is_plain(sys.stdout))) + "\n")
    elif result.outcome is not None:
        is_new = bool(result.outcome.created)
        say("nothing to compare with: the output folder holds no package" if is_new else "no changes: patch")


def _code(result: Result) -> int:
    code = exit_code(result.report)
    return code or (FINDINGS if result.comparison is not None and result.comparison.is_breaking else 0)
