"""What the generator has to say to a person, as data; not how it is found (the stages) or printed (read/listing.py).

A stage calls ``report.add("S010", pointer, message, hint=...)`` and goes on: a run shows many findings, not the first.
Codes, their default severity and their explanation are one table, ``codes.CODES``.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol

from sdkwright.codes import CODES, Code, Severity
from sdkwright.inert import dataclass
from sdkwright.pointer import Json, Pointer

__all__ = [
    "CODES",
    "Code",
    "Diagnostic",
    "Ignored",
    "Position",
    "Report",
    "Severity",
    "Source",
    "display",
    "meant",
    "nearest",
]

STRICT_FAMILIES = frozenset("DSC")
"""Families whose warnings are errors under ``--strict``: the document, its semantics, the config."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a text, both numbers from 1; the column counts characters, not bytes or screen cells."""

    line: int
    column: int


class Source(Protocol):
    """A text that diagnostics point into: the document, the config."""

    @property
    def name(self) -> str:
        """What a person calls the file: its path, relative to the working directory where possible."""
        ...

    @property
    def text(self) -> str:
        """All of it, as read."""
        ...

    def line(self, number: int) -> str:
        """A line without what ends it; empty where there is none."""
        ...

    def mentions(self, word: str) -> bool:
        """Whether the word is anywhere in it."""
        ...

    def locate(self, pointer: Pointer) -> Position | None:
        """Where the node stands: its key where it has one; the nearest ancestor that exists when it does not."""
        ...

    def origin(self, pointer: Pointer) -> tuple[str | None, Pointer]:
        """The source (None: this one) and the pointer there, for a node that was taken in from another text."""
        ...


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. ``at`` is given where no pointer can be (a syntax error); otherwise the pointer is located on show."""

    code: str
    severity: Severity
    message: str
    pointer: Pointer | None = None
    hint: str | None = None
    source: str = "spec"
    at: Position | None = None


@dataclass(frozen=True, slots=True)
class Ignored:
    """Findings of one code that are not wanted; with ``places``, only those there: a pointer, or what the message quotes."""

    code: str
    places: frozenset[str] | None = None

    def covers(self, found: Diagnostic) -> bool:
        """Whether the finding is one of them."""
        if found.code != self.code or self.places is None:
            return found.code == self.code
        quoted = {part.casefold() for part in found.message.split("`")[1::2]}
        return any(place.casefold() in quoted or _is_below(found.pointer, place) for place in self.places)


def _is_below(pointer: Pointer | None, place: str) -> bool:
    return pointer is not None and place.startswith("#") and (pointer + "/").startswith(place.rstrip("/") + "/")


class Report:
    """Collects the findings of a run and the texts that they point into.

    ``strict`` turns each warning about the document, its semantics or the config into an error.
    """

    def __init__(self, *, strict: bool = False) -> None:
        self.strict = strict
        self.sources: dict[str, Source] = {}
        self.absent: set[Path] = set()
        """Files that were looked for and are not there: the run is another one once they are."""
        self._found: dict[Diagnostic, None] = {}
        self.ignored: list[Ignored] = []
        self._listeners: list[list[Diagnostic]] = []
        self._ordered: tuple[Diagnostic, ...] | None = None
        self._settled: dict[Diagnostic, tuple[Source, Diagnostic]] = {}

    def add(
        self,
        code: str,
        pointer: Pointer | None,
        message: str,
        *,
        hint: str | None = None,
        severity: Severity | None = None,
        source: str = "spec",
        at: Position | None = None,
    ) -> Diagnostic:
        """Record a finding; the same one twice counts once. ``severity`` overrides the table's. Unknown code: KeyError."""
        level = CODES[code].severity if severity is None else severity
        if self.strict and level is Severity.WARNING and code[0] in STRICT_FAMILIES:
            level = Severity.ERROR
        found = Diagnostic(code, level, message, pointer, hint, source, at)
        self.repeat(found)
        return found

    def repeat(self, found: Diagnostic) -> None:
        """Record a finding as an earlier run has made it."""
        if found.severity is Severity.ERROR or not any(each.covers(found) for each in self.ignored):
            self._found[found] = None
            self._ordered = None
        if self._listeners:
            self._listeners[-1].append(found)

    @contextmanager
    def heard(self, findings: list[Diagnostic]) -> Generator[None]:
        """Everything that is recorded meanwhile goes to that list as well, also what was known; not to one around it."""
        self._listeners.append(findings)
        try:
            yield
        finally:
            self._listeners.pop()

    def ignore(self, unwanted: Iterable[Ignored]) -> None:
        """Leave these findings out from now on. Errors are never left out: nothing can be emitted with them."""
        self.ignored.extend(unwanted)

    def taken_back(self, since: int) -> list[Diagnostic]:
        """What was recorded after so many findings, which is forgotten."""
        found = list(self._found)
        self._found, self._ordered = dict.fromkeys(found[:since]), None
        return found[since:]

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All findings, once each, in an order that does not depend on which stage spoke first."""
        if self._ordered is None:
            self._ordered = tuple(sorted(self._found, key=_order))
        return self._ordered

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an error, which means: nothing is written."""
        return any(found.severity is Severity.ERROR for found in self._found)

    def errors(self) -> Report:
        """The errors alone, with the same texts."""
        return self._only(found for found in self._found if found.severity is Severity.ERROR)

    def news(self, known: Report) -> Report:
        """The errors, and what the other report does not have, wherever in its file it stands."""
        told = {replace(found, at=None) for found in known.diagnostics}
        return self._only(
            found for found in self._found if found.severity is Severity.ERROR or replace(found, at=None) not in told
        )

    def _only(self, found: Iterable[Diagnostic]) -> Report:
        other = Report(strict=self.strict)
        other.sources = self.sources
        other._found = dict.fromkeys(found)
        return other

    def count(self, severity: Severity) -> int:
        """How many findings have exactly this severity."""
        return sum(found.severity is severity for found in self._found)

    def settled(self, found: Diagnostic) -> Diagnostic:
        """The finding with the file that its node really stands in, and the place there; ``at`` is None when it has no place."""
        source = self.sources.get(found.source)
        if found.at is not None or found.pointer is None or source is None:
            return found
        text, settled = self._settled.get(found, (None, found))
        if text is not source:  # it is asked for whenever a finding is shown or kept
            name, pointer = source.origin(found.pointer)
            home = source if name is None else self.sources[name]
            settled = replace(found, source=name or found.source, pointer=pointer, at=home.locate(pointer))
            self._settled[found] = source, settled
        return settled


def _order(found: Diagnostic) -> tuple[str, tuple[int, int], str, str, str]:
    at = (found.at.line, found.at.column) if found.at is not None else (0, 0)
    return (found.source, at, found.pointer or "", found.code, found.message)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that ``word`` most likely meant, or None where none is close; ignores case."""
    by_folded = {candidate.casefold(): candidate for candidate in sorted(known, reverse=True)}
    matches = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[matches[0]] if matches else None


def meant(word: str, known: Iterable[str]) -> str | None:
    """The hint that asks for the known word, or None where none is close."""
    near = nearest(word, known)
    return f"did you mean `{near}`?" if near else None


def display(value: Json, limit: int = 60) -> str:
    """A value of the document, short and on one line, safe to print: quoted text, ``null``, lists and mappings by size."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case dict():
            return f"a mapping with {len(value)} key{'s'[: len(value) != 1]}" if value else "{}"
        case list():
            return f"a list of {len(value)}" if value else "[]"
        case str():
            text = repr(value if len(value) <= limit else value[: limit - 3] + "...")
            return '"' + text[1:-1] + '"' if '"' not in text else text
        case _:
            text = str(value)
            return text if len(text) <= limit else text[: limit - 3] + "..."
