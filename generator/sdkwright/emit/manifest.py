"""The manifest: the list of files in the output folder that are ours, each with its checksum. Does not write it (write.py).

It is part of the output and is committed with it. What it says decides which files may be replaced or removed, and it may come
from a stranger's repository: its paths pass the same checks as our own.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from sdkwright.emit.files import MANIFEST_NAME, UnsafePathError, check_path, in_order
from sdkwright.inert import dataclass

__all__ = ["Links", "Manifest", "ManifestError", "digest", "parse_manifest", "print_manifest", "spelled"]

_PREFIX = "sha256:"


class ManifestError(ValueError):
    """The manifest cannot be read as one; the message says why."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """``files`` maps each path, as text, relative to the output folder, to the `digest` of its content; ``version`` is the generator's."""

    version: str
    files: Mapping[str, str]


def digest(data: bytes) -> str:
    """The checksum as the manifest spells it: `sha256:` and 64 hexadecimal digits."""
    return spelled(hashlib.sha256(data).hexdigest())


def spelled(checksum: str) -> str:
    """Hexadecimal digits as the manifest spells them."""
    return _PREFIX + checksum


def print_manifest(manifest: Manifest) -> str:
    """The text of the file: sorted, one path a line, so that a version control system shows what changed."""
    files = manifest.files
    # paths and checksums are of letters that JSON escapes none of, and a writer of JSON is slow for thousands of them
    listed = ",\n    ".join([f'"{name}": "{files[name]}"' for name in in_order(files)])
    listed = f"{{\n    {listed}\n  }}" if files else "{}"
    return f'{{\n  "generator": "sdkwright",\n  "version": {json.dumps(manifest.version)},\n  "files": {listed}\n}}\n'


@lru_cache(maxsize=2)  # the one from before a run, and the one that it leaves
def parse_manifest(data: bytes) -> Manifest:
    """The manifest in `data`. Raises ManifestError when it is none, or names a path that we would never write."""
    try:
        content: Any = json.loads(data)
        version, files = str(content["version"]), dict[Any, Any](content["files"])
    except (ValueError, RecursionError) as error:
        raise ManifestError(f"not JSON: {error}") from error
    except (KeyError, TypeError) as error:
        raise ManifestError('it has no "version" and "files"') from error
    return Manifest(version, dict(_entry(path, checksum) for path, checksum in files.items()))


def _entry(path: Any, checksum: Any) -> tuple[str, str]:
    if not isinstance(path, str) or not isinstance(checksum, str) or not checksum.startswith(_PREFIX):
        raise ManifestError(f"{path!r:.80} is not listed with a checksum")
    try:
        checked = check_path(PurePosixPath(path))
    except UnsafePathError as error:
        raise ManifestError(str(error)) from error
    if path != str(checked) or path == MANIFEST_NAME:
        raise ManifestError(f"{path!r} is not the name of an emitted file")
    return path, checksum


class Links:
    """Finds symbolic links on the way to a file of one output folder; looks at each folder once."""

    __slots__ = ("_known", "_root")

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._known: dict[str, bool] = {}

    def first(self, path: PurePosixPath | str) -> PurePosixPath | None:
        """The outermost part of `path` that is a link, wherever it leads; the output folder itself may be one."""
        name, end = str(path), 0
        while end >= 0:
            end = name.find("/", end + 1)
            part = name[:end] if end >= 0 else name
            if part not in self._known:
                self._known[part] = self._is_link(part)
            if self._known[part]:
                return PurePosixPath(part)
        return None

    def _is_link(self, part: str) -> bool:
        try:
            return stat.S_ISLNK(os.lstat(os.path.join(self._root, part)).st_mode)
        except (FileNotFoundError, NotADirectoryError):
            return False
