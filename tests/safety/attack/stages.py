"""The stages of the pipeline in this process, from texts on the disk to files in memory; owns no judgement of them.

What the command line does, but for the formatter, the cache and the writer: a document in a few hundredths of a second.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import jinja2

from sdkwright.config import Config
from sdkwright.config.load import load_config
from sdkwright.diagnostics import Report, Severity
from sdkwright.emit.cache import open_cache
from sdkwright.emit.files import File
from sdkwright.emit.render import environment, render, templates_dir
from sdkwright.emit.tidy import tidy
from sdkwright.lower import lower
from sdkwright.lower.client import Overrides
from sdkwright.lower.recorded.operations import record
from sdkwright.memory import Memory
from sdkwright.naming import assign
from sdkwright.naming.words import Casings
from sdkwright.openapi import check
from sdkwright.openapi.upgrade import upgrade
from sdkwright.python.build import view
from sdkwright.python.build.package import site
from sdkwright.python.views import Module
from sdkwright.read import read


@dataclass(frozen=True, slots=True)
class Emission:
    """What came of one document: its findings, and its files where it was not refused. What is copied is left out."""

    report: Report
    files: tuple[File, ...] | None

    @property
    def refused(self) -> bool:
        return self.files is None

    def errors(self) -> Iterator[tuple[str | None, str]]:
        """(source and pointer, code) of what forbids to emit."""
        for finding in self.report.diagnostics:
            if finding.severity is Severity.ERROR:
                yield f"{finding.source} {finding.pointer}", finding.code


@lru_cache(maxsize=1)
def printing() -> jinja2.Environment:
    """The templates, compiled once."""
    return environment(cache=open_cache(enabled=True))


def emit(
    spec: Path,
    config: Path | None = None,
    *,
    validate: bool = True,
    keep_going: bool = False,
    formatted: bool = False,
    package: str | None = None,
    whole: bool = False,
) -> Emission:
    """Run the stages. `formatted` lays the text out as well, which takes longer than all the rest; `whole` adds tests, recordings and site."""
    report = Report()
    settings = load_config(config, report) if config is not None else Config()
    document = read(spec, report)
    if document is None:
        return Emission(report, None)
    linked = check(document, report, validate=validate)
    if linked is None or (report.has_errors and not keep_going):
        return Emission(report, None)
    document = upgrade(linked)
    report.sources["spec"] = document
    api = lower(document, settings, report, Overrides(package or settings.targets.python.package_name, "httpx2"))
    if report.has_errors and not keep_going:
        return Emission(report, None)
    names = assign(api, Casings.of(settings.casings()))
    recordings = record(document, settings, api) if whole else None
    views = list(view(api, names, (templates_dir(),), Memory(report), recordings))
    views += site(api, names, Memory(report), recordings) if recordings is not None else ()
    files = render((item for item in views if isinstance(item, Module)), printing())
    return Emission(report, tuple(tidy(files, jobs=1, cache=open_cache(enabled=False)) if formatted else files))


def written(folder: Path, spec: object, config: object = None) -> tuple[Path, Path | None]:
    """The document and the config as JSON files, which hold every text there is, lone surrogates included."""
    source = folder / "openapi.json"
    source.write_text(json.dumps(spec), encoding="utf-8")
    if config is None:
        return source, None
    settings = folder / "sdkwright.json"
    settings.write_text(json.dumps(config), encoding="utf-8")
    return source, settings
