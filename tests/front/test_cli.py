"""The command line: exit codes, streams, formats, help; as a person at a terminal meets it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path, PurePosixPath

import pytest

from sdkwright import cli
from sdkwright.config import GenerateOptions
from sdkwright.diagnostics import Report
from sdkwright.result import Result

GOOD = 'openapi: 3.1.0\ninfo: {title: Pets, version: "1"}\npaths: {/a: {get: {responses: {"200": {description: x}}}}}\n'
PAIR = "import sys; sys.path[:0] = {paths!r}; from sdkwright.cli import main; main()"


class Changes:
    """An outcome, without the stages that make one."""

    def __init__(self, *changed: str, diff: str = "") -> None:
        self.created: tuple[PurePosixPath, ...] = ()
        self.changed = tuple(map(PurePosixPath, changed))
        self.removed: tuple[PurePosixPath, ...] = ()
        self.unchanged = (PurePosixPath("README.md"),)
        self.diff = diff


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[GenerateOptions]:
    """Options of the runs; the run itself is replaced by one that changes a file."""
    options: list[GenerateOptions] = []

    def generate(given: GenerateOptions, *, validator: object, ending: object, ahead: object) -> Result:
        options.append(given)
        report = Report(strict=given.strict)
        if given.check:
            report.add("W002", None, "sdk is out of date", hint="run it")
        outcome = Changes("src/a.py", diff="--- a\n+++ b\n" if given.diff else "")
        return Result(report, outcome, "sdk", {"operations": 2, "models": 1}, {"read": 0.5, "write": 0.25})

    module = type(sys)("sdkwright.pipeline")
    module.__dict__["generate"] = generate
    monkeypatch.setitem(sys.modules, "sdkwright.pipeline", module)
    again = type(sys)("sdkwright.again")
    again.__dict__["recall"] = lambda options, ahead: None
    again.__dict__["is_again"] = lambda options: False
    again.__dict__["leave"] = lambda options, arguments, answer, ended: None
    monkeypatch.setitem(sys.modules, "sdkwright.again", again)
    return options


def run(*arguments: str) -> int:
    return cli.run(list(arguments))


def test_every_flag_reaches_the_run(asked: list[GenerateOptions], tmp_path: Path) -> None:
    (tmp_path / "c.yml").touch()
    (tmp_path / "s.yml").touch()
    code = run(
        "generate", "--config", str(tmp_path / "c.yml"), "--spec", str(tmp_path / "s.yml"), "--output", "out", "--package",
        "acme", "--http-library", "httpx", "--check", "--diff", "--strict", "--keep-going", "--jobs", "2", "--no-cache", "--timings",
    )  # fmt: skip
    assert code == 1
    assert asked == [
        GenerateOptions(
            config=tmp_path / "c.yml", spec=tmp_path / "s.yml", output=Path("out"), package="acme", http_library="httpx",
            check=True, diff=True, strict=True, keep_going=True, jobs=2, use_cache=False, timings=True,
        )
    ]  # fmt: skip


def test_the_summary_says_what_a_person_wants_to_know(
    asked: list[GenerateOptions], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("generate", "--timings") == 0
    out, err = capsys.readouterr()
    assert err == ""
    first, *rest = out.splitlines()
    assert first.startswith("2 operations; 1 model; sdk: 1 changed, 1 unchanged; ")
    assert [line.split()[0] for line in rest] == ["read", "write"]
    assert rest[0].endswith("67%")


def test_check_lists_the_files_and_fails(asked: list[GenerateOptions], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("generate", "--check", "--diff") == 1
    out, err = capsys.readouterr()
    assert "would be changed: src/a.py\n" in out
    assert "--- a\n+++ b\n" in out
    assert "sdk is out of date (1 changed, 1 unchanged)" in out
    assert err.startswith("error W002: sdk is out of date")


def test_json_goes_to_both_streams(asked: list[GenerateOptions], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("generate", "--check", "--format", "json") == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["files"] == {"created": [], "changed": ["src/a.py"], "removed": []}
    assert json.loads(err)["diagnostics"][0]["code"] == "W002"


@pytest.mark.parametrize(
    "arguments",
    [
        ["generate", "--nope"], ["nope"], ["generate", "--spec", "none.yaml"], ["validate", "none.yaml"], ["validate"],
        ["generate", "--package", "../x"], ["generate", "--jobs", "0"], ["generate", "--http-library", "requests"],
    ],
)  # fmt: skip
def test_wrong_usage_exits_2_and_says_what_is_right(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 2
    assert "Usage: sdkwright" in capsys.readouterr().err


def test_usage_that_only_the_run_can_see_exits_2(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("generate") == 2


@pytest.mark.parametrize(
    ("text", "flags", "code", "out"),
    [
        (GOOD, [], 0, "no findings"),
        (GOOD.replace("{description: x}", "{}"), [], 0, "1 warning"),
        (GOOD.replace("{description: x}", "{}"), ["--strict"], 1, "1 error"),
        ("swagger: '2.0'\n", [], 1, "1 error"),
        ("a: [", [], 1, "1 error"),
    ],
)
def test_validate_exits_by_what_it_finds(
    text: str, flags: list[str], code: int, out: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text)
    assert run("validate", str(path), *flags) == code
    assert capsys.readouterr().out.strip().endswith(out)


def test_an_internal_error_is_told_as_one_with_the_traceback_on_demand(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)

    def fail(*_: object) -> None:
        raise RuntimeError("impossible\nreally")

    monkeypatch.setattr("sdkwright.read.read", fail)
    assert run("validate", str(tmp_path / "a.yaml")) == 70
    err = capsys.readouterr().err
    assert err.startswith("internal error: RuntimeError: impossible\n")
    assert "please report it" in err
    assert "Traceback" not in err
    assert run("validate", "--debug", str(tmp_path / "a.yaml")) == 70
    assert "Traceback" in capsys.readouterr().err
    monkeypatch.setenv("SDKWRIGHT_DEBUG", "1")
    assert run("validate", str(tmp_path / "a.yaml")) == 70
    assert "Traceback" in capsys.readouterr().err


def test_help_shows_examples_and_every_flag(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("generate", "--help") == 0
    text = capsys.readouterr().out
    for flag in ("--config", "--spec", "--output", "--package", "--http-library", "--check", "--diff", "--strict"):
        assert flag in text
    assert "sdkwright generate --spec openapi.yaml --output sdk" in text
    assert run("--help") == 0
    assert "pip install ./sdk" in capsys.readouterr().out


def test_the_version_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out.startswith("sdkwright ")


def child(code: str, *arguments: str, **options: object) -> subprocess.Popen[str]:
    paths = [path for path in sys.path if path]
    command = [sys.executable, "-c", f"import sys; sys.path[:0] = {paths!r}; {code}", *arguments]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def test_ctrl_c_ends_with_one_line_and_130(tmp_path: Path) -> None:
    waits = (
        "import sdkwright.read as r, time\n"
        "def wait(*a): print('waiting', flush=True); time.sleep(30)\n"
        "r.read = wait\n"
        "from sdkwright.cli import main; main()"
    )
    (tmp_path / "a.yaml").write_text(GOOD)
    process = child(f"exec({waits!r})", "validate", str(tmp_path / "a.yaml"))
    assert process.stdout is not None
    assert process.stdout.readline() == "waiting\n"
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert err.strip() == "interrupted; nothing was left half-written"


def test_any_document_can_be_printed_on_an_ascii_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD.replace("title: Pets", "title: Pets, ü字: 1"))
    process = child("from sdkwright.cli import main; main()", "validate", str(tmp_path / "a.yaml"))
    _, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "\\xfc\\u5b57" in err
