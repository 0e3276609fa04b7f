"""Findings for machines that show them to people: SARIF for code scanning, workflow commands for annotations on a pull request."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from sdkwright.codes import CODES
from sdkwright.diagnostics import Report, Severity
from sdkwright.guard import visible
from sdkwright.inert import dataclass

__all__ = ["Annotation", "annotated", "as_github", "as_sarif"]

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
# what may stand as it is in the path of a URI (RFC 3986, section 3.3)
_PLAIN = "/:@!$&'()*+,;="
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


@dataclass(frozen=True, slots=True)
class Annotation:
    """One thing to show at one place. ``file`` is relative to the working directory; line and column count from 1."""

    rule: str
    severity: Severity
    message: str
    hint: str | None = None
    file: str | None = None
    line: int | None = None
    column: int | None = None


def annotated(report: Report) -> Iterator[Annotation]:
    """The findings of a run, in the order of the files."""
    from sdkwright.read.listing import ordered

    for found in ordered(report):
        source, at = report.sources.get(found.source), found.at
        place = (source.name if source is not None else None, at.line if at else None, at.column if at else None)
        yield Annotation(found.code, found.severity, found.message, found.hint, *place)


def as_github(found: Iterable[Annotation]) -> Iterator[str]:
    """A workflow command a line: GitHub shows them beside the lines of a pull request."""
    for each in found:
        level = "notice" if each.severity is Severity.NOTE else each.severity.label
        given = {"file": each.file, "line": each.line, "col": each.column, "title": _title(each.rule)}
        place = ",".join(f"{name}={_property(str(value))}" for name, value in given.items() if value is not None)
        text = each.message if each.hint is None else f"{each.message}\nhint: {each.hint}"
        yield f"::{level} {place}::{_data(text)}"


def _title(rule: str) -> str:
    return f"{rule} {CODES[rule].title}" if rule in CODES else rule


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(found: Iterable[Annotation], version: str) -> str:
    """A log in the Static Analysis Results Interchange Format 2.1.0 (OASIS) with one run."""
    results = list(found)
    rules = sorted({each.rule for each in results})
    driver = {"name": "sdkwright", "version": version, "rules": [_rule(rule) for rule in rules]}
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [_result(each, rules.index(each.rule)) for each in results],
            }
        ],
    }
    return json.dumps(log, indent=2)


def _rule(rule: str) -> dict[str, object]:
    code = CODES.get(rule)
    if code is None:
        return {"id": rule}
    return {
        "id": rule,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": code.explanation},
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
    }


def _result(each: Annotation, index: int) -> dict[str, object]:
    text = each.message if each.hint is None else f"{each.message} Hint: {each.hint}"
    result: dict[str, object] = {
        "ruleId": each.rule,
        "ruleIndex": index,
        "level": _LEVELS[each.severity],
        "message": {"text": text},
    }
    if each.file is not None:
        place: dict[str, object] = {
            "artifactLocation": {"uri": quote(each.file.replace("\\", "/"), safe=_PLAIN, errors="surrogatepass")}
        }
        if each.line is not None:
            place["region"] = {"startLine": each.line, **({"startColumn": each.column} if each.column else {})}
        result["locations"] = [{"physicalLocation": place}]
    return result
