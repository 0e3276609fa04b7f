"""What SECURITY.md promises of a run beside its output: no network, no process, no pattern compiled, builds that repeat."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from attack.compare import Trial
from attack.whole import document

ROOT = Path(__file__).parents[2]
GENERATOR = ROOT / "generator" / "sdkwright"

QUIET = """
import re, sys
def watch(event, arguments):
    if event.startswith("socket.") or event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        sys.stderr.write(f"EVENT {event} {arguments!r:.200}\\n"); sys.stderr.flush()
        import os
        os._exit(99)
sys.addaudithook(watch)
compiled = re.compile
def compile(pattern, flags=0):
    assert "ZqPattern" not in str(pattern) and "(a+)+" not in str(pattern), pattern
    return compiled(pattern, flags)
re.compile = compile
from sdkwright.start import main
sys.argv[0] = "sdkwright"
main()
"""


def test_a_run_asks_nobody_starts_nothing_and_compiles_no_pattern(tmp_path):
    spec = document("3.1")
    text = json.dumps(spec).replace("ZqPatternQz", "ZqPattern(a+)+$").replace("ZqKeyPatternQz", "^ZqPattern(a+)+$")
    (tmp_path / "openapi.json").write_text(text.replace('"https://zq.example', '"https://localhost:1'))
    command = [
        sys.executable,
        "-c",
        QUIET,
        "generate",
        "--spec",
        tmp_path / "openapi.json",
        "--output",
        tmp_path / "out",
    ]
    environment = {**os.environ, "SDKWRIGHT_CACHE": str(tmp_path / "cache")}
    done = subprocess.run(
        [*command, "--package", "zqpackage", "--jobs", "1", "--no-cache"],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode in (0, 1), done.stderr[-2000:]
    assert (tmp_path / "out" / "pyproject.toml").is_file(), done.stderr[-2000:]
    printed = "".join(path.read_text() for path in (tmp_path / "out").rglob("*.py") if "_core" not in path.parts)
    assert "(a+)+" not in printed


def test_a_reference_to_the_network_is_an_error_and_not_a_request(tmp_path):
    spec = document("3.1") | {"components": {"schemas": {"Zq": {"$ref": "http://127.0.0.1:1/x.json#/a"}}}, "paths": {}}
    (tmp_path / "openapi.json").write_text(json.dumps(spec))
    command = [
        sys.executable,
        "-c",
        QUIET,
        "generate",
        "--spec",
        tmp_path / "openapi.json",
        "--output",
        tmp_path / "out",
    ]
    done = subprocess.run([*command, "--no-cache"], capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    assert "http://127.0.0.1:1/x.json" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_watch_notices_a_request():
    done = subprocess.run(
        [sys.executable, "-c", QUIET.split("from sdkwright", maxsplit=1)[0] + "import socket; socket.create_connection(('127.0.0.1', 1))"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 99


def test_a_string_that_came_through_no_door_stops_the_run(tmp_path, monkeypatch):
    monkeypatch.setattr("sdkwright.python.build.declarations.string", str)
    trial = Trial.__new__(Trial)
    trial.spec, trial.config, trial.folder = document("3.1"), None, tmp_path
    with pytest.raises(TypeError, match="no Source, but str: 'Zq"):
        trial.run({})


# ---------------------------------------------------------------------------------------------------- supply chain


def test_two_builds_of_sdkwright_give_the_same_bytes(tmp_path, exhaustive):
    if not exhaustive:
        pytest.skip("half a minute, for `make safety`")
    found = []
    for number in (1, 2):
        target = tmp_path / str(number)
        done = subprocess.run(
            [sys.executable, "-m", "build", "--no-isolation", "--outdir", target, ROOT],
            env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        found.append({path.name: path.read_bytes() for path in sorted(target.iterdir())})
    assert found[0] == found[1]


def test_every_dependency_is_pinned_with_hashes():
    lines = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8").splitlines()
    pinned = [index for index, line in enumerate(lines) if line[:1].isalnum()]
    assert len(pinned) > 30
    assert all("==" in lines[index] and "--hash=sha256:" in lines[index + 1] for index in pinned)
