"""A document that refers to files outside of its folder: refused by default, read once its user allows the folder by name."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from sdkwright import cli

DOCUMENT = """\
openapi: 3.0.3
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      responses:
        "200":
          description: all of them
          content: {application/json: {schema: {$ref: "../%s/Pet.yaml"}}}
"""
PET = "type: object\nproperties: {name: {type: string}}\n"


def tree(root: Path, folder: str = "common") -> Path:
    """`spec/openapi.yaml`, which refers to `Pet.yaml` in a folder beside `spec`, and that one to `Owner.yaml` in a third."""
    for name in ("spec", folder, "people"):
        (root / name).mkdir()
    (root / "spec" / "openapi.yaml").write_text(DOCUMENT % folder)
    (root / folder / "Pet.yaml").write_text(PET)
    (root / "people" / "Owner.yaml").write_text("type: object\n")
    return root / "spec" / "openapi.yaml"


def hinted(said: str) -> list[str]:
    """The flags that the one error names, as a shell would give them."""
    hints = re.findall("hint: if you trust it, allow its folder: `(.+)`", said)
    assert len(hints) == 1, said
    return shlex.split(hints[0])


@pytest.mark.parametrize("folder", ["common", "all ours; touch here"])
def test_the_error_names_the_flag_that_helps(
    tmp_path: Path, folder: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tree(tmp_path, folder)
    monkeypatch.chdir(tmp_path)
    command = ["generate", "--no-tests", "--spec", "spec/openapi.yaml", "--output", "sdk", "--package", "pets"]
    assert cli.run(command) == 1
    flags = hinted(capsys.readouterr().err)
    assert flags == ["--allow-folder", folder]
    assert cli.run([*command, *flags]) == 0
    assert (tmp_path / "sdk/src/pets/types/pet.py").exists()
    assert cli.run(["validate", "spec/openapi.yaml", *flags]) == 0
    assert cli.run([*command, *flags, "--check"]) == 0


def test_a_change_in_such_a_folder_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path)
    monkeypatch.chdir(tmp_path)
    command = ["generate", "--spec", "spec/openapi.yaml", "--package", "pets", "--allow-folder", "common"]
    assert cli.run(command) == 0
    (tmp_path / "common" / "Pet.yaml").write_text(PET.replace("name", "called"))
    assert cli.run([*command, "--check"]) == 1
    assert cli.run(command) == 0
    assert "called: str" in (tmp_path / "generated/src/pets/types/pet.py").read_text()


def test_a_file_there_reaches_no_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tree(tmp_path)
    (tmp_path / "common" / "Pet.yaml").write_text("type: object\nproperties: {owner: {$ref: ../people/Owner.yaml}}\n")
    (tmp_path / "common" / "link.yaml").symlink_to("../people/Owner.yaml")
    monkeypatch.chdir(tmp_path)
    command = ["validate", "spec/openapi.yaml", "--allow-folder", "common"]
    assert cli.run(command) == 1
    said = capsys.readouterr().err
    assert "common/Pet.yaml:2:22: error S015: `../people/Owner.yaml` is outside" in said
    assert cli.run([*command, *hinted(said)]) == 0
    (tmp_path / "common" / "Pet.yaml").write_text("$ref: link.yaml\n")
    assert cli.run(command) == 1


def test_a_config_allows_folders_beside_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = tree(tmp_path)
    spec.with_name("sdkwright.yml").write_text("spec: openapi.yaml\nallow_folders: [../common]\n")
    monkeypatch.chdir(tmp_path)
    assert cli.run(["generate", "--config", "spec/sdkwright.yml", "--package", "pets", "--check"]) == 1
    assert cli.run(["generate", "--config", "spec/sdkwright.yml", "--package", "pets"]) == 0


def test_a_config_to_edit_allows_later_runs_what_init_was_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tree(tmp_path)
    monkeypatch.chdir(tmp_path)
    command = ["init", "spec/openapi.yaml", "--package", "pets", "--output", "spec/sdkwright.yml"]
    cli.run(command)
    assert cli.run([*command, "--force", *hinted(capsys.readouterr().err)]) == 0
    assert "S015" not in capsys.readouterr().err
    assert yaml.safe_load((tmp_path / "spec/sdkwright.yml").read_text())["allow_folders"] == ["../common"]
    assert cli.run(["generate", "--no-tests", "--config", "spec/sdkwright.yml"]) == 0
    assert (tmp_path / "spec/sdk/src/pets/types/pet.py").exists()
