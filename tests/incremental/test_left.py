"""What a run after an edit leaves to the same command: its answer at a glance where nothing changes after it, and nowhere else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

DOCUMENT = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}}
components:
  schemas:
    Pet: {type: object, description: WHAT, properties: {name: {type: string}}}
    Toy: {type: object, properties: {pet: {$ref: "#/components/schemas/Pet"}}}
"""
PROGRAM = """\
import sys, sdkwright.beside
sdkwright.beside.can_fork = lambda could=sdkwright.beside.can_fork: could() and CAN_FORK
sys.addaudithook(lambda event, found: event == "open" and "sdk/src/" in str(found[0]) and print("opened", found[0]))
sys.argv[1:] = ["generate", "--spec", "openapi.yaml", "--output", "sdk", "--package", "pets"]
MORE
from sdkwright.start import main
try:
    main()
except SystemExit:
    if "sdkwright.cli" not in sys.modules:
        print("at a glance")
"""
PET = "sdk/src/pets/types/pet.py"


class Runs:
    """The same command in processes of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("as it was")
        self.environment = {**os.environ, "SDKWRIGHT_CACHE_DIR": str(folder / "cache")}

    def write(self, text: str) -> None:
        """Have the document say so, and be one that was not written just now."""
        (self.folder / "openapi.yaml").write_text(DOCUMENT.replace("WHAT", text))
        time.sleep(0.15)

    def run(self, *, can_fork: bool = True, more: str = "") -> str:
        """What it says. With ``more`` to be done before it begins."""
        program = [sys.executable, "-c", PROGRAM.replace("CAN_FORK", str(can_fork)).replace("MORE", more)]
        done = subprocess.run(program, cwd=self.folder, env=self.environment, capture_output=True, text=True)
        return done.stdout

    @property
    def is_left_out(self) -> bool:
        """Whether the next run is not done at all."""
        return "at a glance" in self.run()


@pytest.fixture
def runs(tmp_path: Path) -> Runs:
    """A package after an edit of its document."""
    made = Runs(tmp_path)
    made.run()
    made.write("as it is")
    assert "3 changed" in made.run()
    return made


def test_the_answer_is_there_after_an_edit(runs: Runs) -> None:
    assert runs.is_left_out
    assert runs.is_left_out


def test_an_edit_back_is_a_run_again(runs: Runs) -> None:
    runs.write("as it was")
    assert "3 changed" in runs.run()
    assert "as it was" in (runs.folder / PET).read_text()
    assert runs.is_left_out


def test_a_document_that_is_written_anew_with_the_same_text_is_no_edit(runs: Runs) -> None:
    runs.write("as it is")
    said = runs.run()
    assert "unchanged" in said
    assert "changed," not in said
    assert runs.is_left_out


def test_one_more_or_one_less_file_is_looked_at_as_well(runs: Runs) -> None:
    with (runs.folder / "openapi.yaml").open("a") as file:
        file.write("    Ball: {type: object, properties: {size: {type: integer}}}\n")
    time.sleep(0.15)
    assert "1 created" in runs.run()
    assert runs.is_left_out
    (runs.folder / "sdk/src/pets/types/ball.py").unlink()
    assert "1 created" in runs.run()


@pytest.mark.parametrize("name", ["pet.py", "toy.py"])
def test_a_file_that_somebody_touched_is_found(runs: Runs, name: str) -> None:
    path = runs.folder / "sdk/src/pets/types" / name
    text = path.read_text()
    path.write_text(text + "# mine\n")
    assert "1 with edits of yours" in runs.run()
    assert path.read_text() == text + "# mine\n"
    path.unlink()
    assert "1 created" in runs.run()
    assert path.read_text() == text


@pytest.mark.parametrize("can_fork", [True, False])
def test_a_run_with_something_to_do_finds_what_somebody_touched(runs: Runs, *, can_fork: bool) -> None:
    """Whether another process has looked at the files meanwhile or not."""
    mine, gone, same = (
        runs.folder / "sdk/src/pets" / name for name in ("__init__.py", "_client.py", "resources/__init__.py")
    )
    mine.write_text(mine.read_text() + "# mine\n")
    gone.unlink()
    same.write_bytes(same.read_bytes())
    runs.write("as it will be")
    said = runs.run(can_fork=can_fork)
    assert "2 created, 3 changed" in said  # one to merge with later
    assert "1 with edits of yours" in said
    assert mine.read_text().endswith("# mine\n")
    assert gone.exists()
    assert runs.is_left_out


def test_the_first_edit_reads_no_file_that_stays(tmp_path: Path) -> None:
    """The run that wrote them has left how they look, once it found them to be right."""
    runs = Runs(tmp_path)
    runs.run()
    runs.write("as it is")
    said = runs.run()
    assert "/types/pet.py" in said
    assert "/types/__init__.py" not in said


def test_the_first_edit_finds_what_somebody_touched(tmp_path: Path) -> None:
    runs = Runs(tmp_path)
    runs.run()
    mine, same = (runs.folder / "sdk/src/pets" / name for name in ("types/__init__.py", "resources/__init__.py"))
    mine.write_text(mine.read_text() + "# mine\n")
    same.write_bytes(same.read_bytes())
    runs.write("as it is")
    said = runs.run()
    assert "1 with edits of yours" in said
    assert "/resources/__init__.py" in said
    assert mine.read_text().endswith("# mine\n")
    assert runs.is_left_out


@pytest.mark.parametrize("end", ["1 / 0", "sys.exit(0)", "b''", "b'this is no file'"])
def test_files_that_the_other_process_does_not_print_are_printed_here(runs: Runs, end: str) -> None:
    runs.write("as it will be")
    told = "open('asked', 'w').close()"
    said = runs.run(more=f"import sdkwright.ahead; sdkwright.ahead._printed = lambda order: [{told}, {end}][1]")
    assert (runs.folder / "asked").exists()
    assert "3 changed" in said
    assert "as it will be" in (runs.folder / PET).read_text()


def test_a_wrong_template_is_told_whoever_prints(runs: Runs) -> None:
    template = runs.folder / "templates/package/types/module.py.jinja"
    template.parent.mkdir(parents=True)
    (runs.folder / "sdkwright.yml").write_text("templates: templates\n")
    template.write_text("{% include 'base/package/types/module.py.jinja' %}\n# {{ view.header }}\n")
    more = "sys.stderr = sys.stdout; sys.argv += ['--config', 'sdkwright.yml']"
    assert "T001" not in runs.run(more=more)
    runs.write("as it will be")
    assert "3 changed" in runs.run(more=more)
    template.write_text("{{ view.header.nothing_of_ours }}")
    runs.write("as it was")
    said = runs.run(more=more)
    assert "T001" in said
    assert "nothing_of_ours" in said
    assert "as it will be" in (runs.folder / PET).read_text()


def test_a_folder_that_became_a_link_is_found(runs: Runs) -> None:
    folder = runs.folder / "sdk/src/pets/types"
    folder.rename(runs.folder / "elsewhere")
    folder.symlink_to(runs.folder / "elsewhere")
    assert not runs.is_left_out


def test_a_config_that_appears_is_found(runs: Runs) -> None:
    (runs.folder / "sdkwright.yml").write_text("client_settings: {}\n")
    assert not runs.is_left_out


def test_a_comment_is_an_edit_of_which_no_file_comes(runs: Runs) -> None:
    alone, document = "sys.argv += ['--no-tests']", runs.folder / "openapi.yaml"
    runs.run(more=alone)
    document.write_text(f"# for people\n{document.read_text()}")
    time.sleep(0.15)
    said = runs.run(more=alone)
    assert "nothing was written" not in said
    assert " unchanged" in said
    assert "at a glance" in runs.run(more=alone)


@pytest.mark.parametrize("name", ["openapi.yaml", "openapi.json"])
def test_a_document_that_was_written_just_now_is_known_by_what_was_read(runs: Runs, name: str) -> None:
    (runs.folder / name).write_text(json.dumps(yaml.safe_load(DOCUMENT)) if name.endswith("json") else DOCUMENT)
    given, written = f"sys.argv[3] = {name!r}", f"data = open({name!r}).read(); open({name!r}, 'w').write(data)"
    assert " unchanged" in runs.run(more=f"{given}; import sdkwright.pipeline; {written}")
    assert "at a glance" in runs.run(more=given)


def test_arguments_are_not_read_again_and_mean_what_they_meant(runs: Runs) -> None:
    more = "sys.argv += ['--strict', '--overlay', 'overlay.yaml', '--allow-folder', '.', '--no-tests']"
    (runs.folder / "overlay.yaml").write_text("overlay: 1.0.0\ninfo: {title: None, version: '1'}\nactions: []\n")
    end = "import atexit; atexit.register(lambda: print('read', 'click' in sys.modules))"
    runs.run(more=more)
    runs.write("as it will be")
    said = runs.run(more=f"{more}; {end}")
    assert "3 changed" in said
    assert "read False" in said
    for path in ("openapi.yaml", "overlay.yaml"):
        (runs.folder / path).rename(runs.folder / "away")
        said = runs.run(more=f"{more}; {end}; sys.stderr = sys.stdout")
        assert f"'{path}' does not exist" in said
        assert "read True" in said
        (runs.folder / "away").rename(runs.folder / path)
    (runs.folder / "sdk").rename(runs.folder / "away")
    (runs.folder / "sdk").touch()
    assert "'sdk' is a file" in runs.run(more=f"{more}; sys.stderr = sys.stdout")


@pytest.mark.parametrize("end", ["KeyboardInterrupt", "RuntimeError('odd')"])
def test_a_run_that_does_not_come_to_its_end_says_so_whether_its_arguments_were_read_or_not(
    runs: Runs, end: str
) -> None:
    broken = f"import sdkwright.pipeline; sdkwright.pipeline.settle = lambda *_: (_ for _ in ()).throw({end})"
    runs.write("as it will be")
    told = [runs.run(more=f"{broken}; {more}; sys.stderr = sys.stdout") for more in ("pass", "sys.argv[5] += '/'")]
    assert told[0].strip() == told[1].strip()
    assert (
        "interrupted; nothing was left half-written" if end == "KeyboardInterrupt" else "RuntimeError: odd"
    ) in told[0]


@pytest.mark.parametrize("change", ["{**said(self), 'gone': 1}", "{'strict': False}"])
def test_what_another_version_was_asked_is_asked_again(runs: Runs, change: str) -> None:
    of_options = "import sdkwright.config.options as options; said = options.GenerateOptions.said"
    runs.write("as it will be")
    assert "3 changed" in runs.run(more=f"{of_options}; options.GenerateOptions.said = lambda self: {change}")
    runs.write("as it was")
    assert "3 changed" in runs.run(more="sys.stderr = sys.stdout")
