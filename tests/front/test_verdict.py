"""The validator runs beside the rest, or not at all where its verdict is known; what a run says is the same either way."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from sdkwright import verdict
from sdkwright.diagnostics import Report
from sdkwright.emit.cache import Cache
from sdkwright.openapi import check
from sdkwright.read import parse

TEXT = """
openapi: 3.0.3
info: {title: Pets, version: "1"}
paths: {/pets: {get: {responses: {'200': {description: x}}, parameters: [{name: a, in: query, schema: {type: integer, default: z}}]}}}
components: {schemas: {A: {type: strin}}}
"""


def told(cache: Cache, text: str = TEXT, *, strict: bool = False) -> list[str]:
    report = Report(strict=strict)
    document = parse(Path("a.yaml"), text, report)
    assert document is not None
    linked = check(document, report, validate=False)
    assert linked is not None
    verdict.validating(linked, report, cache, "").tell(cache)
    return list(map(repr, report.diagnostics))


@pytest.fixture
def validated(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The processes in which the validator ran, as far as this one can see."""
    seen: list[int] = []
    real = verdict._found
    monkeypatch.setattr(verdict, "_found", lambda *args, **options: seen.append(os.getpid()) or real(*args, **options))
    return seen


def test_the_verdict_is_the_same_beside_and_in_this_process_and_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, validated: list[int]
) -> None:
    monkeypatch.setattr(verdict, "can_fork", lambda: False)
    here = told(Cache(None))
    assert validated == [os.getpid()]
    assert any("D106" in each for each in here)
    if sys.platform == "linux":
        monkeypatch.setattr(verdict, "can_fork", lambda: True)
    assert told(Cache(tmp_path)) == here
    validated.clear()
    assert told(Cache(tmp_path)) == here
    assert validated == []
    assert told(Cache(tmp_path), TEXT + "# edited\n") == here
    assert told(Cache(tmp_path), strict=True) != here


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")
def test_where_the_other_process_dies_this_one_validates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdict, "can_fork", lambda: False)
    here, parent, real = told(Cache(None)), os.getpid(), verdict._found
    monkeypatch.setattr(verdict, "can_fork", lambda: True)
    monkeypatch.setattr(verdict, "_found", lambda *a, **k: real(*a, **k) if os.getpid() == parent else os._exit(3))
    assert told(Cache(None)) == here
