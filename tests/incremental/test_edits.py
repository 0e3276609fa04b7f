"""After any edit, a run that goes on from the one before leaves what a run from nothing does, and says the same."""

from __future__ import annotations

import importlib
import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from edits import edited
from sdkwright import GenerateOptions, Result, printing
from sdkwright import shelf as shelf_of_runs
from sdkwright.beside import Beside, can_fork
from sdkwright.console import findings_as_json
from sdkwright.diagnostics import Report
from sdkwright.memory import Memory, frozen, halves, pieces, thawed
from sdkwright.openapi import upgrade
from sdkwright.past import Past
from sdkwright.pipeline import generate
from sdkwright.read import known, read
from sdkwright.sealed import laid

frozen_values = importlib.import_module("sdkwright.memory.frozen")  # the package has a function of that name

ROOT = Path(__file__).parents[2]
SPECS = Path(os.environ.get("SDKWRIGHT_SPECS", ROOT.parent / "shared" / "specs"))
OURS = [
    *(
        ROOT / "tests" / "cases" / "types" / name / "openapi.yaml"
        for name in ("all-of", "unions", "recursion-everywhere")
    ),
    ROOT / "tests" / "cases" / "operations" / "bodies" / "openapi.yaml",
]
REAL = ("together", "museum", "paypal-orders")
EDITS = int(os.environ.get("INCREMENTAL", "3"))


def documents() -> list[Path]:
    real = [path for name in REAL for path in sorted((SPECS / name).glob("*.[jy]*")) if "config" not in path.name]
    return [path for path in (*OURS, *real) if path.is_file() and path.stat().st_size < 600_000]


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def findings(report: Report) -> list[object]:
    return [report.settled(found) for found in report.diagnostics]


@pytest.fixture(autouse=True)
def _always(monkeypatch):
    """Small texts are read in parts as well."""
    monkeypatch.setattr(known, "WORTH_IT", 0)


@pytest.fixture
def made(monkeypatch):
    """How many pieces were made since it was last cleared."""
    counted = list[object]()
    before = Memory._made

    def counting(self, *given):
        counted.append(given)
        return before(self, *given)

    monkeypatch.setattr(Memory, "_made", counting)
    return counted


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.parent.name)
def test_what_goes_on_from_the_last_run_is_what_a_run_from_nothing_leaves(path, tmp_path, monkeypatch, made):
    """What another process left is a past and what has become of it since, of which nothing is put together again."""
    monkeypatch.setattr(shelf_of_runs, "_MUCH", 0.01)
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    document = read(path, Report())
    assert document is not None
    random, root, past = Random(path.parent.name), document.root, Past()
    spec, done = tmp_path / "openapi.json", list[str]()
    for number in range(EDITS + 1):
        spec.write_text(json.dumps(root, indent=1), encoding="utf-8")
        fresh = generate(GenerateOptions(spec=spec, output=Path(f"fresh{number}"), keep_going=True))
        made.clear()
        ours = generate(GenerateOptions(spec=spec, output=Path("ours"), keep_going=True, jobs=1), past)
        in_one_process = len(made)
        made.clear()
        stored = generate(GenerateOptions(spec=spec, output=Path("stored"), keep_going=True, jobs=1))
        assert len(made) == in_one_process, done
        assert findings(ours.report) == findings(fresh.report) == findings(stored.report), done
        assert (ours.outcome is None) == (fresh.outcome is None) == (stored.outcome is None)
        if ours.outcome is not None:
            assert files(tmp_path / "ours") == files(tmp_path / f"fresh{number}") == files(tmp_path / "stored"), done
        what, root = edited(root, random)
        done.append(f"{number}: {what}")


def as_yaml(root: object) -> str:
    dumper = type("Dumper", (yaml.SafeDumper,), {"ignore_aliases": lambda *_: True})
    return yaml.dump(root, Dumper=dumper, sort_keys=False, allow_unicode=True)


@pytest.mark.parametrize("suffix", ["json", "yaml"])
@pytest.mark.parametrize("path", documents()[1:2], ids=lambda path: path.parent.name)
def test_a_process_goes_on_from_what_another_left(path, suffix, tmp_path, monkeypatch):
    """The same through the command line, with lines that move, and with a past that is damaged."""
    document = read(path, Report())
    assert document is not None
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    random, root, spec = Random("processes"), document.root, tmp_path / f"openapi.{suffix}"
    written = as_yaml if suffix == "yaml" else partial(json.dumps, indent=1)
    command = [sys.executable, "-m", "sdkwright", "generate", "--spec", spec, "--keep-going", "--format", "json"]
    for number in range(EDITS + 1):
        spec.write_text("\n" * number + written(root), encoding="utf-8")
        fresh = generate(GenerateOptions(spec=spec, output=Path(f"fresh{number}"), keep_going=True))
        ran = subprocess.run([*command, "--output", "ours"], cwd=tmp_path, capture_output=True)
        said = json.loads(ran.stderr)["diagnostics"]
        assert said == list(findings_as_json(fresh.report))
        assert files(tmp_path / "ours") == files(tmp_path / f"fresh{number}")
        left = list((tmp_path / "cache" / "pasts").glob("*/*"))
        assert left, "the command has left nothing to the next"
        for kept in left if number == EDITS - 1 else ():
            kept.write_bytes(kept.read_bytes()[:-100])
        _, root = edited(root, random)


def test_a_past_that_is_damaged_anywhere_costs_work_and_nothing_else(tmp_path, monkeypatch):
    """Also in what is not read before somebody asks for it: then it is read as if there were none."""
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(known, "WORTH_IT", 0)
    fields = {f"field_{n}": {"type": "string", "nullable": True, "description": "Word " * n} for n in range(9)}
    schemas = {f"Model{n}": {"type": "object", "properties": dict(fields)} for n in range(9)}
    root = {
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": {f"/{name.lower()}": {"put": {"responses": _answer(name)}} for name in schemas},
        "components": {"schemas": schemas},
    }
    spec = tmp_path / "openapi.json"

    def run(output: str, number: int) -> Result:
        schemas["Model4"]["properties"]["another"] = {"type": "integer", "description": f"As {number}."}
        schemas["Model5"]["properties"]["field_8"] = {"$ref": "#/components/schemas/Model6"} if number > 1 else {}
        spec.write_text(json.dumps(root, indent=1), encoding="utf-8")
        return generate(GenerateOptions(spec=spec, output=Path(output), jobs=1, tests=False))

    monkeypatch.setattr(shelf_of_runs, "_MUCH", 1)
    run("ours", 0)
    run("ours", 1)
    shutil.copytree("cache", "before")
    fresh = run("fresh", 2)
    left = [path.relative_to("before") for path in Path("before", "pasts").glob("*/*")]
    sizes = {path: Path("before", path).stat().st_size for path in left}
    wrecked = [(path, at) for path, size in sizes.items() for at in range(size // 6, size, size // 6)]
    forgotten, forget = list[Past](), Past.forget
    monkeypatch.setattr(Past, "forget", lambda past: [forgotten.append(past), forget(past)][1])
    for path, at in wrecked:
        shutil.rmtree("cache")
        shutil.copytree("before", "cache")
        data = bytearray(Path("before", path).read_bytes())
        data[at : at + 9] = bytes(each ^ 1 for each in data[at : at + 9])
        Path("cache", path).write_bytes(data)
        ours = run("ours", 2)
        assert findings(ours.report) == findings(fresh.report), (path, at)
        assert files(tmp_path / "ours") == files(tmp_path / "fresh"), (path, at)
        run("ours", 1)
    assert len(sizes) == 2
    assert 0 < len(forgotten) < len(wrecked), "some damage is only found where something is asked for"


def _in_turn(take):
    """Have this process wait until the other has taken a piece, before it takes its second one: a busy machine may begin the other late."""
    here, first = os.getpid(), dict[int, object]()

    def taking(claims: Any, number: int) -> bool:
        is_known, first[id(claims)] = id(claims) in first, claims
        if os.getpid() != here or not is_known or not 2 < len(claims._taken) < printing._MOST:
            return take(claims, number)
        until = time.monotonic() + 20
        while claims._taken[:].count(1) < 2 and time.monotonic() < until:
            time.sleep(0.001)
        return take(claims, number)

    return taking


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.parent.name)
def test_two_processes_make_what_one_makes(path, tmp_path, monkeypatch, made):
    """Files, findings, and what the next run goes on from."""
    monkeypatch.setattr(halves, "_MANY", 1)
    monkeypatch.chdir(tmp_path)
    document = read(path, Report())
    assert document is not None
    random, root, spec = Random(f"halves {path.parent.name}"), document.root, tmp_path / "openapi.json"
    spec.write_text(json.dumps(root), encoding="utf-8")
    answers = list[int]()
    before = Beside.answer

    def answer(self: Beside) -> bytes:
        said = before(self)
        answers.append(len(said))
        return said

    monkeypatch.setattr(Beside, "answer", answer)
    if can_fork():
        monkeypatch.setattr(halves.Claims, "take", _in_turn(halves.Claims.take))
    results, left, again = list[Result](), list[int](), list[int]()
    for jobs in (1, 2):
        monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / f"cache{jobs}"))
        made.clear()
        results.append(generate(GenerateOptions(spec=spec, output=Path(f"by{jobs}"), keep_going=True, jobs=jobs)))
        left.append(len(made))
    assert all(answers)
    if can_fork():
        assert len(answers) > 3
        assert left[1] < left[0]
    _, root = edited(root, random)
    spec.write_text(json.dumps(root), encoding="utf-8")
    for jobs in (1, 2):
        monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / f"cache{jobs}"))
        made.clear()
        results.append(generate(GenerateOptions(spec=spec, output=Path(f"by{jobs}"), keep_going=True, jobs=1)))
        again.append(len(made))
    assert again[0] == again[1]
    for one, other in (results[:2], results[2:]):
        assert findings(one.report) == findings(other.report)
    assert files(tmp_path / "by1") == files(tmp_path / "by2")


@pytest.mark.parametrize("is_gone", [False, True])
def test_what_the_other_process_does_not_say_is_made_here(is_gone, tmp_path, monkeypatch):
    """One that is killed costs time and nothing else."""
    monkeypatch.setattr(halves, "_MANY", 1)
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    before = Beside.__init__

    def killed(self: Beside, *given: object) -> None:
        before(self, *given)
        os.kill(self._pid, signal.SIGKILL)
        if is_gone:  # before it is asked
            os.waitid(os.P_PID, self._pid, os.WEXITED | os.WNOWAIT)

    for name in ("whole", "alone"):
        report = generate(GenerateOptions(spec=OURS[0], output=Path(name))).report
        assert not report.has_errors
        monkeypatch.setattr(Beside, "__init__", killed)
    assert files(tmp_path / "whole") == files(tmp_path / "alone")


class _Evil:
    def __reduce__(self):
        return (os.system, ("touch harmed",))


@pytest.mark.parametrize("value", [_Evil(), os.system, Path("here"), subprocess.Popen, json.loads, Report()])
def test_nothing_that_does_something_is_taken_out_of_the_cache(value, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert thawed(laid(pickle.dumps("harmless")), object) == "harmless"
    assert thawed(laid(pickle.dumps(value)), object) is None
    assert not list(tmp_path.iterdir())


def test_what_is_put_into_the_cache_comes_back_as_it_was():
    value = Past("key", {"#/paths/~1a": b"\0"})
    data = frozen(value)
    assert data is not None
    assert thawed(data, Past) == value
    assert thawed(data, Report) is None
    assert thawed(data[:-5], Past) is None
    assert thawed(b"", Past) is None


def _answer(name: str) -> dict[str, object]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    return {"200": {"description": "OK", "content": content}}


@pytest.mark.parametrize("broken", [False, True])
def test_types_stay_bytes_until_they_are_looked_at_and_are_made_again_where_these_are_none(
    broken, tmp_path, monkeypatch
):
    """Of many models one is changed: the types of the others are not made of their bytes; with other bytes, a run is one from nothing."""
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    many = {
        f"Model{n}": {"type": "object", "properties": {f"field_{n}_{m}": {"type": "string"} for m in range(9)}}
        for n in range(9)
    }
    root = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {f"/{name.lower()}": {"put": {"responses": _answer(name)}} for name in many}
        | {"/best": {"get": {"responses": _answer("Model0")}}},
        "components": {"schemas": many},
    }
    spec, opened = tmp_path / "openapi.json", list[object]()
    spec.write_text(json.dumps(root), encoding="utf-8")
    generate(GenerateOptions(spec=spec, output=Path("ours"), jobs=1, tests=False))
    reading = frozen_values._opened
    monkeypatch.setattr(
        frozen_values, "_opened", lambda data: [opened.append(data), reading(b"" if broken else data)][1]
    )
    many["Model4"]["properties"]["another"] = {"type": "integer"}
    spec.write_text(json.dumps(root), encoding="utf-8")
    ours = generate(GenerateOptions(spec=spec, output=Path("ours"), jobs=1, tests=False))
    monkeypatch.setattr(frozen_values, "_opened", reading)
    fresh = generate(GenerateOptions(spec=spec, output=Path("fresh"), jobs=1, tests=False, use_cache=False))
    assert findings(ours.report) == findings(fresh.report)
    assert files(tmp_path / "ours") == files(tmp_path / "fresh")
    assert 0 < len(opened) < len(many)


@pytest.mark.parametrize("blind", [False, True])
def test_what_a_piece_looked_at_decides_whether_it_is_made_again(blind, tmp_path, monkeypatch):
    """With nobody noting what is looked at, the package is wrong: so this test, and the others, can fail."""
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    if blind:
        opened = pieces._Open
        monkeypatch.setattr(pieces, "_Open", lambda groups: opened(set(groups)))  # a copy, which nobody adds to
    base = {"type": "object", "properties": {"first": {"type": "string"}}}
    inside = {"$ref": "#/components/schemas/Base/properties/first"}
    whole = {"type": "object", "properties": {"second": inside}}
    answer = {
        "description": "Done.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Whole"}}},
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Toys", "version": "1"},
        "paths": {"/toys": {"get": {"operationId": "listToys", "responses": {"200": answer}}}},
        "components": {"schemas": {"Base": base, "Whole": whole}},
    }
    spec = tmp_path / "openapi.json"
    spec.write_text(json.dumps(document), encoding="utf-8")
    generate(GenerateOptions(spec=spec, output=Path("ours"), tests=False))
    base["properties"]["first"] = {"type": "integer"}
    spec.write_text(json.dumps(document), encoding="utf-8")
    generate(GenerateOptions(spec=spec, output=Path("ours"), tests=False))
    generate(GenerateOptions(spec=spec, output=Path("fresh"), tests=False))
    assert (files(tmp_path / "ours") == files(tmp_path / "fresh")) is not blind


def test_only_what_has_changed_is_brought_into_the_later_dialect_again(tmp_path, monkeypatch):
    """What a part of a 3.0 document was made into is kept, also between processes."""
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    looked, before = list[object](), upgrade.mend_schema

    def looking(schema):
        looked.append(schema)
        return before(schema)

    monkeypatch.setattr(upgrade, "mend_schema", looking)
    names = ("Ball", "Doll", "Kite", "Yoyo")
    schemas = {
        name: {"type": "object", "properties": {"size": {"type": "integer", "nullable": True, "example": 3}}}
        for name in names
    }
    answer = {
        "description": "Done.",
        "content": {
            "application/json": {"schema": {"oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in names]}}
        },
    }
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Toys", "version": "1"},
        "paths": {"/toys": {"get": {"operationId": "getToy", "responses": {"200": answer}}}},
        "components": {"schemas": schemas},
    }
    spec, past, counts = tmp_path / "openapi.json", Past(), list[int]()
    for kind in ("integer", "number", "string"):
        schemas["Kite"]["properties"]["size"]["type"] = kind
        spec.write_text(json.dumps(document), encoding="utf-8")
        for output, given in (("watched", past), ("resumed", None), (f"fresh-{kind}", None)):
            looked.clear()
            generate(GenerateOptions(spec=spec, output=Path(output), tests=False, jobs=1), given)
            counts.append(len(looked))
        assert files(tmp_path / "watched") == files(tmp_path / "resumed") == files(tmp_path / f"fresh-{kind}")
    whole = counts[0]
    assert whole > 8
    assert counts == [whole, whole, whole, 2, 2, whole, 2, 2, whole]
