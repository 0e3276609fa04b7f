"""`_core/`: of the runtime, the modules that the package uses, and those that they use themselves; changes none of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from sdkwright.python.annotations import CORE
from sdkwright.python.build.parts import Building, NotMade
from sdkwright.python.docstrings import docstring
from sdkwright.python.literals import identifier, string
from sdkwright.python.markdown import code
from sdkwright.python.views import Copied, HeaderView, LiftedView, Module

__all__ = ["runtime_files"]

ALWAYS = ("__init__", "lazy", "logs")
"""What `__init__.py` of every package names itself."""
LIFTED = "lifted.py"
INDENT = 4
IMPORT = re.compile(r"^\s*from \.(\w+) import ", re.MULTILINE)
MENTION = re.compile(r"\b_core\.(\w+)")


def runtime_files(building: Building, places: Sequence[Path], used: Iterable[str]) -> Iterator[Module | Copied | NotMade]:
    """The files of the modules `used` and of all that these import, and the mark of a typed package.

    `places` are folders of templates, ours last: a module is taken from the first that has it. What a template of a user
    names is used as well.
    """
    wanted = tuple(sorted(set(used)))
    found = building.memory.recall("runtime", "", partial(_needed, places, wanted), (wanted,))
    lifted = building.api.client.settings.response_headers
    for name, place in (*found, ("py.typed", len(places) - 1)):
        parts = (name,) if name == "py.typed" else (CORE, name)
        if lifted and name == LIFTED:
            yield building.module(building.layout.name(*parts), partial(_lifted, building))
        else:
            make = partial(_copied, building, parts, places[place] / "core" / name)
            yield building.module(building.layout.name(*parts), make, place)


def _lifted(building: Building) -> Module:
    """The module that headers of answers are attributes by: the only one of the runtime that an API changes."""
    names = building.names.headers
    headers = tuple(
        HeaderView(identifier(names[key]), string(header), docstring([f"The header {code(header)}."], INDENT))
        for key, header in building.api.client.settings.response_headers
    )
    view = LiftedView(building.header, headers)
    return Module(building.layout.file(CORE, LIFTED), "package/_core/lifted.py.jinja", view)


def _copied(building: Building, parts: tuple[str, ...], source: Path) -> Copied:
    return Copied(building.layout.file(*parts), source)


def _needed(places: Sequence[Path], used: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """The files, each with the place that it is taken from, among those."""
    *own, _ = places
    homes = {
        path.stem: place for place in reversed(range(len(places))) for path in (places[place] / "core").glob("*.py")
    }
    sources = {name: places[place] / "core" / f"{name}.py" for name, place in homes.items()}
    named = (name for folder in own for path in folder.rglob("*.jinja") for name in MENTION.findall(_text(path)))
    return tuple((f"{name}.py", homes[name]) for name in sorted(_closed((*ALWAYS, *used, *named), sources)))


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
