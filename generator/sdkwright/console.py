"""How findings and results are printed, as text for people or JSON for machines; not what is run or with which exit code."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, TextIO

from sdkwright.diagnostics import Report, Severity
from sdkwright.guard import kept, own
from sdkwright.terminal import is_plain, seconds_in_words

if TYPE_CHECKING:
    from sdkwright.result import Answer, Result

__all__ = [
    "answer",
    "count",
    "findings_as_json",
    "findings_in_words",
    "installed_version",
    "print_chosen",
    "print_findings",
    "print_for_machines",
    "result_as_json",
    "summary",
    "timings",
]


def print_findings(report: Report, stream: TextIO, *, as_json: bool) -> None:
    """All findings; nothing at all when there are none, except for the empty list in JSON."""
    if as_json:
        stream.write(json.dumps({"diagnostics": list(findings_as_json(report))}, indent=2) + "\n")
        return
    own(stream, _listed(report, plain=is_plain(stream)))


def print_chosen(report: Report, stream: TextIO, *, quiet: bool, verbose: bool) -> None:
    """All findings in full with `verbose`, the errors alone with `quiet`."""
    own(stream, _listed(report.errors() if quiet else report, plain=is_plain(stream), all_of_them=verbose))


def print_for_machines(report: Report, stream: TextIO, style: str) -> None:
    """Findings as SARIF, or as workflow commands of GitHub."""
    from sdkwright.machine import annotated, as_github, as_sarif

    found = annotated(report)
    text = as_sarif(found, installed_version()) if style == "sarif" else "\n".join(as_github(found))
    own(stream, f"{text}\n" if text else "", commands=style == "github")


def installed_version() -> str:
    """The version of sdkwright, for whoever reads a log."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("sdkwright")
    except PackageNotFoundError:
        return "0"


def _listed(report: Report, *, plain: bool, all_of_them: bool = False) -> str:
    if not report.diagnostics:
        return ""
    from sdkwright.read.listing import Style

    text = _coloured(report, len(report.diagnostics), all_of_them=all_of_them)
    return Style.coloured().taken_from(text) if plain else text


@lru_cache(maxsize=1)  # printed, and left to the next run in both ways
def _coloured(report: Report, _count: int, *, all_of_them: bool) -> str:
    """All findings, of which there are so many by now."""
    from sdkwright.read.listing import Style, listing

    return "".join(block + "\n" for block in listing(report, style=Style.coloured(), all_of_them=all_of_them))


def findings_as_json(report: Report) -> Iterator[dict[str, object]]:
    """One object a finding: place and words of it, `file`, `line` and `column` null where it has none."""
    from sdkwright.read.listing import ordered

    for found in ordered(report):
        source = report.sources.get(found.source)
        at = found.at
        yield {
            "code": found.code,
            "severity": found.severity.label,
            "message": found.message,
            "hint": found.hint,
            "file": source.name if source is not None else None,
            "line": at.line if at is not None else None,
            "column": at.column if at is not None else None,
            "pointer": found.pointer,
        }


def count(number: int, what: str) -> str:
    """``3 models``, ``1 model``."""
    return f"{number} {what}" if number == 1 else f"{number} {_plural(what)}"


def _plural(what: str) -> str:
    return what[:-1] + "ies" if what.endswith("y") else what + "s"


def findings_in_words(report: Report) -> str:
    """``2 errors, 1 warning``; empty when there are no findings."""
    numbers = [(report.count(severity), severity.label) for severity in sorted(Severity, reverse=True)]
    return ", ".join(count(number, label) for number, label in numbers if number)


def summary(result: Result, *, check: bool, seconds: float) -> Iterator[str]:
    """The lines at the end of a run: what is in the client, which files changed, what was found, how long it took."""
    outcome = result.outcome
    parts = [
        f"{number} {name}" if number != 1 else f"1 {name.removesuffix('s')}" for name, number in result.counts.items()
    ]
    if outcome is None:
        parts.append("nothing was written")
    else:
        changes = {"created": outcome.created, "changed": outcome.changed, "removed": outcome.removed}
        told = [f"{len(paths)} {how}" for how, paths in changes.items() if paths]
        is_current = not told
        if is_current or outcome.unchanged:
            told.append(f"{len(outcome.unchanged)} unchanged")
        if edited := getattr(outcome, "edited", None):  # a part of those above
            told.append(f"{len(edited)} with edits of yours")
        if check:
            for how, paths in changes.items():
                yield from (f"would be {how}: {path}" for path in paths)
            parts.append(f"{result.output} is {'up to date' if is_current else 'out of date'} ({', '.join(told)})")
        else:
            parts.append(f"{result.output}: {', '.join(told)}")
    if result.report.diagnostics:
        parts.append(findings_in_words(result.report))
    yield f"{'; '.join(parts)}; {seconds_in_words(seconds)}"
    yield from _next(result, check=check)


def _next(result: Result, *, check: bool) -> Iterator[str]:
    """What to do now, where a package was made for the first time."""
    outcome = result.outcome
    if outcome is None or check or result.report.has_errors:
        return
    if any(path.name == "_client.py" and path.parts[:1] == ("src",) for path in outcome.created):
        yield f"next: pip install {_as_path(result.output or '.')}; then see {result.output}/README.md"


def _as_path(folder: str) -> str:
    """A folder as pip takes it for one, and not for the name of a distribution."""
    return folder if "/" in folder or "\\" in folder else f"./{folder}"


def answer(result: Result, *, code: int, check: bool) -> Answer:
    """What the same command prints when nothing has changed, for start.py, which puts the seconds at its end."""
    (line,) = summary(result, check=check, seconds=0)
    return (
        code,
        kept(line.removesuffix(seconds_in_words(0))),
        kept(_listed(result.report, plain=True)),
        kept(_listed(result.report, plain=False)),
    )


def timings(seconds: Mapping[str, float]) -> Iterator[str]:
    """A line for each stage, and how much of the whole it is."""
    total = sum(seconds.values()) or 1.0
    width = max(map(len, seconds), default=0)
    for name, value in seconds.items():
        yield f"  {name:<{width}}  {value:8.3f} s  {value / total:5.0%}"


def result_as_json(result: Result, *, seconds: float) -> str:
    """The summary for machines."""
    from sdkwright.compare.show import as_data

    outcome = result.outcome
    names: Iterable[str] = ("created", "changed", "removed")
    files = {name: [str(path) for path in getattr(outcome, name)] for name in names} if outcome is not None else None
    return json.dumps(
        {
            "counts": dict(result.counts),
            "output": result.output,
            "files": files,
            "unchanged": len(outcome.unchanged) if outcome is not None else None,
            "edited": sorted(map(str, getattr(outcome, "edited", ()))),
            "findings": {severity.label: result.report.count(severity) for severity in Severity},
            "timings": dict(result.timings),
            "seconds": round(seconds, 3),
            **({"comparison": as_data(result.comparison)} if result.comparison is not None else {}),
        },
        indent=2,
    )
