"""`sdkwright compare`: each folder of cases/ holds two modules and what is said about going from one to the other.

A case needs no code: write `old.py` and `new.py`, run with `--update`, read `expected.txt` as the owner of a program would.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from sdkwright import cli

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CASES = sorted(path.parent for path in HERE.glob("cases/*/old.py"))


def package(folder: Path, text: str, modules: dict[str, str] | None = None) -> Path:
    """A package `acme` with this `__init__.py`."""
    inside = folder / "acme"
    inside.mkdir(parents=True)
    (inside / "__init__.py").write_text(text)
    for name, source in (modules or {}).items():
        path = inside / name
        path.parent.mkdir(exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(source)
    return folder


def compared(old: Path, new: Path, *flags: str) -> int:
    return cli.run(["compare", str(old), str(new), *flags])


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_change_is_told_as_expected(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], update: bool
) -> None:
    for side in ("old", "new"):
        package(tmp_path / side, (case / f"{side}.py").read_text())
    code = compared(tmp_path / "old", tmp_path / "new")
    text = capsys.readouterr().out
    if update:
        (case / "expected.txt").write_text(text)
    assert text == (case / "expected.txt").read_text()
    assert code == (1 if "\nBreaking" in f"\n{text}" else 0)


def test_nothing_that_is_compared_is_run(tmp_path: Path) -> None:
    """Both packages end the process when they are imported."""
    hostile = "import os, sys\nos._exit(33)\nclass Client: ...\n"
    old, new = package(tmp_path / "old", hostile), package(tmp_path / "new", hostile)
    command = [sys.executable, "-m", "sdkwright", "compare", str(old), str(new)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "no changes: patch\n"), run.stderr


def test_wheels_sdists_and_folders_may_be_mixed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = package(tmp_path / "sdk" / "src", "class Client:\n    def call(self) -> int: ...\n").parent
    (folder / "pyproject.toml").write_text('[project]\nname = "acme"\nversion = "1.2.3"\n')
    wheel, sdist = tmp_path / "acme-1.2.3-py3-none-any.whl", tmp_path / "acme-1.2.3.tar.gz"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("acme/__init__.py", "class Client: ...\n")
        archive.writestr(
            "acme-1.2.3.dist-info/METADATA", "Metadata-Version: 2.4\nName: acme\nVersion: 1.2.3\n\nText: no\n"
        )
    with tarfile.open(sdist, "w:gz") as archive:
        archive.add(folder, "acme-1.2.3")
    assert compared(sdist, folder) == 0
    assert capsys.readouterr().out == "no changes: patch\n"
    assert compared(sdist, wheel) == 1
    assert capsys.readouterr().out.endswith("1 breaking, 0 additive and 0 cosmetic changes: major (1.2.3 -> 2.0.0)\n")
    assert compared(wheel, folder / "src" / "acme") == 0
    assert capsys.readouterr().out.endswith("minor (1.2.3 -> 1.3.0)\n")


def test_an_archive_writes_nothing_outside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sdist = tmp_path / "evil.tar.gz"
    (tmp_path / "a.py").write_text("")
    with tarfile.open(sdist, "w:gz") as archive:
        archive.add(tmp_path / "a.py", "../../escaped.py")
    assert compared(sdist, sdist) == 2
    assert "cannot be unpacked" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ({"a.whl": b"no archive"}, "is neither a folder, a wheel (.whl), an sdist (.tar.gz)"),
        ({}, "holds no Python package (a folder with __init__.py)"),
        (
            {"one/__init__.py": b"", "two/__init__.py": b""},
            "holds several packages (`one`, `two`): say which one with --package",
        ),
        ({"facts.txt": b"nonsense here\n"}, "facts.txt:1: no fact about a surface"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(
    made: dict[str, bytes], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, data in made.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    (only,) = made if len(made) == 1 else [""]
    assert compared(tmp_path / only, tmp_path / only) == 2
    assert said in capsys.readouterr().err


def test_a_file_that_is_no_python_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = package(tmp_path / "old", "class Client: ...\n", {"broken.py": "def (:\n"})
    assert compared(old, old) == 0
    out = capsys.readouterr().out
    assert "not read: " in out
    assert "broken.py" in out


def test_names_are_matched_wherever_they_are_defined(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a program imports counts; in which private module it is written does not."""
    old = package(
        tmp_path / "old",
        "from ._a import Client as Client\n",
        {"_a.py": "class Client:\n    def call(self, a: int) -> int: ...\n"},
    )
    new = package(
        tmp_path / "new",
        "from ._core.b import It as Client\n__all__ = ['Client']\n",
        {"_core/b.py": "class It:\n    def call(self, a: str) -> int: ...\n"},
    )
    assert compared(old, new) == 1
    out = capsys.readouterr().out
    assert "  client.call\n    wants something else for the argument `a`\n      int -> str\n" in out
    assert "1 breaking, 0 additive" in out


def test_calls_are_told_by_what_a_program_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The class of a resource may be called otherwise; the call is what is held against the old one."""
    client = "from .resources.cats import {0}\n__all__ = ['Client']\nclass Client:\n    with_raw_response: int\n    @property\n    def cats(self) -> {0}: ...\n"
    cats = "__all__ = ['{0}']\nclass {0}:\n    with_raw_response: int\n    def get(self, id: str{1}) -> int: ...\n"
    old = package(tmp_path / "old", client.format("Cats"), {"resources/cats.py": cats.format("Cats", "")})
    new = package(
        tmp_path / "new",
        client.format("CatsResource"),
        {"resources/cats.py": cats.format("CatsResource", ", n: int")},
    )
    assert compared(old, new) == 1
    out = capsys.readouterr().out
    assert "  client.cats.get\n    needs a new argument `n`\n" in out
    assert "  client.cats\n" not in out
    assert (
        "acme.resources.cats.Cats\n    is not there any more (class)\n      hint: it is `acme.resources.cats.CatsResource` now"
        in out
    )


def test_machines_and_changelogs_have_forms_of_their_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = package(tmp_path / "old", '__version__ = "0.4.1"\ndef f(a: int | None) -> int: ...\n')
    new = package(tmp_path / "new", '__version__ = "0.4.1"\ndef f() -> int: ...\n')
    assert compared(old, new, "--format", "json") == 1
    data = json.loads(capsys.readouterr().out)
    assert (data["verdict"], data["next_version"]) == ("major", "0.5.0")
    assert data["counts"] == {"breaking": 1, "additive": 0, "cosmetic": 0}
    (change,) = data["changes"]
    assert (change["kind"], change["path"], change["place"]) == (
        "parameter-removed",
        "acme.f",
        {"file": "acme/__init__.py", "line": 2},
    )
    assert compared(old, new, "--format", "markdown") == 1
    assert "- `acme.f` does not take the argument `a` any more: `int | None`\n" in capsys.readouterr().out


def test_our_own_package_is_compatible_with_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert compared(ROOT / "generated", ROOT / "generated" / "src" / "anthropic") == 0
    assert capsys.readouterr().out == "no changes: patch\n"


SPEC = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      parameters: [{name: limit, in: query, schema: {type: integer}}]
      responses: {"200": {description: x, content: {application/json: {schema: {type: string}}}}}
"""


def test_a_run_tells_what_it_changes_for_programs_and_writes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "a.yaml").write_text(SPEC)
    run = ["generate", "--spec", "a.yaml", "--output", "sdk", "--compare"]
    assert cli.run(run) == 0
    assert "nothing to compare with" in capsys.readouterr().out
    (tmp_path / "a.yaml").write_text(SPEC.replace("name: limit", "name: size"))
    assert cli.run([*run, "--check"]) == 1
    assert "does not take the argument `limit` any more" in capsys.readouterr().out
    assert cli.run(run) == 1
    out = capsys.readouterr().out
    assert "client.pets.list\n    does not take the argument `limit` any more (and its asynchronous twin)" in out
    assert "size: int" in (tmp_path / "sdk" / "src" / "pets" / "resources" / "pets.py").read_text()
