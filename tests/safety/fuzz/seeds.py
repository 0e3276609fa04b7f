"""The documents that mutation starts from: the cases of the suite, and slices of real descriptions where these are at hand."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

from sdkwright.diagnostics import Report
from sdkwright.pointer import Json
from sdkwright.read import read

TESTS = Path(__file__).parents[2]
SPECS = Path(os.environ.get("SDKWRIGHT_SPECS") or TESTS.parents[1] / "shared" / "specs")
NAMES = ("openapi.yaml", "openapi.yml", "openapi.json", "external.yaml")
SLICES, PATHS_A_SLICE, WHOLE = 12, 3, 400
"""Slices of each document that is too large, paths in each, and the number of nodes up to which one is taken whole."""


def seeds() -> dict[str, Json]:
    """Every document by name, as a tree."""
    found = {f"{path.parts[-3]}-{path.parts[-2]}": path for path in sorted(TESTS.glob("cases/*/*/openapi.yaml"))}
    for folder in sorted(SPECS.iterdir()) if SPECS.is_dir() else []:
        there = [folder / name for name in NAMES if (folder / name).exists()]
        if there:
            found[folder.name] = there[0]
    trees: dict[str, Json] = {}
    for name, path in found.items():
        document = read(path, Report())
        if document is not None:
            trees |= _pieces(name, document.root)
    return trees


def _pieces(name: str, root: dict[str, Json]) -> dict[str, Json]:
    paths = root.get("paths")
    if size(root) <= WHOLE or not isinstance(paths, dict):
        return {name: root}
    chance = random.Random(name)
    return {f"{name}-{number}": _slice(root, paths, chance) for number in range(SLICES)}


def size(node: Json) -> int:
    """The number of mappings, lists and scalars."""
    below = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return 1 + sum(map(size, below))


def _slice(root: dict[str, Json], paths: dict[str, Json], chance: random.Random) -> Json:
    """A few paths and those components that they lead to."""
    chosen = chance.sample(sorted(paths), min(PATHS_A_SLICE, len(paths)))
    part: dict[str, Json] = {key: value for key, value in root.items() if key not in ("paths", "components", "tags")}
    part["paths"] = {path: paths[path] for path in chosen}
    components: dict[str, dict[str, Json]] = {}
    waiting = [*references(part)]
    while waiting:
        _, *names = waiting.pop().split("/")
        if len(names) < 3 or names[0] != "components":
            continue
        kind, name = names[1], names[2].replace("~1", "/").replace("~0", "~")
        there = root.get("components")
        kinds = there.get(kind) if isinstance(there, dict) else None
        if isinstance(kinds, dict) and name in kinds and name not in components.setdefault(kind, {}):
            components[kind][name] = kinds[name]
            waiting += references(kinds[name])
    there = root.get("components")
    if isinstance(there, dict) and "securitySchemes" in there:
        components["securitySchemes"] = there["securitySchemes"]  # type: ignore[assignment]
    part["components"] = components  # type: ignore[assignment]
    return part


def references(node: Json) -> Iterator[str]:
    """What is referred to inside of the document."""
    match node:
        case dict():
            for key, value in node.items():
                if key == "$ref" and isinstance(value, str) and value.startswith("#/"):
                    yield value
                else:
                    yield from references(value)
        case list():
            for item in node:
                yield from references(item)
        case _:
            return
