"""The local files that a description may refer to: those in the folder tree of its root, and of others that are allowed.

Symbolic links are followed first and judged by where they lead, so that none leads out. The number of files and their size
together are bounded, as each one's size is.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from sdkwright.diagnostics import Report, display, nearest
from sdkwright.inert import dataclass
from sdkwright.read.document import Part
from sdkwright.read.load import take
from sdkwright.read.problems import MAX_BYTES, MAX_FILES, MAX_TOTAL
from sdkwright.read.text import Text, shown

__all__ = ["Folder", "RefusedError"]

_PROSE = frozenset((".md", ".markdown"))
"""Files that are one text: `description: {$ref: about.md}` is how several tools spell a long one."""
_ENDS = (".yaml", ".yml", ".json")
_PUT = "put all files below the folder of the root document"


class RefusedError(Exception):
    """A file or URL that is not read; with the code of the finding, and what to do."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.hint = hint


@dataclass(slots=True)
class Folder:
    """A folder and what has been read of it."""

    root: Path
    report: Report
    allowed: tuple[Path, ...] = ()
    read: int = 0
    size: int = 0

    @classmethod
    def around(cls, path: Path, report: Report, allowed: Iterable[Path] = ()) -> Folder:
        """The folder of the document at ``path``, whether that is a symbolic link or not, and others that are ``allowed``."""
        return cls(path.parent.resolve(), report, tuple(each.resolve() for each in allowed))

    def name(self, real: Path) -> str:
        """What a file that ``place`` gave is called: its way from the folder of the document."""
        return Path(os.path.relpath(real, self.root)).as_posix() if real.anchor == self.root.anchor else real.as_posix()

    def place(self, path: Path, *, near: bool = False) -> Path:
        """Where a path really leads, or the one ``near`` it. Raises RefusedError outside of the folder and where nothing is.

        What is on another machine is not even looked at: Windows would tell it who asks.
        """
        if str(path)[:2] in ("//", "\\\\") and path.anchor != self.root.anchor:
            raise RefusedError("S015", f"{display(str(path))} is on another machine, and is not read", _PUT)
        try:
            real = path.resolve()
            exists = real.is_file()
        except (OSError, ValueError, RuntimeError):  # a loop of links, a NUL in the name, a name too long
            raise RefusedError("S014", f"{path.name[:60]!r} is not a name of a file", "check the path") from None
        if not any(real.is_relative_to(each) for each in (self.root, *self.allowed)):
            inside = Path(os.path.normpath(path)).is_relative_to(self.root)
            name = os.path.relpath(path, self.root)
            what = f"the symbolic link `{name}` leads outside" if inside else f"`{name}` is outside"
            message = f"{what} of the folder of the document, and is not read"
            raise RefusedError("S015", message, _allowing(real.parent) if real.parent.is_dir() else _PUT)
        if not exists:
            self.report.absent.add(real)
        if not exists and near and (twin := _twin(real)) is not None:
            return self.place(twin)
        if not exists:
            raise RefusedError("S014", f"there is no file {shown(real)}", _instead(real, self.root))
        return real

    def open(self, real: Path, source: str) -> Part | None:
        """The file at a place that ``place`` gave; None where it holds no value, with the reason in the report."""
        try:
            with real.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise RefusedError("S014", f"cannot read {shown(real)}: {why}", "check its permissions") from None
        self.read, self.size = self.read + 1, self.size + len(data)
        if self.read > MAX_FILES or self.size > MAX_TOTAL:
            message = f"the document refers to more than {MAX_FILES:,} files or {MAX_TOTAL // 2**20} MiB"
            raise RefusedError("D003", message, "is this the right root document?")
        return take(data, Text(real, ""), self.report, source=source, prose=real.suffix.lower() in _PROSE)


def _allowing(folder: Path) -> str:
    """The flag that allows a folder, in a hint. The document chose its name, and a person will copy the line into a shell."""
    from shlex import quote

    here = Path.cwd()
    near = os.path.relpath(folder, here) if folder.anchor == here.anchor else str(folder)
    return f"if you trust it, allow its folder: `--allow-folder {quote(min(near, str(folder), key=len))}`"


def _twin(path: Path) -> Path | None:
    """The one file that is meant by a name in another case, by one without its end, or by that of a folder with an index."""
    try:
        names = [entry.name for entry in (path if path.is_dir() else path.parent).iterdir()]
    except OSError:
        return None
    if path.is_dir():
        found = [path / name for name in names if Path(name).stem == "index" and Path(name).suffix in _ENDS]
    else:
        found = [path.with_name(name) for name in names if name.lower() == path.name.lower()]
        found = found or [path.with_name(f"{path.name}{end}") for end in _ENDS if f"{path.name}{end}" in names]
    return found[0] if len(found) == 1 else None


def _instead(real: Path, root: Path) -> str:
    """The file that was meant: of the same folder, or a folder of the same name as one that is not there; never outside of the root."""
    folder = real.parent if real != root else root
    while not folder.is_dir() and folder != folder.parent:
        real, folder = folder, folder.parent
    try:
        names = [entry.name for entry in folder.iterdir()]
    except OSError:
        names = []
    stems = {name.partition(".")[0]: name for name in sorted(names, reverse=True)}
    stem = nearest(real.name.partition(".")[0], stems)
    close = stems[stem] if stem is not None else None
    return f"did you mean `{shown(folder / close)}`?" if close else "the path is relative to the file that refers to it"
