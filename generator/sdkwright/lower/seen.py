"""A list as the reading of pages sees it: what can be asked for, and what is answered, by names in snake case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sdkwright.inert import dataclass
from sdkwright.lower.context import Context
from sdkwright.lower.lists import properties
from sdkwright.lower.page_words import CONTAINERS, PAGED
from sdkwright.lower.parameters import declared
from sdkwright.lower.readings import Path
from sdkwright.lower.styles import is_json
from sdkwright.lower.tree import Operation
from sdkwright.naming.words import snake
from sdkwright.openapi.nodes import Node


@dataclass(frozen=True, slots=True)
class Seen:
    """What is looked at: parameters of the query and properties of the answer, by their names in snake case."""

    context: Context
    items: Path
    array: Node | None
    query: Mapping[str, tuple[Path, Node]]
    fields: Mapping[str, tuple[Path, Node]]

    def field(self, names: Iterable[str], *kinds: str) -> str | None:
        """The first of those properties that is of one of those JSON types."""
        found = (name for name in names if name in self.fields)
        return next((name for name in found if not self._types(self.fields[name][1]).isdisjoint(kinds)), None)

    def parameter(self, names: Iterable[str], *kinds: str) -> str | None:
        """The first of those parameters, of one of those types; what may be any text as well is no number, what may be anything is a text."""
        found = (name for name in names if name in self.query)
        return next((name for name in found if self._is_of(self.query[name][1], kinds)), None)

    def _is_of(self, node: Node, kinds: tuple[str, ...]) -> bool:
        types, target = self._types(node), self.context.follow(node)
        is_text = "string" in types and "string" not in kinds and (target is None or not target.has("pattern"))
        is_anything = types <= {"null"} and "string" in kinds and not properties(self.context, node)
        return is_anything or (not types.isdisjoint(kinds) and not is_text)

    def sent(self, name: str) -> Path:
        """The way to a parameter, by names on the wire: of one that is an object, to its property."""
        return self.query[name][0]

    def got(self, name: str) -> Path:
        """The way to a property, by names on the wire."""
        return self.fields[name][0]

    def said(self, name: str) -> str:
        """What describes a property of the answer."""
        node = self.fields[name][1]
        return (self.context.follow(node) or node).text("description") or ""

    def schema(self, name: str) -> Node:
        """The schema of a parameter."""
        return self.query[name][1]

    def _types(self, node: Node) -> set[str]:
        found = self.context.follow(node)
        if found is None:
            return set()
        inner = [
            kind
            for keyword in ("anyOf", "oneOf", "allOf")
            for part in found.items(keyword)
            for kind in self._types(part)
        ]
        return {*found.strings("type"), *inner}


def asked(context: Context, operation: Operation) -> Iterator[tuple[str, tuple[Path, Node]]]:
    """The parameters of the query by their names in snake case; the properties of objects (`pageable`) before them."""
    found = [each for each in declared(context, operation.path_item, operation.node) if each.string("in") == "query"]
    named = [(node.string("name") or "", node.at("schema") or Node({}, node.pointer)) for node in found]
    for name, node in named:
        yield from ((snake(inner), ((name, inner), each)) for inner, each in properties(context, node).items())
    yield from ((snake(name), ((name,), node)) for name, node in named)


def asked_in_body(context: Context, operation: Node) -> Iterator[tuple[str, tuple[Path, Node]]]:
    """The properties of a JSON body, where one of them may ask for a page; those of objects that tell of pages before its own."""
    body = operation.at("requestBody")
    target = context.follow(body) if body is not None else None
    media = [each for name, each in target.members("content") if is_json(name)] if target is not None else []
    schema = media[0].at("schema") if media else None
    found = dict(told(context, properties(context, schema))) if schema is not None else {}
    yield from found.items() if not PAGED.isdisjoint(found) else ()


def told(context: Context, fields: Mapping[str, Node]) -> Iterator[tuple[str, tuple[Path, Node]]]:
    """The properties of an answer by their names in snake case; those of objects that tell of pages before its own.

    A link that is an object with its address (`href`) stands for that.
    """
    for name, node in fields.items():
        for inner, each in properties(context, node).items() if snake(name) in CONTAINERS else ():
            address = properties(context, each).get("href")
            yield snake(inner), ((name, inner, "href"), address) if address is not None else ((name, inner), each)
    yield from ((snake(name), ((name,), node)) for name, node in fields.items())
