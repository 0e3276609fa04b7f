"""A user's own templates: by name, on top of ours, copied out by `sdkwright eject`, and watched for what they were made from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sdkwright import cli

SPEC = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths: {/pets: {get: {operationId: listPets, responses: {"200": {description: x}}}}}
"""


class Project:
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.templates, self.readme, self._capsys = (
            folder,
            folder / "mine",
            folder / "sdk/README.md",
            capsys,
        )

    def run(self, *arguments: str) -> tuple[int, str, str]:
        code = cli.run(list(arguments))
        return code, *self._capsys.readouterr()

    def generate(self) -> tuple[int, str, str]:
        return self.run("generate", "--jobs", "1")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "openapi.yaml").write_text(SPEC)
    (tmp_path / "sdkwright.yml").write_text(
        "spec: openapi.yaml\norganization: {name: pets}\ntemplates: mine\n"
        "targets: {python: {package_name: pets, output_dir: sdk}}\nresources: {pets: {methods: {list: get /pets}}}\n"
    )
    (tmp_path / "mine").mkdir()
    return Project(tmp_path, capsys)


def test_a_template_stands_on_the_one_that_it_overrides(project: Project) -> None:
    (project.templates / "README.md.jinja").write_text('{% include "base/README.md.jinja" %}\n## Support\n\nAsk us.\n')
    (project.templates / "core").mkdir()
    (project.templates / "core" / "text.py").write_text('"""Mine."""\n\n__all__ = ["joined"]\n')
    code, _, err = project.generate()
    assert (code, err) == (0, "")
    text = project.readme.read_text()
    assert text.startswith("# Pets")
    assert text.endswith("## Support\n\nAsk us.\n")
    assert (project.folder / "sdk/src/pets/_core/text.py").read_text().startswith('"""Mine."""')


def test_a_copy_changes_nothing_until_it_is_changed(project: Project) -> None:
    (project.templates / "nothing").mkdir()
    assert project.generate()[0] == 0
    before = project.readme.read_text()
    code, out, _ = project.run("eject", "README.md.jinja")
    assert (code, out) == (0, "wrote mine/README.md.jinja\n")
    assert project.generate()[2] == ""
    assert project.readme.read_text() == before
    template = project.templates / "README.md.jinja"
    template.write_text(f"Mine\n\n{template.read_text()}")
    assert project.generate()[2] == ""
    assert project.readme.read_text() == f"Mine\n\n{before}"
    assert "+Mine\n" in project.run("eject", "README.md.jinja", "--diff")[1]


def test_a_run_warns_when_what_a_copy_was_made_from_has_changed(project: Project) -> None:
    project.run("eject", "README.md.jinja")
    record = project.templates / ".sdkwright-ejected.json"
    data = json.loads(record.read_text())
    data["README.md.jinja"]["sha256"] = "sha256:0"
    data["README.md.jinja"]["fields"]["ReadmeView"].append("slogan")
    record.write_text(json.dumps(data))
    template = project.templates / "README.md.jinja"
    template.write_text(template.read_text() + "{% if view.title %}{# {{ view.slogan }} #}{% endif %}")
    code, _, err = project.generate()
    assert code == 0
    assert "warning T002: mine/README.md.jinja was ejected from a template that has changed since" in err
    assert "warning T002: mine/README.md.jinja uses what views do not have any more: `slogan`" in err
    assert project.run("eject", "--accept", "README.md.jinja")[0] == 0
    assert "slogan" in template.read_text()
    assert project.generate()[2] == ""


def test_a_file_that_overrides_nothing_is_told(project: Project) -> None:
    (project.templates / "READMY.md.jinja").write_text("x")
    (project.templates / "part.jinja").write_text("A part.\n")
    (project.templates / "api.md.jinja").write_text('{% include "part.jinja" %}')
    code, _, err = project.generate()
    assert code == 0
    assert "warning T002: mine/READMY.md.jinja overrides no template" in err
    assert "part.jinja" not in err
    assert (project.folder / "sdk/api.md").read_text() == "A part.\n"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("README.md.jinja", "a\n{{ view.nothing }}\n", "README.md.jinja:2 (for README.md): "),
        ("README.md.jinja", "{% if %}\n", "README.md.jinja:1 (for README.md): "),
        ("package/_version.py.jinja", "def (:\n", "_version.py"),
    ],
    ids=["unknown field", "syntax", "no Python"],
)
def test_a_template_that_is_broken_is_a_finding_and_writes_nothing(
    project: Project, name: str, text: str, told: str
) -> None:
    (project.templates / name).parent.mkdir(exist_ok=True)
    (project.templates / name).write_text(text)
    code, _, err = project.generate()
    assert code == 1
    assert "error T001: " in err
    assert told in err
    assert "internal error" not in err
    assert not (project.folder / "sdk").exists()


def test_a_folder_that_is_not_there_is_told(project: Project) -> None:
    project.templates.rmdir()
    code, _, err = project.generate()
    assert code == 1
    assert "error T003: there is no folder mine" in err


def test_names_are_listed_and_wrong_ones_answered(project: Project) -> None:
    code, out, _ = project.run("eject", "--list")
    assert code == 0
    assert {"README.md.jinja", "package/_client.py.jinja", "core/retries.py"} <= set(out.split())
    code, _, err = project.run("eject", "README.jinja")
    assert code == 1
    assert "there is no template `README.jinja`; did you mean `README.md.jinja`?" in err
    project.run("eject", "api.md.jinja")
    assert "is there already; --force replaces it" in project.run("eject", "api.md.jinja")[2]
