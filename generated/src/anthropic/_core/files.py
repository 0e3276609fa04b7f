"""Files as callers give them, made ready for the HTTP library; owns opening them, not multipart itself."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import IO, TYPE_CHECKING, Any, cast

from typing_extensions import TypeGuard

from .headers import header_value

if TYPE_CHECKING:
    from .types import FileContent, FileTypes, RequestFiles


class FileOnDisk:
    """A file that is opened when it is read and closed at its end, so that it is never in memory and may be sent again.

    Raises OSError at once for what is not there. It counts as long as it was then.
    """

    def __init__(self, path: os.PathLike[str]) -> None:
        self._path = Path(path)
        self._size = self._path.stat().st_size
        self._file: IO[bytes] | None = None

    def read(self, size: int = -1) -> bytes:
        """The next bytes; none at the end."""
        if self._file is None:
            self._file = self._path.open("rb")
        piece = self._file.read(size)
        if not piece:
            self.seek(0)
        return piece

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.read(65536), b"")

    def seek(self, _offset: int, whence: int = os.SEEK_SET) -> int:
        """Go back to the start; asked for the end, say where that is."""
        if self._file is not None:
            self._file.close()
            self._file = None
        return self._size if whence == os.SEEK_END else 0

    def tell(self) -> int:
        """Where reading begins."""
        return 0

    def __del__(self) -> None:
        if getattr(self, "_file", None) is not None:
            self.seek(0)


def is_file_content(value: object) -> TypeGuard[FileContent]:
    """Whether `value` is the content of a file: bytes, an open file, a path."""
    return isinstance(value, bytes | bytearray | io.IOBase | os.PathLike) or hasattr(value, "read")


def file_from_path(path: str) -> FileTypes:
    """The file at `path` as (name, content); the whole content is read now."""
    return Path(path).name, Path(path).read_bytes()


file_from_path.__module__ = __name__.rsplit("._core", 1)[0]


def to_httpx_files(files: RequestFiles) -> dict[str, Any] | list[tuple[str, Any]]:
    """The files with every path made readable; raises TypeError for what is not a file, a `str` among them."""
    if isinstance(files, Mapping):
        return {key: _to_httpx_file(file) for key, file in files.items()}
    given: Any = files
    if isinstance(given, str | bytes) or not isinstance(given, Sequence):
        raise TypeError(f"Unexpected file type input {type(files)}, expected mapping or sequence")
    return [(key, _to_httpx_file(file)) for key, file in files]


def _to_httpx_file(file: FileTypes) -> Any:
    if isinstance(file, tuple):
        # A path inside a tuple is read as well: the tuple only adds to the file its name, media type and headers.
        name, content, *rest = cast("tuple[Any, ...]", file)
        _check_said(*rest)
        if isinstance(content, str):
            content = content.encode()  # with a name beside it, text can only be what the file holds
        if not is_file_content(content):
            raise TypeError(not_a_file(content))
        return (name, _readable(content), *rest)
    if not is_file_content(file):
        raise TypeError(not_a_file(file))
    if isinstance(file, os.PathLike):
        return Path(file).name, _readable(file)
    return _readable(file)


def _check_said(media_type: str | None = None, headers: Mapping[str, str] | None = None) -> None:
    """Refuse what would end a header of the part early, which not every HTTP library does: ValueError."""
    for name, value in {"Content-Type": media_type or "", **(headers or {})}.items():
        header_value(name, value)


def _readable(content: Any) -> Any:
    if isinstance(content, os.PathLike):
        return FileOnDisk(cast("os.PathLike[str]", content))
    if isinstance(content, bytearray):
        return bytes(content)
    if isinstance(content, io.IOBase) and not content.seekable():
        # A pipe: the HTTP library would take the size of its descriptor, which is 0, for its length.
        return SimpleNamespace(read=content.read, name=getattr(content, "name", "upload"))
    return content


def not_a_file(value: object) -> str:
    """What to say about something that should have been a file."""
    hint = " For a path write pathlib.Path(...); for text encode it to bytes." if isinstance(value, str) else ""
    return (
        "Expected file types input to be a FileContent type or to be a tuple of (name, content[, media type[, headers]])"
        f" but received {type(value)}.{hint}"
    )


def readers(value: object) -> Iterator[Any]:
    """All that is read rather than held in memory, in a body or in files: open files and what else has a `read`."""
    if hasattr(value, "read"):
        yield value
    elif isinstance(value, Mapping):
        for item in cast("Mapping[str, object]", value).values():
            yield from readers(item)
    elif isinstance(value, list | tuple):
        for item in cast("Iterable[object]", value):
            yield from readers(item)
