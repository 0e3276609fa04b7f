"""The bytes of a file to a Document: its text, its tree, the places of its nodes; not what the tree means."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from sdkwright.diagnostics import Report
from sdkwright.pointer import Json
from sdkwright.read import positions
from sdkwright.read.cuts import Cut, read_cut
from sdkwright.read.decode import NotTextError, decode
from sdkwright.read.document import Document, Part, Prose
from sdkwright.read.json_text import read_json, whole_characters
from sdkwright.read.known import Known
from sdkwright.read.problems import MAX_BYTES, FatalError, Problem
from sdkwright.read.raw import Raw
from sdkwright.read.text import Text, shown

__all__ = ["Document", "Part", "Text", "document", "parse", "read", "take"]

_TAG = 16
"""Characters that tell markup from YAML and JSON."""


def read(path: Path, report: Report, *, source: str = "spec", known: Known | None = None) -> Document | None:
    """Read a YAML or JSON file; None where no document comes out of it, with the reason in the report.

    Findings of this file carry ``source``, and the report can show excerpts of it from here on. Never raises for what
    is in the file: size (64 MiB), nesting (200 levels), aliases (a million nodes) and numbers are bounded.
    """
    name = shown(path)
    try:
        data = known.content(str(path.absolute())) if known is not None else None
        if data is None:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        report.add("D001", None, f"cannot read {name}: {why}", hint="check the path", source=source)
        return None
    part = take(data, Text(path, ""), report, source=source, known=known)
    return document(part, report, source=source) if part is not None else None


def parse(path: Path, text: str, report: Report, *, source: str = "spec") -> Document | None:
    """Read a text as if it stood in ``path``; JSON where it looks like it, YAML otherwise. As ``read`` for the rest."""
    part = _part(Text(path, text), report, source)
    return document(part, report, source=source) if part is not None else None


def take(
    data: bytes, called: Text, report: Report, *, source: str, known: Known | None = None, prose: bool = False
) -> Part | None:
    """What the bytes of the file of that name say, whatever kind of value it is; of ``prose`` its text. As ``read`` for the rest."""
    if len(data) > MAX_BYTES:
        message = f"{called.name} is larger than {MAX_BYTES // 2**20} MiB"
        report.add("D003", None, message, hint="is this the right file?", source=source)
        return None
    if known is not None and (again := known.again(data)) is not None:
        return _held(called, again, report, source)
    try:
        text = decode(data)
    except NotTextError as error:
        broken = replace(called, held=error.before)
        report.sources[source] = broken
        report.add(
            "D002", None, str(error), hint=error.hint, source=source, at=broken.lines.position(len(error.before))
        )
        return None
    if prose:
        report.sources[source] = part = Prose(called.path, text, url=called.url, is_json=False, value=text)
        return part
    if known is not None and _may_be_json(text, called.path) and (new := known.anew(text, data)) is not None:
        return _held(called, new, report, source)
    return _part(replace(called, held=text, read=data), report, source, known)


def _held(called: Text, read: tuple[Raw, Json], report: Report, source: str) -> Part:
    """A JSON text that is all right, and its value."""
    report.sources[source] = part = Part(called.path, read[0], url=called.url, is_json=True, value=read[1])
    return part


def document(part: Part, report: Report, *, source: str = "spec") -> Document | None:
    """The file as a mapping of keys to values; None where it holds something else, with the reason in the report."""
    if not isinstance(part.value, dict):
        _tell([_not_a_mapping(part.value, part.text)], part, report, source)
        return None
    made = Document(
        part.path, part.held, url=part.url, read=part.read, is_json=part.is_json, cuts=part.cuts, root=part.value
    )
    report.sources[source] = made
    return made


def _part(held: Text, report: Report, source: str, known: Known | None = None) -> Part | None:
    problems: list[Problem] = []
    if _may_be_json(held.text, held.path):
        text, problems = whole_characters(held.text)
        held = replace(held, held=text)
    report.sources[source] = held
    try:
        value, is_json, cuts = _parse(
            held.text, held.path.suffix.lower() == ".json", problems, known if known is not None else Known()
        )
    except FatalError as error:
        problems.append(error.problem)
        _tell(problems, held, report, source)
        return None
    part = Part(held.path, held.held, url=held.url, read=held.read, is_json=is_json, cuts=cuts, value=value)
    report.sources[source] = part
    _tell(problems, held, report, source)
    return part


def _refuse_markup(text: str) -> None:
    """A page for people, where a URL led to one. No YAML or JSON that is a mapping begins so."""
    start = text.lstrip()[:_TAG].lower()
    if start.startswith(("<!doctype", "<html", "<?xml")):
        hint = "a URL may have led to a page for people, or to a login: look for the address of the YAML or JSON itself"
        raise FatalError(Problem("D005", 0, "this is HTML or XML, not an OpenAPI document", hint))


def _parse(text: str, named_json: bool, problems: list[Problem], known: Known) -> tuple[Json, bool, tuple[Cut, ...]]:
    """JSON never goes through the YAML reader, which is ten times slower; what only looks like JSON does."""
    failure: FatalError | None = None
    _refuse_markup(text)
    if named_json or _looks_like_json(text):
        try:
            root, repeats = read_json(text)
        except FatalError as error:
            if error.problem.code not in ("D007", "D013"):
                raise
            failure = error
        else:
            problems += _repeats(text) if repeats else ()
            return root, True, ()
    cut = read_cut(text, problems, known) if failure is None else None
    if cut is not None:
        return cut[0], False, cut[1]
    from sdkwright.read.yaml_text import read_yaml

    try:
        root = read_yaml(text, problems)
    except FatalError:
        if failure is None or not named_json:
            raise
        raise failure from None
    if failure is not None and (not isinstance(root, dict) or failure.problem.code == "D013"):
        raise failure
    if failure is not None and named_json:
        hint = "correct it or call the file .yaml; other tools will refuse it"
        message = f"this is not JSON, but YAML, and read as such: {failure.problem.message}"
        problems.append(Problem("D015", failure.problem.at, message, hint))
    return root, False, ()


def _looks_like_json(text: str) -> bool:
    return text.lstrip()[:1] == "{"


def _may_be_json(text: str, path: Path) -> bool:
    return path.suffix.lower() == ".json" or _looks_like_json(text)


def _repeats(text: str) -> list[Problem]:
    return [
        Problem(
            "D009", later, f'"{key}" is a key of this mapping already, and the last one wins',
            "rename or remove one of the two", ("the first is at", first),
        )
        for key, first, later in positions.json_repeats(text)
    ]  # fmt: skip


def _not_a_mapping(root: Json, text: str) -> Problem:
    at = re.search(r"\S|$", text)
    offset = at.start() if at else 0
    hint = "an OpenAPI document starts with `openapi: 3.1.0`"
    match root:
        case None:
            return Problem("D004", offset, "the file holds no value", hint)
        case list():
            return Problem("D005", offset, "the file holds a list, not a mapping of keys to values", hint)
        case _:
            return Problem("D005", offset, "the file holds a single value, not a mapping of keys to values", hint)


def _tell(problems: list[Problem], held: Text, report: Report, source: str) -> None:
    for problem in problems:
        message = problem.message
        if problem.beside is not None:
            words, other = problem.beside[0], held.lines.position(problem.beside[1])
            message += f" ({words} {other.line}:{other.column})"
        at = held.lines.position(problem.at)
        report.add(problem.code, None, message, hint=problem.hint, source=source, at=at)
