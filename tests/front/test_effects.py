"""What `doctor` calls honoured does something: each key of one config that has them all is taken out, and what is emitted changes.

Emitted is what templates print, before they print it; what a run looks at before that, and what only reaches the disk, is
in its job. And a value of another kind behind any key is told or taken, and never more than that.
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from sdkwright.config import Config, GenerateOptions, settle
from sdkwright.config.understood import understood
from sdkwright.diagnostics import Report
from sdkwright.doctor.keys import Effect, Key, keys
from sdkwright.emit.render import templates_dir
from sdkwright.ir.recordings import Recordings
from sdkwright.lower import lower
from sdkwright.lower.client import Overrides
from sdkwright.memory import Memory
from sdkwright.naming import assign
from sdkwright.naming.words import Casings
from sdkwright.openapi import check
from sdkwright.openapi.upgrade import upgrade
from sdkwright.pointer import Json, tokens
from sdkwright.python.build import view
from sdkwright.python.build.package import site
from sdkwright.python.views import Module
from sdkwright.read import Document, read
from sdkwright.read.transforms import transformed

CASE = Path(__file__).parents[1] / "cases" / "config" / "everything"
RAW: dict[str, Json] = yaml.safe_load((CASE / "sdkwright.yml").read_text("utf-8"))

FINDINGS = "unspecified_endpoints"
ABOUT_FINDINGS = frozenset({"diagnostics.ignored", FINDINGS})
"""Kinds of keys that change what is told."""

AS_WITHOUT = {
    "http_library": "httpx2 is what it is without; packages on httpx are in tests/emitted",
    "client_settings.omit_stainless_headers": "its other value is in the case config/rest",
    "models.*.no_params_suffix": "false is what it is without",
    "targets.python.edition": "`resource_class_suffix` wins; it is in the case config/names",
    "targets.python.publish.pypi.package_name": "`project_name` wins; it is in test_config.py",
}
"""Keys that mean, with one of their values, what their absence means: why taking one out may change nothing."""


def honoured(raw: dict[str, Json]) -> Iterator[Key]:
    return (key for key in keys(raw) if key.effect is Effect.HONOURED)


class Emitting:
    """What comes of the config in a folder that has all that it names."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "sdkwright.yml"
        for name in ("openapi.yaml", "overlay.yaml"):
            shutil.copy(CASE / name, folder / name)
        shutil.copytree(CASE / "own", folder / "own")
        self.documents: dict[str, Document] = {}
        self.wholes: dict[str, object] = {}

    def __call__(self, raw: dict[str, Json], kind: str) -> object:
        """The job and what is printed, with its site where the key is about samples; findings, where it is about these."""
        self.path.write_text(yaml.dump(raw, Dumper=yaml.CSafeDumper, sort_keys=False), "utf-8")
        report = Report()
        job = settle(GenerateOptions(config=self.path), report)
        if job is None:
            return None
        document = self._document(job.transforms)
        api = lower(document, job.config, report, Overrides(job.package, job.http_library))
        names = assign(api, Casings.of(job.config.casings()))
        if kind in ABOUT_FINDINGS:
            return report.diagnostics
        pages = site(api, names, Memory(report), Recordings()) if kind.startswith("readme.") else ()
        modules = [*view(api, names, (templates_dir(),), Memory(report)), *pages]
        printed = [(one.path, one.view) if isinstance(one, Module) else one for one in modules]
        return replace(job, config=Config(), config_path=None), printed

    def whole(self, kind: str) -> object:
        """The same for the config as it is."""
        looked_at = kind if kind in ABOUT_FINDINGS else kind.partition(".")[0] + "."
        if looked_at not in self.wholes:
            self.wholes[looked_at] = self(RAW, looked_at)
        assert self.wholes[looked_at] is not None
        return self.wholes[looked_at]

    def _document(self, transforms: Any) -> Document:
        key = repr(transforms)
        if key not in self.documents:
            report = Report()
            document = read(self.path.with_name("openapi.yaml"), report)
            assert document is not None
            document = transformed(document, transforms, report)
            assert document is not None
            linked = check(document, report, validate=False)
            assert linked is not None
            self.documents[key] = upgrade(linked)
        return self.documents[key]


@pytest.fixture(scope="module")
def emitting(tmp_path_factory: pytest.TempPathFactory) -> Emitting:
    return Emitting(tmp_path_factory.mktemp("everything"))


def without(key: Key) -> dict[str, Json]:
    """The config without that key, and without the mappings that are empty then."""
    changed = copy.deepcopy(RAW)
    *way, name = tokens(key.at)
    nodes: list[Any] = [changed]
    for step in way:
        nodes.append(nodes[-1][int(step)] if isinstance(nodes[-1], list) else nodes[-1][step])
    del nodes[-1][int(name) if isinstance(nodes[-1], list) else name]
    return changed


KINDS = sorted({key.kind for key in honoured(RAW)})


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_that_is_taken_out_changes_what_is_emitted(kind: str, emitting: Emitting) -> None:
    whole = emitting.whole(kind)
    changes = any(emitting(without(key), kind) != whole for key in honoured(RAW) if key.kind == kind)
    assert changes != (kind in AS_WITHOUT), AS_WITHOUT.get(kind, "the key does nothing")


# ------------------------------------------------------------------------------------ values of another kind

ODD: dict[str, Json] = {
    "a list": [{}, "x", 3, None],
    "a mapping": {"x": {"y": 3}, "1": None},
    "a number": 3,
    "nothing": None,
    "empty text": "",
    "text": "a b/{c}\n`",
}


def places(node: Json, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place of the config, but for what only passes through it: documents in a document, values of a transform."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield (*way, key)
            yield from places(value, (*way, key)) if key not in ("args", "request", "response", "params") else ()
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield (*way, index)
            yield from places(value, (*way, index))


def changed(place: tuple[str | int, ...], value: Json) -> dict[str, Json]:
    raw = copy.deepcopy(RAW)
    node: Any = raw
    for step in place[:-1]:
        node = node[step]
    node[place[-1]] = value
    return raw


def kinds_of_places() -> Iterator[tuple[str | int, ...]]:
    """One place for each kind of key."""
    seen: set[tuple[str, ...]] = set()
    for place in places(RAW):
        shape = tuple(step if isinstance(step, str) else "*" for step in place)
        if shape not in seen:
            seen.add(shape)
            yield place


@pytest.mark.parametrize("kind", ODD)
def test_a_value_of_another_kind_is_a_finding_or_is_taken_and_lowered(kind: str, emitting: Emitting) -> None:
    turn = list(ODD).index(kind)
    for number, place in enumerate(kinds_of_places()):
        raw, report = changed(place, ODD[kind]), Report()
        assert understood(raw, report) is not None
        assert {found.code for found in report.diagnostics} <= {"C003"}, place
        if number % (4 * len(ODD)) == turn:
            emitting(raw, FINDINGS)
