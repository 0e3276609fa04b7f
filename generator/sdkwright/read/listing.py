"""Diagnostics as text for a person: place, message, source lines with a caret, hint; not as JSON, not what they say."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

from sdkwright.diagnostics import Diagnostic, Position, Report, Severity, Source
from sdkwright.inert import dataclass

__all__ = ["Style", "excerpt", "listing", "ordered"]

CONTEXT = 2
WIDTH = 120
TAB = "    "


@dataclass(frozen=True, slots=True)
class Style:
    """Escape sequences around the parts of a listing; all empty for plain text."""

    bold: str = ""
    dim: str = ""
    error: str = ""
    warning: str = ""
    note: str = ""
    off: str = ""

    @classmethod
    def coloured(cls) -> Style:
        """For a terminal; whether there is one, and NO_COLOR, is the caller's business."""
        return cls("\x1b[1m", "\x1b[2m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[0m")

    def taken_from(self, text: str) -> str:
        """The text as it is without; a document brings none itself, since control characters are written as escapes."""
        for sequence in (self.bold, self.dim, self.error, self.warning, self.note, self.off):
            text = text.replace(sequence, "")
        return text

    def of(self, severity: Severity) -> str:
        """What starts the colour of a severity."""
        return (self.note, self.warning, self.error)[severity - 1]


SHOWN = {Severity.NOTE: 3, Severity.WARNING: 10}
"""How many findings of one code are shown in full; errors all are."""


def listing(report: Report, *, style: Style, all_of_them: bool = False) -> Iterator[str]:
    """One block of text for each finding, in the order of the files; of one code only the first ones, then a number."""
    shown: Counter[tuple[str, str]] = Counter()
    hidden: Counter[tuple[str, str]] = Counter()
    every = ordered(report)
    for found in every:
        kind = (found.code, found.severity.label)
        if not all_of_them and shown[kind] >= SHOWN.get(found.severity, len(every)):
            hidden[kind] += 1
            continue
        shown[kind] += 1
        yield excerpt(found, found.at, report.sources.get(found.source), style=style)
    for (code, label), count in sorted(hidden.items()):
        yield f"... and {count} more {label}{'s' if count > 1 else ''} {code} (`--format json` lists them all)\n"


def ordered(report: Report) -> list[Diagnostic]:
    """All findings, settled, in reading order: by file, line and column, those without a place first."""

    def place(found: Diagnostic) -> tuple[str, int, int]:
        return (found.source, found.at.line, found.at.column) if found.at is not None else (found.source, 0, 0)

    return sorted(map(report.settled, report.diagnostics), key=place)


def excerpt(found: Diagnostic, at: Position | None, source: Source | None, *, style: Style) -> str:
    """``spec/openapi.yaml:12:7: error D006: message``, the source lines around with a caret, and the hint."""
    severity = f"{style.of(found.severity)}{found.severity.label} {found.code}{style.off}"
    head = f"{severity}: {style.bold}{_clean(found.message)}{style.off}"
    lines = [head]
    if source is not None and at is not None:
        lines = [f"{style.bold}{_clean(source.name)}:{at.line}:{at.column}:{style.off} {head}"]
        lines += _source_lines(source, at, style.of(found.severity), style)
    elif source is not None:
        lines = [f"{style.bold}{_clean(source.name)}:{style.off} {head}"]
    if found.hint:
        lines.append(f"  {style.dim}hint:{style.off} {_clean(found.hint)}")
    return "\n".join(lines) + "\n"


def _source_lines(source: Source, at: Position, colour: str, style: Style) -> Iterator[str]:
    first, around = _around(source, at.line)
    digits = len(str(at.line + CONTEXT))
    for number, line in enumerate(around, first):
        shown, caret = _fit(line, at.column if number == at.line else 1)
        bar = f"{style.dim}{number:>{digits + 2}} |{style.off}"
        yield f"{bar} {shown}".rstrip()
        if number == at.line:
            yield f"{style.dim}{'|':>{digits + 4}}{style.off} {' ' * caret}{colour}^{style.off}"


def _around(source: Source, line: int) -> tuple[int, list[str]]:
    """The line and its neighbours with the number of the first; blank lines at the edges are left out."""
    first = max(1, line - CONTEXT)
    around = [source.line(number) for number in range(first, line + CONTEXT + 1)]
    while first < line and not around[0].strip():
        first, around = first + 1, around[1:]
    while first + len(around) - 1 > line and not around[-1].strip():
        around.pop()
    return first, around


def _fit(line: str, column: int) -> tuple[str, int]:
    """A line cut around the column to the width of a screen, printable, and the cells that stand before the column."""
    start = max(0, column - 1 - WIDTH // 2) if len(line) > WIDTH else 0
    before, after = line[start : column - 1], line[column - 1 : start + WIDTH]
    lead = "..." if start else ""
    tail = "..." if len(line) > start + WIDTH else ""
    shown = _clean(before)
    return f"{lead}{shown}{_clean(after)}{tail}", len(lead) + sum(map(_cells, shown))


def _clean(text: str) -> str:
    """No terminal is at the mercy of a document: control characters and lone surrogates are written as escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character == "\t":
        return TAB
    if character.isprintable() or character in "\u200c\u200d":
        return character
    return character.encode("unicode_escape").decode("ascii")


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
