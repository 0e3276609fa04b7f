"""Whether everything that an earlier run was made of looks as it did then; reads none of it, and decides nothing that it cannot see.

A file looks the same when size, inode and both times are the same: the time of the last change of a file cannot be set by a
program. What looks different may still be the same, which is for fingerprint.py to read. The console script asks this before
it imports anything else, so nothing is imported here that the interpreter has not loaded anyhow.
"""

from __future__ import annotations

import marshal
import os
import sys
import time
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from typing import TypeAlias

    Look: TypeAlias = tuple[int, ...] | None
    Said: TypeAlias = tuple[tuple[int, str, str, str], dict[str, object]]
    """The answer, and what the arguments asked for."""

__all__ = ["Noted", "cache_root", "keep_answer", "look", "noted", "settled", "settled_at"]

_FORMAT = "sdkwright-glance-2"
_TICK = 20_000_000
"""Longer than the step, in nanoseconds, in which file systems tell the time; a change within one could go unseen."""


def cache_root() -> str | None:
    """The user's cache folder: `SDKWRIGHT_CACHE_DIR`, else `sdkwright` in `XDG_CACHE_HOME` or ~/.cache; None without a home.

    A relative `XDG_CACHE_HOME` is ignored, as the XDG Base Directory Specification asks.
    """
    own = os.environ.get("SDKWRIGHT_CACHE_DIR")
    if own:
        return os.path.abspath(own)
    xdg = os.environ.get("XDG_CACHE_HOME", "")
    base = xdg if os.path.isabs(xdg) else os.path.expanduser("~/.cache")
    return os.path.join(base, "sdkwright") if os.path.isabs(base) else None


class Noted:
    """What a run has left for one with the same arguments: its answer, what these ``asked`` for, and how all that it was made of and all that it wrote looked.

    ``at`` is when its inputs were looked at again, ``now`` how they look since then: before anything of them is read.
    """

    __slots__ = ("answer", "asked", "at", "inputs", "now", "outputs")

    def __init__(self, said: Said, inputs: dict[str, Look], outputs: dict[str, Look]) -> None:
        self.answer, self.asked = said
        self.inputs = inputs
        self.outputs = outputs
        self.at = time.time_ns()
        self.now = look(inputs)

    @property
    def holds(self) -> bool:
        """Whether everything looks as it did."""
        return self.now == self.inputs and look(self.outputs, linked=True) == self.outputs

    def settled_but_for(self, allowed: Collection[str]) -> bool:
        """Whether no other inputs look different than those that are ``allowed`` to, and these would if they were changed since."""
        limit = settled_at(self.at)
        return all(
            path in allowed and seen is not None and max(seen[1:3]) < limit
            for path, seen in self.now.items()
            if seen != self.inputs[path]
        )


def noted(arguments: list[str]) -> Noted | None:
    """What was kept for a run with these arguments here, whatever has changed since; None where there is nothing, or nothing of ours."""
    path = _path(arguments)
    if path is None:
        return None
    try:
        with open(path, "rb") as file:
            checksum, data = file.read(4), file.read()
        if zlib.crc32(data).to_bytes(4) != checksum:
            return None
        identity, said, inputs, outputs = marshal.loads(data)  # noqa: S302 - a private folder, as with .pyc files
        return Noted(said, inputs, outputs) if identity == _identity(arguments) else None
    except (OSError, ValueError, EOFError, TypeError):
        return None


def look(paths: Iterable[str], *, linked: bool = False) -> dict[str, Look]:
    """How each path looks now, None where there is nothing.

    Of inputs a link is followed and a folder's names count; with ``linked`` neither, since a folder of the output may hold what
    is not ours.
    """
    stat, found = (os.lstat if linked else os.stat), dict[str, "Look"]()
    for path in paths:
        try:
            seen = stat(path)
        except OSError:
            found[path] = None
        else:
            is_folder = seen.st_mode & 0o170000 == 0o040000
            if linked and is_folder:
                found[path] = (seen.st_ino,)
            else:
                found[path] = (seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino)
    return found


def settled(*looks: dict[str, Look]) -> bool:
    """Wait until none of these could change without looking different; says whether that is so (not with times in the future)."""
    youngest = max(
        (seen[2] for group in looks for seen in group.values() if seen is not None and len(seen) > 1), default=0
    )
    wait = youngest + _TICK - time.time_ns()
    if 0 < wait <= _TICK:
        time.sleep(wait / 1e9)
    return wait <= _TICK


def settled_at(moment: int) -> int:
    """What was changed before then cannot change again, after that moment, without looking different."""
    return moment - _TICK


def keep_answer(arguments: list[str], said: Said, inputs: dict[str, Look], outputs: dict[str, Look]) -> None:
    """Leave an answer for the next run, with looks from before their content was found to be right."""
    path = _path(arguments)
    if path is None:
        return
    data = marshal.dumps((_identity(arguments), said, inputs, outputs))
    aside = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(aside, "wb") as file:
            file.write(zlib.crc32(data).to_bytes(4) + data)
        os.replace(aside, path)
    except OSError:
        return  # the next run works again


def _path(arguments: list[str]) -> str | None:
    root = cache_root()
    if root is None or sys.platform == "win32":  # where the time of the last change is that of the making
        return None
    return os.path.join(root, "glances", f"{zlib.crc32(repr(_identity(arguments)).encode()):08x}")


def _identity(arguments: list[str]) -> list[object]:
    """What a run is known by, beside files; kept whole, since the name of its file may be that of another."""
    return [_FORMAT, os.getcwd(), arguments, sys.hexversion, sys.path]
