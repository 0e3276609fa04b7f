"""Where the package is in what a person names: a folder, a wheel or an sdist; unpacks without running or trusting any of it."""

from __future__ import annotations

import lzma
import re
import tarfile
import tomllib
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from sdkwright.compare.reading import ReadingError
from sdkwright.inert import dataclass

__all__ = ["Found", "locate"]

_WANTED = frozenset({".py", ".pyi"})
_RECORDS = frozenset({"METADATA", "PKG-INFO", "pyproject.toml", "py.typed"})
# what the libraries raise for archives that are damaged, encrypted, or packed in a way that they do not know
_BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
_LARGEST = 512 * 1024 * 1024
# folders that may look like packages, and are not what is installed
_BESIDE = frozenset(
    [
        "tests",
        "test",
        "docs",
        "doc",
        "examples",
        "scripts",
        "bin",
        "build",
        "dist",
        "node_modules",
        "site-packages",
        "tools",
    ]
)


@dataclass(frozen=True, slots=True)
class Found:
    """A package on the disk: the folder that it is imported from, its dotted name, and what its distribution says of it."""

    search: Path
    package: str
    version: str | None
    python: str | None


@contextmanager
def locate(path: Path, package: str | None = None) -> Generator[Found]:
    """The package in `path`; unpacked for as long as the context lasts. Raises ReadingError where there is none or a choice."""
    if path.is_dir():
        yield _in_folder(path, path, package)
        return
    with TemporaryDirectory(prefix="sdkwright-compare-") as name:
        folder = Path(name)
        try:
            _unpack(path, folder)
        except _BROKEN as error:
            raise ReadingError(f"{path} cannot be unpacked: {error}") from error
        inside = [each for each in folder.iterdir() if each.is_dir()]
        yield _in_folder(inside[0] if len(inside) == 1 and _metadata(inside[0]) else folder, path, package)


def _unpack(path: Path, folder: Path) -> None:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            sizes = {each.filename: each.file_size for each in archive.infolist() if not each.is_dir()}
            for name in _chosen(path, sizes):
                archive.extract(name, folder)
        return
    if not tarfile.is_tarfile(path):
        raise ReadingError(f"{path} is neither a folder, a wheel (.whl), an sdist (.tar.gz) nor a list of facts (.txt)")
    with tarfile.open(path) as archive:
        plain = {each.name: each for each in archive.getmembers() if each.isfile()}
        for name in _chosen(path, {name: each.size for name, each in plain.items()}):
            archive.extract(plain[name], folder, filter="data")


def _chosen(path: Path, sizes: dict[str, int]) -> list[str]:
    """Source and records only, and no more than a disk can bear."""
    chosen = [name for name in sizes if PurePosixPath(name).suffix in _WANTED or PurePosixPath(name).name in _RECORDS]
    if sum(sizes[name] for name in chosen) > _LARGEST:
        raise ReadingError(f"{path} unpacks to more than {_LARGEST >> 20} MiB of source")
    return chosen


def _in_folder(folder: Path, given: Path, package: str | None) -> Found:
    if (folder / "__init__.py").is_file():
        top = folder.resolve()
        return _named(top.parent, top.name, top.parent.parent if top.parent.name == "src" else top.parent)
    search = folder / "src" if (folder / "src").is_dir() else folder
    packages = list(_packages(search, PurePosixPath()))
    if package is not None:
        packages = [each for each in packages if each == package]
    elif len(packages) > 1:
        packages = [each for each in packages if (search.joinpath(*each.split(".")) / "py.typed").is_file()] or packages
    if not packages:
        wanted = f"no package `{package}`" if package else "no Python package (a folder with __init__.py)"
        raise ReadingError(f"{given} holds {wanted}")
    if len(packages) > 1:
        listed = ", ".join(f"`{each}`" for each in packages[:8])
        raise ReadingError(f"{given} holds several packages ({listed}): say which one with --package")
    return _named(search, packages[0], folder)


def _named(search: Path, package: str, distribution: Path) -> Found:
    version, python = _metadata(distribution) or (None, None)
    return Found(search, package, version or _written_version(search.joinpath(*package.split("."))), python)


def _packages(search: Path, below: PurePosixPath) -> Iterator[str]:
    """Dotted names of the outermost packages; folders without `__init__.py` on the way are namespaces."""
    for each in sorted((search / below).iterdir()):
        if each.is_dir() and each.name.isidentifier() and not (len(below.parts) == 0 and each.name in _BESIDE):
            inside = below / each.name
            if (each / "__init__.py").is_file() or (each / "__init__.pyi").is_file():
                yield ".".join(inside.parts)
            elif len(inside.parts) < 4:
                yield from _packages(search, inside)


def _metadata(folder: Path) -> tuple[str | None, str | None] | None:
    """(version, required Python) of the distribution whose files are in `folder`; None where it does not say."""
    records = [*folder.glob("*.dist-info/METADATA"), folder / "PKG-INFO"]
    for record in records:
        if record.is_file():
            head = record.read_text("utf-8", errors="replace").partition("\n\n")[0]
            lines = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line and not line.startswith(" "))
            return lines.get("Version"), lines.get("Requires-Python")
    try:
        project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8")).get("project", {})
    except (OSError, ValueError, RecursionError):
        return None
    return project.get("version"), project.get("requires-python")


def _written_version(package: Path) -> str | None:
    for name in ("_version.py", "__init__.py"):
        file = package / name
        text = file.read_text("utf-8", errors="replace") if file.is_file() else ""
        match = re.search(r"^__version__\s*(?::\s*\w+\s*)?=\s*[\"']([^\"'\n]+)[\"']", text, re.MULTILINE)
        if match:
            return match[1]
    return None
