"""A user's own templates: what each stands on, so that a run can warn when that has changed; copies ours out to begin with.

`eject` leaves a record beside the copy: the checksum of our template and the fields of all views, as they were. What a template
prints, and how one that stands in front of ours is found, is render.py's.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from sdkwright.emit.files import templates_dir
from sdkwright.emit.manifest import Links, digest
from sdkwright.inert import dataclass

__all__ = ["RECORD", "BadNameError", "Fields", "Mismatch", "eject", "mismatches", "shipped"]

RECORD = ".sdkwright-ejected.json"
Fields = Mapping[str, tuple[str, ...]]
Put = Callable[[Path, str], None]
_USED = re.compile(r"""["'](?:base/)?([\w./-]+\.jinja)["']""")


class BadNameError(ValueError):
    """There is no template of that name."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A file of the user's templates that no longer fits. ``message`` continues its name as a sentence."""

    name: str
    message: str
    hint: str


def shipped() -> list[str]:
    """The names of all our templates, and of the files of the runtime, which can be overridden as well."""
    root = templates_dir()
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if _is_template(path))


def _is_template(path: Path) -> bool:
    return path.is_file() and path.suffix in {".jinja", ".py"} and "__pycache__" not in path.parts


def eject(name: str, folder: Path, fields: Fields, put: Put, *, force: bool, keep: bool = False) -> Path:
    """Copy our template into `folder`, with a record of what it stands on; with `keep` a file that is there stays, and is recorded.

    `put` writes a file and no other that has its name by a link. Raises BadNameError, FileExistsError, OSError.
    """
    if name not in shipped():
        raise BadNameError(name)
    target = folder / name
    link = Links(folder).first(PurePosixPath(name).parent)
    if link is not None:
        raise OSError(f"{folder / link} is a symbolic link: nothing is written through one")
    if os.path.lexists(target) and not (force or keep):
        raise FileExistsError(str(target))
    text = (templates_dir() / name).read_text("utf-8")
    if not (keep and target.is_file()):
        target.parent.mkdir(parents=True, exist_ok=True)
        put(target, text)
    records = _records(folder)
    records[name] = {"sha256": digest(text.encode()), "fields": {view: list(names) for view, names in fields.items()}}
    put(folder / RECORD, json.dumps(records, indent=1, sort_keys=True) + "\n")
    return target


def _records(folder: Path) -> dict[str, Any]:
    try:
        return dict[str, Any](json.loads((folder / RECORD).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def mismatches(folder: Path, fields: Fields) -> Iterator[Mismatch]:
    """What no longer fits: names that override nothing, templates of ours that changed since, fields that are gone."""
    ours, records = set(shipped()), _records(folder)
    texts = {
        path.relative_to(folder).as_posix(): path.read_text("utf-8", errors="replace")
        for path in sorted(folder.rglob("*"))
        if _is_template(path)
    }
    used = {name for text in texts.values() for name in _USED.findall(text)}
    for name, text in texts.items():
        if name not in ours and name not in used:
            yield Mismatch(
                name,
                "overrides no template of sdkwright, and no other includes it",
                "`sdkwright eject --list` lists their names",
            )
        elif name in ours and name in records:
            yield from _since(name, text, records[name], fields)


def _since(name: str, text: str, record: Any, fields: Fields) -> Iterator[Mismatch]:
    known = {field for names in fields.values() for field in names}
    then = {field for names in dict(record.get("fields", {})).values() for field in names}
    gone = sorted(field for field in then - known if re.search(rf"\.{re.escape(field)}\b", text))
    if gone:
        listed = ", ".join(f"`{field}`" for field in gone)
        yield Mismatch(
            name, f"uses what views do not have any more: {listed}", "the page on templates lists what they have now"
        )
    if record.get("sha256") != digest((templates_dir() / name).read_bytes()):
        hint = f"compare the two (`sdkwright eject --diff {name}`), then `sdkwright eject --accept {name}`"
        yield Mismatch(name, "was ejected from a template that has changed since", hint)
