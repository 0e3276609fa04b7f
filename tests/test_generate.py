"""The whole run through the installed command, on the description in spec/: what it writes, and what it says of what is there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SDKWRIGHT = Path(sys.executable).with_name("sdkwright")


def run(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [SDKWRIGHT, *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the description, its config and the committed output."""
    shutil.copytree(ROOT / "spec", tmp_path / "spec")
    shutil.copytree(ROOT / "generated", tmp_path / "generated", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_the_committed_output_is_what_the_generator_emits(project: Path) -> None:
    checked = run("generate", "--check", "--no-cache", cwd=project)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "up to date" in checked.stdout


def test_the_same_input_gives_the_same_bytes_whatever_the_hash_seed(project: Path) -> None:
    outputs = []
    for seed in ("0", "1", "4242"):
        out = project / f"out{seed}"
        assert run("generate", "--no-cache", "--output", out, cwd=project, PYTHONHASHSEED=seed).returncode == 0
        outputs.append(contents(out))
    assert outputs[0] == outputs[1] == outputs[2]


def test_a_changed_character_of_a_description_makes_exactly_the_files_that_show_it_out_of_date(project: Path) -> None:
    before = contents(project / "generated")
    edit(project / "spec/openapi.yaml", "Unique model identifier.", "Unique model identifier!")
    checked = run("generate", "--check", cwd=project)
    assert checked.returncode == 1
    named = {line.split(": ")[1] for line in checked.stdout.splitlines() if line.startswith("would be changed: ")}
    assert contents(project / "generated") == before, "--check wrote something"
    assert run("generate", cwd=project).returncode == 0
    after = contents(project / "generated")
    differing = {name for name in after if after[name] != before.get(name)}
    assert named == differing
    assert differing == {"src/anthropic/types/beta/beta_model_info.py", ".sdkwright-manifest.json"}


def test_the_difference_is_shown_as_a_unified_diff(project: Path) -> None:
    edit(project / "spec/openapi.yaml", "Unique model identifier.", "Unique model identifier!")
    shown = run("generate", "--check", "--diff", cwd=project)
    assert '-    """Unique model identifier."""' in shown.stdout
    assert '+    """Unique model identifier!"""' in shown.stdout


def test_what_vanishes_from_the_description_vanishes_from_the_output(project: Path) -> None:
    edit(project / "spec/sdkwright.yml", "          retrieve: get /v1/models/{model_id}\n", "")
    edit(
        project / "spec/sdkwright.yml",
        "resources:",
        "unspecified_endpoints: ['get /v1/models/{model_id}']\n\nresources:",
    )
    done = run("generate", cwd=project)
    assert done.returncode == 0, done.stderr
    assert not (project / "generated/src/anthropic/types/beta/model_retrieve_params.py").exists()
    assert (project / "generated/src/anthropic/types/beta/model_list_params.py").exists()


def test_a_file_that_was_edited_by_hand_is_kept_and_named(project: Path, tmp_path: Path) -> None:
    """Here nobody knows what was generated, so nothing can be merged; tests/edits has what can."""
    edited = project / "generated/src/anthropic/types/beta/beta_model_info.py"
    edited.write_text(edited.read_text() + "# mine\n")
    edit(project / "spec/openapi.yaml", "Unique model identifier.", "Unique model identifier!")
    before = contents(project / "generated")
    refused = run("generate", cwd=project, SDKWRIGHT_CACHE_DIR=str(tmp_path / "cache"))
    assert refused.returncode == 1
    assert "src/anthropic/types/beta/beta_model_info.py" in refused.stderr
    assert contents(project / "generated") == before


def test_a_description_alone_is_enough(tmp_path: Path) -> None:
    shutil.copy(ROOT / "spec/openapi.yaml", tmp_path)
    done = run("generate", "--spec", "openapi.yaml", "--output", "sdk", "--package", "models_sdk", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    script = "import models_sdk, models_sdk.resources.models as m; print(models_sdk.__title__, m.ModelsResource.list.__name__)"
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path / "sdk/src", capture_output=True, text=True, check=False
    )
    assert ran.stdout.split() == ["models_sdk", "list"], ran.stderr


def test_a_second_run_has_nothing_to_do_and_says_the_same(project: Path, tmp_path: Path) -> None:
    edit(project / "spec/sdkwright.yml", "  license: MIT", "  license: MIT\n  licence: MIT")
    cache = {"SDKWRIGHT_CACHE_DIR": str(tmp_path / "cache")}
    first = run("generate", "--output", "again", cwd=project, **cache)
    before = {path: path.stat().st_mtime_ns for path in (project / "again").rglob("*") if path.is_file()}
    second = run("generate", "--output", "again", "--timings", cwd=project, **cache)
    assert first.returncode == second.returncode == 0
    assert "licence" in first.stderr
    assert second.stderr == first.stderr
    assert {path: path.stat().st_mtime_ns for path in before} == before
    (project / "again/README.md").unlink()
    third = run("generate", "--output", "again", cwd=project, **cache)
    assert "1 created" in third.stdout
    assert (project / "again/README.md").exists()


def test_what_is_wrong_is_printed_as_json_for_machines(project: Path) -> None:
    edit(project / "spec/sdkwright.yml", "get /v1/models/{model_id}\n", "get /v1/model/{model_id}\n")
    done = run("generate", "--format", "json", cwd=project)
    assert done.returncode == 1
    found = json.loads(done.stderr)["diagnostics"]
    wrong = next(item for item in found if item["code"] == "C310")
    assert wrong["file"].endswith("spec/sdkwright.yml")
    assert wrong["line"] > 0
    assert "get /v1/models/{model_id}" in wrong["hint"]
    assert json.loads(done.stdout)["files"] is None


def test_with_keep_going_the_rest_is_emitted(project: Path) -> None:
    edit(project / "spec/sdkwright.yml", "retrieve: get /v1/models/{model_id}", "retrieve: get /v1/model/{model_id}")
    stopped = run("generate", "--output", "rest", cwd=project)
    assert stopped.returncode == 1
    assert not (project / "rest").exists()
    going = run("generate", "--output", "rest", "--keep-going", cwd=project)
    assert going.returncode == 1
    assert "C310" in going.stderr
    text = (project / "rest/src/anthropic/resources/beta/models.py").read_text()
    assert "def list(" in text
    assert "def retrieve(" not in text


def test_warnings_are_errors_when_asked(project: Path) -> None:
    edit(project / "spec/sdkwright.yml", "  license: MIT", "  license: MIT\n  licence: MIT")
    assert run("generate", "--check", cwd=project).returncode == 0
    assert run("generate", "--check", "--strict", cwd=project).returncode == 1
