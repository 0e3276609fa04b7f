"""The tree of resources of a document that has no config: reads what `layout` wants to know, and makes branches of its answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from sdkwright.config import Method as MethodConfig
from sdkwright.ir.api import CLIENT, ResourcePath
from sdkwright.ir.operations import Guess
from sdkwright.layout import Asked, Gives, Placement
from sdkwright.lower.context import Context
from sdkwright.lower.lists import answer_schema, gives
from sdkwright.lower.parameters import declared, likes
from sdkwright.lower.placed import KEY, method_of, place_of
from sdkwright.lower.tree import Branch, Operation, Planned
from sdkwright.naming.words import singular
from sdkwright.openapi.nodes import Node
from sdkwright.openapi.templates import inside

PARAMETER = re.compile(r"\{[^{}]*\}")
COMPONENTS = "#/components/"
# digits of what is rather an id of an example than a version
NUMBER = re.compile(r"(?<=[^/]/)(\d{3,})(?=/[^/])", re.ASCII)
ASKING_WITH_BODIES = ("post", "query")
FIRST = ("create", "retrieve", "update", "list", "delete")


def inferred_tree(
    context: Context, operations: Iterable[Operation], pages: Mapping[str, str] | None = None
) -> tuple[Branch, ...]:
    """The whole tree. The order of the document changes nothing: methods stand as a reader expects them, resources by name.

    pages: for each endpoint the scheme that it was read to follow, where schemes were read off the document.
    """
    asked, found = _by_way(context, operations, frozenset(pages or ()))
    for operation in found.values():
        _note_number(context, operation)
    methods: dict[ResourcePath, list[Planned]] = {}
    placements = context.memory.recall("places", "", partial(_placed, asked), (asked,))
    asking = [_as_told(each, found[each.asked.verb, each.asked.path]) for each in placements]
    for placement in sorted(asking, key=_reading_order):
        operation = found[placement.asked.verb, placement.asked.path]
        _note_numbered(context, placement, operation)
        told = method_of(operation, context.report) if KEY in operation.further else None
        config = told or MethodConfig(endpoint=operation.endpoint, verb=operation.verb, path=operation.path)
        guess = Guess(placement.rule, placement.taken, placement.others)
        plan = Planned(placement.key, operation, config, guess=guess, pages=_pages(operation, pages))
        methods.setdefault(placement.resource or CLIENT, []).append(plan)
    return _branches((), methods)


def _note_number(context: Context, operation: Operation) -> None:
    """Of a number among words nobody can say whether it is one thing of many; of another one, there may be a path as well."""
    for match in NUMBER.finditer(operation.path):
        message = f"`{match[1]}` in the path {operation.path} is a part of its name as it stands"
        hint = f"if it is the id of one thing among many, write a parameter: `{operation.path.replace(match[1], '{id}', 1)}`"
        context.report.add("N002", operation.path_item.pointer, message, hint=hint)


def _note_numbered(context: Context, placement: Placement, operation: Operation) -> None:
    """Of a method for which there was no name left but one with a number, which another path may take from it tomorrow."""
    first = next(iter(placement.taken), "")
    if first and re.fullmatch(rf"{re.escape(first)}_\d+", placement.key) and not placement.others:
        message = (
            f"every name for {operation.verb.upper()} {operation.path} is taken, so it is called `{placement.key}`"
        )
        hint = "give it an `operationId` that says what it does, or name it in the config"
        context.report.add("N001", operation.pointer, message, hint=hint)


def _pages(operation: Operation, read: Mapping[str, str] | None) -> tuple[str, ...] | None:
    """A GET follows the scheme that was read off it and no other; what changes or deletes one thing gives no pages.

    What asks with a body was not looked at.
    """
    if read is None or operation.verb in ASKING_WITH_BODIES:
        return None
    return (read[operation.endpoint],) if operation.endpoint in read else ()


def _placed(asked: tuple[Asked, ...]) -> list[Placement]:
    from sdkwright.layout.plan import place  # most runs have nothing to lay out anew

    return place(asked)


def _as_told(placement: Placement, operation: Operation) -> Placement:
    """Where the operation itself asks to stand, if it does."""
    told = place_of(operation.node) if KEY in operation.further else None
    if told is None:
        return placement
    rule = f"`{KEY}` of the operation asks for it"
    return replace(placement, resource=told[0], key=told[1], rule=rule, taken=(), others=())


def _reading_order(placement: Placement) -> tuple[ResourcePath, int, str]:
    key = placement.key
    return placement.resource, FIRST.index(key) if key in FIRST else len(FIRST), key


def _branches(path: ResourcePath, methods: Mapping[ResourcePath, list[Planned]]) -> tuple[Branch, ...]:
    """The branches below a path, of the methods that stand below it."""
    depth = len(path)
    below: dict[str, dict[ResourcePath, list[Planned]]] = {}
    for at, planned in methods.items():
        if len(at) > depth:
            below.setdefault(at[depth], {})[at] = planned
    return tuple(
        Branch((*path, key), path, None, tuple(inner.get((*path, key), ())), _branches((*path, key), inner))
        for key, inner in sorted(below.items())
    )


def _by_way(
    context: Context, operations: Iterable[Operation], paged: frozenset[str]
) -> tuple[tuple[Asked, ...], Mapping[tuple[str, str], Operation]]:
    """What is asked for each operation, and which it is; one parameter that holds names of things (`projects/*/shelves/*`) stands for these.

    Where that is the path of another operation, each keeps its own.
    """
    above = context.memory.steady("parents of tags", dict(_tag_parents(context)))
    every = {(operation.verb, operation.path): operation for operation in operations}
    asked = [_asked(context, operation, above, paged=operation.endpoint in paged) for operation in every.values()]
    uses = Counter((each.verb, _shape(each.path)) for each in asked)
    own = tuple(
        each if uses[each.verb, _shape(each.path)] == 1 else replace(each, path=path)
        for each, (_, path) in zip(asked, every, strict=True)
    )
    return own, {(each.verb, each.path): operation for each, operation in zip(own, every.values(), strict=True)}


def _shape(path: str) -> str:
    return PARAMETER.sub("{}", path)


def _way(context: Context, operation: Operation) -> str:
    path = operation.path
    if "{" not in path:
        return path
    found = declared(context, operation.path_item, operation.node)
    for name, like in likes(context, operation.path_item, found).items():
        parts = inside(like)
        owners = ["{" + (singular(before) if before else name) + "}" for before in ("", *parts[:-1])]
        told = [part or owner for part, owner in zip(parts[:-1], owners, strict=False)]
        path = path.replace("{" + name + "}", "/".join((*told, "{" + name + "}"))) if parts else path
    return path


def _asked(context: Context, operation: Operation, above: Mapping[str, tuple[str, ...]], *, paged: bool) -> Asked:
    """What the layout wants to know of an operation, as the last run found it where that still holds."""
    about = (operation.pointer, operation.path_item.pointer)
    make = partial(_found, context, operation, above, paged=paged)
    return context.memory.recall("asked", about[0], make, (operation.verb, operation.path, above, paged), about)


def _found(context: Context, operation: Operation, above: Mapping[str, tuple[str, ...]], *, paged: bool) -> Asked:
    """What comes in pages is many things, whatever else is told beside them."""
    node = operation.node
    tag = next(iter(node.strings("tags")), "")
    schema = answer_schema(context, node) if operation.verb == "get" else None
    return Asked(
        verb=operation.verb,
        path=_way(context, operation),
        operation_id=node.string("operationId") or "",
        tag=tag,
        above=above.get(tag, ()),
        gives=Gives.UNKNOWN if operation.verb != "get" else Gives.MANY if paged else gives(context, node, schema),
        answer=_answer(schema),
    )


def _answer(schema: Node | None) -> str:
    """Where the schema of the answer stands, if that is a component, which others may answer with, too."""
    return schema.pointer if schema is not None and schema.pointer.startswith(COMPONENTS) else ""


def _tag_parents(context: Context) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Tag -> its parents from the top down (OpenAPI 3.2, Tag Object); a circle of parents counts as none."""
    parents = {tag.string("name") or "": tag.string("parent") for tag in context.root.items("tags")}
    for name, parent in parents.items():
        chain: list[str] = []
        here = parent
        while here is not None and here not in (name, *chain):
            chain.insert(0, here)
            here = parents.get(here)
        if here is None and chain:
            yield name, tuple(chain)
