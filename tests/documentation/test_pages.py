"""The pages under docs/ do what they say: files are written, commands run, programs called, and what they print compared."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from blocks import Block, blocks
from bookshop import serving

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "decisions" not in path.parts)
FILES = {"yaml", "json", "toml", "make", "jinja"}
# Pages installed packages with pip: here without a network, beside the packages that are there already.
PIP = '#!/bin/sh\nexec "{python}" -m pip "$@" --quiet --no-deps --no-build-isolation --upgrade --target "{target}"\n'


class Reader:
    """Somebody who works through a page in an empty folder."""

    def __init__(self, folder: Path, server: str) -> None:
        self.folder, self.said = folder, ""
        programs, packages = folder.parent / "bin", folder.parent / "packages"
        programs.mkdir()
        (programs / "pip").write_text(PIP.format(python=sys.executable, target=packages))
        (programs / "pip").chmod(0o755)
        path = os.pathsep.join((str(programs), str(Path(sys.executable).parent), os.environ["PATH"]))
        self.environment = {**os.environ, "PATH": path, "PYTHONPATH": str(packages), "BOOKSHOP_BASE_URL": server}

    def follow(self, block: Block) -> None:
        if "notest" in block.words:
            return
        if block.title == "Output":
            assert spaces(block.text) in spaces(self.said), f"line {block.line}: it printed\n{self.said}"
        elif block.title == "Note":
            assert block.text.strip() in self.said, f"line {block.line}: it printed\n{self.said}"
        elif block.title is not None and block.language in FILES:
            self._write(block)
        elif block.language == "sh":
            self._run(["bash", "-euo", "pipefail", "-c", block.text], block)
        elif block.language == "python" and block.title is not None and block.title.startswith("sdk/src/"):
            self._write(block)
        elif block.language == "python" and block.title is None:
            self._run([sys.executable, "-c", block.text], block)

    def _write(self, block: Block) -> None:
        if block.language == "yaml":
            yaml.safe_load(block.text)
        place = self.folder / (block.title or "")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(block.text)

    def _run(self, command: list[str], block: Block) -> None:
        done = subprocess.run(command, cwd=self.folder, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, f"line {block.line}:\n{done.stdout}{done.stderr}"
        self.said = done.stdout + done.stderr


def spaces(text: str) -> str:
    """Seconds and runs of blanks differ from run to run."""
    return re.sub(r"\s+", " ", text).strip()


def name(page: Path) -> str:
    return page.relative_to(DOCS).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_reader_who_follows_the_page_sees_what_it_says(page, tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    with serving() as server:
        reader = Reader(folder, server)
        for block in blocks(page.read_text()):
            reader.follow(block)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_command_that_is_not_run_exists_with_its_options(page):
    """Commands marked `notest` need something that is not here; their names and options are those of the command line."""
    for block in blocks(page.read_text()):
        if block.language != "sh" or "notest" not in block.words:
            continue
        for line in block.text.splitlines():
            for command in re.findall(r"\bsdkwright (\w+)((?: --?[a-z-]+)?[^&|;]*)", line):
                said = help_of(command[0])
                for option in re.findall(r"(?<=\s)--[a-z-]+", command[1]):
                    assert option in said, f"line {block.line}: {line}"


def help_of(command: str) -> str:
    done = subprocess.run([sys.executable, "-m", "sdkwright", command, "--help"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """The sources of the site, with the reference pages."""
    place = tmp_path_factory.mktemp("built")
    subprocess.run([sys.executable, DOCS / "build.py", "--pages", place], check=True, capture_output=True)
    return place / "pages"


def test_every_diagnostic_has_a_page_with_its_explanation(built):
    from sdkwright.codes import CODES

    for code, entry in CODES.items():
        text = (built / "reference" / "diagnostics" / f"{code}.md").read_text()
        assert text.startswith(f"# {code}: {entry.title}\n")
        assert entry.explanation in text
    assert "## Example" in (built / "reference/diagnostics/S010.md").read_text()


def test_every_command_is_on_the_page_of_commands(built):
    text = (built / "reference" / "commands.md").read_text()
    for command in ("generate", "validate", "init", "docs", "compare", "edits", "eject", "explain", "tree", "doctor"):
        assert f"## sdkwright {command}\n" in text
    assert "--allow-remote-refs" in text


def test_every_key_of_the_config_is_on_the_page_of_the_config(built):
    text = (built / "reference" / "config.md").read_text()
    for key in (
        "organization",
        "resources",
        "unspecified_endpoints",
        "send_in_header",
        "positional_params",
        "openapi_uri",
    ):
        assert f"| `{key}` |" in text


def test_links_between_pages_lead_somewhere(built):
    for page in built.rglob("*.md"):
        for target in re.findall(r"\]\(([^)#]+\.md)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).is_file(), f"{page}: {target}"


def test_every_page_is_in_the_contents(built):
    settings = (DOCS / "zensical.toml").read_text()
    for page in PAGES:
        assert f'"{name(page)}"' in settings
