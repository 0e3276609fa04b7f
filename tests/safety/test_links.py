"""What has a second name elsewhere keeps its content: nothing is written through links, symbolic or hard, by no command."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath

import pytest

from sdkwright import cli
from sdkwright.emit import journal
from sdkwright.emit.edits import Edits
from sdkwright.emit.files import BASES_NAME, JOURNAL_NAME, MANIFEST_NAME, File
from sdkwright.emit.overrides import RECORD
from sdkwright.emit.write import write

SPEC = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "servers": [{"url": "https://a.example"}], "paths": {
    "/a": {"get": {"operationId": "a", "responses": {"200": {"description": "d"}}}}}}  # fmt: skip
OLD, NEW = "a = 1\n\n\nb = 2\n", "a = 1\n\n\nb = 3\n"


def emit(out: Path, texts: dict[str, str], edits: Edits | None = None):
    return write([File(PurePosixPath(path), text) for path, text in texts.items()], out, version="1", edits=edits)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "cache"))
    emit(tmp_path / "out", {"p/a.py": OLD, "p/gone.py": OLD}, Edits(tmp_path / "out"))
    return tmp_path / "out"


@pytest.mark.parametrize("way", ["changed", "removed", "edited", "manifest", "interrupted"])
def test_a_second_name_of_an_emitted_file_keeps_its_content(tmp_path, out, way, monkeypatch):
    """Whoever made the folder may have linked files of others into it, or its own to somewhere else."""
    outside = tmp_path / "outside"
    outside.mkdir()
    name = {"removed": "p/gone.py", "manifest": MANIFEST_NAME}.get(way, "p/a.py")
    if way == "edited":
        (out / name).write_text(OLD.replace("1", "0"))
    os.link(out / name, outside / "same")
    before = contents(outside)
    if way == "interrupted":
        with monkeypatch.context() as patch, pytest.raises(OSError, match="full"):
            patch.setattr(journal, "_prune_empty", lambda *_: None)
            patch.setattr(Path, "unlink", _full(Path.unlink))
            emit(out, {"p/a.py": NEW, "p/new.py": NEW})
    outcome = emit(out, {"p/a.py": NEW}, Edits(out) if way == "edited" else None)
    assert outcome.refused == ()
    assert contents(outside) == before
    assert (outside / "same").stat().st_nlink == 1


def _full(real):
    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path.name == JOURNAL_NAME and not missing_ok:
            raise OSError(28, "full")
        real(path, missing_ok)

    return unlink


def test_a_linked_file_that_the_manifest_does_not_list_is_in_the_way(tmp_path, out):
    (tmp_path / "precious").write_text("precious")
    os.link(tmp_path / "precious", out / "p" / "b.py")
    assert [refusal.code for refusal in emit(out, {"p/a.py": OLD, "p/b.py": NEW}).refused] == ["W001"]
    # a manifest of a stranger may list it, with its checksum: then the name is taken over, and the file stays
    listed = json.loads((out / MANIFEST_NAME).read_text())
    listed["files"]["p/b.py"] = f"sha256:{hashlib.sha256(b'precious').hexdigest()}"
    (out / MANIFEST_NAME).write_text(json.dumps(listed))
    assert emit(out, {"p/a.py": OLD, "p/b.py": NEW}).refused == ()
    assert ((tmp_path / "precious").read_text(), (out / "p" / "b.py").read_text()) == ("precious", NEW)


@pytest.mark.parametrize("made", [BASES_NAME, f"{BASES_NAME}/p", f"{BASES_NAME}/p/a.py"])
def test_what_is_kept_of_edits_goes_through_no_link(tmp_path, out, made):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").write_text("precious")
    (out / made).parent.mkdir(parents=True, exist_ok=True)
    (out / made).symlink_to(outside / "precious" if made.endswith(".py") else outside)
    (out / "p" / "a.py").write_text(OLD.replace("1", "0"))
    outcome = emit(out, {"p/a.py": NEW}, Edits(out))
    assert [refusal.code for refusal in outcome.refused] == ["W005"]
    assert contents(outside) == {"precious": b"precious"}


@pytest.fixture
def served():
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(SPEC).encode())

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/openapi.json"
        server.shutdown()


@pytest.mark.parametrize("kind", ["symbolic", "dangling", "hard", "folder"])
@pytest.mark.parametrize("force", [True, False])
def test_init_writes_through_no_link(tmp_path, monkeypatch, capsys, kind, force, served):
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    if kind != "dangling":
        (outside / "precious").write_text("precious")
    for name in ("sdkwright.yml", "openapi.json"):
        if kind == "folder":
            (inside / name).mkdir()
        elif kind == "hard":
            os.link(outside / "precious", inside / name)
        else:
            (inside / name).symlink_to(outside / "precious")
    before = contents(outside)
    monkeypatch.chdir(inside)
    (tmp_path / "spec.json").write_text(json.dumps(SPEC))
    flags = ["--yes", *(["--force"] if force else [])]
    code = cli.run(["init", str(tmp_path / "spec.json"), *flags])
    assert code == (0 if force and kind != "folder" else 2 if kind == "folder" else 1)
    assert contents(outside) == before
    assert (inside / "sdkwright.yml").is_symlink() is (kind in ("symbolic", "dangling") and not force)
    # the document itself is never replaced
    assert cli.run(["init", served, "--allow-host", "127.0.0.1", "--output", "new.yml", *flags]) == 1
    assert "openapi.json is there already" in capsys.readouterr().err
    assert contents(outside) == before
    assert not [path for path in inside.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("kind", ["symbolic", "dangling", "hard", "folder", "record"])
@pytest.mark.parametrize("flag", ["--force", "--accept", ""])
def test_eject_writes_through_no_link(tmp_path, capsys, kind, flag):
    outside, mine = tmp_path / "outside", tmp_path / "mine"
    outside.mkdir()
    mine.mkdir()
    name = "readme/calls.md.jinja"
    if kind != "dangling":
        (outside / "calls.md.jinja").write_text("precious")
    if kind == "folder":
        (mine / "readme").symlink_to(outside)
    elif kind == "record":
        (mine / RECORD).symlink_to(outside / "calls.md.jinja")
    else:
        (mine / "readme").mkdir()
        make = os.link if kind == "hard" else lambda there, here: here.symlink_to(there)
        make(outside / "calls.md.jinja", mine / name)
    before = contents(outside)
    code = cli.run(["eject", name, "--output", str(mine), *([flag] if flag else [])])
    assert contents(outside) == before
    assert code == (1 if kind == "folder" or (not flag and kind != "record") else 0), capsys.readouterr().err
    assert (mine / RECORD).is_symlink() is (kind == "record" and code == 1)
