"""`_core/`: of the runtime, the modules that the package uses, and those that they use themselves; changes none of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sdkwright.python.annotations import CORE
from sdkwright.python.build.parts import Building
from sdkwright.python.views import Copied

__all__ = ["runtime_files"]

ALWAYS = ("__init__", "lazy", "logs")
"""What `__init__.py` of every package names itself."""
IMPORT = re.compile(r"^\s*from \.(\w+) import ", re.MULTILINE)
MENTION = re.compile(r"\b_core\.(\w+)")


def runtime_files(building: Building, places: Iterable[Path], used: Iterable[str]) -> Iterator[Copied]:
    """The files of the modules `used` and of all that these import, and the mark of a typed package.

    `places` are folders of templates, ours last: a module is taken from the first that has it. What a template of a user
    names is used as well.
    """
    *own, ours = places
    sources = {path.stem: path for folder in (ours, *reversed(own)) for path in (folder / "core").glob("*.py")}
    named = (name for folder in own for path in folder.rglob("*.jinja") for name in MENTION.findall(_text(path)))
    for name in sorted(_closed((*ALWAYS, *used, *named), sources)):
        yield Copied(building.layout.file(CORE, f"{name}.py"), sources[name])
    yield Copied(building.layout.file("py.typed"), ours / "core" / "py.typed")


def _closed(wanted: Iterable[str], sources: Mapping[str, Path]) -> set[str]:
    found, waiting = set[str](), list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in found and name in sources:
            found.add(name)
            waiting.extend(IMPORT.findall(_text(sources[name])))
    return found


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
