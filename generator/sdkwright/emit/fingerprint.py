"""Remembers what a run was made of, so that the next one can end at once when nothing changed; does not decide what is emitted.

It answers "fresh" only after reading everything again: all inputs, the code of the generator, its templates, and each file of
the output. Times are not trusted. Nothing slow is imported here.
"""

from __future__ import annotations

import hashlib
import json
import marshal
import os
import sys
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias

from sdkwright.emit.cache import Cache
from sdkwright.emit.files import BASES_NAME, JOURNAL_NAME, MANIFEST_NAME, templates_dir
from sdkwright.emit.glance import look, settled_at
from sdkwright.emit.manifest import Links, digest, spelled
from sdkwright.inert import dataclass

__all__ = ["Places", "digest_of", "fresh", "generator", "installed", "is_known", "now", "places", "remember", "run_key"]

Known: TypeAlias = Callable[[str, "bytes | None"], str | None]
"""What may know the SHA-256 of a file, by absolute path; of these bytes, where some are given."""

_KIND = "runs"
_OF_CODE = "codes"
# A change this close before the start may carry a time before it: clocks of file systems tick coarsely.
_TICK = 100_000_000
# Distributions whose version can change the output or what is found in a document.
_TOOLS = frozenset(
    {
        "black",
        "jinja2",
        "jsonschema_rs",
        "markupsafe",
        "openapi_schema_validator",
        "openapi_spec_validator",
    }
    | {"pydantic", "pydantic_core", "python_jsonpath", "pyyaml", "tomli_w"}
)
_METADATA = ".dist-info"
_SKIPPED = frozenset({"__pycache__", ".git", ".mypy_cache", ".ruff_cache"})


def run_key(config: Path | None, flags: Mapping[str, object]) -> str:
    """The name of a run: its config file and each flag that bears on the result, in the folder it runs in."""
    place = [os.getcwd(), str(config and config.absolute()), sorted((name, repr(flags[name])) for name in flags)]
    return hashlib.sha256(json.dumps(place).encode()).hexdigest()


def fresh(
    key: str, cache: Cache, alike: AbstractSet[str] = frozenset(), known: Known | None = None
) -> tuple[str, Collection[str]] | None:
    """The `note` of the remembered run and the names of its files when a full run now would change nothing and find the same; else None.

    Files of the output that are ``alike``, which was seen already, are not read again; their paths are relative to it. Nor are inputs of which the checksum is ``known``.
    """
    raw = cache.get(_KIND, key)
    if raw is None:
        return None
    memory: Any = json.loads(raw)
    try:
        if any(os.stat(path).st_size != size for path, size in memory.get("sizes", {}).items()):
            return None  # and nothing of it has to be read
        now = _inputs([Path(path) for path in memory["inputs"]], {}, known)
        same = now == memory["inputs"] and generator() == memory["generator"]
        out = Path(memory["out"])
        files = _listed(out, memory["manifest"]) if same else dict[str, str]()
        is_intact = bool(files) and _holds(out, files, memory["edited"], alike)
        return (str(memory["note"]), files) if is_intact else None
    except OSError:
        return None


def is_known(key: str, cache: Cache) -> bool:
    """Whether a run is remembered, whatever has changed since."""
    return cache.has(_KIND, key)


@dataclass(frozen=True, slots=True)
class Places:
    """All paths that a remembered run depends on. A folder among `inputs` counts with the names in it, in the output it does not.

    `manifest`, the `files` in it and `edited` are those of the run.
    """

    inputs: list[str]
    outputs: list[str]
    out: str
    manifest: str
    files: Mapping[str, str]
    edited: Mapping[str, str]

    def hold_what_was_left(self, alike: AbstractSet[str]) -> bool:
        """Whether the output is what the run left; what is ``alike`` need not be read again."""
        out = Path(self.out)
        try:
            return _is_listed(out, self.manifest) and _holds(out, self.files, self.edited, alike)
        except OSError:
            return False


def places(key: str, cache: Cache) -> Places | None:
    """Where to look whether anything changed since that run; None where there is none or its output is gone."""
    raw = cache.get(_KIND, key)
    if raw is None:
        return None
    memory: Any = json.loads(raw)
    try:
        out = Path(memory["out"])
        files = _listed(out, memory["manifest"])
    except OSError:
        return None
    if not files:
        return None
    given = [*map(Path, memory["inputs"]), _package(), templates_dir()]
    bases = (f"{BASES_NAME}/{path}" for path in memory["edited"])
    return Places(
        [*(path for place in given for path in _walk(place)), *sys.path],
        [
            *(str(out), *(f"{out}{os.sep}{folder}" for folder in _folders(files))),
            *(f"{out}{os.sep}{name}" for name in files),
            *(f"{out}{os.sep}{name}" for name in (MANIFEST_NAME, JOURNAL_NAME, *bases)),
        ],
        str(out),
        memory["manifest"],
        files,
        memory["edited"],
    )


def _folders(names: Iterable[str]) -> set[str]:
    """All folders on the way to these paths."""
    found = set[str]()
    for name in names:
        folder = name.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def remember(
    key: str,
    cache: Cache,
    *,
    started: int,
    inputs: Iterable[Path],
    out: Path,
    manifest: str,
    code: str,
    edited: Mapping[PurePosixPath, str] | None = None,
    read: Mapping[Path, bytes] | None = None,
    known: Known | None = None,
    note: str = "",
) -> bool:
    """Keep what the run was made of; says whether it could.

    `started` is `now()` from before the first input was read: one that changed since may have been read either way, and
    then nothing is kept. `inputs` are the files and folders read beside the generator's own: config, document, overlays, templates of
    the user, `code` is what `generator` said. `manifest` and `edited` are those of the Outcome; `read` are files of which the content is at hand, and what they say now is no matter, `known` tells checksums of these; `note` comes back from `fresh`, such as the findings to show again.
    """
    places, read = sorted({path.absolute() for path in inputs}), read or {}
    try:
        at_hand = {each for each in places if each in read or not each.exists() or (known and known(str(each), None))}
        if any(_touched(path) > started - _TICK for place in places if place not in at_hand for path in _walk(place)):
            return False
        memory = {
            "inputs": _inputs(places, read, known),
            "sizes": {str(place): place.stat().st_size for place in places if place.is_file()},
            "generator": code,
            "out": str(out.absolute()),
            "manifest": manifest,
            "edited": {str(path): checksum for path, checksum in (edited or {}).items()},
            "note": note,
        }
    except OSError:
        return False
    cache.put(_KIND, key, json.dumps(memory).encode())
    return True


def _touched(path: str) -> int:
    """When the content or the name of `path` changed last; the second time cannot be set by a program, as the first can."""
    found = os.stat(path)
    return max(found.st_mtime_ns, found.st_ctime_ns) if sys.platform != "win32" else found.st_mtime_ns


def _inputs(places: Iterable[Path], read: Mapping[Path, bytes], known: Known | None = None) -> dict[str, str]:
    return {str(place): _of_input(place, read.get(place), known) for place in places}


def _of_input(place: Path, data: bytes | None, known: Known | None) -> str:
    checksum = known(str(place), data) if known is not None else None
    if checksum is not None:
        return spelled(checksum)
    return digest(data) if data is not None else digest_of(place) if place.exists() else ""


def digest_of(place: Path) -> str:
    """Of a file its content, of a folder all names and contents in it. Raises OSError when it is not there."""
    if not place.is_dir():
        return digest(place.read_bytes())
    listing = hashlib.sha256()
    for path in _walk(place):
        if not os.path.isdir(path):
            listing.update(f"{path.removeprefix(f'{place}{os.sep}')}\0{_digest(path)}\n".encode())
    return listing.hexdigest()


def _walk(place: Path) -> Iterable[str]:
    """A file, or a folder with all that is in it."""
    yield str(place)
    for folder, folders, names in os.walk(str(place)):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED)
        yield from (os.path.join(folder, name) for name in [*folders, *sorted(names)])


def generator(cache: Cache | None = None) -> str:
    """Our code, our templates, and the versions of the tools, read from the names of their metadata folders.

    Given a cache, our own files are not read again where each looks as it did when that was done last (see glance.py).
    """
    tools = sorted(name for entry in sys.path for name in _metadata(entry) if name.partition("-")[0].lower() in _TOOLS)
    own = [_package(), templates_dir()]
    parts = [*(_glanced_at(own, cache) if cache is not None else map(digest_of, own)), *tools]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _glanced_at(own: list[Path], cache: Cache) -> list[str]:
    """The checksums of these folders."""
    key, limit = hashlib.sha256(repr(own).encode()).hexdigest(), settled_at(time.time_ns())
    looks, kept = look(path for place in own for path in _walk(place)), cache.get(_OF_CODE, key) or b""
    try:
        known, checksums = marshal.loads(kept)  # noqa: S302 - a private folder, as with .pyc files
        if known == looks and sys.platform != "win32":  # where the time of the last change is that of the making
            return list(checksums)
    except (EOFError, ValueError, TypeError):
        pass  # there is nothing, or nothing of ours
    checksums = [digest_of(place) for place in own]
    if all(seen is not None and max(seen[1:3]) < limit for seen in looks.values()):
        cache.put(_OF_CODE, key, marshal.dumps((looks, checksums)))
    return checksums


def installed(name: str) -> str:
    """The version of a distribution. What says it in full takes longer to import than most stages take, and its folder is named after it."""
    for entry in sys.path:
        found = [each for each in _metadata(entry) if each.partition("-")[0] == name]
        if found:
            return found[0].removesuffix(_METADATA).partition("-")[2]
    from importlib.metadata import version

    return version(name)


def _metadata(place: str) -> list[str]:
    return [name for name in os.listdir(place) if name.endswith(_METADATA)] if os.path.isdir(place) else []


def _package() -> Path:
    return Path(__file__).parent.parent


def _holds(out: Path, files: Mapping[str, str], edited: Mapping[str, str], alike: AbstractSet[str]) -> bool:
    """Whether `out` holds exactly these files, with these edits and what they are edits of, and no interrupted change."""
    if (out / JOURNAL_NAME).exists() or any(_digest(f"{out}/{BASES_NAME}/{path}") != files[path] for path in edited):
        return False
    links, folders = Links(out), {path.rpartition("/")[0] for path in files}
    return all(links.first(folder) is None for folder in folders - alike) and all(
        links.first(path) is None and _digest(f"{out}{os.sep}{path}") == edited.get(path, files[path])
        for path in files.keys() - alike  # what looks as it did is no link itself
    )


def _listed(out: Path, checksum: str) -> Mapping[str, str]:
    """The files of the manifest with this checksum; none where it is another by now. A run of ours wrote it, so that no path in it is odd."""
    data = (out / MANIFEST_NAME).read_bytes()
    found: dict[str, str] = json.loads(data)["files"] if digest(data) == checksum else {}
    return found


def _is_listed(out: Path, checksum: str) -> bool:
    return digest((out / MANIFEST_NAME).read_bytes()) == checksum


def _digest(place: str) -> str:
    with open(place, "rb") as file:
        return digest(file.read())


def now() -> int:
    """The time to hand to `remember` as `started`."""
    return time.time_ns()
