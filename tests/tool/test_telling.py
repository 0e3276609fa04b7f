"""What the tool says, to people and to machines: quiet, verbose, annotations, SARIF, completion, and the step for GitHub."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator, FormatChecker

from sdkwright import cli
from sdkwright.diagnostics import Severity
from sdkwright.machine import Annotation, as_github, as_sarif

ROOT = Path(__file__).parents[2]
SPEC = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      parameters: [{name: limit, in: query, schema: {type: int}}]
      responses: {"200": {description: x}}
"""
BROKEN = SPEC.replace("responses: {", 'responses: {"404": {$ref: "#/components/responses/Missing"}, ')


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "openapi.yaml").write_text(SPEC)
    (tmp_path / "broken.yaml").write_text(BROKEN)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    return cli.run(list(arguments)), *capsys.readouterr()


GENERATE = ("generate", "--spec", "openapi.yaml", "--output", "sdk", "--jobs", "1")


def test_a_first_run_says_what_to_do_next_and_a_second_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, *GENERATE)
    assert code == 0
    assert "unchanged" not in out
    assert out.splitlines()[-1] == "next: pip install ./sdk; then see sdk/README.md"
    assert "warning D" in err or "warning S" in err
    code, out, err = run(capsys, *GENERATE, "--quiet")
    assert (code, out, err) == (0, "", "")
    code, out, _ = run(capsys, *GENERATE)
    assert "next:" not in out


def test_verbose_lists_files_and_times_and_quiet_keeps_errors(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, *GENERATE, "--verbose")
    assert code == 0
    assert "created: src/pets/_client.py\n" in out
    assert "  write " in out
    code, out, err = run(capsys, "generate", "--spec", "broken.yaml", "--output", "sdk", "--quiet")
    assert (code, out) == (1, "")
    assert err.startswith("broken.yaml:8:")
    assert "error S010" in err
    assert "warning" not in err


def test_annotations_for_a_pull_request(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "validate", "broken.yaml", "--format", "github")
    assert (code, err) == (1, "")
    lines = out.splitlines()
    (error,) = [line for line in lines if line.startswith("::error ")]
    assert error.startswith("::error file=broken.yaml,line=8,col=")
    assert ",title=S010 " in error
    assert "%0Ahint: " in error
    assert any(line.startswith("::warning file=broken.yaml,line=7,") for line in lines)


def test_a_file_is_a_uri_in_a_sarif_log() -> None:
    found = Annotation("X", Severity.NOTE, "text", file="my specs/100% é#1.yaml", line=1)
    (result,) = json.loads(as_sarif([found], "1"))["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "my%20specs/100%25%20%C3%A9%231.yaml"


def test_what_a_workflow_command_would_read_is_escaped() -> None:
    found = Annotation("X", Severity.NOTE, "100%\n::error::injected", file="a:b,c.yaml", line=1)
    assert list(as_github([found])) == ["::notice file=a%3Ab%2Cc.yaml,line=1,title=X::100%25%0A::error::injected"]


SARIF = json.loads((Path(__file__).parent / "sarif/sarif-schema-2.1.0.json").read_text())


@pytest.mark.parametrize(
    "command",
    [
        ("validate", "broken.yaml"),
        ("validate", "openapi.yaml"),
        ("generate", "--spec", "broken.yaml", "--output", "sdk"),
        ("generate", "--config", "nowhere.yml"),
        ("compare", "old", "new"),
    ],
    ids=" ".join,
)
def test_a_sarif_log_is_valid_by_the_schema_of_the_standard(
    command: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for side, text in (("old", "def f(a: int) -> int: ...\n"), ("new", "\n\ndef f() -> int: ...\n")):
        (tmp_path / side / "acme").mkdir(parents=True)
        (tmp_path / side / "acme" / "__init__.py").write_text(text)
    _, out, _ = run(capsys, *command, "--format", "sarif")
    if out:  # what is wrong with the command line itself is told as text
        errors = Draft7Validator(SARIF, format_checker=FormatChecker()).iter_errors(json.loads(out))
        assert [f"{error.json_path}: {error.message}" for error in errors] == []
    assert bool(out) is ("nowhere.yml" not in command)


def test_a_sarif_log_has_the_form_of_the_standard(capsys: pytest.CaptureFixture[str]) -> None:
    """SARIF 2.1.0, sections 3.13, 3.14, 3.18, 3.19, 3.27: what consumers require, by structure."""
    code, out, err = run(capsys, "generate", "--spec", "broken.yaml", "--output", "sdk", "--format", "sarif")
    assert (code, err) == (1, "")
    log = json.loads(out)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (made,) = log["runs"]
    rules = made["tool"]["driver"]["rules"]
    assert made["tool"]["driver"]["name"] == "sdkwright"
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert made["results"]
    for result in made["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note", "none"}
        assert result["message"]["text"]
        for place in result["locations"]:
            region = place["physicalLocation"]["region"]
            assert region["startLine"] >= 1
            assert region["startColumn"] >= 1
            assert place["physicalLocation"]["artifactLocation"]["uri"] == "broken.yaml"
    assert {rule["defaultConfiguration"]["level"] for rule in rules} <= {"error", "warning", "note"}


@pytest.mark.parametrize("style", ["github", "sarif"])
def test_breaking_changes_are_annotated_where_they_stand(
    style: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for side, text in (("old", "def f(a: int) -> int: ...\n"), ("new", "\n\ndef f() -> int: ...\n")):
        (tmp_path / side / "acme").mkdir(parents=True)
        (tmp_path / side / "acme" / "__init__.py").write_text(text)
    code, out, _ = run(capsys, "compare", "old", "new", "--format", style)
    assert code == 1
    if style == "github":
        assert (
            out
            == "::error file=acme/__init__.py,line=3,title=parameter-removed::acme.f does not take the argument `a` any more\n"
        )
    else:
        (result,) = json.loads(out)["runs"][0]["results"]
        assert (result["ruleId"], result["level"]) == ("parameter-removed", "error")


def test_on_a_terminal_stages_are_shown_and_leave_no_trace() -> None:
    """A pseudo-terminal, and a run that takes longer than the patience of the display."""
    program = (
        "import time; from threading import active_count; from sdkwright.progress import shown\n"
        "with shown() as progress:\n    progress('read', {})\n    time.sleep(0.5)\n    progress('format', {'operations': 3})\n    time.sleep(0.3)\n"
        "    threads = active_count()\nprint(threads, 'thread')\n"
    )
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", program], stderr=theirs, stdout=theirs, env={**os.environ, "TERM": "xterm"}
    )
    process.wait(20)
    os.close(theirs)
    said = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "formatting (3 operations)" in said
    assert "reading" not in said
    assert "1 thread" in said, "with more, no part of a run is given to another process"


def test_a_run_that_is_piped_prints_plain_lines_and_loads_no_library_for_display() -> None:
    program = "import sys; from sdkwright.cli import run; run(sys.argv[1:]); print(sorted(m for m in sys.modules if m == 'rich'))"
    done = subprocess.run([sys.executable, "-c", program, *GENERATE], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_commands(shell: str) -> None:
    def complete(instruction: str, **more: str) -> str:
        env = {**os.environ, "_SDKWRIGHT_COMPLETE": instruction, **more}
        command = [Path(sys.executable).with_name("sdkwright")]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=env).stdout

    assert "_SDKWRIGHT_COMPLETE" in complete(f"{shell}_source")
    assert "compare" in complete(
        f"{shell}_complete", COMP_WORDS="sdkwright com", COMP_CWORD="com" if shell == "fish" else "1"
    )


def test_the_step_for_github_runs_what_the_command_line_has() -> None:
    step = yaml.safe_load((ROOT / "action.yml").read_text())
    assert step["runs"]["using"] == "composite"
    script = step["runs"]["steps"][-1]["run"]
    assert "--format github" in script
    used = {name.removeprefix("inputs.") for name in ("inputs.command", "inputs.config", "inputs.version")}
    assert used < step["inputs"].keys()
    assert all(
        "${{" not in each.get("run", "") for each in step["runs"]["steps"]
    ), "an expression in a script is an injection"


def test_the_step_splits_its_command_and_runs_nothing_else(tmp_path: Path) -> None:
    """The script itself, with a command that a shell would take for two."""
    script = yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"][-1]["run"]
    env = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "SDKWRIGHT_COMMAND": "validate broken.yaml; touch hacked",
        "SDKWRIGHT_CONFIG": "",
    }
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 2
    assert not (tmp_path / "hacked").exists()
    env["SDKWRIGHT_COMMAND"] = "validate broken.yaml"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 1
    assert "::error file=broken.yaml,line=8" in done.stdout


def test_no_command_is_told_in_half_a_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = run(capsys, "--help")
    listed = out.partition("Commands:")[2].strip().splitlines()
    assert code == 0
    assert len(listed) >= 12
    assert [line for line in listed if not line.endswith(".") or line.endswith("...")] == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("words", "wanted"), [("generate --out", "--output"), ("explain S01", "S010")], ids=["options", "codes"]
)
def test_shells_complete_options_and_codes(shell: str, words: str, wanted: str) -> None:
    last = words.rpartition(" ")[2]
    env = {
        **os.environ,
        "_SDKWRIGHT_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": f"sdkwright {words}",
        "COMP_CWORD": last if shell == "fish" else "2",
    }
    command = [Path(sys.executable).with_name("sdkwright")]
    assert wanted in subprocess.run(command, capture_output=True, text=True, check=False, env=env).stdout
