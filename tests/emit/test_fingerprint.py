"""A run whose inputs and output are all as they were may be left out; anything else runs in full."""

from __future__ import annotations

import marshal
import os
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePosixPath

import pytest

from sdkwright.emit import fingerprint
from sdkwright.emit.cache import Cache
from sdkwright.emit.files import JOURNAL_NAME, MANIFEST_NAME, File
from sdkwright.emit.fingerprint import fresh, installed, now, remember, run_key
from sdkwright.emit.write import write


class Run:
    """A spec, a config, a folder of templates, an output, and the memory of the run that made it."""

    def __init__(self, folder: Path) -> None:
        self.spec, self.config, self.templates = folder / "openapi.yaml", folder / "sdkwright.yml", folder / "templates"
        self.out, self.cache = folder / "out", Cache(folder / "cache")
        self.templates.mkdir()
        for path in (self.spec, self.config, self.templates / "a.jinja"):
            path.write_text(path.name)
        self.key = run_key(self.config, {"output": "out"})
        self.go(started=now() + 1_000_000_000)  # as if the inputs were older than they are

    def go(self, started: int) -> bool:
        outcome = write([File(PurePosixPath("a.py"), "1"), File(PurePosixPath("p/b.py"), "2")], self.out, version="1")
        return remember(
            self.key,
            self.cache,
            started=started,
            inputs=[self.spec, self.config, self.templates],
            out=self.out,
            manifest=outcome.manifest,
            code=fingerprint.generator(),
            note="3 warnings",
        )

    @property
    def is_fresh(self) -> bool:
        return fresh(self.key, self.cache) is not None


@pytest.fixture
def run(tmp_path) -> Run:
    return Run(tmp_path)


def test_a_run_with_nothing_changed_is_fresh_and_its_note_comes_back(run):
    found = fresh(run.key, run.cache)
    assert found is not None
    assert found[0] == "3 warnings"


def test_times_alone_are_no_change(run):
    for path in (run.spec, run.config, run.out / "a.py", run.out / MANIFEST_NAME):
        os.utime(path)
    assert run.is_fresh


CHANGES = {
    "a changed spec": lambda run: run.spec.write_text("other"),
    "a changed spec with its old time": lambda run: keeping_time(run.spec, "openapi.yamL"),
    "a changed config": lambda run: run.config.write_text("other"),
    "a missing spec": lambda run: run.spec.unlink(),
    "a changed template": lambda run: (run.templates / "a.jinja").write_text("other"),
    "a new template": lambda run: (run.templates / "b.jinja").write_text(""),
    "a missing template": lambda run: (run.templates / "a.jinja").unlink(),
    "a renamed template": lambda run: (run.templates / "a.jinja").rename(run.templates / "c.jinja"),
    "a changed output": lambda run: (run.out / "p" / "b.py").write_text("mine"),
    "a changed output with its old time": lambda run: keeping_time(run.out / "a.py", "9"),
    "a missing output": lambda run: (run.out / "a.py").unlink(),
    "an output that became a link": lambda run: linked(run.out / "a.py"),
    "an output folder that became a link": lambda run: linked(run.out / "p"),
    "a changed manifest": lambda run: (run.out / MANIFEST_NAME).write_text('{"version": "1", "files": {}}'),
    "a missing manifest": lambda run: (run.out / MANIFEST_NAME).unlink(),
    "an interrupted run": lambda run: (run.out / JOURNAL_NAME).write_text("{}"),
    "another output, written since": lambda run: write([File(PurePosixPath("a.py"), "7")], run.out, version="1"),
}


def keeping_time(path: Path, text: str) -> None:
    before = path.stat()
    path.write_text(text)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def linked(path: Path) -> None:
    path.rename(path.with_name("moved"))
    path.symlink_to(path.with_name("moved"))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_found(run, change):
    change(run)
    assert not run.is_fresh


def test_another_flag_or_config_or_folder_is_another_run(run, tmp_path, monkeypatch):
    keys = {run.key, run_key(run.config, {"output": "x"}), run_key(None, {"output": "out"}), run_key(run.config, {})}
    monkeypatch.chdir(tmp_path)
    keys.add(run_key(run.config, {"output": "out"}))
    assert len(keys) == 5
    assert [fresh(key, run.cache) for key in keys - {run.key}] == [None] * 4


def test_another_generator_is_another_run(run, tmp_path, monkeypatch):
    other = tmp_path / "elsewhere" / "sdkwright" / "emit"
    other.mkdir(parents=True)
    monkeypatch.setattr(fingerprint, "__file__", str(other / "fingerprint.py"))
    assert not run.is_fresh


def test_other_templates_of_ours_are_another_run(run, tmp_path, monkeypatch):
    monkeypatch.setattr(fingerprint, "templates_dir", lambda: run.templates)
    assert not run.is_fresh


def test_another_version_of_a_tool_is_another_run(run, tmp_path, monkeypatch):
    (tmp_path / "site" / "black-99.1.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    assert not run.is_fresh


@pytest.fixture
def ours(run, monkeypatch) -> Run:
    """A run whose templates are the generator's own, read once, long enough after they were written."""
    monkeypatch.setattr(fingerprint, "templates_dir", lambda: run.templates)
    monkeypatch.setattr(fingerprint, "_package", lambda: run.templates.parent / "out")
    time.sleep(0.03)
    assert fingerprint.generator(run.cache) == fingerprint.generator()
    return run


def test_files_of_the_generator_that_look_as_they_did_are_not_read_again(ours, monkeypatch):
    before = fingerprint.generator()
    monkeypatch.setattr(fingerprint, "digest_of", lambda _: pytest.fail("it was read"))
    assert fingerprint.generator(ours.cache) == before


OURS = {
    "a changed template": lambda run: keeping_time(run.templates / "a.jinja", "othe"),
    "a new template": lambda run: (run.templates / "b.jinja").write_text(""),
    "a missing template": lambda run: (run.templates / "a.jinja").unlink(),
    "a renamed template": lambda run: (run.templates / "a.jinja").rename(run.templates / "c.jinja"),
    "changed code": lambda run: keeping_time(run.out / "p" / "b.py", "3"),
}


@pytest.mark.parametrize("change", OURS.values(), ids=OURS)
def test_files_of_the_generator_that_look_otherwise_are_read_again(ours, change):
    before = fingerprint.generator(ours.cache)
    change(ours)
    assert fingerprint.generator(ours.cache) == fingerprint.generator() != before


@pytest.mark.parametrize("damage", [b"", b"x", marshal.dumps(None), marshal.dumps((1, 2))])
def test_what_was_kept_of_the_generator_may_be_anything(ours, damage):
    (entry,) = (path for path in (ours.cache.root / "codes").rglob("*") if path.is_file())
    ours.cache.put("codes", f"{entry.parent.name}{entry.name}", damage)
    assert fingerprint.generator(ours.cache) == fingerprint.generator()


def test_files_of_the_generator_that_have_just_changed_are_read_each_time(ours):
    """What changes within one tick of the clock of a file system may look the same."""
    keeping_time(ours.templates / "a.jinja", "one")
    fingerprint.generator(ours.cache)
    keeping_time(ours.templates / "a.jinja", "two")
    assert fingerprint.generator(ours.cache) == fingerprint.generator()


def test_an_input_that_changed_while_the_run_went_on_is_not_remembered(run):
    run.cache = Cache(run.cache.root.with_name("cache 2"))
    started = now()
    time.sleep(0.02)
    run.spec.write_text("edited in the middle")
    assert not run.go(started)
    assert not run.is_fresh


def test_an_input_that_was_put_in_place_while_the_run_went_on_is_not_remembered(run):
    run.cache = Cache(run.cache.root.with_name("cache 2"))
    new = run.spec.with_name("new.yaml")
    new.write_text("older than the run by its times")
    os.utime(new, (1, 1))
    started = now() + 110_000_000
    time.sleep(0.15)
    new.rename(run.spec)
    assert not run.go(started)


def test_an_input_older_than_the_run_is_remembered(run):
    run.cache = Cache(run.cache.root.with_name("cache 2"))
    time.sleep(0.15)
    assert run.go(now())
    assert run.is_fresh


def test_without_a_cache_nothing_is_fresh(run):
    run.cache = Cache(None)
    run.go(now() + 1_000_000_000)
    assert not run.is_fresh


def test_a_damaged_memory_is_no_memory(run):
    for path in (run.cache.root / "runs").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1])
    assert not run.is_fresh


@pytest.mark.parametrize("name", ["sdkwright", "black", "pydantic_core", "ruamel-nowhere"])
def test_the_version_of_a_distribution_is_what_its_metadata_says(name):
    try:
        wanted = version(name)
    except PackageNotFoundError:
        with pytest.raises(PackageNotFoundError):
            installed(name)
    else:
        assert installed(name) == wanted


def test_of_two_versions_the_one_counts_that_is_found_first(tmp_path, monkeypatch):
    for folder, told in (("first", "1.0.dev3+local.4"), ("later", "2.0")):
        metadata = tmp_path / folder / f"thing-{told}.dist-info"
        metadata.mkdir(parents=True)
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: thing\nVersion: {told}\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path / name) for name in ("absent", "first", "later")])
    assert installed("thing") == version("thing") == "1.0.dev3+local.4"
