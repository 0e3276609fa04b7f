"""What is emitted for `http_library: httpx` is the same package on the other library."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from harness.sides import ON_HTTPX, ROOT


def python_files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.py"))
        if "__pycache__" not in path.parts
    }


def test_no_file_speaks_the_other_library(emitted_on_httpx: Path):
    """Neither in code nor in strings and comments that a reader would take at their word."""
    for name, text in python_files(emitted_on_httpx / "src").items():
        assert not re.search(r"^\s*(import|from) httpx2\b", text, re.MULTILINE), name
        assert "httpx2." not in text, name


def test_the_distribution_depends_on_that_library_only(emitted_on_httpx: Path):
    project = tomllib.loads((emitted_on_httpx / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[<>=!~ ]", item)[0] for item in project["dependencies"]}
    assert names == {"httpx", "pydantic", "typing-extensions"}


def test_the_files_are_those_of_the_committed_package(emitted_on_httpx: Path):
    """But for the names of the package and of the library, as they stand in imports and annotations."""
    ours = python_files(ROOT / "generated" / "src" / "anthropic")
    theirs = python_files(emitted_on_httpx / "src" / ON_HTTPX)
    assert set(ours) == set(theirs)
    same_bytes = [name for name in ours if theirs[name] == ours[name]]
    assert "types/beta/beta_model_info.py" in same_bytes
    for name in set(ours) - set(same_bytes):
        assert flat(theirs[name]) == flat(ours[name]), name


def flat(text: str) -> list[str]:
    """Tokens that neither the width of a line nor the order of imports changes."""
    return sorted(re.findall(r"\w+", text.replace(ON_HTTPX, "anthropic").replace("httpx2", "httpx")))
