"""Which schema each type of an SDK stands for: what a method answers with by its index, else the schema of that name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sdkwright.naming.words import Casings, pascal, singular
from sdkwright.openapi.nodes import Node
from sdkwright.openapi.refs import Target, lookup
from sdkwright.pointer import ROOT, Json
from sdkwright.starter.sdk_folder import Answer, SdkFolder

__all__ = ["place_models"]

_SCHEMAS = "#/components/schemas/"
_DEEPEST = 30


def place_models(sdk: SdkFolder, document: Json) -> list[str]:
    """Write the models of the SDK below their resources; what is given are the types that no schema was found for.

    A type that only one method answers with, and that is called as that method, is none: it gets that name again.
    """
    root = _Document(Node(document, ROOT))
    answered = {answer.type: found for answer in sdk.answers if (found := root.answer(answer)) is not None}
    derived = {name for answer in sdk.answers for name in _derived(answer)}
    missing: list[str] = []
    for name, home in sdk.types.items():
        reference = None if name in derived else answered.get(name) or root.named(name, home)
        if reference is None:
            missing += [] if name in derived else [name]
            continue
        models = sdk.resource(home).setdefault("models", {})
        assert isinstance(models, dict)
        models[name] = reference
    return missing


def _derived(answer: Answer) -> Iterator[str]:
    """What the type of an answer is called where it is no model."""
    casings = Casings()
    for owner in (singular(answer.owner[-1]), answer.owner[-1]):
        yield f"{pascal(owner, casings)}{pascal(answer.name, casings)}Response"


class _Document:
    """Looks up schemas by what answers with them, and by name."""

    def __init__(self, root: Node) -> None:
        self._root = root
        self._paths = {_template(path): item for path, item in root.members("paths")}
        self._schemas: dict[str, str] = {}
        for name, _ in root.members("components", "schemas"):
            self._schemas.setdefault(_plain(name), name)

    def named(self, name: str, home: tuple[str, ...]) -> str | None:
        """The component of that name, or of that name behind the one of its resource."""
        words = (name, f"{singular(home[-1])}{name}", f"{''.join(home)}{name}", f"{name}Object", f"{name}Schema")
        found = (self._schemas.get(_plain(word)) for word in words)
        return next((name for name in found if name is not None), None)

    def answer(self, answer: Answer) -> str | None:
        """The component that a method answers with, or that its pages have as their items."""
        item = self._paths.get(_template(answer.path))
        operation = self._follow(item.at(answer.verb)) if item is not None else None
        if operation is None:
            return None
        for status, response in operation.members("responses"):
            target = self._follow(response)
            if not status.startswith("2") or target is None:
                continue
            for media_type, media in target.members("content"):
                schema = media.at("schema")
                if "json" in media_type and schema is not None:
                    return self._items(schema) if answer.page is not None else self._component(schema)
        return None

    def _items(self, schema: Node, depth: int = 0) -> str | None:
        """The component of the items of the first list in it."""
        target = self._follow(schema)
        if target is None or depth > _DEEPEST:
            return None
        if (items := target.at("items")) is not None:
            return self._component(items)
        inner = [*(node for _, node in target.members("properties")), *target.items("allOf")]
        lists = [node for node in inner if (found := self._follow(node)) is not None and found.has("items")]
        for inside in (*lists, *target.items("allOf")):
            if (item := self._items(inside, depth + 1)) is not None:
                return item
        return None

    def _component(self, schema: Node) -> str | None:
        reference = schema.string("$ref")
        return reference.removeprefix(_SCHEMAS) if reference is not None and reference.startswith(_SCHEMAS) else None

    def _follow(self, node: Node | None) -> Node | None:
        for _ in range(_DEEPEST):
            reference = node.string("$ref") if node is not None else None
            if reference is None:
                return node
            found = lookup(self._root.value, reference)
            node = Node(found.value, found.pointer) if isinstance(found, Target) else None
        return None


def _template(path: str) -> str:
    """A path whatever its parameters are called, and without a query."""
    return re.sub(r"\{[^}]*\}", "{}", path.partition("?")[0])


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
