"""Templates of a first run are compiled beside it, and are found compiled by all that come after it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from sdkwright.beside import has_another_core
from sdkwright.emit.files import templates_dir

DOCUMENT = '{"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "paths": {}}'
PROGRAM = """\
import sys, sdkwright.beside
sys.argv[1:] = ["generate", "--spec", "openapi.json", "--output", sys.argv[1], "--package", "pets"]
MORE
from sdkwright.start import main
main()
"""


def run(folder: Path, output: str, more: str = "") -> dict[str, bytes]:
    """The files that a run in that folder makes."""
    (folder / "openapi.json").write_text(DOCUMENT)
    environment = {**os.environ, "SDKWRIGHT_CACHE_DIR": str(folder / "cache")}
    program = [sys.executable, "-c", PROGRAM.replace("MORE", more), output]
    subprocess.run(program, cwd=folder, env=environment, check=True, capture_output=True)
    made = folder / output
    return {str(path.relative_to(made)): path.read_bytes() for path in made.rglob("*") if path.is_file()}


def compiled(folder: Path) -> set[str]:
    return {path.name for path in (folder / "cache").glob("templates-*/*/*")}


def test_all_templates_of_packages_are_compiled_by_the_first_run(tmp_path: Path) -> None:
    run(tmp_path, "sdk")
    first = compiled(tmp_path)
    ours = [path for path in templates_dir().rglob("*.jinja") if "site" not in path.relative_to(templates_dir()).parts]
    assert (len(first) == len(ours)) is has_another_core()
    run(tmp_path, "other")
    assert compiled(tmp_path) == first


def test_what_nobody_has_compiled_is_compiled_by_who_needs_it(tmp_path: Path) -> None:
    whole, few = tmp_path / "whole", tmp_path / "few"
    for folder in (whole, few):
        folder.mkdir()
    files = run(whole, "sdk")
    assert run(few, "sdk", "import sdkwright.compiling; sdkwright.compiling._compiled = lambda _: 1 / 0") == files
    assert (len(compiled(few)) < len(compiled(whole))) is has_another_core()


def test_what_is_damaged_is_compiled_again(tmp_path: Path) -> None:
    files = run(tmp_path, "sdk")
    for path in filter(Path.is_file, (tmp_path / "cache").glob("templates-*/**/*")):
        path.write_bytes(path.read_bytes().replace(b"str_join", b"stR_join"))
    assert run(tmp_path, "other") == files
