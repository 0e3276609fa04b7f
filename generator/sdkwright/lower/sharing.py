"""Parts of models that are also what methods answer with, so that both name one type: which parts, and by what name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sdkwright.diagnostics import Report
from sdkwright.ir.api import Client
from sdkwright.ir.paging import PageScheme
from sdkwright.ir.types import Reference, ScalarType
from sdkwright.lower.context import Context, NamedSchema
from sdkwright.lower.operations import lower_method
from sdkwright.lower.resources import resource_pointer
from sdkwright.lower.tree import Branch, Planned
from sdkwright.lower.unwrapping import envelope
from sdkwright.memory import Memory, SeenTable
from sdkwright.naming.words import Casings
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import ROOT, Pointer, child, parent


def with_shared_answers(
    context: Context, tree: tuple[Branch, ...], schemes: tuple[PageScheme, ...], client: Client
) -> Context:
    """The context in which what is unwrapped of a model is a model too, called as the first method that answers with it."""
    found: dict[Pointer, NamedSchema] = {}
    report = Report()
    scratch = replace(context, report=report, memory=Memory(report))
    casings = Casings.of(context.config.casings())
    for branch, plan in _plans(tree):
        node = _answer(scratch, plan)
        if node is None or node.has("$ref") or not _is_inside_of_model(context, node.pointer):
            continue
        site = child(resource_pointer(branch.path), "methods", plan.key)
        method = lower_method(scratch, plan, site, schemes, client)
        if method.paging is None and not isinstance(method.response.type, Reference | ScalarType):
            key = f"{casings.singular(branch.path[-1])}_{plan.key}_response"
            found.setdefault(node.pointer, NamedSchema(node, key, pinned=False, home=branch.path, types=branch.types))
    context.memory.settle("shared answers", tuple((at, each.key, each.home) for at, each in found.items()))
    if not found:
        return context
    return replace(context, named=SeenTable({**context.named, **found}, "", context.memory, only_values=True))


def _answer(context: Context, plan: Planned) -> Node | None:
    """The schema of what is left of an answer without its envelope."""
    inside = envelope(context, plan, ROOT)
    return inside[1][-1] if inside is not None else None


def _plans(tree: tuple[Branch, ...]) -> Iterator[tuple[Branch, Planned]]:
    for branch in tree:
        yield from ((branch, plan) for plan in branch.methods)
        yield from _plans(branch.branches)


def _is_inside_of_model(context: Context, pointer: Pointer) -> bool:
    here = parent(pointer)
    while here != ROOT and here not in context.named:
        here = parent(here)
    return here in context.named
