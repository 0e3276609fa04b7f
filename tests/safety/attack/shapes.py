"""What a file is made of, with the texts of the author left out: two files of the same shape differ in words only.

Only what holds the mark is left out. A name, a number or a text without it has to be the same, so that nothing gets in that way.
"""

from __future__ import annotations

import ast
import difflib
import json
import tomllib
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import Any

import yaml

from attack.markup import blocks, structure
from sdkwright.emit.files import File

MARK = "zq"
PLAIN = "LICENSE"
"""A text that nothing reads but people, with a suffix of the config's choice."""


def shape(file: File) -> object:
    """The shape of a file of any kind that is emitted; what is of no known kind has none, and is an error, as is what has no bytes."""
    file.text.encode("utf-8")
    return PLAIN if file.path.stem == PLAIN else KINDS[file.path.suffix](file.text)


def python(text: str) -> str:
    tree = ast.parse(text)
    for node in ast.walk(tree):
        for name, value in ast.iter_fields(node):
            if isinstance(value, str) and MARK in value.lower():
                setattr(node, name, "TEXT" if isinstance(node, ast.Constant) else "name")
            elif isinstance(value, list) and value and all(isinstance(item, str) for item in value):
                setattr(node, name, ["name" if MARK in item.lower() else item for item in value])
    # imports are sorted by name, and names are what differs
    tree.body.sort(key=lambda node: ast.dump(node) if isinstance(node, ast.Import | ast.ImportFrom) else "")
    return ast.dump(tree, indent=1)


def tree(node: Any) -> object:
    match node:
        case dict():
            return [(tree(key), tree(value)) for key, value in node.items()]
        case list() | tuple():
            return [tree(item) for item in node]
        case str() if MARK in node.lower():
            return "TEXT"
        case _:
            return node


def markdown(text: str) -> object:
    return tree(structure(text)), [python(block) for block in blocks(text, "python")]


KINDS: dict[str, Callable[[str], object]] = {
    ".py": python,
    ".md": markdown,
    ".toml": lambda text: tree(tomllib.loads(text)),
    ".json": lambda text: tree(json.loads(text)),
    ".yaml": lambda text: tree(yaml.safe_load(text)),
    ".yml": lambda text: tree(yaml.safe_load(text)),
    ".typed": str,
}


def home(path: PurePosixPath) -> str:
    """The path, with names of the author left out."""
    if path.stem == PLAIN:
        return PLAIN
    return "/".join("NAME" + PurePosixPath(part).suffix if MARK in part.lower() else part for part in path.parts)


def shapes(files: Iterable[File]) -> list[str]:
    """Place and shape of every file, a line for each piece, in an order that does not depend on names."""
    return sorted(f"{home(file.path)}\n{lines(shape(file))}" for file in files)


def lines(shape: object) -> str:
    match shape:
        case str():
            return shape
        case list() | tuple():
            return "\n".join(map(lines, shape))
        case _:
            return repr(shape)


def difference(found: list[str], wanted: list[str]) -> str:
    """The lines that differ, with a few around them; nothing where none do."""
    if found == wanted:
        return ""
    pairs = [text.splitlines() for text in ("\n".join(wanted), "\n".join(found))]
    return "\n".join(list(difflib.unified_diff(*pairs, "harmless", "hostile", n=4, lineterm=""))[:60])
