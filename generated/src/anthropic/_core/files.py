"""Files as callers give them, made ready for the HTTP library; owns finding and opening them, not multipart itself."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

from typing_extensions import TypeGuard

from .sentinels import NotGiven, Omit

if TYPE_CHECKING:
    from .types import (
        ArrayFormat,
        Base64FileInput,
        FileContent,
        FileTypes,
        HttpxFileContent,
        HttpxFileTypes,
        HttpxRequestFiles,
        RequestFiles,
    )

__all__ = [
    "assert_is_file_content",
    "async_to_httpx_files",
    "deepcopy_with_paths",
    "extract_files",
    "file_from_path",
    "is_base64_file_input",
    "is_file_content",
    "to_httpx_files",
]

T = TypeVar("T")
_ARRAY = "<array>"
"""In a path: every element of a list."""


def is_base64_file_input(value: object) -> TypeGuard[Base64FileInput]:
    """Whether `value` is a file that can be read into base64 text."""
    return isinstance(value, io.IOBase | os.PathLike)


def is_file_content(value: object) -> TypeGuard[FileContent]:
    """Whether `value` is the content of a file: bytes, an open file, a path."""
    return isinstance(value, bytes | bytearray | io.IOBase | os.PathLike) or hasattr(value, "read")


def assert_is_file_content(value: object, *, key: str | None = None) -> None:
    """Raises RuntimeError, with help, if `value` is neither the content of a file nor a tuple that holds one."""
    if is_file_content(value) or isinstance(value, tuple):
        return
    where = f"Expected entry at `{key}`" if key is not None else "Expected file input"
    raise RuntimeError(
        f"{where} to be bytes, an io.IOBase instance, a PathLike or a tuple but received {type(value)} instead."
        f"{_hint(value)}"
    )


def file_from_path(path: str) -> FileTypes:
    """The file at `path` as (name, content); the whole content is read now."""
    return Path(path).name, Path(path).read_bytes()


file_from_path.__module__ = __name__.rsplit("._core", 1)[0]


@overload
def to_httpx_files(files: None) -> None: ...
@overload
def to_httpx_files(files: RequestFiles) -> HttpxRequestFiles: ...
def to_httpx_files(files: RequestFiles | None) -> HttpxRequestFiles | None:
    """The files with the content of every path read; raises TypeError for what is not a file, a `str` among them."""
    if files is None:
        return None
    if isinstance(files, Mapping):
        return {key: _to_httpx_file(file) for key, file in files.items()}
    _check_sequence(files)
    return [(key, _to_httpx_file(file)) for key, file in files]


@overload
async def async_to_httpx_files(files: None) -> None: ...
@overload
async def async_to_httpx_files(files: RequestFiles) -> HttpxRequestFiles: ...
async def async_to_httpx_files(files: RequestFiles | None) -> HttpxRequestFiles | None:
    """The same without blocking the event loop while a path is read."""
    if files is None or not _has_path(files):
        return to_httpx_files(files)
    import anyio.to_thread

    return await anyio.to_thread.run_sync(to_httpx_files, files)


def _check_sequence(files: object) -> None:
    if isinstance(files, str | bytes) or not isinstance(files, Sequence):
        raise TypeError(f"Unexpected file type input {type(files)}, expected mapping or sequence")


def _has_path(files: RequestFiles) -> bool:
    if not isinstance(files, Mapping):
        _check_sequence(files)
    entries = list(files.values()) if isinstance(files, Mapping) else [entry[1] for entry in files]
    return any(isinstance(file[1] if isinstance(file, tuple) else file, os.PathLike) for file in entries)


def _to_httpx_file(file: FileTypes) -> HttpxFileTypes:
    if isinstance(file, tuple):
        # A path inside a tuple is read as well: the tuple only adds to the file its name, media type and headers.
        name, content, *rest = file
        if not is_file_content(content):
            raise TypeError(_not_a_file(content))
        return cast("HttpxFileTypes", (name, _read(content), *rest))
    if not is_file_content(file):
        raise TypeError(_not_a_file(file))
    if isinstance(file, os.PathLike):
        return Path(file).name, _read(file)
    return cast("HttpxFileTypes", file)


def _read(content: FileContent) -> HttpxFileContent:
    return Path(content).read_bytes() if isinstance(content, os.PathLike) else content


def _not_a_file(value: object) -> str:
    return (
        "Expected file types input to be a FileContent type or to be a tuple of (name, content[, media type[, headers]])"
        f" but received {type(value)}.{_hint(value)}"
    )


def _hint(value: object) -> str:
    return " For a path write pathlib.Path(...); for text encode it to bytes." if isinstance(value, str) else ""


def extract_files(
    body: Mapping[str, object], *, paths: Sequence[Sequence[str]], array_format: ArrayFormat = "brackets"
) -> list[tuple[str, FileTypes]]:
    """Take the files at `paths` out of `body` (in place), with the names under which multipart carries them.

    A path is a list of keys, with "<array>" for every element of a list: `["documents", "<array>", "file"]` gives
    `documents[][file]`. What is not there, or of another shape, is left alone.
    Raises RuntimeError for a value at a path that is not a file.
    """
    found: list[tuple[str, FileTypes]] = []
    for path in paths:
        found.extend(_extract(body, path, "", array_format))
    return found


def _extract(node: object, path: Sequence[str], name: str, array_format: ArrayFormat) -> list[tuple[str, FileTypes]]:
    if not path:
        assert_is_file_content(node, key=name)
        return [(name, cast("FileTypes", node))]
    step, rest = path[0], path[1:]
    if step == _ARRAY:
        items = cast("list[object]", node) if isinstance(node, list) else []
        named = [(name + _element(index, array_format), item) for index, item in enumerate(items)]
        return [entry for key, item in named for entry in _extract(item, rest, key, array_format)]
    if not isinstance(node, dict) or step not in node:
        return []
    mapping = cast("dict[str, object]", node)
    value = mapping[step]
    if isinstance(value, Omit | NotGiven):
        del mapping[step]
        return []
    found = _extract(value, rest, f"{name}[{step}]" if name else step, array_format) if value is not None else []
    # The key goes when all that it held were files: the file itself, or a list of files.
    if value is not None and (not rest or (isinstance(value, list) and all(part == _ARRAY for part in rest))):
        del mapping[step]
    return found


def _element(index: int, array_format: ArrayFormat) -> str:
    return {"brackets": "[]", "indices": f"[{index}]"}.get(array_format, "")


def deepcopy_with_paths(item: T, paths: Sequence[Sequence[str]]) -> T:
    """A copy of `item` whose dicts and lists along `paths` may be changed; everything else is shared with `item`."""
    steps = [path for path in paths if path]
    if not steps:
        return item
    copy: Any = item
    if isinstance(item, Mapping):
        pairs = cast("Mapping[str, Any]", item).items()
        copy = {key: deepcopy_with_paths(value, [path[1:] for path in steps if path[0] == key]) for key, value in pairs}
    elif isinstance(item, list) and (inner := [path[1:] for path in steps if path[0] == _ARRAY]):
        copy = [deepcopy_with_paths(value, inner) for value in cast("list[Any]", item)]
    return cast("T", copy)
