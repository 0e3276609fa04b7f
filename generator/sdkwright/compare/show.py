"""A comparison as text for a terminal, as Markdown for a release or a pull request, as JSON for machines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby

from sdkwright.compare.changes import Change, Comparison, Severity
from sdkwright.python.literals import visible
from sdkwright.python.markdown import code, prose

__all__ = ["as_data", "as_json", "as_markdown", "as_text", "in_one_line"]

_TITLES = {
    Severity.BREAKING: "Breaking: programs written against the old package have to change",
    Severity.ADDITIVE: "Additive: programs go on to work, and can do more",
    Severity.COSMETIC: "Cosmetic: nothing that a program notices",
}
_COLOURS = {Severity.BREAKING: "31", Severity.ADDITIVE: "32", Severity.COSMETIC: "2"}
_LONGEST = 160
_VERSION = re.compile(r"[0-9A-Za-z.!+-]{1,60}")
_SPAN = re.compile(r"""`[^`]+`|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")
"""Code in a sentence, and literals."""


def in_one_line(found: Comparison) -> str:
    """``2 breaking, 1 additive and 0 cosmetic changes: major (1.4.0 -> 2.0.0)``."""
    numbers = [f"{len(found.rated(severity))} {severity.label}" for severity in sorted(Severity, reverse=True)]
    told = f"{numbers[0]}, {numbers[1]} and {numbers[2]} changes" if found.changes else "no changes"
    old, new = found.old_version or "", found.next_version
    versions = f" ({old} -> {new})" if new and found.changes and _VERSION.fullmatch(old) else ""
    return f"{told}: {found.verdict}{versions}"


def _told(change: Change) -> str:
    twin = " (and its asynchronous twin)" if change.also_async else ""
    return visible(f"{change.message}{twin}")


def _types(change: Change) -> str:
    before, after = (_cut(each) for each in (change.old, change.new))
    if before and after:
        return f"{before} -> {after}"
    return before or after


def _cut(text: str | None) -> str:
    text = visible(" ".join((text or "").split()))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def as_text(found: Comparison, *, plain: bool) -> Iterator[str]:
    """Lines, the worst first, grouped by what they are about."""
    for severity in sorted(Severity, reverse=True):
        changes = found.rated(severity)
        if not changes:
            continue
        yield _coloured(f"{_TITLES[severity]} ({len(changes)})", f"1;{_COLOURS[severity]}", plain=plain)
        for path, group in groupby(changes, key=lambda change: change.path):
            yield f"  {_coloured(visible(path), '1', plain=plain)}"
            for change in group:
                yield f"    {_told(change)}"
                if types := _types(change):
                    yield _coloured(f"      {types}", "2", plain=plain)
                if change.hint:
                    yield f"      hint: {visible(change.hint)}"
        yield ""
    yield from (f"not read: {visible(each)}" for each in found.unread)
    yield in_one_line(found)


def _coloured(text: str, code: str, *, plain: bool) -> str:
    return text if plain else f"\x1b[{code}m{text}\x1b[0m"


def as_markdown(found: Comparison) -> Iterator[str]:
    """A section a severity, ready to be put into a changelog or a comment."""
    yield f"## {in_one_line(found)}"
    yield ""
    for severity in sorted(Severity, reverse=True):
        changes = found.rated(severity)
        if not changes:
            continue
        yield f"### {_TITLES[severity]}"
        yield ""
        for change in changes:
            types = f": {code(_types(change))}" if _types(change) else ""
            hint = f" ({_words(change.hint)})" if change.hint else ""
            yield f"- {code(change.path)} {_words(_told(change))}{types}{hint}"
        yield ""


def _words(message: str) -> str:
    """A sentence of ours, in which names and values are code: they may be of a stranger's package."""
    return prose(_SPAN.sub(_as_code, message))


def _as_code(found: re.Match[str]) -> str:
    inside = found[0].strip("`") if found[0].startswith("`") else found[0].replace("`", r"\x60")
    return f"`{inside}`"


def as_data(found: Comparison) -> dict[str, object]:
    """Everything, for machines."""
    changes = [{**asdict(change), "severity": change.severity.label} for change in found.changes]
    return {
        "old": {"package": found.old, "version": found.old_version},
        "new": {"package": found.new, "version": found.new_version},
        "verdict": found.verdict,
        "next_version": found.next_version,
        "counts": {severity.label: len(found.rated(severity)) for severity in sorted(Severity, reverse=True)},
        "changes": changes,
        "unread": list(found.unread),
    }


def as_json(found: Comparison) -> str:
    """The same as text."""
    return json.dumps(as_data(found), indent=2)
