"""A run is left out at a glance only where everything looks as it did; what a look cannot see, a change of any file shows."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sdkwright.emit.glance import keep_answer, look, noted, settled

ANSWER = (0, "2 operations; ", "", "")
ARGUMENTS = ["generate", "--keep-going"]


def glance(arguments: list[str]) -> tuple[int, str, str, str] | None:
    """The answer that the console script gives at once; None where it has to run."""
    known = noted(arguments)
    return known.answer if known is not None and known.holds else None


class Kept:
    """A folder of inputs and one of outputs, and an answer that was kept for them."""

    def __init__(self, folder: Path) -> None:
        self.spec, self.templates, self.out = folder / "openapi.yaml", folder / "templates", folder / "out"
        for path in (self.templates, self.out / "src"):
            path.mkdir(parents=True)
        for path in (self.spec, self.templates / "a.jinja", self.out / "a.py", self.out / "src" / "b.py"):
            path.write_text("as it was")
        self.absent = folder / "sdkwright.yml"
        inputs = look(map(str, (self.spec, self.templates, self.templates / "a.jinja", self.absent)))
        outputs = look(
            map(str, (self.out, self.out / "src", self.out / "a.py", self.out / "src" / "b.py")), linked=True
        )
        assert settled(inputs, outputs)
        keep_answer(ARGUMENTS, (ANSWER, {}), inputs, outputs)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "cache"))
    return Kept(tmp_path)


def overwritten(path: Path) -> None:
    """Other bytes, as many, with the same time of change as far as a program can set it."""
    before = path.stat()
    path.write_text("as it is ")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced(path: Path) -> None:
    new = path.with_name("new")
    new.write_bytes(path.read_bytes())
    new.replace(path)


def moved_behind_a_link(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to("elsewhere")


CHANGES = {
    "the document is edited": lambda kept: overwritten(kept.spec),
    "the document is another file": lambda kept: replaced(kept.spec),
    "the document is gone": lambda kept: kept.spec.unlink(),
    "a config appears": lambda kept: kept.absent.touch(),
    "a template is edited": lambda kept: overwritten(kept.templates / "a.jinja"),
    "a template is added": lambda kept: (kept.templates / "b.jinja").touch(),
    "an emitted file is edited": lambda kept: overwritten(kept.out / "a.py"),
    "an emitted file is gone": lambda kept: (kept.out / "src" / "b.py").unlink(),
    "a folder of the output is a link now": lambda kept: moved_behind_a_link(kept.out / "src"),
    "what was kept is damaged": lambda kept: damage(kept.spec.parent / "cache"),
}


def damage(cache: Path) -> None:
    (entry,) = (cache / "glances").iterdir()
    entry.write_bytes(entry.read_bytes()[:-1])


def test_where_nothing_changed_the_answer_comes_back(kept: Kept) -> None:
    (kept.out / "src" / "notes.txt").touch()  # not ours, and a full run would leave it alone
    assert glance(ARGUMENTS) == ANSWER


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_is_seen(kept: Kept, change) -> None:
    change(kept)
    assert glance(ARGUMENTS) is None


def test_another_command_or_place_is_another_run(kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert glance([*ARGUMENTS, "--check"]) is None
    monkeypatch.setattr(sys, "path", [*sys.path, "/elsewhere"])
    assert glance(ARGUMENTS) is None
    monkeypatch.undo()
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    assert glance(ARGUMENTS) is None


def test_a_file_that_changed_just_now_is_waited_for_and_one_of_the_future_is_not_trusted(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.touch()
    looks = look([str(path)])
    assert settled(looks)
    assert time.time_ns() > path.stat().st_ctime_ns + 10_000_000
    (seen,) = looks.values()
    assert not settled({"a.py": (seen[0], seen[1], time.time_ns() + 10**12, seen[3])})


def test_a_command_with_nothing_to_do_imports_next_to_nothing(tmp_path: Path) -> None:
    """Counted, not timed: an interpreter's start is most of what is left."""
    spec = tmp_path / "openapi.yaml"
    spec.write_text('openapi: 3.1.0\ninfo: {title: Pets, version: "1"}\npaths: {}\n')
    os.utime(spec, (0, 0))
    time.sleep(0.15)  # a document that has just been written is not trusted to be the one that was read
    program = (
        "import sys; before = set(sys.modules); sys.argv[1:] = ['generate', '--spec', 'openapi.yaml', '--output', 'sdk']\n"
        "from sdkwright.start import main\n"
        "try: main()\n"
        "finally: print(*sorted(set(sys.modules) - before), file=sys.stderr)"
    )
    environment = {**os.environ, "SDKWRIGHT_CACHE_DIR": str(tmp_path / "cache")}
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        )
    assert "unchanged" in done.stdout
    imported = set(done.stderr.splitlines()[-1].split())
    assert imported <= {
        "__future__",
        "sdkwright",
        "sdkwright.emit",
        "sdkwright.emit.glance",
        "sdkwright.start",
        "sdkwright.terminal",
        "zlib",
    }
