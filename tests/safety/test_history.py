"""The history of git in an output folder is read, and nothing that its configuration names is run: it may come from a stranger."""

from __future__ import annotations

import subprocess
from pathlib import Path, PurePosixPath

import pytest

from sdkwright.emit.edits import Edits
from sdkwright.emit.files import File
from sdkwright.emit.write import Outcome, write

OLD, NEW, EDIT = "a = 1\n\n\nb = 2\n\n\nc = 3\n", "a = 1\n\n\nb = 2\n\n\nc = 4\n", "a = 0\n\n\nb = 2\n\n\nc = 3\n"
SIGNED = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n"
PROGRAMS = {
    "index": ["core.fsmonitor={program}", "core.pager={program}", "core.editor={program}", "diff.external={program}"],
    "signatures": ["log.showSignature=true", "gpg.program={program}", "gpg.openpgp.program={program}", "gpg.ssh.program={program}"],
    "filters": ["filter.x.smudge={program}", "filter.x.clean={program}", "diff.x.textconv={program}", "core.hooksPath=hooks"],
    "fetching": ["core.repositoryformatversion=1", "extensions.partialClone=origin", "remote.origin.promisor=true",
                 "remote.origin.url=ext::{program}", "protocol.ext.allow=always"],
    "ssh": ["core.repositoryformatversion=1", "extensions.partialClone=origin", "remote.origin.promisor=true",
            "remote.origin.url=ssh://x.invalid/y", "core.sshCommand={program}", "remote.origin.uploadpack={program}"],
}  # fmt: skip
MISSING = ("fetching", "ssh")


@pytest.fixture(autouse=True)
def _no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only git knows what was generated."""
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "cache-of-somebody-else"))


def git(out: Path, *arguments: str, given: str | None = None) -> str:
    identity = ("-c", "user.name=n", "-c", "user.email=e@x.example")
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=out, input=given, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def emit(out: Path, text: str, edits: Edits | None = None) -> Outcome:
    return write([File(PurePosixPath("a.py"), text)], out, version="1", edits=edits)


def hostile(folder: Path, kind: str) -> tuple[Path, Path]:
    """An output folder in git with an edit whose base only git has; and the file that its programs make."""
    out, canary, program = folder / "out", folder / "canary", folder / "program"
    program.write_text(f"#!/bin/sh\necho {kind} >> {canary}\n")
    program.chmod(0o755)
    emit(out, OLD)
    git(out, "init", "--quiet")
    (out / ".gitattributes").write_text("*.py filter=x diff=x\n")
    (out / "hooks").mkdir()
    for hook in ("post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc"):
        (out / "hooks" / hook).symlink_to(program)
    git(out, "add", ".")
    git(out, "commit", "--quiet", "--message", "x")
    commit = git(out, "cat-file", "commit", "HEAD")
    signed = commit.replace("\n\n", f"\n{SIGNED}\n", 1) + "\n"
    git(out, "update-ref", "HEAD", git(out, "hash-object", "-t", "commit", "-w", "--stdin", given=signed))
    if kind in MISSING:
        blob = git(out, "rev-parse", "HEAD:a.py")
        (out / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    for line in PROGRAMS[kind]:
        name, _, value = line.format(program=program).partition("=")
        git(out, "config", name, value)
    (out / "a.py").write_text(EDIT)
    canary.unlink(missing_ok=True)
    return out, canary


@pytest.mark.parametrize("kind", PROGRAMS)
def test_no_program_of_a_repository_is_run(tmp_path, kind):
    out, canary = hostile(tmp_path, kind)
    outcome = emit(out, NEW, Edits(out))
    assert not canary.exists()
    if kind in MISSING:
        assert "nor in the history of git" in outcome.refused[0].message
    else:
        assert (out / "a.py").read_text() == EDIT.replace("c = 3", "c = 4")


@pytest.mark.parametrize(
    ("kind", "asked"),
    [("signatures", ["log", "-1"]), ("fetching", ["cat-file", "blob", "HEAD:a.py"]), ("index", ["status"])],
)
def test_a_program_of_a_repository_leaves_its_mark(tmp_path, kind, asked):
    """The test above can fail: so asked, git runs it."""
    out, canary = hostile(tmp_path, kind)
    subprocess.run(["git", *asked], cwd=out, capture_output=True, check=False)
    assert canary.exists()
