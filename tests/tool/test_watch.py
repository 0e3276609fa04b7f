"""`sdkwright watch` in a process of its own: it follows every input, and keeps the last good output while one is broken."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

SPEC = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths: {/pets: {get: {operationId: listPets, summary: List the pets., responses: {"200": {description: x}}}}}
"""
CONFIG = (
    "spec: openapi.yaml\norganization: {name: pets}\ntemplates: mine\n"
    "targets: {python: {package_name: pets, output_dir: sdk}}\nresources: {pets: {methods: {list: get /pets}}}\n"
)


class Watching:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.resource = folder / "sdk/src/pets/resources/pets.py"
        env = {**os.environ, "SDKWRIGHT_CACHE_DIR": str(folder / "cache"), "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sdkwright", "watch"],
            cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def until(self, word: str) -> str:
        """All lines up to the one with that word."""
        seen = ""
        while word not in seen:
            seen += self._lines.get(timeout=60)
        return seen


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    (tmp_path / "openapi.yaml").write_text(SPEC)
    (tmp_path / "sdkwright.yml").write_text(CONFIG)
    (tmp_path / "mine").mkdir()
    found = Watching(tmp_path)
    yield found
    found.process.kill()
    found.process.wait()


def test_every_input_is_followed_and_a_broken_one_changes_nothing(watching: Watching) -> None:
    assert "; Ctrl-C ends" in watching.until("watching mine, openapi.yaml, sdkwright.yml")
    spec = watching.folder / "openapi.yaml"
    spec.write_text(SPEC.replace("List the pets.", "All pets."))
    watching.until("changed")
    assert "All pets." in watching.resource.read_text()
    spec.write_text("openapi: [\n")
    assert "error D006" in watching.until("nothing was written")
    assert "All pets." in watching.resource.read_text()
    spec.write_text(SPEC)
    watching.until("changed")
    assert "List the pets." in watching.resource.read_text()
    (watching.folder / "sdkwright.yml").write_text(CONFIG.replace("{list: get", "{every: get"))
    watching.until("changed")
    assert "def every(" in watching.resource.read_text()
    (watching.folder / "mine" / "README.md.jinja").write_text("Mine.\n")
    watching.until("changed")
    assert (watching.folder / "sdk/README.md").read_text() == "Mine.\n"
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(20) == 0


def test_a_file_that_is_not_there_yet_is_waited_for(watching: Watching) -> None:
    """So is one that an editor or git takes away before it puts another in its place."""
    watching.until("; Ctrl-C ends")
    spec, other = watching.folder / "openapi.yaml", watching.folder / "schemas.yaml"
    content = "content: {application/json: {schema: {$ref: 'schemas.yaml#/Pet'}}}"
    spec.write_text(SPEC.replace("description: x", f"description: x, {content}"))
    assert "there is no file schemas.yaml" in watching.until("nothing was written")
    for text in ("string", "integer"):
        other.write_text(f"Pet: {{type: object, properties: {{name: {{type: {text}}}}}}}\n")
        watching.until("created" if text == "string" else "changed")
        other.unlink()
        watching.until("nothing was written")
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(20) == 0
