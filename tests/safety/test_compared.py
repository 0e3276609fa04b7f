"""`sdkwright compare` reads packages of strangers: it runs none of them, writes nothing outside, and says what it cannot read."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from attack import EXHAUSTIVE
from attack.hostile import FEW, PAYLOADS
from attack.markup import structure

from sdkwright import cli
from sdkwright.emit.files import JOURNAL_NAME, MANIFEST_NAME, File
from sdkwright.emit.journal import JournalError
from sdkwright.emit.write import write

SOURCES = {
    "parentheses": b"x = " + b"(" * 5_000 + b"1" + b")" * 5_000,
    "brackets": b"x: " + b"list[" * 3_000 + b"int" + b"]" * 3_000 + b" = 1\n",
    "operators": b"x = " + b"-" * 20_000 + b"1\n",
    "NUL": b"x = 1\x00\n",
    "latin": b"x = '\xff'\n",
    "another encoding": b"# coding: utf-7\nx = 1\n+AGEAPQAx-\n",
    "in a circle": b"from zq.a import *\nfrom zq import *\nimport zq\nclass A(A): ...\nclass B(C): ...\nclass C(B): ...\nx = zq.zq.x\n",
    "odd names": b"__all__ = [*zq.__all__, 1, 'q\\n', '../x']\nfrom ........ import x\nfrom zq.zq.zq import *\n",
    "code": b"import zq_canary, os\nos.mkdir('made')\nraise SystemExit(3)\n",
    "empty": b"",
}


def package(folder: Path, source: bytes) -> Path:
    (folder / "zq").mkdir(parents=True)
    (folder / "zq" / "py.typed").touch()
    (folder / "zq" / "__init__.py").write_bytes(source)
    return folder


@pytest.fixture
def plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package that is compared with others, in the folder where the command runs."""
    monkeypatch.chdir(tmp_path)
    return package(tmp_path / "plain", b"def f(a: int = 1) -> int: ...\n")


def compared(old: Path, new: Path, capsys: pytest.CaptureFixture[str]) -> int:
    code = cli.run(["compare", str(old), str(new)])
    told = capsys.readouterr()
    assert code in (0, 1, 2), told.err
    assert code != 2 or "cannot be" in told.err
    return code


@pytest.mark.parametrize("name", SOURCES)
def test_a_package_is_compared_or_it_is_said_why_not(plain, tmp_path, capsys, name):
    other = package(tmp_path / "other", SOURCES[name])
    before = sorted(tmp_path.rglob("*"))
    compared(plain, other, capsys)
    compared(other, plain, capsys)
    assert sorted(tmp_path.rglob("*")) == before


def changed(folder: Path, payload: str) -> tuple[Path, Path]:
    """Two packages with the payload in whatever a comparison tells of: values, defaults, types, messages, exported names, the version."""
    text = repr(payload.encode("utf-8", "replace").decode())
    folders = []
    for number, more in enumerate(("", f", {text}")):
        source = (
            f"from typing import Literal\nfrom typing_extensions import deprecated\n__all__ = ['call', 'Model', 'value', {text}]\n"
            f"def call(a: Literal['x'{more}] = {text if number else 1}, *, b: Literal[{number}, 'y'{more}] = 1) -> Literal['x'{more}]: ...\n"
            f"class Model:\n    kind: Literal['x'{more}] = {text if number else 'None'}\n    if {number}:\n        more: Literal[{text}]\n"
            f"value = {text if number else 1}\n@deprecated({text if number else repr('')})\ndef old() -> None: ...\n"
        )
        folders.append(package(folder / str(number), source.encode()))
        (folders[-1] / "PKG-INFO").write_bytes(
            f"Version: 1.0.{number}{payload if number == 0 else ''}\n".encode("utf-8", "replace")
        )
    return folders[0], folders[1]


def as_markdown(folder: Path, payload: str, capsys: pytest.CaptureFixture[str]) -> str:
    old, new = changed(folder, payload)
    assert cli.run(["compare", str(old), str(new), "--format", "markdown"]) in (0, 1)
    return capsys.readouterr().out


@pytest.mark.parametrize("payload", PAYLOADS if EXHAUSTIVE else FEW)
def test_changes_are_told_in_markdown_that_no_text_gets_out_of(tmp_path, capsys, payload):
    """It is put into comments and changelogs: values and names of a stranger are code there, and nothing else."""
    harmless = structure(as_markdown(tmp_path / "harmless", "zq", capsys))
    told = as_markdown(tmp_path / "hostile", PAYLOADS[payload], capsys)
    assert structure(told) == harmless, told


def wheel(
    path: Path, names: tuple[str, ...] = ("zq/__init__.py", "zq/py.typed"), method: int = zipfile.ZIP_STORED
) -> bytearray:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name in names:
            archive.writestr(name, "x = 1\n" * 100)
    return bytearray(path.read_bytes())


@pytest.mark.parametrize("fault", ["checksum", "encrypted", "unknown method", "damaged", "cut"])
def test_a_damaged_archive_is_an_error_of_use(plain, tmp_path, capsys, fault):
    path = tmp_path / "zq-1-py3-none-any.whl"
    data = wheel(path, method=zipfile.ZIP_DEFLATED if fault == "damaged" else zipfile.ZIP_STORED)
    match fault:
        case "checksum":
            data[data.find(b"x = 1")] = ord("y")
        case "damaged":
            start = data.find(b"__init__.py") + len("__init__.py")
            data[start : start + 5] = b"\xff" * 5
        case "cut":
            del data[len(data) // 2 :]
        case _:
            for mark, flags, method in ((b"PK\x03\x04", 6, 8), (b"PK\x01\x02", 8, 10)):
                at = data.find(mark)
                data[at + (flags if fault == "encrypted" else method)] = 1 if fault == "encrypted" else 97
    path.write_bytes(data)
    assert cli.run(["compare", str(plain), str(path)]) == 2
    assert "internal error" not in capsys.readouterr().err


def test_nothing_is_unpacked_outside(plain, tmp_path, capsys):
    outside = set(tmp_path.parent.iterdir())
    hostile = (
        "../evil.py",
        "../../evil.py",
        f"{tmp_path}/evil.py",
        "zq/..\\..\\evil.py",
        "zq/__init__.py",
        "C:\\evil.py",
    )
    wheel(tmp_path / "a.whl", hostile)
    compared(plain, tmp_path / "a.whl", capsys)
    for name, kind in (
        ("../evil.py", tarfile.REGTYPE),
        (f"{tmp_path}/evil.py", tarfile.REGTYPE),
        ("zq/a.py", tarfile.SYMTYPE),
        ("zq/b.py", tarfile.LNKTYPE),
    ):
        with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as archive:
            for member, of in ((name, kind), ("zq/__init__.py", tarfile.REGTYPE)):
                entry = tarfile.TarInfo(member)
                entry.type, entry.size, entry.linkname = of, 6 * (of == tarfile.REGTYPE), "/etc/passwd"
                archive.addfile(entry, io.BytesIO(b"x = 1\n"))
        compared(plain, tmp_path / "a.tar.gz", capsys)
    assert set(tmp_path.parent.iterdir()) == outside
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.tar.gz", "a.whl", "plain"]


RECORDS = (
    "[" * 100_000,
    '{"files": ' * 50_000,
    "1" * 100_000,
    "\\ud800",
    "NaN",
    "{}",
    '{"version": 1, "files": 5}',
    '{"version": "1", "files": {"a.py": []}}',
)


@pytest.mark.parametrize("number", range(len(RECORDS)))
def test_records_in_the_output_folder_are_read_or_refused(tmp_path, number):
    """They are of an earlier run, which may have been somebody else's."""
    files = [File(PurePosixPath("a.py"), "a = 1\n")]
    (tmp_path / MANIFEST_NAME).write_text(RECORDS[number])
    assert [refusal.code for refusal in write(files, tmp_path, version="1").refused] == ["W006"]
    (tmp_path / MANIFEST_NAME).unlink()
    (tmp_path / JOURNAL_NAME).write_text(RECORDS[number])
    with pytest.raises(JournalError):
        write(files, tmp_path, version="1")
    assert json.dumps(sorted(path.name for path in tmp_path.iterdir())) == json.dumps([JOURNAL_NAME])
