"""No document, no manifest and no crash makes the writer touch what is not its own or leave half a package behind.

The crashes are real: a child process is killed at each system call that changes the disk, one after the other.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdkwright.emit import journal
from sdkwright.emit.files import JOURNAL_NAME, MANIFEST_NAME, File, UnsafePathError
from sdkwright.emit.journal import BusyError, JournalError, locked
from sdkwright.emit.write import write

CHILD = Path(__file__).with_name("interrupted_child.py")
OLD = {"same.py": "same", "a.py": "old a", "p/b.py": "old b", "gone/c.py": "old c"}
NEW = {"same.py": "same", "a.py": "new a", "p/b.py": "new b", "made/d.py": "new d", "made/too/e.py": "new e"}
MINE = {"mine.txt": "mine", "p/mine.py": "mine too"}


def emit(out: Path, texts: dict[str, str]):
    return write([File(PurePosixPath(path), text) for path, text in texts.items()], out, version="1")


def everything(folder: Path) -> dict[str, str]:
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_text() for name, path in found.items()}


def tree(out: Path) -> dict[str, str]:
    return {name: text for name, text in everything(out).items() if name != MANIFEST_NAME}


def leftovers(out: Path) -> list[str]:
    return sorted(
        path.name for path in out.iterdir() if path.name.startswith(".sdkwright-") and path.name != MANIFEST_NAME
    )


@pytest.fixture
def before(tmp_path) -> Path:
    out = tmp_path / "before"
    emit(out, OLD)
    for name, text in MINE.items():
        (out / name).write_text(text)
    return out


# ---------------------------------------------------------------------------------------------------- the jail


@pytest.mark.parametrize(
    "path", ["../x.py", "/tmp/x.py", "a/../../x.py", "C:/x.py", ".git/hooks/x", "a\\..\\x.py", MANIFEST_NAME]
)
def test_a_path_that_leads_out_stops_everything_before_the_disk_is_touched(tmp_path, path):
    out = tmp_path / "out"
    with pytest.raises(UnsafePathError):
        emit(out, {"a.py": "1", path: "2"})
    assert not out.exists()


@pytest.mark.parametrize("twin", ["A.py", "a.PY"])
def test_paths_that_differ_in_case_only_are_refused(tmp_path, twin):
    with pytest.raises(UnsafePathError, match="case"):
        emit(tmp_path / "out", {"a.py": "1", twin: "2"})


@pytest.mark.parametrize("links", [("p", "outside"), ("p/q", "outside"), ("p", "inside"), ("p/q/a.py", "file")])
def test_nothing_is_written_through_a_symbolic_link(tmp_path, links):
    name, target = links
    out, places = tmp_path / "out", {"outside": tmp_path / "outside", "inside": tmp_path / "out" / "inside"}
    for place in places.values():
        (place / "q").mkdir(parents=True)
    places["file"] = tmp_path / "outside.txt"
    places["file"].write_text("precious")
    (out / name).parent.mkdir(parents=True, exist_ok=True)
    (out / name).symlink_to(places[target])
    outcome = emit(out, {"p/q/a.py": "1"})
    assert [(str(refusal.path), refusal.code) for refusal in outcome.refused] == [(name, "W005")]
    assert everything(places["outside"]) == {}
    assert places["file"].read_text() == "precious"


def test_a_folder_that_became_a_link_is_not_emptied_through_it(tmp_path, before):
    outside = tmp_path / "outside"
    shutil.move(before / "gone", outside)
    (before / "gone").symlink_to(outside)
    assert [refusal.code for refusal in emit(before, NEW).refused] == ["W005"]
    assert everything(outside) == {"c.py": "old c"}


def test_the_output_folder_itself_may_be_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real")
    emit(tmp_path / "out", {"a.py": "1"})
    assert tree(tmp_path / "real") == {"a.py": "1"}


@pytest.mark.parametrize(
    "path", ["../precious.txt", "/etc/hostname", "p/../../precious.txt", ".git/config", "./a.py", ""]
)
def test_a_manifest_cannot_name_a_file_to_delete_outside(tmp_path, before, path):
    (tmp_path / "precious.txt").write_text("precious")
    manifest = json.loads((before / MANIFEST_NAME).read_text())
    manifest["files"][path] = "sha256:" + "0" * 64
    (before / MANIFEST_NAME).write_text(json.dumps(manifest))
    assert "W006" in [refusal.code for refusal in emit(before, NEW).refused]
    assert tree(before) == OLD | MINE
    assert (tmp_path / "precious.txt").read_text() == "precious"


@pytest.mark.parametrize(
    "content",
    [
        {"stage": "..", "steps": []},
        {"stage": ".sdkwright-stage-x/../..", "steps": []},
        {"stage": ".sdkwright-stage-x", "steps": []},
        {
            "stage": ".sdkwright-stage-real",
            "steps": [{"number": 0, "path": "../precious.txt", "existed": False, "new": None}],
        },
        {
            "stage": ".sdkwright-stage-real",
            "steps": [{"number": 0, "path": "out/precious.txt", "existed": True, "new": None}],
        },
        {"steps": []},
        [],
        "x",
    ],
)
def test_a_journal_cannot_lead_out_either(tmp_path, before, content):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious.txt").write_text("precious")
    (tmp_path / "precious.txt").write_text("precious")
    (before / "out").symlink_to(outside)
    (before / ".sdkwright-stage-real").mkdir()
    (before / JOURNAL_NAME).write_text(json.dumps(content))
    with pytest.raises(JournalError):
        emit(before, NEW)
    assert (outside / "precious.txt").read_text() == (tmp_path / "precious.txt").read_text() == "precious"
    assert {name: (before / name).read_text() for name in OLD | MINE} == OLD | MINE


def test_a_stage_that_is_a_link_is_not_followed_when_leftovers_are_removed(tmp_path, before):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious.txt").write_text("precious")
    (before / ".sdkwright-stage-abc").symlink_to(outside)
    emit(before, NEW)
    assert everything(outside) == {"precious.txt": "precious"}


PARTS = st.one_of(
    st.sampled_from(
        ["a", "b", "..", ".", "", "link", "dir", "con", ".git", "A", "~", "x.py", "\0", "é", MANIFEST_NAME]
    ),
    st.text(max_size=6),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(paths=st.lists(st.lists(PARTS, min_size=1, max_size=4).map("/".join), min_size=1, max_size=4))
def test_whatever_the_paths_nothing_outside_changes(paths):
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        out, outside = root / "out", root / "outside"
        (out / "dir").mkdir(parents=True)
        outside.mkdir()
        (outside / "a").write_text("precious")
        (out / "link").symlink_to(outside)
        with contextlib.suppress(UnsafePathError, UnicodeEncodeError):
            write([File(PurePosixPath(path), "emitted") for path in paths], out, version="1")
        assert everything(outside) == {"a": "precious"}
        assert sorted(path.name for path in root.iterdir()) == ["out", "outside"]
        for path in everything(out):
            assert (out / path).resolve().is_relative_to(out.resolve()) or path.startswith("link")


# ---------------------------------------------------------------------------------------------------- crashes


def interrupted(out: Path, how: str, at: int) -> int:
    """Write NEW in a child that is interrupted at its `at`th change to the disk; the exit code (0: it got to the end)."""
    texts = json.dumps(NEW)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run([sys.executable, CHILD, out, how, str(at), texts], env=environment, check=False).returncode


def every_interruption(before: Path, tmp_path: Path, how: str) -> Iterator[tuple[int, Path]]:
    for at in range(1, 500):
        out = tmp_path / f"{how}-{at}"
        shutil.copytree(before, out)
        code = interrupted(out, how, at)
        if code == 0:
            assert tree(out) == NEW | MINE
            assert at > 30, "the child was not interrupted at each step"
            return
        yield at, out
        shutil.rmtree(out)
    raise AssertionError("the child never came to its end")


def test_a_run_killed_at_any_step_is_undone_or_done_by_the_next(tmp_path, before):
    states = set()
    for at, out in every_interruption(before, tmp_path, "kill"):
        visible = {name: text for name, text in tree(out).items() if not name.startswith(".sdkwright-")}
        for name, text in visible.items():
            assert text in {OLD.get(name), NEW.get(name), MINE.get(name)}, f"half a file {name} at step {at}"
        assert {name: visible[name] for name in MINE} == MINE
        again = tmp_path / "again"
        shutil.copytree(out, again)
        old, new = emit(again, OLD), emit(out, NEW)
        assert (old.refused, new.refused) == ((), ()), f"step {at}"
        assert tree(again) == OLD | MINE, f"step {at}"
        assert tree(out) == NEW | MINE, f"step {at}"
        assert leftovers(again) == leftovers(out) == []
        assert emit(out, NEW).up_to_date
        states.add(new.recovered)
        shutil.rmtree(again)
    assert states == {True, False}


def test_ctrl_c_at_any_step_leaves_the_old_output_whole_or_the_new_one(tmp_path, before):
    ends = []
    for at, out in every_interruption(before, tmp_path, "interrupt"):
        now = {name: text for name, text in tree(out).items() if not name.startswith(".sdkwright-")}
        assert now in (OLD | MINE, NEW | MINE), f"step {at}"
        ends.append(now == NEW | MINE)
        assert not (out / JOURNAL_NAME).exists(), f"step {at}"
        assert emit(out, NEW).refused == ()
        assert (tree(out), leftovers(out)) == (NEW | MINE, []), f"step {at}"
    assert ends == sorted(ends), "once the change is done it stays done"
    assert ends.count(False) > 20


def test_a_full_disk_at_any_step_leaves_the_old_output_whole(tmp_path, before):
    ends = set()
    for at, out in every_interruption(before, tmp_path, "full"):
        now = {name: text for name, text in tree(out).items() if not name.startswith(".sdkwright-")}
        assert now in (OLD | MINE, NEW | MINE), f"step {at}"
        assert leftovers(out) == [], f"step {at}"
        ends.add(now == OLD | MINE)
    assert True in ends


def test_an_edit_made_after_a_crash_is_not_undone(tmp_path, before):
    for _, out in every_interruption(before, tmp_path, "kill"):
        if (out / JOURNAL_NAME).exists() and (out / "a.py").read_text() == "new a":
            break
    else:
        pytest.fail("no step leaves a new file under the journal")
    (out / "a.py").unlink()
    (out / "a.py").write_text("mine now")
    assert [str(refusal.path) for refusal in emit(out, NEW).refused] == ["a.py"]
    assert tree(out) == OLD | MINE | {"a.py": "mine now"}


def test_without_hard_links_the_old_content_is_copied(before, monkeypatch):
    def no_links(*_: object, **__: object) -> None:
        raise OSError(95, "Operation not supported")

    def no_replace(source: Path | str, target: Path | str) -> None:
        if Path(target).name == "made":
            raise OSError(28, "No space left on device")
        replace(source, target)

    replace = os.replace
    monkeypatch.setattr(journal.os, "link", no_links)
    with monkeypatch.context() as patch, pytest.raises(OSError, match="No space"):
        patch.setattr(journal.os, "replace", no_replace)
        emit(before, NEW)
    assert tree(before) == OLD | MINE
    emit(before, NEW)
    assert tree(before) == NEW | MINE


# ---------------------------------------------------------------------------------------------------- permissions, locks


@contextlib.contextmanager
def unprivileged() -> Iterator[None]:
    """As a user whom permissions bind, also where the tests run as root."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("locked_folder", ["", "p"])
def test_a_folder_that_cannot_be_written_is_an_error_and_stays_as_it_was(locked_folder):
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        out = Path(name) / "out"
        out.mkdir()
        if not os.geteuid():
            os.chown(out, 65534, -1)
        with unprivileged():
            emit(out, OLD)
            (out / locked_folder).chmod(0o555)
            with pytest.raises(PermissionError):
                emit(out, NEW)
            (out / locked_folder).chmod(0o755)
        assert tree(out) == OLD
        assert leftovers(out) == []


def test_a_check_works_on_a_folder_that_cannot_be_written():
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        out = Path(name) / "out"
        emit(out, OLD)
        out.chmod(0o555)
        with unprivileged():
            files = [File(PurePosixPath(path), text) for path, text in OLD.items()]
            assert write(files, out, version="1", check=True).up_to_date
        out.chmod(0o755)


def test_two_runs_at_once_do_not_mix(tmp_path):
    out = tmp_path / "out"
    script = (
        "import json, sys; from pathlib import Path, PurePosixPath\n"
        "from sdkwright.emit.files import File; from sdkwright.emit.write import write\n"
        "for turn in range(12):\n"
        "    files = [File(PurePosixPath(f'p{n}/m.py'), sys.argv[2]) for n in range(15)]\n"
        "    assert not write(files, Path(sys.argv[1]), version='1').refused\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    runs = [subprocess.Popen([sys.executable, "-c", script, out, who], env=environment) for who in "xyz"]
    assert [run.wait(60) for run in runs] == [0, 0, 0]
    assert len(set(tree(out).values())) == 1
    assert leftovers(out) == []


def test_a_run_that_finds_the_folder_held_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(journal, "_PATIENCE", 0.05)
    out = tmp_path / "out"
    emit(out, OLD)
    with locked(out, exclusive=True), pytest.raises(BusyError, match="another run"):
        emit(out, NEW)
    assert tree(out) == OLD
    with locked(out, exclusive=False):
        assert write([], out, version="1", check=True).removed
