"""Hands the emitted files over: compared with what is there, written, and what became of them told; how that is done is emit's and compare's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sdkwright.clock import Clock
from sdkwright.config import GenerateOptions, Job
from sdkwright.diagnostics import Report
from sdkwright.emit.files import File
from sdkwright.emit.fingerprint import installed
from sdkwright.emit.journal import BusyError, JournalError
from sdkwright.emit.kept import Kept
from sdkwright.emit.write import Edits, Outcome, write

if TYPE_CHECKING:
    from sdkwright.compare.changes import Comparison

__all__ = ["compared", "delivered", "report_outcome"]


def compared(files: list[File], job: Job, report: Report, clock: Clock) -> Comparison | None:
    """What changes for programs that use the package in the output folder; None where there is none, or none that can be read."""
    if not job.output.is_dir() or not any(job.output.iterdir()):
        return None
    from sdkwright.compare.run import ReadingError, compare_emitted

    try:
        with clock.stage("compare"):
            return compare_emitted(job.output, files)
    except ReadingError as error:
        report.add("W008", None, str(error), source="output")
        return None


def delivered(files: list[File], job: Job, options: GenerateOptions, report: Report, kept: Kept) -> Outcome | None:
    """Put the files in their place; None where the disk or another run does not let us, with the reason in the report."""
    try:
        return write(
            files,
            job.output,
            version=installed("sdkwright"),
            check=options.check,
            diff=options.diff,
            edits=Edits(job.output),
            kept=kept,
        )
    except (BusyError, JournalError) as error:
        report.add("W007", None, str(error), source="output")
    except OSError as error:
        why = error.strerror or type(error).__name__
        report.add("W003", None, f"cannot write {error.filename or job.output}: {why.lower()}", source="output")
    return None


def report_outcome(outcome: Outcome, job: Job, options: GenerateOptions, report: Report) -> None:
    """Say what was refused, what is left to merge by hand, and with `check` what is out of date."""
    for refusal in outcome.refused:
        report.add(refusal.code, None, f"{refusal.path} {refusal.message}", hint=refusal.hint, source="output")
    for conflict in outcome.conflicts if not outcome.refused else ():
        report.add(conflict.code, None, f"{conflict.path} {conflict.message}", hint=conflict.hint, source="output")
    if options.check and not outcome.up_to_date and not outcome.refused:
        hint = "run `sdkwright generate` and commit what it writes"
        report.add("W002", None, f"{job.output} is out of date", hint=hint, source="output")
