"""What a run after an edit imports: no library that it has no use for, and no more modules than it needs, since each costs time (decision 51)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sdkwright.beside import has_another_core

PROGRAM = """
import atexit, os, sys

process, place = os.getpid(), sys.argv.pop(1)

def told():
    if os.getpid() == process:
        with open(place, "w") as file:
            file.write("\\n".join(sys.modules))

atexit.register(told)
from sdkwright.start import main
main()
"""

NEEDLESS = {
    *(
        "asyncio",
        "black",
        "click",
        "concurrent",
        "email",
        "http",
        "importlib.metadata",
        "logging",
        "multiprocessing",
        "pydantic",
    ),
    *("pydantic_core", "rich", "ssl", "subprocess", "tomli_w", "typing_extensions", "yaml", "zipfile"),
}
"""For other runs: from nothing, with arguments that were not read before, with YAML, with edits to merge, with what only black can print."""

OURS, ALL = 218, 345
"""How many modules a run may import. Of ours not many more than it does; of all, versions of Python differ."""


class Runs:
    """Runs on one document, each in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.document = folder, json.loads((Path(__file__).parent / "pets.json").read_text("utf-8"))
        self.said = ""
        self.environment = {**os.environ, "SDKWRIGHT_CACHE_DIR": str(folder / "cache")}

    def imported(self) -> set[str]:
        (self.folder / "openapi.json").write_text(json.dumps(self.document, indent=2))
        command = [sys.executable, "-c", PROGRAM, "modules", "generate", "--spec", "openapi.json", "--no-tests"]
        environment = self.environment
        done = subprocess.run(command, cwd=self.folder, env=environment, check=True, capture_output=True, text=True)
        self.said = done.stdout
        return set((self.folder / "modules").read_text().split())


@pytest.fixture(scope="module")
def after_an_edit(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    runs = Runs(tmp_path_factory.mktemp("imports"))
    runs.imported()
    runs.document["components"]["schemas"]["Problem"]["properties"]["title"] = {"type": "string"}
    found = runs.imported()
    assert " changed" in runs.said, "it has made something anew"
    return found


def test_a_run_after_an_edit_imports_no_library_that_it_has_no_use_for(after_an_edit: set[str]) -> None:
    assert not NEEDLESS & after_an_edit


def test_what_prints_files_is_imported_by_another_process_where_there_can_be_one(after_an_edit: set[str]) -> None:
    assert ("jinja2" not in after_an_edit) is has_another_core()
    assert ("sdkwright.emit.style.page" not in after_an_edit) is has_another_core()


def test_a_run_after_an_edit_imports_few_modules(after_an_edit: set[str]) -> None:
    ours = {name for name in after_an_edit if name.partition(".")[0] == "sdkwright"}
    assert 0.95 * OURS < len(ours) <= OURS
    assert len(after_an_edit) <= ALL
