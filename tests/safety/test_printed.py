"""What commands print: no text of a document, a config, a package or the output folder moves a terminal or tells a runner what to do."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from attack.compare import Trial
from attack.stages import written
from attack.whole import config, document, replaced, tokens

from sdkwright import cli

HOSTILE = "\x1b]0;zq\x07\x1b[2J\x1b[1m\r\x08\x9b31m\u202e\ud800\x85\u2028\x7f\n::set-output name=zq::1\n \t::stop-commands::zq\n##[add-mask]zq %0A::error::zq %25"
"""Titles, colours and cursors of terminals, writing from right to left, half a character, and commands of workflows in all their forms."""

OURS = re.compile("\x1b\\[(?:0|1|2|1;31|1;32|1;33|1;36|1;2)m")
STYLES = ("text", "json", "sarif", "github")


@pytest.fixture(autouse=True)
def _as_in_a_workflow(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a document that is emitted, its config, one that has every fault that texts can have, and two packages of them."""
    folder = tmp_path_factory.mktemp("hostile")
    trial = Trial(document("3.1"), config("sdkwright"), folder)
    _, texts, _ = trial.accepted(HOSTILE, trial.tokens)
    written(folder, replaced(trial.spec, texts), replaced(trial.config, texts))
    every = {token: f"{token}{HOSTILE}{token}" for token in tokens(trial.spec) | tokens(trial.config)}
    (folder / "faults").mkdir()
    written(folder / "faults", replaced(trial.spec, every), replaced(trial.config, every))
    (folder / "harmless").mkdir()
    written(folder / "harmless", trial.spec, trial.config)
    for name, out in ((folder, "new"), (folder / "harmless", "old")):
        command = ["generate", "--spec", f"{name}/openapi.json", "--config", f"{name}/sdkwright.json", "--no-cache"]
        assert cli.run([*command, "--output", str(folder / out), "--jobs", "1", "--no-tests"]) in (0, 1)
        assert (folder / out / "pyproject.toml").is_file()
    return folder


def said(capsys: pytest.CaptureFixture[str], *arguments: object, style: str = "text") -> str:
    """All that a command prints, once it has been looked at."""
    capsys.readouterr()
    code = cli.run(list(map(str, arguments)))
    out, error = capsys.readouterr()
    assert code in (0, 1), error[-2000:]
    for text in (out, error):
        looked_at(text, style if text is out else "text")
    return out + error


def looked_at(text: str, style: str = "text") -> None:
    hidden = {char for char in text if not char.isprintable()} - set("\n\t\u200c\u200d")
    assert not hidden, ascii(text)[:2000]
    for line in text.split("\n"):
        if style == "github" and line:
            assert re.match(r"::(error|warning|notice) [^:]*::", line), ascii(line)
            assert not re.search(r"%(?!25|0A|0D|3A|2C)", line), ascii(line)
        elif style != "github":
            assert not line.lstrip().startswith("::"), ascii(line)
            assert "##[" not in line or style in ("json", "sarif"), ascii(line)
    if style in ("json", "sarif") and text.strip():
        json.loads(text)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("which", ["", "faults"])
def test_findings_are_words(hostile, capsys, style, which):
    spec, settings = hostile / which / "openapi.json", hostile / which / "sdkwright.json"
    printed = said(capsys, "validate", spec, "--format", style, style=style)
    assert "zq" in printed.lower()
    files = (
        "--spec",
        spec,
        "--config",
        settings,
        "--output",
        "sdk",
        "--no-cache",
        "--jobs",
        "1",
        "--check",
        "--no-tests",
    )
    printed = said(capsys, "generate", *files, "--format", style, style=style)
    assert "zq" in printed.lower()


def test_what_a_run_tells_about_files_is_words(hostile, capsys, tmp_path):
    out = tmp_path / "sdk"
    shutil.copytree(hostile / "old", out)
    edited = next(
        path for path in (out / "src").rglob("*.py") if "resources" in path.parts and path.stat().st_size > 500
    )
    edited.write_text(f"# {HOSTILE.replace(chr(0xD800), '')}\n{edited.read_text()}")
    for flags in (["--diff", "--check"], ["--compare", "--check"], ["--verbose"], ["--timings", "--keep-going"]):
        files = ("--spec", hostile / "openapi.json", "--config", hostile / "sdkwright.json", "--output", out)
        said(capsys, "generate", *files, "--no-cache", "--jobs", "1", "--no-tests", *flags)
    assert "zq" in said(capsys, "edits", "--output", out, "--diff").lower()
    said(capsys, "edits", "--output", out, "--format", "json", style="json")


def test_what_is_told_of_names_is_words(hostile, capsys):
    files = ("--spec", hostile / "openapi.json", "--config", hostile / "sdkwright.json")
    tree = said(capsys, "tree", *files)
    names = re.findall(r"^\s*([a-z_]+)\b", tree, re.MULTILINE)[:6]
    said(capsys, "tree", *files, "--format", "json", style="json")
    for name in ("client", *(f"client.{each}" for each in names), HOSTILE.replace("\ud800", "")):
        said(capsys, "explain", name, *files)
    for which in ("", "faults"):
        settings = ("--spec", hostile / which / "openapi.json", "--config", hostile / which / "sdkwright.json")
        said(capsys, "doctor", *settings)
        said(capsys, "doctor", *settings, "--format", "json", style="json")
        said(capsys, "init", hostile / which / "openapi.json", "--yes", "--output", "-")


def test_what_docs_and_eject_say_is_words(hostile, capsys, tmp_path, monkeypatch):
    """Names of folders, templates of somebody, and what the program says that makes a site."""
    name = HOSTILE.replace("\ud800", "")
    place = tmp_path / name
    place.mkdir()
    (place / "README.md.jinja").write_text(f"{name}\n{{{{ view.gone }}}}\n")
    for arguments in ((), ("--diff",), ("--accept",), ("--force",), ("--diff",)):
        assert "zq" in said(capsys, "eject", "README.md.jinja", "--output", place, *arguments) or arguments == (
            "--diff",
        )
    (place / "api.md.jinja").symlink_to(name)
    for template in (name, "api.md.jinja", "readme/calls.md.jinja", f"README{name}.md.jinja"):
        said(capsys, "eject", template, "--output", place)
    failed = subprocess.CompletedProcess([], 1, HOSTILE, HOSTILE)
    monkeypatch.setattr("sdkwright.site.run.subprocess.run", lambda *_, **__: failed)
    files = ("--spec", hostile / "openapi.json", "--config", hostile / "sdkwright.json")
    assert "zq" in said(capsys, "docs", *files, "--output", place)  # a folder that is somebody else's
    assert "zq" in said(capsys, "docs", "--spec", hostile / "faults" / "openapi.json", "--output", "site").lower()
    assert "zq" in said(capsys, "docs", *files, "--output", "other")
    assert not Path("other").exists()


@pytest.mark.parametrize("style", [*STYLES, "markdown"])
def test_what_changes_between_packages_is_words(hostile, capsys, style, tmp_path):
    """Also where somebody else made them, and nothing in them is quoted."""
    raw = HOSTILE.replace("\ud800", "").replace("\n", " ").replace("\r", " ")
    for name, default in (("old", raw), ("new", raw + "2")):
        package = tmp_path / name / "zq"
        package.mkdir(parents=True)
        (package / "py.typed").touch()
        (package / "__init__.py").write_text(
            f"def call(a: str = '{default}', *, b: \"{default}\" = 1) -> '{default}': ...\n"
        )
        (tmp_path / name / "PKG-INFO").write_text(
            f"Version: {1 if name == 'old' else 2}.0{raw}\nRequires-Python: >=3{raw}\n"
        )
    for old, new in ((hostile / "old", hostile / "new"), (tmp_path / "old", tmp_path / "new")):
        assert "zq" in said(capsys, "compare", old, new, "--format", style, style=style).lower()


def test_on_a_terminal_colours_are_ours_alone(hostile, capsys, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sdkwright.console.is_plain", lambda _: False)
    assert cli.run(["validate", str(hostile / "faults" / "openapi.json")]) in (0, 1)
    printed = capsys.readouterr().err
    assert len(OURS.findall(printed)) > 20
    looked_at(OURS.sub("", printed))
    # each line of a finding begins and ends what it colours
    assert all(line.count("\x1b[0m") * 2 == line.count("\x1b[") for line in printed.split("\n"))


@pytest.mark.parametrize(
    "name", ["\x1b[2Jzq.json", "::error::zq.json", "##[zq].json", "a\nb.json", "\udcff.json", "zq\u202e.json"]
)
def test_names_of_files_are_words_too(capsys, tmp_path, name):
    """A stranger's repository may call a file so, and the document may refer to it."""
    schemas = {"A": {"$ref": f"{name}#/A"}}
    spec = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}, "components": {"schemas": schemas}}
    (tmp_path / name).write_text('{"A": {"type": "integer", "default": "x", "enum": 3}}')
    (tmp_path / "openapi.json").write_text(json.dumps(spec))
    for style in STYLES:
        said(capsys, "validate", tmp_path / "openapi.json", "--format", style, style=style)
        said(capsys, "validate", tmp_path / name, "--format", style, style=style)


def test_what_is_kept_for_a_run_with_nothing_to_do_is_words(hostile, tmp_path):
    """The console script prints it again, and goes through no guard."""
    command = [
        Path(sys.executable).with_name("sdkwright"),
        "generate",
        "--spec",
        hostile / "openapi.json",
        "--output",
        tmp_path / "sdk",
    ]
    environment = {**os.environ, "SDKWRIGHT_CACHE_DIR": str(tmp_path / "cache")}
    runs = [
        subprocess.run([*command, "--package", "zq", "--jobs", "1", "--no-tests"], env=environment, capture_output=True, text=True, check=False)
        for _ in range(3)
    ]  # fmt: skip
    assert "created" in runs[0].stdout
    assert len(list((tmp_path / "cache" / "glances").iterdir())) == 1
    for done in runs:
        assert "zq" in done.stderr.lower()
        looked_at(done.stdout)
        looked_at(done.stderr)


def test_a_printed_control_character_is_noticed():
    for text in ("\x1b[1m", "\r", "\ud800", "\u202e", " ::error::", "x ##[a]b", "\x9b"):
        with pytest.raises(AssertionError):
            looked_at(text)
