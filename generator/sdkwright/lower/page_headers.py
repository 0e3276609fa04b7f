"""Lists whose next page a header of the answer names, and a parameter asks for: in the query, or in a header as well."""

from __future__ import annotations

from collections.abc import Iterator

from sdkwright.ir.paging import SchemeKind
from sdkwright.lower.context import Context
from sdkwright.lower.page_words import EITHER, HEADERS
from sdkwright.lower.parameters import declared
from sdkwright.lower.readings import Path, Reading
from sdkwright.lower.tree import Operation
from sdkwright.naming.words import snake
from sdkwright.openapi.nodes import Node


def cursor_of_headers(context: Context, operation: Operation, items: Path, *, is_array: bool = False) -> Reading | None:
    """How the list goes on: the header is called as such a cursor is, or the document says which parameter takes it."""
    for name, header in _headers(context, operation.node):
        for parameter in declared(context, operation.path_item, operation.node):
            where, asked = parameter.string("in"), parameter.string("name") or ""
            if where not in ("query", "header") or not _is_text(context, parameter):
                continue
            if _plain(asked) in HEADERS.get(_plain(name), ()) and _plain(name) not in EITHER:
                pass
            elif not (_mentions(header, asked) or _mentions(parameter, name)):
                continue
            return Reading(
                SchemeKind.CURSOR,
                items,
                (("next_cursor_param", (asked,)),),
                (("next_cursor_field", (_plain(name),), "string"),),
                is_array=is_array,
                header=name,
                where="query" if where == "query" else "header",
            )
    return None


def _headers(context: Context, operation: Node) -> Iterator[tuple[str, Node]]:
    """The headers of the first success that are texts."""
    for status, answer in operation.members("responses"):
        found = context.follow(answer) if status.startswith("2") else None
        if found is not None:
            for name, node in found.members("headers"):
                header = context.follow(node)
                if header is not None and _is_text(context, header):
                    yield name, header
            return


def _is_text(context: Context, node: Node) -> bool:
    schema = node.at("schema")
    target = context.follow(schema) if schema is not None else None
    return target is not None and "string" in target.strings("type")


def _mentions(node: Node, name: str) -> bool:
    """Whether it is described as what goes with the other one."""
    said = (node.text("description") or "").lower()
    return "page" in said and name.lower() in said.split()


def _plain(name: str) -> str:
    """A header by its words, without the `X-` that has been in front of so many."""
    return snake(name).removeprefix("x_")
