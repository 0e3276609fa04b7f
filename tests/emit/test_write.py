"""The output folder is brought in line with the emitted files; what was already right is not touched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import Any

import pytest

from sdkwright.codes import CODES
from sdkwright.emit.files import MANIFEST_NAME, File
from sdkwright.emit.glance import look
from sdkwright.emit.kept import GoneError, Kept
from sdkwright.emit.write import Outcome, write

MANIFEST = PurePosixPath(MANIFEST_NAME)


def files(**texts: str) -> list[File]:
    """`a__b=text` is the file a/b.py."""
    return [File(PurePosixPath(name.replace("__", "/") + ".py"), text) for name, text in texts.items()]


def put(out: Path, *, version: str = "1", check: bool = False, diff: bool = False, **texts: str) -> Outcome:
    return write(files(**texts), out, version=version, check=check, diff=diff)


def tree(out: Path) -> dict[str, str]:
    """Every file below `out` but the manifest."""
    found = {str(path.relative_to(out)): path for path in sorted(out.rglob("*")) if path.is_file()}
    return {name: path.read_text(encoding="utf-8") for name, path in found.items() if name != MANIFEST_NAME}


def names(paths: tuple[PurePosixPath, ...]) -> list[str]:
    return [str(path) for path in paths]


def looks(out: Path) -> dict[Path, tuple[int, int, int, int, int]]:
    """How everything in the folder looks, but for when it was last read."""
    found = {path: path.stat() for path in (out, *out.rglob("*"))}
    return {path: (at.st_ino, at.st_mode, at.st_size, at.st_mtime_ns, at.st_ctime_ns) for path, at in found.items()}


def test_a_first_write_makes_everything(tmp_path):
    outcome = put(tmp_path / "new" / "out", a="1", p__b="2")
    assert tree(tmp_path / "new" / "out") == {"a.py": "1", "p/b.py": "2"}
    assert names(outcome.created) == [MANIFEST_NAME, "a.py", "p/b.py"]
    assert not any((outcome.changed, outcome.removed, outcome.unchanged, outcome.refused))
    assert not outcome.up_to_date


def test_the_same_again_touches_nothing(tmp_path):
    put(tmp_path, a="1", p__b="2")
    before = looks(tmp_path)
    outcome = put(tmp_path, a="1", p__b="2")
    assert looks(tmp_path) == before
    assert outcome.up_to_date
    assert names(outcome.unchanged) == [MANIFEST_NAME, "a.py", "p/b.py"]


def test_only_what_differs_is_written(tmp_path):
    put(tmp_path, a="1", b="2")
    kept = looks(tmp_path)[tmp_path / "a.py"]
    outcome = put(tmp_path, a="1", b="3")
    assert looks(tmp_path)[tmp_path / "a.py"] == kept
    assert (names(outcome.changed), names(outcome.unchanged)) == ([MANIFEST_NAME, "b.py"], ["a.py"])
    assert tree(tmp_path) == {"a.py": "1", "b.py": "3"}


def test_looks_from_before_another_run_has_written_are_not_trusted(tmp_path):
    first = put(tmp_path, a="1", b="2")
    seen = look([str(tmp_path / "a.py")], linked=True)
    kept = Kept.of(["a.py"], first.digests, {"a.py": seen[str(tmp_path / "a.py")]})
    before: Any = SimpleNamespace(noted=SimpleNamespace(at=time.time_ns(), outputs={}), outputs=lambda: seen)
    kept.ahead = before
    assert names(write(files(b="3"), tmp_path, version="1", kept=kept).changed) == [MANIFEST_NAME, "b.py"]
    put(tmp_path, a="another", b="2")
    with pytest.raises(GoneError):
        write(files(b="4"), tmp_path, version="1", kept=kept)
    assert tree(tmp_path) == {"a.py": "another", "b.py": "2"}


def test_a_file_that_is_no_longer_emitted_goes_and_its_empty_folders_with_it(tmp_path):
    put(tmp_path, a="1", p__q__r__b="2", p__c="3")
    outcome = put(tmp_path, a="1", p__c="3")
    assert names(outcome.removed) == ["p/q/r/b.py"]
    assert tree(tmp_path) == {"a.py": "1", "p/c.py": "3"}
    assert not (tmp_path / "p" / "q").exists()


def test_a_folder_that_holds_something_of_the_user_stays(tmp_path):
    put(tmp_path, p__b="2")
    (tmp_path / "p" / "mine.txt").write_text("mine")
    put(tmp_path)
    assert tree(tmp_path) == {"p/mine.txt": "mine"}


def test_a_deleted_file_comes_back(tmp_path):
    put(tmp_path, a="1", b="2")
    (tmp_path / "a.py").unlink()
    assert names(put(tmp_path, a="1", b="2").created) == ["a.py"]
    assert tree(tmp_path) == {"a.py": "1", "b.py": "2"}


def test_the_manifest_lists_each_file_with_its_checksum_and_ends_with_a_line_feed(tmp_path):
    put(tmp_path, version="1.2.3", b="2", a="1")
    text = (tmp_path / MANIFEST_NAME).read_text()
    content = json.loads(text)
    assert list(content["files"]) == ["a.py", "b.py"]
    assert content["files"]["a.py"] == "sha256:6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
    assert content["version"] == "1.2.3"
    assert text.endswith("}\n")


def test_another_version_of_the_generator_changes_the_manifest_alone(tmp_path):
    put(tmp_path, a="1")
    assert names(put(tmp_path, version="2", a="1").changed) == [MANIFEST_NAME]


def test_bytes_do_not_depend_on_the_order_of_files(tmp_path):
    put(tmp_path / "x", a="1", b="2", p__c="3")
    write(list(reversed(files(a="1", b="2", p__c="3"))), tmp_path / "y", version="1")
    assert (tmp_path / "x" / MANIFEST_NAME).read_bytes() == (tmp_path / "y" / MANIFEST_NAME).read_bytes()


def test_text_is_utf_8_without_a_mark_and_with_plain_line_ends(tmp_path):
    put(tmp_path, a="é\r\nb\rc\n")
    assert (tmp_path / "a.py").read_bytes() == "é\nb\nc\n".encode()


def test_modes_are_those_of_any_new_file(tmp_path):
    (tmp_path / "plain").write_text("x")
    put(tmp_path / "out", a="1", p__b="2")
    for path in (tmp_path / "out").rglob("*"):
        assert path.stat().st_mode == (tmp_path / ("plain" if path.is_file() else "out")).stat().st_mode


def test_nothing_of_ours_is_left_beside_the_files(tmp_path):
    put(tmp_path, a="1", b="2")
    put(tmp_path, a="2", c="3")
    assert sorted(path.name for path in tmp_path.iterdir()) == [MANIFEST_NAME, "a.py", "c.py"]


# ---------------------------------------------------------------------------------------------------- check and diff


def test_a_check_writes_nothing_and_names_exactly_the_files(tmp_path):
    put(tmp_path, a="1", b="2", c="3")
    before = looks(tmp_path)
    outcome = put(tmp_path, check=True, a="1", b="x", d="4")
    assert looks(tmp_path) == before
    assert (names(outcome.created), names(outcome.changed), names(outcome.removed)) == (
        ["d.py"],
        [MANIFEST_NAME, "b.py"],
        ["c.py"],
    )


def test_a_check_says_what_the_write_then_does(tmp_path):
    put(tmp_path, a="1", b="2", c="3")
    said = put(tmp_path, check=True, diff=True, a="1", b="x", d="4")
    assert put(tmp_path, diff=True, a="1", b="x", d="4") == said
    assert put(tmp_path, check=True, a="1", b="x", d="4").up_to_date


def test_a_check_of_a_folder_that_is_not_there_makes_none(tmp_path):
    outcome = put(tmp_path / "out", check=True, a="1")
    assert names(outcome.created) == [MANIFEST_NAME, "a.py"]
    assert not (tmp_path / "out").exists()


def test_the_diff_is_one_that_patch_understands(tmp_path):
    old = {"a": "1\n2\n3\n", "gone": "x\n", "bare": "no end"}
    new = {"a": "1\n2!\n3\n", "made__b": "y\n", "bare": "no end still"}
    put(tmp_path / "old", **old)
    put(tmp_path / "new", **new)
    diff = put(tmp_path / "old", check=True, diff=True, **new).diff
    assert "--- a/a.py\n+++ b/a.py\n" in diff
    assert "--- /dev/null\n+++ b/made/b.py\n" in diff
    assert "--- a/gone.py\n+++ /dev/null\n" in diff
    (tmp_path / "the.diff").write_text(diff)
    (tmp_path / "old" / MANIFEST_NAME).unlink()
    subprocess.run(["git", "apply", "--unsafe-paths", "--directory=old", "the.diff"], cwd=tmp_path, check=True)
    assert tree(tmp_path / "old") == tree(tmp_path / "new")


def test_there_is_no_diff_unless_asked_for_and_none_of_the_manifest(tmp_path):
    assert put(tmp_path, check=True, a="1").diff == ""
    put(tmp_path, a="1")
    assert put(tmp_path, check=True, diff=True, version="2", a="1").diff == ""


# ---------------------------------------------------------------------------------------------------- what is not ours


def test_a_file_that_is_not_ours_is_neither_overwritten_nor_deleted_and_nothing_else_is_written(tmp_path):
    put(tmp_path, a="1")
    (tmp_path / "mine.py").write_text("mine")
    outcome = put(tmp_path, a="2", mine="theirs")
    [refusal] = outcome.refused
    assert (str(refusal.path), refusal.code) == ("mine.py", "W001")
    assert tree(tmp_path) == {"a.py": "1", "mine.py": "mine"}
    assert put(tmp_path, a="2").refused == ()
    assert tree(tmp_path) == {"a.py": "2", "mine.py": "mine"}


def test_a_file_that_is_not_ours_but_the_same_is_adopted(tmp_path):
    (tmp_path / "a.py").write_text("1")
    outcome = put(tmp_path, a="1")
    assert (names(outcome.unchanged), outcome.refused) == (["a.py"], ())
    assert names(put(tmp_path, a="2").changed) == [MANIFEST_NAME, "a.py"]


def test_every_file_in_the_way_is_listed(tmp_path):
    for name in ("b", "a", "c"):
        (tmp_path / f"{name}.py").write_text("mine")
    assert names(tuple(refusal.path for refusal in put(tmp_path, a="1", b="1", c="1").refused)) == [
        "a.py",
        "b.py",
        "c.py",
    ]


def test_a_folder_in_the_way_of_a_file_is_refused(tmp_path):
    (tmp_path / "a.py").mkdir()
    assert [refusal.code for refusal in put(tmp_path, a="1").refused] == ["W001"]


def test_a_file_in_the_way_of_a_folder_is_refused(tmp_path):
    (tmp_path / "p").write_text("mine")
    assert [refusal.code for refusal in put(tmp_path, p__a="1").refused] == ["W001"]
    assert (tmp_path / "p").read_text() == "mine"


@pytest.mark.parametrize("then", [{"a": "2"}, {}], ids=["to be changed", "to be removed"])
def test_an_edit_in_an_emitted_file_is_not_lost(tmp_path, then):
    put(tmp_path, a="1", b="1")
    (tmp_path / "a.py").write_text("1 and mine")
    outcome = put(tmp_path, b="2", **then)
    [refusal] = outcome.refused
    assert (str(refusal.path), refusal.code) == ("a.py", "W004")
    assert "edited" in refusal.message
    assert refusal.hint
    assert tree(tmp_path) == {"a.py": "1 and mine", "b.py": "1"}


def test_an_edited_file_is_found_even_when_its_output_did_not_change(tmp_path):
    put(tmp_path, a="1")
    (tmp_path / "a.py").write_text("mine")
    assert not put(tmp_path, check=True, a="1").up_to_date
    assert [refusal.code for refusal in put(tmp_path, a="1").refused] == ["W004"]


def test_an_edit_that_is_what_we_now_emit_is_fine(tmp_path):
    put(tmp_path, a="1")
    (tmp_path / "a.py").write_text("2")
    assert names(put(tmp_path, a="2").unchanged) == ["a.py"]


def test_line_ends_that_a_checkout_turned_around_are_no_edit(tmp_path):
    put(tmp_path, a="1\n2\n")
    (tmp_path / "a.py").write_bytes(b"1\r\n2\r\n")
    assert names(put(tmp_path, a="1\n2\n").changed) == ["a.py"]
    assert (tmp_path / "a.py").read_bytes() == b"1\n2\n"


def test_without_the_manifest_nothing_is_ours_but_what_is_the_same(tmp_path):
    put(tmp_path, a="1", b="2")
    (tmp_path / MANIFEST_NAME).unlink()
    assert [str(refusal.path) for refusal in put(tmp_path, a="1", b="3").refused] == ["b.py"]
    assert put(tmp_path, a="1", b="2").refused == ()


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"files": []}', '{"version": "1", "files": {"a.py": 3}}'])
def test_a_manifest_that_cannot_be_read_stops_the_write(tmp_path, text):
    put(tmp_path, a="1")
    (tmp_path / MANIFEST_NAME).write_text(text)
    refused = {str(refusal.path): refusal for refusal in put(tmp_path, a="2").refused}
    assert refused[MANIFEST_NAME].code == "W006"
    assert tree(tmp_path) == {"a.py": "1"}
    assert (tmp_path / MANIFEST_NAME).read_text() == text


def test_every_code_of_a_refusal_is_in_the_table(tmp_path):
    assert {"W001", "W003", "W004", "W005", "W006", "W007"} <= CODES.keys()


def test_looking_does_not_need_the_heavy_libraries():
    script = (
        "import sys\n"
        "import sdkwright.emit.write, sdkwright.emit.fingerprint\n"
        "print(sorted({'jinja2', 'black', 'pydantic', 'yaml', 'openapi_spec_validator'} & set(sys.modules)))\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment)
    assert run.stdout == "[]\n"
