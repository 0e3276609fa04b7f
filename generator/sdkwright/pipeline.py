"""The eight stages in order, with a timing for each; owns the order and nothing of what a stage does."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from sdkwright.again import inputs_of, keep
from sdkwright.beside import Beside
from sdkwright.clock import Clock, Progress
from sdkwright.config import GenerateOptions, Job, settle
from sdkwright.delivery import compared, delivered, report_outcome
from sdkwright.diagnostics import Report
from sdkwright.emit.cache import Cache, open_cache
from sdkwright.emit.fingerprint import generator, now
from sdkwright.emit.kept import GoneError, Kept
from sdkwright.emit.write import Outcome
from sdkwright.inert import dataclass
from sdkwright.ir.api import Api
from sdkwright.ir.walk import methods
from sdkwright.lower import lower
from sdkwright.lower.client import Overrides
from sdkwright.lower.recorded import is_tested
from sdkwright.lower.watch import digests
from sdkwright.naming import assign
from sdkwright.naming.words import Casings
from sdkwright.openapi import Fetch, Reach, check_rules, connected, refuse
from sdkwright.openapi.families import with_families
from sdkwright.openapi.parts import Parts
from sdkwright.openapi.upgrade import upgrade
from sdkwright.past import Past, kind_of
from sdkwright.printing import Tools, printed
from sdkwright.read import Document, read
from sdkwright.read.known import Known
from sdkwright.read.text import Text
from sdkwright.result import Result
from sdkwright.sealed import BrokenSealError
from sdkwright.shelf import Leaving, Shelf
from sdkwright.verdict import Verdict, validating

if TYPE_CHECKING:
    from sdkwright.ahead import Ahead
    from sdkwright.ir.recordings import Recordings
    from sdkwright.openapi.link import Linked
    from sdkwright.survey.understood import Understood

__all__ = ["Progress", "generate", "understand"]


@dataclass(slots=True)
class _Run:
    """What goes along with one run. ``recordings`` are what the tests of the package are answered from, None where it has none.

    ``leaving`` is who leaves its past. ``itself`` is what keeps it to the end.
    """

    report: Report
    clock: Clock
    verdict: Verdict
    past: Past
    parts: Parts
    known: Known
    cache: Cache
    leaving: Leaving
    ahead: Ahead | None = None
    recordings: Recordings | None = None
    itself: _Run | None = None

    def until(self, ending: ExitStack | None) -> AbstractContextManager[ExitStack]:
        """Where it is noted what comes last, which is `stop`. With an ``ending`` the process ends as well: nothing is taken apart object by object before."""
        stack = ending if ending is not None else ExitStack()
        stack.callback(self.stop)
        if ending is None:
            return stack
        self.itself = self
        return nullcontext(stack)

    def kept(self, left: Iterable[str]) -> Kept:
        """Files that stay as they were written, and who has looked at them."""
        kept = self.past.kept(left)
        kept.ahead = self.ahead
        return kept

    def leave(self, outcome: Outcome | None) -> None:
        """Leave the past to the next run, where this one wrote anything; last of all, since places are asked for until then."""
        if outcome is None or outcome.refused:
            return
        self.past.whole = self.known.left(self.parts.checksum_at)
        self.past.written = replace(self.past.written, places=self.known.asked_now)
        self.leaving.put(self.past)

    def stop(self) -> None:
        """End who makes the bytes of the past, if nobody has them."""
        self.leaving.stop()


def generate(
    options: GenerateOptions,
    past: Past | None = None,
    *,
    progress: Progress | None = None,
    validator: Beside | None = None,
    ending: ExitStack | None = None,
    ahead: Ahead | None = None,
) -> Result:
    """Emit the package that the options ask for. What is wrong is in the report of the result; nothing is raised for a document.

    With the ``past`` of an earlier run, what would come to the same is not made again; it then holds what this run leaves to the next.
    ``validator`` is a process that `verdict.begun` has made; without one, it is begun when there is something to validate.
    ``ahead`` has looked at what the last run wrote. With an ``ending``, what this run leaves to another process is put into its place when that closes: by then its bytes are made.
    Raises OSError when the disk refuses, and RenderError, TidyError or UnsafePathError for defects of the generator.
    """
    whole = options.compare or options.site  # then all files are needed
    given = past if past is not None and not whole else Past()
    leaves = past is None and not whole
    try:
        return _generate(
            options, given, progress, validator, resumes=not whole, leaves=leaves, ending=ending, ahead=ahead
        )
    except (GoneError, BrokenSealError):
        given.forget()
        return _generate(options, given, progress, leaves=leaves, ending=ending)


def _generate(
    options: GenerateOptions,
    past: Past,
    progress: Progress | None,
    validator: Beside | None = None,
    *,
    resumes: bool = False,
    leaves: bool = False,
    ending: ExitStack | None = None,
    ahead: Ahead | None = None,
) -> Result:
    """``resumes`` from what another process left, ``leaves`` the same to the next one, or else may have further runs to come."""
    clock, report, started = Clock(progress=progress), Report(strict=options.strict), _since(ahead)
    with clock.stage("config"):
        job = settle(options, report)
    if job is None:
        return Result(report, timings=clock.seconds)
    shelf = Shelf.of(cache := open_cache(enabled=options.use_cache), job.output)
    past.belongs(kind_of(job, options, code := generator(cache)), shelf.taken if resumes else None)
    parts, known = past.parts(), past.reading(ahead.content if ahead is not None else None)
    linked = _document(job, options, cache, report, clock, known=known, parts=parts)
    if linked is None:
        return Result(report, timings=clock.seconds)
    with clock.stage("check"):
        verdict = validating(linked, report, cache, code, validator, stays=not leaves, last=past.last())
        document = _upgraded(linked, job)
        report.sources["spec"] = document
        if options.strict or _must_stop(report, options):
            verdict.tell(cache)
    if _must_stop(report, options):
        return Result(report, timings=clock.seconds)
    leaving = Leaving(shelf if leaves and not options.check else None, verdict.foreknown)
    run = _Run(report, clock, verdict, past, parts, known, cache, leaving, ahead)
    with run.until(ending) as here:
        result, outcome = _emit(document, job, options, run)
        if outcome is not None and not any(isinstance(each, Text) and each.url for each in report.sources.values()):
            inputs, files = inputs_of(job, report), outcome.digests
            result = keep(options, result, inputs, job.output, files, code=code, started=started, ahead=ahead)
        here.callback(run.leave, outcome)
    return result


def understand(options: GenerateOptions) -> tuple[Report, Understood | None]:
    """The stages up to the names, for who only asks; None where they stop early, with the reason in the report."""
    from sdkwright.survey.understood import Understood

    clock, report = Clock(), Report()
    job = settle(options, report)
    cache = open_cache(enabled=options.use_cache)
    linked = _document(job, options, cache, report, clock) if job is not None else None
    if job is None or linked is None:
        return report, None
    check_rules(linked, report)
    report.sources["spec"] = document = _upgraded(linked, job)
    api = lower(document, job.config, report, Overrides(job.package, job.http_library))
    return report, Understood(job, document, api, assign(api, Casings.of(job.config.casings())), report)


def _since(ahead: Ahead | None) -> int:
    """The time before anything was read."""
    return ahead.noted.at if ahead is not None else now()


def _document(
    job: Job,
    options: GenerateOptions,
    cache: Cache,
    report: Report,
    clock: Clock,
    *,
    known: Known | None = None,
    parts: Parts | None = None,
) -> Linked | None:
    """The document, read, and with what it refers to in one tree; neither rules nor validator have looked at it."""
    with clock.stage("read"):
        document = read(job.spec, report, known=known)
        if document is not None and job.transforms:
            from sdkwright.read.transforms import transformed

            document = transformed(document, job.transforms, report)
            if _must_stop(report, options):  # or what was not changed would be told as the document's faults
                return None
        if document is not None and job.overlays:
            from sdkwright.read.overlay import overlaid

            document = overlaid(document, job.overlays, report)
    if document is None:
        return None
    with clock.stage("check"):
        return connected(document, report, reach=Reach(_fetch(job, cache, report), job.allow_folders), parts=parts)


def _upgraded(linked: Document, job: Job) -> Document:
    """The document in the dialect of 3.1; where no config lays the package out, with the unions that discriminators imply."""
    document = upgrade(linked)
    return document if job.config.lays_out else with_families(document)


def _fetch(job: Job, cache: Cache, report: Report) -> Fetch:
    """What reads files on other machines: nothing does, unless the job allows it."""
    if not job.allow_remote_refs:
        return refuse
    from sdkwright.read.fetch import Remote

    return Remote(report, job.allow_hosts, cache)


def _emit(document: Document, job: Job, options: GenerateOptions, run: _Run) -> tuple[Result, Outcome | None]:
    cache, report, clock, verdict = run.cache, run.report, run.clock, run.verdict
    with clock.stage("lower"):
        checksums = digests(document.root, run.parts)
        lowering = run.past.lowering(checksums, report)
        lowering.shared = options.jobs != 1
        api = lower(document, job.config, report, Overrides(job.package, job.http_library), lowering)
    clock.counts |= _counts(api)
    if _must_stop(report, options):
        return _stopped(run, options, api), None
    run.leaving.begin(lowering, run.past)
    recording = run.past.recording(checksums)
    if options.site or is_tested(api, job.tests):
        from sdkwright.lower.recorded.operations import record

        with clock.stage("record"):
            run.recordings = record(document, job.config, api, recording)
    viewing = run.past.viewing(report)
    viewing.shared = options.jobs != 1
    made = printed(api, job, options, Tools(report, clock, cache, run.recordings, run.ahead), viewing)
    if _is_forbidden(run, options) or made is None:
        return _stopped(run, options, api), None
    run.known.sum_up(run.parts.checksum_at)
    files, left = made
    kept, following = run.kept(left), run.past.next(checksums, verdict.document, (lowering, recording, viewing))
    run.leaving.go_on(following)
    with clock.stage("check"):
        verdict.tell(cache)
    if _must_stop(report, options):
        return _stopped(run, options, api), None
    comparison = compared(files, job, report, clock) if options.compare else None
    with clock.stage("write"):
        outcome = delivered(files, job, options, report, kept)
    if outcome is None:
        return _stopped(run, options, api), None
    if not outcome.refused:
        run.past.leave(following, outcome, kept, verdict.heard)
    report_outcome(outcome, job, options, report)
    done = outcome if options.check or not outcome.refused else None
    return Result(report, done, str(job.output), _counts(api), clock.seconds, comparison, kept.seen), outcome


def _is_forbidden(run: _Run, options: GenerateOptions) -> bool:
    """Whether the run should have stopped before it lowered anything, as is known by now."""
    with run.clock.stage("check"):
        return run.verdict.forbids(errors=options.keep_going)


def _stopped(run: _Run, options: GenerateOptions, api: Api) -> Result:
    """What comes of a run that stops, where there are findings of what it has lowered if it should have come so far."""
    counts = {} if _is_forbidden(run, options) else _counts(api)
    with run.clock.stage("check"):
        run.verdict.tell(run.cache)
    return Result(run.report, counts=counts, timings=run.clock.seconds)


def _must_stop(report: Report, options: GenerateOptions) -> bool:
    """Whether the findings so far forbid to emit anything."""
    return report.has_errors and not options.keep_going


def _counts(api: Api) -> dict[str, int]:
    """What the summary tells."""
    return {"operations": sum(1 for _ in methods(api)), "models": len(api.models)}
