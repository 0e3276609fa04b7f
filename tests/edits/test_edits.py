"""Edits in generated files survive the next run, by the command line as a person has it, with git doing the merging."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from sdkwright import cli

SPEC = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      summary: List the pets.
      parameters: [{name: limit, in: query, schema: {type: integer}}]
      responses: {"200": {description: x, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}}
components:
  schemas:
    Pet:
      type: object
      properties: {id: {type: string, description: Which one.}, name: {type: string, description: What it is called.}}
"""
MODEL = Path("src/pets/types/pet.py")
GIT = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with its SDK, and the cache of the run that made it."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "openapi.yaml").write_text(SPEC)
    before, cache = Path.cwd(), os.environ.get("SDKWRIGHT_CACHE_DIR")
    os.environ["SDKWRIGHT_CACHE_DIR"] = str(folder / "cache")
    os.chdir(folder)
    try:
        assert cli.run(["generate", "--spec", "openapi.yaml", "--output", "sdk", "--jobs", "1"]) == 0
    finally:
        os.chdir(before)
        os.environ.pop("SDKWRIGHT_CACHE_DIR") if cache is None else os.environ.__setitem__("SDKWRIGHT_CACHE_DIR", cache)
    return folder


class Project:
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.sdk, self.model, self._capsys = folder, folder / "sdk", folder / "sdk" / MODEL, capsys

    def run(self, *flags: str) -> tuple[int, str, str]:
        """(exit code, stdout, stderr) of a run."""
        code = cli.run(["generate", "--spec", "openapi.yaml", "--output", "sdk", "--jobs", "1", *flags])
        return code, *self._capsys.readouterr()

    def edits(self, *flags: str) -> tuple[int, str]:
        code = cli.run(["edits", "--output", "sdk", *flags])
        return code, self._capsys.readouterr().out

    def edit(self, old: str, new: str, path: Path = MODEL) -> None:
        text = (self.sdk / path).read_text()
        assert old in text
        (self.sdk / path).write_text(text.replace(old, new, 1))

    def describe(self, old: str, new: str) -> None:
        text = (self.folder / "openapi.yaml").read_text()
        assert old in text
        (self.folder / "openapi.yaml").write_text(text.replace(old, new))


@pytest.fixture
def project(
    generated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Project:
    folder = tmp_path / "project"
    shutil.copytree(generated, folder)
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(folder / "cache"))
    monkeypatch.chdir(folder)
    return Project(folder, capsys)


def test_an_edit_stays_where_nothing_new_is_generated(project: Project) -> None:
    project.edit("class Pet(BaseModel):\n", "class Pet(BaseModel):\n    # mine\n")
    code, out, _ = project.run("--check")
    assert code == 1, "an edit is found, until a run has kept what was generated beside it"
    assert "would be created: .sdkwright-base/src/pets/types/pet.py" in out
    code, out, err = project.run()
    assert (code, err) == (0, "")
    assert "1 with edits of yours" in out
    assert "    # mine\n" in project.model.read_text()
    assert project.run("--check")[0] == 0
    assert project.run("--check", "--no-cache")[0] == 0


def test_an_edit_and_a_change_of_the_document_are_merged(project: Project) -> None:
    project.edit("class Pet(BaseModel):\n", "class Pet(BaseModel):\n    # mine\n")
    project.describe("What it is called.", "Its name.")
    code, out, _ = project.run("--check", "--diff")
    assert code == 1
    assert '+    """Its name."""' in out
    assert "-    # mine" not in out
    assert "Its name." not in project.model.read_text()
    code, out, err = project.run()
    assert (code, err) == (0, "")
    text = project.model.read_text()
    assert "    # mine\n" in text
    assert "Its name." in text
    assert (project.sdk / ".sdkwright-base" / MODEL).read_text() == text.replace("    # mine\n", "")
    assert project.run("--check")[0] == 0
    assert project.run()[1].count("unchanged, 1 with edits of yours") == 1


def test_a_conflict_is_left_in_the_file_and_the_next_run_knows(project: Project) -> None:
    project.edit("What it is called.", "How I call it.")
    project.describe("What it is called.", "Its name.")
    code, out, err = project.run()
    assert code == 1
    assert (
        "error W009: src/pets/types/pet.py has 1 conflict between an edit and what is generated now, the first in line"
        in err
    )
    text = project.model.read_text()
    assert '<<<<<<< edited\n    """How I call it."""\n||||||| last generated\n' in text
    assert '=======\n    """Its name."""\n>>>>>>> generated now\n' in text
    before = text
    code, out, err = project.run()
    assert code == 1
    assert "error W010: src/pets/types/pet.py still has the markers of a conflict" in err
    assert project.model.read_text() == before
    assert project.run("--check")[0] == 1
    code, out = project.edits()
    assert code == 1
    assert "a conflict in line" in out
    head, _, rest = text.partition("<<<<<<< edited\n")
    project.model.write_text(head + rest.partition("||||||| ")[0] + rest.partition(">>>>>>> generated now\n")[2])
    assert project.run()[0] == 0
    assert "How I call it." in project.model.read_text()


def test_an_edit_that_is_taken_back_leaves_nothing_behind(project: Project) -> None:
    before = {path: path.read_bytes() for path in project.sdk.rglob("*") if path.is_file()}
    project.edit("What it is called.", "How I call it.")
    assert project.run()[0] == 0
    assert (project.sdk / ".sdkwright-base" / MODEL).is_file()
    project.edit("How I call it.", "What it is called.")
    assert project.run()[0] == 0
    assert {path: path.read_bytes() for path in project.sdk.rglob("*") if path.is_file()} == before
    assert not (project.sdk / ".sdkwright-base").exists()


def test_an_edited_file_that_is_not_generated_any_more_stays(project: Project) -> None:
    project.edit("class Pet(BaseModel):\n", "class Pet(BaseModel):\n    # mine\n")
    project.describe("Pet:", "Cat:")
    project.describe("schemas/Pet", "schemas/Cat")
    code, _, err = project.run()
    assert code == 1
    assert (
        "W011: src/pets/types/pet.py was edited and is not generated any more: it stays, as a file of your own" in err
    )
    assert "    # mine\n" in project.model.read_text()
    assert project.run()[0] == 0


@pytest.mark.parametrize("history", [True, False], ids=["committed", "never committed"])
def test_without_the_cache_git_knows_what_was_generated(project: Project, history: bool) -> None:
    if history:
        for command in (["init", "-q"], ["add", "sdk"], ["commit", "-qm", "x"]):
            subprocess.run(["git", *command], cwd=project.folder, check=True, env={**os.environ, **GIT})
    shutil.rmtree(project.folder / "cache")
    project.edit("class Pet(BaseModel):\n", "class Pet(BaseModel):\n    # mine\n")
    project.describe("What it is called.", "Its name.")
    code, _, err = project.run()
    assert code == (0 if history else 1)
    assert ("W004" in err) is not history
    assert "    # mine\n" in project.model.read_text()
    assert ("Its name." in project.model.read_text()) is history


def test_a_clone_merges_what_another_machine_edited(project: Project) -> None:
    """The base of an edited file is in the output folder, so neither cache nor history is needed."""
    project.edit("class Pet(BaseModel):\n", "class Pet(BaseModel):\n    # mine\n")
    assert project.run()[0] == 0
    shutil.rmtree(project.folder / "cache")
    project.describe("What it is called.", "Its name.")
    assert project.run("--no-cache")[0] == 0
    assert "    # mine\n" in project.model.read_text()
    assert "Its name." in project.model.read_text()


def test_without_git_nothing_is_touched_and_it_says_so(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.edit("class Pet(BaseModel):\n", "class Pet(BaseModel):\n    # mine\n")
    project.describe("What it is called.", "Its name.")
    monkeypatch.setenv("PATH", str(project.folder))
    before = project.model.read_text()
    code, _, err = project.run()
    assert code == 1
    assert "W004: src/pets/types/pet.py was edited after it was generated, and git, which merges, is not on PATH" in err
    assert project.model.read_text() == before


def test_line_ends_of_windows_survive_a_merge(project: Project) -> None:
    project.edit("class Pet(BaseModel):\n", "class Pet(BaseModel):\n    # mine\n")
    project.model.write_bytes(project.model.read_bytes().replace(b"\n", b"\r\n"))
    project.describe("What it is called.", "Its name.")
    assert project.run()[0] == 0
    data = project.model.read_bytes()
    assert b"    # mine\r\n" in data
    assert b"Its name." in data
    assert data.count(b"\n") == data.count(b"\r\n")


def test_files_of_your_own_are_kept_and_edits_are_sized(project: Project) -> None:
    (project.sdk / "src/pets/lib").mkdir()
    (project.sdk / "src/pets/lib/mine.py").write_text("x = 1\n")
    project.edit("class Pet(BaseModel):\n", "class Pet(BaseModel):\n    # mine\n    # and this\n")
    code, out = project.edits()
    assert code == 0
    assert out == "src/pets/types/pet.py  +2 -0\nsdk: 1 edited file (+2 -0), 1 file of your own\n"
    assert "+    # and this\n" in project.edits("--diff")[1]
    data = json.loads(project.edits("--format", "json")[1])
    assert (data["edits"][0]["added"], data["own"]) == (2, ["src/pets/lib/mine.py"])
    project.describe("What it is called.", "Its name.")
    assert project.run()[0] == 0
    assert (project.sdk / "src/pets/lib/mine.py").read_text() == "x = 1\n"
    assert project.edits()[1].startswith("src/pets/types/pet.py  +2 -0\n")


def test_a_folder_that_is_a_link_is_not_written_through(project: Project, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "precious").write_text("x")
    (project.sdk / ".sdkwright-base").symlink_to(tmp_path / "elsewhere")
    project.edit("class Pet(BaseModel):\n", "class Pet(BaseModel):\n    # mine\n")
    code, _, err = project.run()
    assert code == 1
    assert "W005" in err
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["precious"]


def test_an_edit_outlives_a_change_of_the_document_that_is_taken_back(project: Project) -> None:
    project.edit("class Pet(BaseModel):\n", "class Pet(BaseModel):\n    # mine\n")
    assert project.run()[0] == 0
    edited = project.model.read_bytes()
    project.describe("What it is called.", "Its name.")
    assert project.run()[0] == 0
    project.describe("Its name.", "What it is called.")
    assert project.run()[0] == 0
    assert project.model.read_bytes() == edited
    assert project.run("--check")[0] == 0


def test_a_conflict_that_stands_is_not_touched_whatever_comes_next(project: Project) -> None:
    project.edit("What it is called.", "How I call it.")
    project.describe("What it is called.", "Its name.")
    assert project.run()[0] == 1
    marked = project.model.read_bytes()
    project.describe("Which one.", "Its number.")
    code, _, err = project.run()
    assert code == 1
    assert "W010" in err
    assert project.model.read_bytes() == marked
    project.describe("Pet:", "Cat:")
    project.describe("schemas/Pet", "schemas/Cat")
    code, _, err = project.run()
    assert code == 1
    assert project.model.read_bytes() == marked, "and not removed where it is not generated any more"


def test_a_conflict_in_a_file_with_the_line_ends_of_windows_keeps_both_sides(project: Project) -> None:
    project.edit("What it is called.", "How I call it.")
    project.model.write_bytes(project.model.read_bytes().replace(b"\n", b"\r\n"))
    project.describe("What it is called.", "Its name.")
    code, _, err = project.run()
    assert (code, "W009" in err) == (1, True)
    data = project.model.read_bytes()
    assert b"How I call it." in data
    assert b"Its name." in data
    assert data.count(b"\n") == data.count(b"\r\n")


def test_an_edited_file_that_comes_back_after_it_was_gone_is_not_overwritten(project: Project) -> None:
    project.edit("class Pet(BaseModel):\n", "class Pet(BaseModel):\n    # mine\n")
    for old, new in (("Pet:", "Cat:"), ("schemas/Pet", "schemas/Cat")):
        project.describe(old, new)
    assert project.run()[0] == 1
    for old, new in (("Cat:", "Pet:"), ("schemas/Cat", "schemas/Pet")):
        project.describe(old, new)
    project.run()
    assert "    # mine\n" in project.model.read_text()


def test_a_generated_file_that_was_moved_is_made_again_beside_the_moved_one(project: Project) -> None:
    project.edit("class Pet(BaseModel):\n", "class Pet(BaseModel):\n    # mine\n")
    moved = project.model.rename(project.sdk / "src/pets/my_pet.py")
    code, out, _ = project.run()
    assert code == 0
    assert "1 created" in out
    assert "    # mine\n" in moved.read_text()
    assert "    # mine\n" not in project.model.read_text()
    assert project.edits()[1] == "sdk: nothing is edited, 1 file of your own\n"


def test_a_check_says_what_a_run_would_merge_and_writes_nothing(project: Project) -> None:
    project.edit("class Pet(BaseModel):\n", "class Pet(BaseModel):\n    # mine\n")
    assert project.run()[0] == 0
    project.describe("What it is called.", "Its name.")
    before = {path: path.read_bytes() for path in project.sdk.rglob("*") if path.is_file()}
    code, out, err = project.run("--check")
    assert code == 1
    assert "W002" in err
    assert "would be changed: src/pets/types/pet.py" in out
    assert {path: path.read_bytes() for path in project.sdk.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe broken \x00", b"x = 1"], ids=["empty", "no text", "no last line end"]
)
def test_whatever_was_made_of_a_file_is_kept(project: Project, content: bytes) -> None:
    project.model.write_bytes(content)
    project.describe("What it is called.", "Its name.")
    for _ in range(2):
        project.run()
        data = project.model.read_bytes()
        assert data == content or (b"<<<<<<< edited" in data and content in data)


def test_without_the_kept_base_and_without_history_an_edit_still_stays(project: Project) -> None:
    project.edit("class Pet(BaseModel):\n", "class Pet(BaseModel):\n    # mine\n")
    assert project.run()[0] == 0
    shutil.rmtree(project.sdk / ".sdkwright-base")
    shutil.rmtree(project.folder / "cache")
    project.describe("What it is called.", "Its name.")
    code, _, err = project.run("--no-cache")
    assert (code, "W004" in err) == (1, True)
    assert "    # mine\n" in project.model.read_text()
