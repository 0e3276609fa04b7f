"""What an emitted file is, which paths may be written at all (a closed alphabet, no twins), and where our templates are.

Whether a path leads out of the output folder on the disk is asked in manifest.py. Paths come from names that a document suggests, so each is checked twice, when it is rendered and when it is written.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import field
from functools import lru_cache
from pathlib import Path, PurePosixPath

from sdkwright.inert import dataclass

__all__ = [
    "BASES_NAME",
    "COMPILED_NAME",
    "JOURNAL_NAME",
    "MANIFEST_NAME",
    "File",
    "Paths",
    "UnsafePathError",
    "check_path",
    "check_paths",
    "check_working_path",
    "in_order",
    "names_of",
    "templates_dir",
]

MANIFEST_NAME = ".sdkwright-manifest.json"
JOURNAL_NAME = ".sdkwright-journal.json"
BASES_NAME = ".sdkwright-base"
"""A folder with what was generated where somebody edited it since: the same paths below it."""
COMPILED_NAME = "templates-"
"""What the name of a folder of the cache begins with that holds templates compiled by one version of all that compiles them."""

# Words of ASCII letters, digits and `_`, joined by single dots or hyphens; one leading dot is a hidden file such as `.stats.yml`.
_PART = re.compile(r"\.?[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*", re.ASCII)
# Names that Windows keeps for devices, whatever the suffix.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)
# Folders that other tools run code from, and our own working files.
_RESERVED = frozenset({".git", ".hg", ".svn", ".venv", "__pycache__"})
_OWN_PREFIX = ".sdkwright-"
_LONGEST_PART = 200
_LONGEST_PATH = 900


@dataclass(frozen=True, slots=True)
class File:
    """One emitted file: ``path`` relative to the distribution folder, ``text`` with LF line ends.

    ``origin`` names the template or the file it was copied from, for the message of an internal error. ``formatted`` says that the
    text is laid out already: it is a file of ours, and our own checks keep it so. ``foreign`` says that a user's template printed it.
    """

    path: PurePosixPath
    text: str
    origin: str = field(default="", compare=False)
    formatted: bool = field(default=False, compare=False)
    foreign: bool = field(default=False, compare=False)


class UnsafePathError(ValueError):
    """A path that must not be written: outside the alphabet, reserved, or one that another path of the run collides with."""


def check_path(path: PurePosixPath) -> PurePosixPath:
    """`path` itself, when it is relative and each part keeps to the alphabet.

    Raises UnsafePathError otherwise; the message holds the path as a Python literal, so it is safe to print.
    """
    text = str(path)
    if not path.parts or path.is_absolute():
        raise UnsafePathError(f"{text!r} is not a relative path of a file")
    if len(text) > _LONGEST_PATH:
        raise UnsafePathError(f"{text[:80]!r}... is longer than {_LONGEST_PATH} characters")
    for part in path.parts:
        fault = _fault(part)
        if fault is not None and text != MANIFEST_NAME:
            raise UnsafePathError(fault.format(repr(part[:_LONGEST_PART]), repr(text)))
    return path


@lru_cache(maxsize=1 << 16)  # each is asked about several times in a run
def _fault(part: str) -> str | None:
    """What is wrong with one part of a path, to be filled with the part and the path."""
    if len(part) > _LONGEST_PART or not _PART.fullmatch(part):
        return "{} in {} is not a plain file name"
    lowered = part.lower()
    if lowered.split(".")[0] in _DEVICES:
        return "{} in {} is the name of a device on Windows"
    if lowered in _RESERVED or lowered.startswith(_OWN_PREFIX):
        return "{} in {} is reserved"
    return None


@dataclass(frozen=True, slots=True)
class Paths(Collection[PurePosixPath]):
    """Paths of which most runs ask only how many there are; they are made of their `names`, and sorted, when somebody looks at them."""

    names: tuple[str, ...]

    def __contains__(self, path: object) -> bool:
        return str(path) in self.names

    def __iter__(self) -> Iterator[PurePosixPath]:
        return map(PurePosixPath, in_order(self.names))

    def __len__(self) -> int:
        return len(self.names)


def names_of(paths: Collection[PurePosixPath]) -> Iterable[str]:
    """Paths as text, in any order."""
    return paths.names if isinstance(paths, Paths) else map(str, paths)


def in_order(names: Iterable[str]) -> list[str]:
    """Paths, as text, in the order of their parts."""
    return sorted(names, key=_parts)


def _parts(name: str) -> str:
    return name.replace("/", "\0")  # which comes before all that a part may hold


def check_working_path(path: PurePosixPath) -> PurePosixPath:
    """As `check_path`, and of our own working files those that a run changes: the manifest, and what is kept below `BASES_NAME`."""
    inside = path.relative_to(BASES_NAME) if path.parts[:1] == (BASES_NAME,) else path
    check_path(inside)
    return path


def check_paths(paths: Iterable[PurePosixPath]) -> None:
    """Each path alone, and all together: none twice, none that a case-insensitive disk takes for another, none that is a folder of another.

    Raises UnsafePathError, naming both.
    """
    files: dict[str, PurePosixPath] = {}
    folders: dict[str, str] = {}
    for path in paths:
        check_path(path)
        folded = str(path).lower()
        twin = files.setdefault(folded, path)
        if twin is not path:
            raise UnsafePathError(f"{str(twin)!r} and {str(path)!r} are one file where case does not count")
        text, end = str(path), str(path).rfind("/")
        while end > 0 and folders.get(folded[:end]) != text[:end]:  # one that is known has known parents
            known = folders.setdefault(folded[:end], text[:end])
            if known != text[:end]:
                raise UnsafePathError(f"{known!r} and {text[:end]!r} are one folder where case does not count")
            end = text.rfind("/", 0, end)
    for folded in folders:
        if folded in files:
            raise UnsafePathError(f"{str(files[folded])!r} is a file and a folder")


def templates_dir() -> Path:
    """The folder of our templates: in an installed sdkwright beside the code, in a checkout at the top.

    Raises FileNotFoundError when neither is there, which means a broken installation.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_templates", package.parent.parent / "templates"):
        if (folder / "core").is_dir():
            return folder
    raise FileNotFoundError(f"the templates of sdkwright are missing beside {package}")
