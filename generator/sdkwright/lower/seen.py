"""A list as the reading of pages sees it: what can be asked for, and what is answered, by names in snake case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sdkwright.inert import dataclass
from sdkwright.lower.context import Context
from sdkwright.lower.readings import Path
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
        """The first of those parameters, of one of those types; what may be any text as well is no number."""
        found = (name for name in names if name in self.query)
        return next((name for name in found if self._is_of(self.query[name][1], kinds)), None)

    def _is_of(self, node: Node, kinds: tuple[str, ...]) -> bool:
        types, target = self._types(node), self.context.follow(node)
        is_text = "string" in types and "string" not in kinds and (target is None or not target.has("pattern"))
        return not types.isdisjoint(kinds) and not is_text

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
