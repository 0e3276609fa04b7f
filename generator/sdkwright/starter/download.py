"""Fetches the document that a config is to be written for, once, to a file beside it; by the rules of references to URLs."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from sdkwright.diagnostics import Report
from sdkwright.read.fetch import Remote
from sdkwright.read.folder import RefusedError
from sdkwright.starter.place import put, taken

__all__ = ["download"]


def download(url: str, folder: Path, hosts: frozenset[str]) -> tuple[Path | None, None, Report | None]:
    """(the file, None, None), or the reason in a report. A file that is there with other content is not replaced."""
    report = Report()
    try:
        part = Remote(report, hosts)(url, "spec")
    except RefusedError as error:
        report.add(error.code, None, str(error), hint=error.hint, source="spec")
        return None, None, report
    if part is None:
        return None, None, report
    text = part.text
    suffix = ".json" if text.lstrip()[:1] in {"{", "["} else ".yaml"
    stem = PurePosixPath(urlsplit(url).path).stem or "openapi"
    target = (
        folder / f"{stem if stem.isascii() and stem.replace('-', '').replace('_', '').isalnum() else 'openapi'}{suffix}"
    )
    if taken(target):
        if _holds(target, text):
            return target, None, None
        hint = "move it away, or give the file instead of the URL"
        report.add("W001", None, f"{target} is there already, with other content", hint=hint, source="output")
        return None, None, report
    put(target, text)
    return target, None, None


def _holds(target: Path, text: str) -> bool:
    try:
        return target.read_text("utf-8") == text
    except (OSError, UnicodeDecodeError):  # a folder, a link to nowhere, something else altogether
        return False
