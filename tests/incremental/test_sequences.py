"""The same command again, whatever came before it: the answer of a run from nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_left import DOCUMENT, Runs

from sdkwright.beside import has_another_core

WARNED = DOCUMENT.replace("type: string", "type: strng")
COMMAND = ["generate", "--spec", "openapi.yaml", "--output", "sdk"]


@pytest.fixture
def said(tmp_path, monkeypatch):
    """What a command of a document in this folder says, in JSON, when it went well."""
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "openapi.yaml").write_text(WARNED)

    def run(*more: str, code: int = 0, **given: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "sdkwright", *(more or COMMAND)]
        done = subprocess.run(command, capture_output=True, text=True, **{"cwd": tmp_path, **given})
        assert done.returncode == code, done.stderr
        return done

    return run


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
@pytest.mark.parametrize("manner", [[], ["--format", "json"]])
def test_findings_in_a_text_of_any_encoding_are_told_again(said, tmp_path, encoding, manner):
    (tmp_path / "openapi.yaml").write_text(WARNED, encoding=encoding)
    first = said(*COMMAND, *manner)
    assert "strng" in first.stderr
    for _ in range(2):
        assert said(*COMMAND, *manner).stderr == first.stderr
    assert said(*COMMAND, "--verbose").stderr.startswith("openapi.yaml:")


@pytest.mark.parametrize("manner", [[], ["--format", "json"]])
def test_a_document_from_a_pipe_is_read_by_who_makes_the_package(said, tmp_path, manner):
    """Whoever looks whether it has changed takes it away."""
    for text in (WARNED, WARNED, WARNED.replace("Toy", "Ball")):
        reading, writing = os.pipe()
        os.write(writing, text.encode())
        os.close(writing)
        given = [f"/dev/fd/{reading}" if each == "openapi.yaml" else each for each in COMMAND]
        assert "strng" in said(*given, *manner, pass_fds=[reading]).stderr
        os.close(reading)
    assert (tmp_path / "sdk/src/pets/types/ball.py").exists()


def test_what_is_told_at_a_glance_moves_no_terminal(said):
    command = [*COMMAND[:-1], "sdk\N{RIGHT-TO-LEFT OVERRIDE}"]
    said(*command)
    assert "sdk\\u202e: " in said(*command).stdout


LATE = """\
import os, time, sdkwright.memory.halves, sdkwright.printing
from sdkwright.printing import _Making
def late(*given, here=os.getpid(), made=_Making._in_turns):
    time.sleep(os.getpid() == here)
    return made(*given)
_Making._in_turns, sdkwright.memory.halves._MANY, sys.stderr = late, 1, sys.stdout
sys.argv += ["--config", "sdkwright.yml"]
"""


def test_one_process_alone_has_files_printed_by_a_third(tmp_path: Path) -> None:
    """Two make a package anew after an edit of the config, and each has a last few files to print."""
    runs = Runs(tmp_path)
    for name in ("one", "other"):
        (tmp_path / "sdkwright.yml").write_text(f"organization: {{name: {name}}}\n")
        runs.write(name)
        told = [line for line in runs.run(more=LATE).splitlines() if not line.startswith("opened")]
        assert any(" created; " in line or " changed, " in line for line in told), told
    assert "at a glance" in runs.run(more=LATE)


def test_a_file_that_was_looked_for_is_found_when_it_appears(said, tmp_path):
    """The document names `pet.yaml`, and there is a `Pet.yaml` alone, which is taken for it."""
    pet, twin = tmp_path / "pet.yaml", tmp_path / "Pet.yaml"
    twin.write_text("{type: object, description: The twin., properties: {name: {type: string}}}\n")
    (tmp_path / "openapi.yaml").write_text(DOCUMENT.replace('"#/components/schemas/Pet"', '"pet.yaml"'))
    for _ in range(2):
        assert "S016" in said().stderr
    pet.write_text(twin.read_text().replace("The twin.", "The file itself."))
    assert "S016" not in said().stderr
    assert any("The file itself." in path.read_text() for path in (tmp_path / "sdk/src/pets").rglob("*.py"))
    pet.unlink()
    assert "S016" in said().stderr


@pytest.mark.parametrize("manner", [[], ["--format", "json"]])
def test_a_workspace_in_a_folder_above_is_found_when_it_appears(said, tmp_path, manner):
    folder = tmp_path / "apis/pets"
    folder.mkdir(parents=True)
    (folder / "sdkwright.yml").write_text("spec: ../../openapi.yaml\n")
    for _ in range(2):
        said("generate", *manner, cwd=folder)
    place, told = tmp_path / "apis/workspace.json", '{"stainless_config": "pets/sdkwright.yml", "output_path": "%s"}'
    for name in ("one", "other"):
        place.write_text(told % name)
        for _ in range(2):
            said("generate", *manner, cwd=folder)
        assert (tmp_path / "apis" / name / "pyproject.toml").exists()
    place.unlink()
    (folder / "generated/pyproject.toml").unlink()
    said("generate", *manner, cwd=folder)
    assert (folder / "generated/pyproject.toml").exists()


def test_a_workspace_that_names_another_config_is_followed(said, tmp_path):
    place = tmp_path / ".stainless/workspace.json"
    place.parent.mkdir()
    for name in ("one", "other"):
        (tmp_path / f".stainless/{name}.yml").write_text(
            f"spec: ../openapi.yaml\ntargets: {{python: {{package_name: {name}}}}}\n"
        )
    for name in ("one", "other"):
        place.write_text(f'{{"stainless_config": "{name}.yml"}}')
        for _ in range(2):
            said("generate", "--output", "sdk", "--format", "json")
        assert (tmp_path / "sdk/src" / name).is_dir()


@pytest.mark.parametrize("manner", [[], ["--format", "json"]])
@pytest.mark.parametrize("is_edited_later", [True, False])
def test_what_an_edit_is_an_edit_of_is_kept_again_once_it_is_gone(said, tmp_path, manner, is_edited_later):
    edited = tmp_path / "sdk/src/pets/types/pet.py"
    said(*COMMAND)
    for _ in range(2 * is_edited_later):
        said(*COMMAND, *manner)
    edited.write_text(f"{edited.read_text()}# mine\n")
    for _ in range(2):
        said(*COMMAND, *manner)
    base = next((tmp_path / "sdk/.sdkwright-base").rglob("pet.py"))
    kept = base.read_bytes()
    for change in (base.unlink, lambda: base.write_text("# something else\n")):
        change()
        said(*COMMAND, *manner)
        assert base.read_bytes() == kept


INTERRUPTED = """\
import os, sys, time, sdkwright.verdict
def ready():
    try:
        open("ready", "w").close()
        time.sleep(20)
    except KeyboardInterrupt:
        os.write(2, b"a library panicked")
sdkwright.verdict._ready = ready
sys.argv[1:] = {command}
from sdkwright.start import main
main()
"""


def test_of_several_processes_one_speaks_when_it_is_interrupted(tmp_path):
    (tmp_path / "openapi.yaml").write_text(DOCUMENT)
    program = [sys.executable, "-c", INTERRUPTED.format(command=[*COMMAND, "--no-cache"])]
    process = subprocess.Popen(program, cwd=tmp_path, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while has_another_core() and not (tmp_path / "ready").exists() and process.poll() is None:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate()
    assert told.strip() == "interrupted; nothing was left half-written" or not has_another_core()


@pytest.mark.parametrize("name", ["_client.py", "types/__init__.py", "types/pet.py"])
def test_a_folder_in_the_place_of_a_file_is_told_each_time(said, tmp_path, name):
    """Nothing is written then, and nothing is told as changed."""
    for _ in range(2):
        said(*COMMAND)
    place = tmp_path / "sdk/src/pets" / name
    place.unlink()
    place.mkdir()
    for text in (WARNED, WARNED, WARNED.replace("Toy", "Ball"), WARNED):
        (tmp_path / "openapi.yaml").write_text(text)
        told = said(*COMMAND, code=1)
        assert f"W001: src/pets/{name} is not ours" in told.stderr
        assert "; nothing was written; 1 error" in told.stdout
    place.rmdir()
    assert " 1 created" in said(*COMMAND).stdout


def test_what_an_edit_is_an_edit_of_is_no_file_of_the_package(said, tmp_path):
    said(*COMMAND)
    (tmp_path / "sdk/README.md").write_text("Mine.\n")
    said(*COMMAND)
    counted = [
        said(*COMMAND, *more).stdout.partition(": ")[2].partition(" unchanged")[0] for more in ([], ["--no-cache"])
    ]
    assert counted[0] == counted[1]
