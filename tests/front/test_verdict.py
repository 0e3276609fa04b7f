"""The validator runs beside the rest, or not at all where its verdict is known; what a run says is the same either way."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sdkwright import GenerateOptions, openapi, verdict
from sdkwright.diagnostics import Report
from sdkwright.emit.cache import Cache
from sdkwright.openapi import check
from sdkwright.pipeline import generate
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


HERE = os.getpid()
RULED = """
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets/{id}:
    get: {operationId: pets, responses: {}}
    additionalOperations: {COPY: {operationId: pets, responses: {}}}
  /pets: {$ref: 'paths.yaml#/pets'}
components:
  schemas:
    A: {type: object, properties: {a: {type: strin, nullable: true}}, required: [b]}
    B: {anyOf: [{$ref: '#/components/schemas/B'}, {type: string, enum: [1]}]}
"""
OTHERS = "pets: {get: {operationId: others, parameters: [{name: a, in: path, schema: {type: string, format: Date}}]}}"
CONFIG = "diagnostics: {ignored: {S024: true, S031: ['#/components/schemas/A']}}"
NO_METHOD = "  /odd: {additionalOperations: {'C D': {responses: {}}}}\ncomponents:"


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The processes in which the rules looked at a document, as far as this one can see; with -1 in it, others die of that."""
    seen, real = list[int](), openapi.check_operations

    def looking(*given: Any) -> None:
        if -1 in seen and os.getpid() != HERE:
            os._exit(3)
        seen.append(os.getpid())
        real(*given)

    monkeypatch.setattr(openapi, "check_operations", looking)
    return seen


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")
@pytest.mark.parametrize("keep_going", [True, False])
@pytest.mark.parametrize("config", ["", CONFIG], ids=["all is told", "not all is told"])
@pytest.mark.parametrize("text", [RULED, RULED.replace("components:", NO_METHOD, 1)], ids=["warnings", "an error"])
def test_what_the_rules_find_is_the_same_beside_and_in_this_process(
    text: str, config: str, keep_going: bool, looked: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Findings and files, and what the next run makes of what is left: also where the other process dies."""
    for name, content in (("openapi.yaml", text), ("paths.yaml", OTHERS), ("sdkwright.yml", config)):
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    chosen = Path("sdkwright.yml") if config else None
    options = partial(GenerateOptions, spec=Path("openapi.yaml"), config=chosen, package="pets", keep_going=keep_going)

    def came_of(name: str) -> list[Any]:
        monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / f"cache-{name}"))
        told = [tuple(map(repr, generate(options(output=Path(name))).report.diagnostics)) for _ in range(2)]
        return [*told, sorted(str(path.relative_to(name)) for path in Path(name).rglob("*") if path.is_file())]

    monkeypatch.setattr(verdict, "can_fork", lambda: False)
    alone = came_of("alone")
    assert HERE in looked
    monkeypatch.setattr(verdict, "can_fork", lambda: True)
    looked.clear()
    generate(options(output=Path("once"), use_cache=False))
    assert looked == [], "the other process was not asked"
    assert came_of("beside") == alone
    looked.append(-1)
    assert came_of("killed") == alone
    assert looked.count(HERE) >= 1
    assert bool(alone[2]) is (keep_going or text is RULED)
    assert any("S020" in each for each in alone[0])
    assert any("S024" in each for each in alone[0]) is not bool(config)
