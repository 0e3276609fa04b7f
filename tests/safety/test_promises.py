"""What SECURITY.md promises of a run beside its output: no network, no process, no pattern compiled, builds that repeat."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from attack.builds import built, copied
from attack.compare import Trial
from attack.whole import document

ROOT = Path(__file__).parents[2]
GENERATOR = ROOT / "generator" / "sdkwright"

QUIET = """
import os, re, sys, _sre
def watch(event, arguments):
    if event.startswith("socket.") or event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        sys.stderr.write(f"EVENT {event} {arguments!r:.200}\\n"); sys.stderr.flush()
        os._exit(99)
sys.addaudithook(watch)
made = _sre.compile
def compile(pattern, *rest):  # all that makes patterns in Python comes here: re.compile, re.search, the cache behind them
    if "ZqPattern" in str(pattern):
        sys.stderr.write(f"COMPILED {pattern!r:.200}\\n"); sys.stderr.flush()
        os._exit(98)
    return made(pattern, *rest)
_sre.compile = compile
"""
MAIN = """
from sdkwright.start import main
sys.argv[0] = "sdkwright"
main()
"""
HOSTILE = "^ZqPattern(a+)+$"
LONG = "ZqPattern" + "a" * 60 + "!"


def run(*arguments: object, code: str = QUIET + MAIN) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=300, check=False
    )


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Somebody who can be asked by what no audit hook sees: libraries in Rust. Nobody has come when it is over."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening
        listening.setblocking(False)
        with pytest.raises(BlockingIOError):
            listening.accept()


def here(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_a_run_asks_nobody_starts_nothing_and_compiles_no_pattern(tmp_path, listener):
    text = json.dumps(document("3.1")).replace("ZqPatternQz", HOSTILE).replace("ZqKeyPatternQz", HOSTILE)
    (tmp_path / "openapi.json").write_text(text.replace("https://zq.example", here(listener)))
    files = ("--spec", tmp_path / "openapi.json", "--output", tmp_path / "out")
    done = run("generate", *files, "--package", "zqpackage", "--jobs", "1", "--no-cache")
    assert done.returncode in (0, 1), done.stderr[-2000:]
    assert (tmp_path / "out" / "pyproject.toml").is_file(), done.stderr[-2000:]
    printed = "".join(path.read_text() for path in (tmp_path / "out").rglob("*.py") if "_core" not in path.parts)
    assert "(a+)+" not in printed


def patterned(version: str, dialect: str | None) -> dict:
    """Patterns in every keyword that has one, each beside values that they could be tried on."""
    extra = {"$schema": dialect} if dialect is not None else {}
    text = {"type": "string", "pattern": HOSTILE, "default": LONG, "example": LONG, "enum": [LONG], **extra}
    names = {
        "type": "object",
        "patternProperties": {HOSTILE: {"type": "string"}},
        "propertyNames": {"pattern": HOSTILE},
    }
    closed = {**names, "additionalProperties": False, "default": {LONG: 1}, "example": {LONG: 1}, **extra}
    evaluated = {"allOf": [names], "unevaluatedProperties": False, "default": {LONG: 1}, **extra}
    a_pattern = {"type": "string", "format": "regex", "default": HOSTILE, "examples": [HOSTILE], **extra}
    schemas = {"Text": text, "Closed": closed, "Evaluated": evaluated, "Pattern": a_pattern}
    content = {
        "application/json": {"schema": {"type": "object", "properties": dict(schemas)}, "example": {"Text": LONG}}
    }
    parameters = [
        {"name": name, "in": place, "required": place == "path", "schema": text, "example": LONG}
        for name, place in (("id", "path"), ("q", "query"), ("h", "header"), ("c", "cookie"))
    ]
    answer = {"description": "d", "content": content, "headers": {"X-Zq": {"schema": text, "example": LONG}}}
    operation = {"operationId": "get", "parameters": parameters, "responses": {"200": answer}}
    return {
        "openapi": version,
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": "https://zq.example"}],
        "paths": {
            "/a/{id}": {
                "get": operation,
                "post": {**operation, "operationId": "post", "requestBody": {"content": content}},
            }
        },
        "components": {"schemas": schemas},
    }


DIALECTS = ["http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2020-12/schema"]


@pytest.mark.parametrize(
    ("version", "dialect"), [("3.0.3", None), ("3.0.3", DIALECTS[0]), ("3.2.0", None), *(("3.1.0", each) for each in (None, *DIALECTS))]
)  # fmt: skip
def test_no_pattern_of_a_document_is_compiled_wherever_it_stands(tmp_path, version, dialect):
    (tmp_path / "openapi.json").write_text(json.dumps(patterned(version, dialect)))
    files = ("--spec", tmp_path / "openapi.json", "--output", tmp_path / "out", "--keep-going")
    done = run("generate", *files, "--package", "zqpackage", "--jobs", "1", "--no-cache")
    assert done.returncode in (0, 1), done.stderr[-2000:]
    assert (tmp_path / "out" / "pyproject.toml").is_file(), done.stderr[-2000:]


def test_a_reference_to_the_network_is_an_error_and_not_a_request(tmp_path, listener):
    for number, place in enumerate(("x.json#/a", "x", "x?y#/z")):
        wanted = f"{here(listener)}/{place}"
        schemas = {"Zq": {"$ref": wanted}, "Zr": {"$id": here(listener), "$dynamicRef": "y#a", "default": 1}}
        spec = document("3.1") | {"components": {"schemas": schemas}, "paths": {"/a": {"$ref": wanted}}}
        (tmp_path / "openapi.json").write_text(json.dumps(spec))
        out = tmp_path / f"out{number}"
        done = run("generate", "--spec", tmp_path / "openapi.json", "--output", out, "--no-cache")
        assert done.returncode == 1, done.stderr
        assert wanted.partition("#")[0] in done.stderr
        assert not out.exists()


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 1))",
        "import subprocess; subprocess.run(['true'])",
        "re.compile('ZqPattern')",
        "re.search('ZqPattern', '')",
        "re.sub(r'(ZqPattern)', '', '')",
        "from pydantic_core import SchemaValidator as V; V({'type': 'str', 'pattern': 'ZqPattern', 'regex_engine': 'python-re'})",
    ],
)
def test_the_watch_notices_a_request_a_process_and_a_pattern(code):
    assert run(code=f"{QUIET}\n{code}").returncode in (98, 99)


def test_a_string_that_came_through_no_door_stops_the_run(tmp_path, monkeypatch):
    monkeypatch.setattr("sdkwright.python.build.declarations.string", str)
    trial = Trial.__new__(Trial)
    trial.spec, trial.config, trial.folder = document("3.1"), None, tmp_path
    with pytest.raises(TypeError, match="no Source, but str: 'Zq"):
        trial.run({})


# ---------------------------------------------------------------------------------------------------- supply chain


@pytest.mark.exhaustive
def test_two_builds_of_sdkwright_give_the_same_bytes(tmp_path):
    one, other = built(tmp_path, lambda sources, _: copied(ROOT, sources, 0o022 if "one" in sources.parts else 0o077))
    assert sorted(Path(name).suffix for name in one) == [".gz", ".whl"]
    assert one == other


def test_every_dependency_of_sdkwright_has_an_upper_bound():
    whole = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = whole["project"]
    extras = [needed for extra in project["optional-dependencies"].values() for needed in extra]
    needed = [*project["dependencies"], *extras, *whole["build-system"]["requires"]]
    assert len(needed) > 10
    assert [each for each in needed if "<" not in each] == []


def test_every_dependency_is_pinned_with_hashes():
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        pinned = [index for index, line in enumerate(lines) if line[:1].isalnum()]
        assert pinned
        assert all("==" in lines[index] and "--hash=sha256:" in lines[index + 1] for index in pinned), path.name
