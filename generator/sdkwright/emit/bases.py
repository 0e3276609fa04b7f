"""What was last generated for a file that somebody edited since: kept in the output, remembered in the cache, or in git's history.

Only files that are edited have a copy in the output folder, which is committed with it: whoever clones can merge. Of all other
files the content on the disk is what was generated, and the cache has it once somebody edits one; git has it as well if it was committed.
"""

from __future__ import annotations

import marshal
import os
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from sdkwright.emit.cache import Cache
from sdkwright.emit.files import BASES_NAME, MANIFEST_NAME
from sdkwright.emit.glance import cache_root
from sdkwright.emit.manifest import digest

__all__ = ["Bases", "base_path"]

_KIND = "bases"
_REVISIONS = 50
_BEFORE = ""
_VERSION = 4  # which all versions of Python read that we run on
_LONGEST_CHAIN = 200
_PATIENCE = 20
_QUIET = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
"""Nothing that is missing is fetched: a repository may name the program that fetches."""


def base_path(path: PurePosixPath) -> PurePosixPath:
    """Where the copy of an edited file is kept, relative to the output folder."""
    return BASES_NAME / path


class Bases:
    """Looks contents up by their checksum, so that a wrong copy is never taken for the right one."""

    __slots__ = ("_cache", "_git", "_out", "_remembered")

    def __init__(self, out: Path, git: str | None) -> None:
        root = cache_root()
        self._out = out
        self._cache = Cache(Path(root) if root is not None else None)
        self._remembered: dict[str, str] | None = None
        self._git = git

    def find(self, path: PurePosixPath, checksum: str) -> bytes | None:
        """The content with this checksum that was once generated for `path`; None where nobody kept it."""
        kept = self._out / base_path(path)
        if kept.is_file() and not kept.is_symlink() and _is(data := kept.read_bytes(), checksum):
            return data.replace(b"\r\n", b"\n")
        text = self._memory().get(str(path))
        if text is not None and _is(text.encode(), checksum):
            return text.encode()
        return self._from_git(path, checksum)

    def remember(self, manifest: bytes, contents: Mapping[PurePosixPath, bytes], before: str | None = None) -> None:
        """Keep all that is generated now, under the manifest that goes with it; the rest of it is under the manifest `before`."""
        now = digest(manifest)
        if now != before and self._cache.get(_KIND, key := _key(now)) is None:
            texts = {str(path): data.decode() for path, data in contents.items() if str(path) != MANIFEST_NAME}
            texts |= {_BEFORE: before} if before is not None else {}
            self._cache.put(_KIND, key, zlib.compress(marshal.dumps(texts, _VERSION), 1))

    def _memory(self) -> dict[str, str]:
        if self._remembered is None:
            manifest = self._out / MANIFEST_NAME
            checksum = digest(manifest.read_bytes()) if manifest.is_file() else None
            found: dict[str, str] = {}
            for _ in range(_LONGEST_CHAIN):
                texts = self._left(checksum) if checksum is not None else {}
                checksum = texts.pop(_BEFORE, None)
                found = texts | found
            self._remembered = found
        return self._remembered

    def _left(self, checksum: str) -> dict[str, str]:
        """What a run has left under its manifest; nothing where that cannot be read."""
        raw = self._cache.get(_KIND, _key(checksum))
        if raw is None:
            return {}
        try:
            found: dict[str, str] = marshal.loads(zlib.decompress(raw))  # noqa: S302 - a private folder
        except (ValueError, EOFError, TypeError, zlib.error):
            return {}
        return found

    def _from_git(self, path: PurePosixPath, checksum: str) -> bytes | None:
        """From the last versions of the file that were committed."""
        if self._git is None:
            return None
        # not `log`, which has signatures checked by the program that a repository names
        found = self._ask("rev-list", f"--max-count={_REVISIONS}", "HEAD", "--", f"./{path}")
        for revision in (found or b"").decode(errors="replace").split():
            data = self._ask("cat-file", "blob", f"{revision}:./{path}")
            if data is not None and _is(data, checksum):
                return data.replace(b"\r\n", b"\n")
        return None

    def _ask(self, *arguments: str) -> bytes | None:
        import subprocess  # edits that git is asked about are few

        try:
            found = subprocess.run(  # noqa: S603 - git from PATH, asked for contents; its configuration may name programs of a stranger
                [str(self._git), "-c", "core.fsmonitor=false", *arguments],
                cwd=self._out,
                capture_output=True,
                check=False,
                timeout=_PATIENCE,
                env={**os.environ, **_QUIET},
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        return found.stdout if found.returncode == 0 else None


def _key(checksum: str) -> str:
    return checksum.removeprefix("sha256:")


def _is(data: bytes, checksum: str) -> bool:
    return checksum in {digest(data), digest(data.replace(b"\r\n", b"\n"))}
