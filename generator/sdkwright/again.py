"""A run that has nothing to do: tells so from what an earlier run left in the cache, without importing any stage.

Whether anything changed is decided by emit/fingerprint.py; here is what a run is known by, and how its result is kept.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import asdict, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from sdkwright.codes import Severity
from sdkwright.config.options import CANDIDATES, WORKSPACE, WORKSPACES, GenerateOptions
from sdkwright.diagnostics import Diagnostic, Position, Report
from sdkwright.emit.cache import open_cache
from sdkwright.emit.files import BASES_NAME, MANIFEST_NAME, Paths, names_of
from sdkwright.emit.fingerprint import Places, fresh, is_known, places, remember, run_key
from sdkwright.emit.glance import keep_answer, look, settled, settled_at
from sdkwright.inert import dataclass
from sdkwright.pointer import Pointer
from sdkwright.read.decode import NotTextError, decode
from sdkwright.read.text import Text
from sdkwright.result import Answer, OnRecord, Outcome, Result

if TYPE_CHECKING:
    from sdkwright.ahead import Ahead
    from sdkwright.config import Job
    from sdkwright.emit.glance import Look, Noted

__all__ = ["Untouched", "inputs_of", "is_again", "keep", "leave", "recall"]

# flags that say how a run is done or shown, not what it emits
_MANNER = frozenset({"check", "compare", "diff", "jobs", "use_cache", "timings"})


@dataclass(frozen=True, slots=True)
class Untouched:
    """The outcome of a run that wrote nothing, since every file is already as it would be written."""

    unchanged: Collection[PurePosixPath]
    created: tuple[PurePosixPath, ...] = ()
    changed: tuple[PurePosixPath, ...] = ()
    removed: tuple[PurePosixPath, ...] = ()
    diff: str = ""
    edited: Mapping[PurePosixPath, str] = field(default_factory=dict[PurePosixPath, str])


def recall(
    options: GenerateOptions, alike: AbstractSet[str] = frozenset(), ahead: Ahead | None = None
) -> Result | None:
    """What a full run would answer, if an earlier one left that on record and nothing at all has changed since.

    ``alike`` are files of the output that need not be read again (see `fresh`). ``ahead`` has read inputs.
    """
    known = ahead.checksum if ahead is not None else None
    found = fresh(_key(options), open_cache(enabled=options.use_cache), alike, known)
    if found is None:
        return None
    note, names = found
    memory: dict[str, Any] = json.loads(note)
    report = Report(strict=options.strict)
    for name, path in memory["sources"].items():
        report.sources[name] = Text(Path(path), _text(Path(path).read_bytes()))
    for item in memory["findings"]:
        at = Position(*item["at"]) if item["at"] is not None else None
        level, pointer = Severity(item["severity"]), item["pointer"]
        report.add(
            item["code"],
            Pointer(pointer) if pointer is not None else None,
            item["message"],
            hint=item["hint"],
            severity=level,
            source=item["source"],
            at=at,
        )
    edited = {PurePosixPath(path): checksum for path, checksum in memory["edited"].items()}
    outcome = Untouched(Paths((*names, MANIFEST_NAME)), edited=edited)
    return Result(report, outcome, memory["output"], memory["counts"])


def _text(data: bytes) -> str:
    """As a run reads it; of what is no text, what comes before that."""
    try:
        return decode(data)
    except NotTextError as error:
        return error.before


def is_again(options: GenerateOptions) -> bool:
    """Whether there was such a run before, so that there is something to go on from."""
    return is_known(_key(options), open_cache(enabled=options.use_cache))


def leave(
    options: GenerateOptions,
    asked: tuple[list[str], Ahead | None],
    answer: Callable[[Result], Answer],
    ended: Result | None = None,
) -> None:
    """Leave the answer to the same command for start.py to give at a glance, should nothing look different by then.

    The looks are taken first, then everything is read: what changes after its look will look different. Neither looked at again nor read are
    files of the output that the run that ``ended`` has seen before it found them right; not read, inputs of one on record that are older than it.
    ``asked`` are the arguments, and what was noted for them, with looks from before the run.
    """
    arguments, ahead = asked
    noted = ahead.noted if ahead is not None else None
    if ended is not None and any(map(_is_fleeting, ended.report.diagnostics)):
        return
    known, is_seen = _seen_before(noted, ended), True
    if known is None:
        known, is_seen = places(_key(options), open_cache(enabled=options.use_cache)), False
    if known is None:
        return
    inputs = noted.now if noted is not None and is_seen else look([*known.inputs, *map(str, _candidates(options))])
    seen: Mapping[str, Look] = ended.seen if ended is not None else {}
    looks = {f"{known.out}{os.sep}{path}": had for path, had in seen.items()}
    outputs = look((place for place in known.outputs if place not in looks), linked=True)
    outputs |= {place: looks[place] for place in known.outputs if place in looks}
    if not settled(inputs, outputs):
        return
    root = len(known.out) + 1
    # a folder that is one, and not a link to one, nor in the place of a file, has a look of its own kind
    folders = {place[root:] for place, had in outputs.items() if had is not None and len(had) == 1}
    alike = {*seen, *(folders - known.files.keys())}
    if ended is None or not (is_seen or _is_on_record(ended, inputs, known.inputs)):
        result = recall(options, alike)
    else:
        result = _untouched(ended) if known.hold_what_was_left(alike) else None
    if result is not None:
        keep_answer(arguments, (answer(result), options.said()), inputs, outputs)


def _seen_before(noted: Noted | None, ended: Result | None) -> Places | None:
    """All that a run on record depends on, where that was looked at before it began, and is nothing else than the last time."""
    record = ended.record if ended is not None else None
    if noted is None or record is None or ended is None or ended.outcome is None:
        return None
    files = frozenset(
        filter(os.path.isfile, record.inputs)
    )  # where a folder looks different, there may be others in it
    if not noted.now.keys() >= set(record.inputs) or not noted.settled_but_for(files):
        return None
    if not noted.outputs.keys() >= {f"{record.out}{os.sep}{path}" for path in record.files}:
        return None
    edited = {str(path): checksum for path, checksum in ended.outcome.edited.items()}
    if not noted.outputs.keys() >= {f"{record.out}{os.sep}{BASES_NAME}/{path}" for path in edited}:
        return None
    return Places([*noted.inputs], [*noted.outputs], record.out, record.manifest, record.files, edited)


def _is_on_record(ended: Result, looks: Mapping[str, Look], inputs: Iterable[str]) -> bool:
    """Whether a run was made of what its inputs are now: none was touched since it began. Not all places of modules have to be there, nor what was not."""
    if ended.record is None:
        return False
    limit = settled_at(ended.record.since)
    seen = {path: looks[path] for path in inputs}
    gone = {*sys.path, *ended.record.absent}
    return all(max(each[1:3]) < limit if each is not None else path in gone for path, each in seen.items())


def _untouched(ended: Result) -> Result:
    """What a run would answer that is made of the same as the one that ended."""
    outcome = ended.outcome
    assert outcome is not None, "it is on record"
    return Result(ended.report, Untouched(Paths(_files(outcome)), edited=outcome.edited), ended.output, ended.counts)


def keep(
    options: GenerateOptions,
    result: Result,
    inputs: Iterable[Path],
    out: Path,
    files: Mapping[str, str],
    *,
    code: str,
    started: int,
    ahead: Ahead | None = None,
) -> Result:
    """Leave a successful result on record; returns it, with what is on record, if it is.

    `inputs` are all files it was made of, `files` the checksums of those that it left, `code` the fingerprint of the generator, `started` the time before either was read.
    """
    outcome = result.outcome
    manifest, made_of = files[MANIFEST_NAME], sorted({path.absolute() for path in inputs})
    if outcome is None or any(map(_is_fleeting, result.report.diagnostics)) or any(map(_is_read_once, made_of)):
        return result
    read = _read(result.report)
    absent = frozenset(str(path) for path in made_of if path not in read and not path.exists())
    is_kept = remember(
        _key(options),
        open_cache(enabled=options.use_cache),
        started=started,
        inputs=made_of,
        read=read,
        known=ahead.checksum if ahead is not None else None,
        out=out,
        manifest=manifest,
        code=code,
        edited=outcome.edited,
        note=_note(result, outcome),
    )
    if not is_kept:
        return result
    record = OnRecord(started, tuple(map(str, made_of)), str(out.absolute()), manifest, files, absent)
    return replace(result, record=record)


def _note(result: Result, outcome: Outcome) -> str:
    """What `recall` makes the result of, beside the names of the files, which are in the manifest."""
    report = result.report
    return json.dumps(
        {
            "sources": {name: str(each.path) for name, each in report.sources.items() if isinstance(each, Text)},
            "findings": [_finding(found, report) for found in report.diagnostics],
            "edited": {str(path): checksum for path, checksum in outcome.edited.items()},
            "output": result.output,
            "counts": dict(result.counts),
        }
    )


def _read(report: Report) -> dict[Path, bytes]:
    """Files of which the bytes are at hand as they were read."""
    texts = (each for each in report.sources.values() if isinstance(each, Text) and each.url is None)
    return {each.path.absolute(): each.data for each in texts if each.data is not None}


def _files(outcome: Outcome) -> tuple[str, ...]:
    """All that the output consists of, but for what edits are edits of."""
    paths = (outcome.unchanged, outcome.created, outcome.changed)
    return tuple(name for each in paths for name in names_of(each) if not name.startswith(f"{BASES_NAME}/"))


def inputs_of(job: Job, report: Report) -> list[Path]:
    """Every file and folder that the result was made of, beside the generator itself, or would be made of if it were there."""
    from sdkwright.config.workspace import workspace_places

    beside = [path for path in (job.config_path, job.templates) if path is not None]
    beside += [source.path for source in report.sources.values() if isinstance(source, Text)]
    if job.config_path is not None:
        beside += workspace_places(job.config_path)
    return [job.spec, *job.overlays, *beside, *report.absent]


def _is_fleeting(found: Diagnostic) -> bool:
    """Whether a finding is about what is not on record: the output folder, a file that is not there but may be tomorrow."""
    return found.severity is Severity.ERROR and (found.code[0] in "WX" or found.code in ("D001", "S014", "S015"))


def _is_read_once(path: Path) -> bool:
    """Whether it is a pipe or the like: what the next run is given there nobody knows, and whoever looks takes it away."""
    return path.exists() and not (path.is_file() or path.is_dir())


def _finding(found: Diagnostic, report: Report) -> dict[str, object]:
    """A finding with the place where it is shown, since positions are not looked up again."""
    found = report.settled(found)
    at = found.at
    return {
        "code": found.code,
        "severity": int(found.severity),
        "message": found.message,
        "pointer": found.pointer,
        "hint": found.hint,
        "source": found.source,
        "at": (at.line, at.column) if at is not None else None,
    }


def _key(options: GenerateOptions) -> str:
    """What a run is known by: its flags, and which configs there are to be found (a new one may come before the one used)."""
    flags = {name: value for name, value in asdict(options).items() if name not in _MANNER}
    present = [str(path) for path in _candidates(options) if path.is_file()]
    return run_key(options.config, {**flags, "present": present})


def _candidates(options: GenerateOptions) -> list[Path]:
    """Where a config could be, or what goes with one."""
    folders = {Path(), *([options.config.parent] if options.config is not None else [])}
    names = (*CANDIDATES, *WORKSPACES, *(f"{Path(name).parent}/{WORKSPACE}" for name in CANDIDATES))
    return sorted(folder / name for folder in folders for name in names)
