"""A local file to a Document: its text, its tree, the places of its nodes; not what the tree means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sdkwright.diagnostics import Position, Report
from sdkwright.pointer import Json, Pointer
from sdkwright.read import positions
from sdkwright.read.decode import NotTextError, decode
from sdkwright.read.json_text import read_json
from sdkwright.read.problems import MAX_BYTES, FatalError, Problem
from sdkwright.read.text import Text, shown
from sdkwright.read.yaml_text import read_yaml

__all__ = ["Document", "Text", "parse", "read"]


@dataclass(frozen=True)
class Document(Text):
    """A description or config as read: ``root`` is what JSON would say; anchors share nodes, so never write to it.

    ``is_json`` tells which syntax was found, whatever the file is called.
    """

    root: dict[str, Json]
    is_json: bool

    @cached_property
    def marks(self) -> positions.Mark:
        """The places of all nodes; made at the first question."""
        return positions.json_marks(self.text) if self.is_json else positions.yaml_marks(self.text)

    def locate(self, pointer: Pointer) -> Position:
        """Where the node's key stands, or that of its nearest ancestor."""
        return positions.locate(self, pointer)


def read(path: Path, report: Report, *, source: str = "spec") -> Document | None:
    """Read a YAML or JSON file; None where no document comes out of it, with the reason in the report.

    Findings of this file carry ``source``, and the report can show excerpts of it from here on. Never raises for what
    is in the file: size (64 MiB), nesting (200 levels), aliases (a million nodes) and numbers are bounded.
    """
    name = shown(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        report.add("D001", None, f"cannot read {name}: {why}", hint="check the path", source=source)
        return None
    if len(data) > MAX_BYTES:
        message = f"{name} is larger than {MAX_BYTES // 2**20} MiB"
        report.add("D003", None, message, hint="is this the right file?", source=source)
        return None
    try:
        text = decode(data)
    except NotTextError as error:
        broken = Text(path, error.before)
        report.sources[source] = broken
        report.add(
            "D002", None, str(error), hint=error.hint, source=source, at=broken.lines.position(len(error.before))
        )
        return None
    return parse(path, text, report, source=source)


def parse(path: Path, text: str, report: Report, *, source: str = "spec") -> Document | None:
    """Read a text as if it stood in ``path``; JSON where it looks like it, YAML otherwise. As ``read`` for the rest."""
    held = Text(path, text)
    report.sources[source] = held
    problems: list[Problem] = []
    try:
        value, is_json = _parse(text, path.suffix.lower() == ".json", problems)
        root = _mapping(value, text)
    except FatalError as error:
        problems.append(error.problem)
        _tell(problems, held, report, source)
        return None
    document = Document(path, text, root, is_json)
    report.sources[source] = document
    _tell(problems, held, report, source)
    return document


def _parse(text: str, named_json: bool, problems: list[Problem]) -> tuple[Json, bool]:
    """JSON never goes through the YAML reader, which is ten times slower; what only looks like JSON does."""
    failure: FatalError | None = None
    if named_json or text.lstrip()[:1] == "{":
        try:
            root, repeats = read_json(text)
        except FatalError as error:
            if error.problem.code not in ("D007", "D013"):
                raise
            failure = error
        else:
            problems += _repeats(text) if repeats else ()
            return root, True
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
    return root, False


def _repeats(text: str) -> list[Problem]:
    return [
        Problem(
            "D009", later, f'"{key}" is a key of this mapping already, and the last one wins',
            "rename or remove one of the two", ("the first is at", first),
        )
        for key, first, later in positions.json_repeats(text)
    ]  # fmt: skip


def _mapping(root: Json, text: str) -> dict[str, Json]:
    if isinstance(root, dict):
        return root
    raise FatalError(_not_a_mapping(root, text))


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
