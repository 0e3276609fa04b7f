"""An OpenAPI document as the wire tests read it: plain YAML or JSON and its references, with nothing of the generator's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote, unquote

import yaml

VERBS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")


class Loader(yaml.CSafeLoader):
    """YAML as OpenAPI means it: keys and dates are texts, and of booleans there are two."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {
        first: [
            (tag, re.compile("^(?:true|false)$", re.IGNORECASE) if tag.endswith(":bool") else pattern)
            for tag, pattern in found
            if not tag.endswith(":timestamp")
        ]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and not key.tag.endswith(":merge"):
                key.tag = "tag:yaml.org,2002:str"
        return super().construct_mapping(node, deep)


@cache
def load(path: Path) -> Any:
    text = path.read_text(encoding="utf-8-sig")
    return json.loads(text) if path.suffix == ".json" else yaml.load(text, Loader)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a document and the file that it stands in, to which its references are relative."""

    value: Any
    file: Path

    def at(self, *path: str | int) -> Node:
        """What is below, references followed; a node of None where nothing is."""
        here = self.followed()
        for step in path:
            value = here.value
            if isinstance(value, dict):
                found = value.get(step)
            else:
                found = value[step] if isinstance(value, list) and isinstance(step, int) and step < len(value) else None
            here = Node(found, here.file).followed()
        return here

    def items(self, key: str) -> list[Node]:
        held = self.at(key)
        return [Node(item, held.file).followed() for item in held.value or []] if isinstance(held.value, list) else []

    def members(self, key: str) -> dict[str, Node]:
        held = self.at(key)
        if not isinstance(held.value, dict):
            return {}
        return {str(name): Node(value, held.file).followed() for name, value in held.value.items()}

    def followed(self) -> Node:
        here, seen = self, 0
        while isinstance(here.value, dict) and isinstance(here.value.get("$ref"), str) and seen < 20:
            here, seen = here._target(here.value["$ref"]), seen + 1
        return here

    def _target(self, reference: str) -> Node:
        place, _, fragment = reference.partition("#")
        file = (self.file.parent / unquote(place)).resolve() if place else self.file
        value = load(file)
        for escaped in unquote(fragment).split("/")[1:]:
            token = escaped.replace("~1", "/").replace("~0", "~")
            value = value[int(token)] if isinstance(value, list) else value.get(token)
        return Node(value, file)

    @property
    def key(self) -> int:
        return id(self.value)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, with the parameters of its path item that it does not replace."""

    verb: str
    path: str
    node: Node
    parameters: tuple[Node, ...]
    pattern: re.Pattern[str] = field(repr=False)

    @property
    def endpoint(self) -> str:
        return f"{self.verb} {self.path}"


def operations(file: Path) -> Iterator[Operation]:
    """Every operation of the document."""
    root = Node(load(file), file)
    for path, item in root.members("paths").items():
        if path.startswith("x-") or not isinstance(item.value, dict):
            continue
        found = {verb: item.at(verb) for verb in VERBS}
        more = item.members("additionalOperations").items()
        found.update({name.lower() if name.isupper() else name: node for name, node in more})
        for verb, node in found.items():
            if isinstance(node.value, dict):
                yield Operation(verb, path, node, _parameters(path, item, node), _pattern(path))


def _parameters(path: str, item: Node, operation: Node) -> tuple[Node, ...]:
    """Those of the operation and of its path item, and a string for each name in the path that nobody declares."""
    found: dict[tuple[str, str], Node] = {}
    for owner in (item, operation):
        for node in owner.items("parameters"):
            if isinstance(node.value, dict) and "name" in node.value:
                found[str(node.value.get("in")), str(node.value["name"])] = node
    for name in path_names(path.partition("?")[0]):
        undeclared = {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        found.setdefault(("path", name), Node(undeclared, item.file))
    return tuple(found.values())


def _pattern(path: str) -> re.Pattern[str]:
    names: dict[str, str] = {}
    parts = re.split(r"\{([^{}]*)\}", path.partition("?")[0].partition("#")[0])
    text = ""
    for index, part in enumerate(parts):
        if index % 2 == 0:
            text += re.escape(quote(part, safe="!$&'()*+,;=:@/%"))
        elif part in names:
            text += f"(?P={names[part]})"
        else:
            names[part] = f"p{index}"
            text += f"(?P<p{index}>[^/]*)"
    return re.compile(text + r"\Z")


def path_names(path: str) -> dict[str, str]:
    """The group of the pattern for each name in the path."""
    names: dict[str, str] = {}
    for index, part in enumerate(re.split(r"\{([^{}]*)\}", path)):
        if index % 2:
            names.setdefault(part, f"p{index}")
    return names


def specificity(operation: Operation) -> tuple[int, int]:
    """Paths with fewer placeholders are tried first, as the specification says."""
    return operation.path.count("{"), -len(operation.path)
