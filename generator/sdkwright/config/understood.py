"""The config without what is wrong in it, and where what is left of it stands in the file; not what is wrong (findings.py)."""

from __future__ import annotations

from dataclasses import replace

from sdkwright.config.findings import places, report_halves, report_invalid
from sdkwright.config.models import Config
from sdkwright.config.reading import InvalidError, read_table
from sdkwright.diagnostics import Report
from sdkwright.pointer import ROOT, Json, Pointer, child, parent
from sdkwright.read import Document
from sdkwright.read.document import Origin

__all__ = ["understood"]

Moved = dict[Pointer, Origin]
"""Items of lists that stand behind a wrong one, by their place without it, with their place in the file."""


def understood(raw: dict[str, Json], report: Report) -> Config:
    """The config without what is wrong in it, so that what else there is to say is said in the same run.

    Findings about it name places in what is left: from now on the report finds these in the file.
    """
    wrong = report_halves(raw, report)
    is_first = True
    while True:
        moved: Moved = {}
        kept = {key: _kept(raw[key], child(ROOT, key), wrong, child(ROOT, key), moved) for key in _free(raw, wrong)}
        try:
            config = read_table(Config, kept)
        except InvalidError as error:
            found = report_invalid(error, raw, report) if is_first and not moved else places(error, kept)
            found = frozenset(_before(place, moved) for place in found)
            found = frozenset(parent(place) if place in wrong else place for place in found)
            if ROOT in found or found <= wrong:
                return Config()
            wrong |= found
            is_first = False
        else:
            _find_again(raw, moved, report)
            return config


def _free(node: dict[str, Json], wrong: frozenset[Pointer]) -> list[str]:
    return [key for key in node if child(ROOT, key) not in wrong]


def _kept(node: Json, pointer: Pointer, wrong: frozenset[Pointer], new: Pointer, moved: Moved) -> Json:
    """A copy without the wrong values; `pointer` is where the node stands, `new` where it stands in the copy."""
    match node:
        case dict():
            below = {key: child(pointer, key) for key in node}
            return {
                key: _kept(node[key], at, wrong, child(new, key), moved) for key, at in below.items() if at not in wrong
            }
        case list():
            kept: list[Json] = []
            for index, item in enumerate(node):
                at, there = child(pointer, index), child(new, len(kept))
                if at in wrong:
                    continue
                if index != len(kept):
                    moved[there] = (None, at)
                kept.append(_kept(item, at, wrong, there, moved))
            return kept
        case _:
            return node


def _before(place: Pointer, moved: Moved) -> Pointer:
    """Where something stands in the file that stands here without what is wrong."""
    above = place
    while above != ROOT and above not in moved:
        above = parent(above)
    return Pointer(moved[above][1] + place[len(above) :]) if above in moved else place


def _find_again(raw: dict[str, Json], moved: Moved, report: Report) -> None:
    """Have the report translate places; schemes of pages, and errors, that the file has by name are listed in the config."""
    errors = raw.get("errors")
    variants = errors.get("variants") if isinstance(errors, dict) else None
    listed = ((("pagination",), raw.get("pagination"), False), (("errors", "variants"), variants, True))
    for way, named, empty in listed:
        names = [name for name, value in named.items() if empty or value is not None] if isinstance(named, dict) else []
        moved |= {child(ROOT, *way, index): (None, child(ROOT, *way, name)) for index, name in enumerate(names)}
    source = report.sources.get("config")
    if moved and isinstance(source, Document):
        report.sources["config"] = replace(source, origins={**source.origins, **moved})
