"""Models that need each other: which imports must stand below the definitions, and which definitions in one module."""

from __future__ import annotations

import graphlib
from collections.abc import Container, Mapping

from sdkwright.ir.api import Model
from sdkwright.pointer import Pointer


def cycles(models: tuple[Model, ...], *, given: bool) -> dict[Pointer, frozenset[Pointer]]:
    """For each model the models that it refers to and that lead back to it, as they are `given` to requests or read from answers."""
    graph = {model.pointer: _needs(model, given=given) for model in models}
    if _is_acyclic(graph):
        return {}
    from sdkwright.ir.knots import components  # few documents have any

    reach = {pointer: component for component in components(graph) for pointer in component if len(component) > 1}
    return {pointer: frozenset(graph[pointer] & component) for pointer, component in reach.items()}


def hosts(models: tuple[Model, ...], emitted: Container[Pointer], *, given: bool) -> dict[Pointer, Pointer]:
    """For each model with a class that extends that of a model which leads back to it, the one in whose module both stand.

    A module of its own would need the class that it extends first, and be needed by that class before it is there.
    """
    extending = [model for model in models if model.reach.bases and model.pointer in emitted]
    if not extending:
        return {}
    from sdkwright.ir.knots import components  # few documents have any

    graph = {model.pointer: _needs(model, given=given) for model in models}
    knots = {pointer: knot for knot in components(graph, (each.pointer for each in extending)) for pointer in knot}
    found = {
        model.pointer: bases
        for model in extending
        if (
            bases := {
                base for base in model.reach.bases & graph[model.pointer] & knots[model.pointer] if base in emitted
            }
        )
    }
    groups: dict[Pointer, set[Pointer]] = {}
    for pointer, bases in found.items():
        whole = set[Pointer]().union(*(groups.get(each, {each}) for each in (pointer, *bases)))
        groups.update(dict.fromkeys(whole, whole))
    firsts = {pointer: _first(whole, found) for pointer, whole in groups.items()}
    order = (model.pointer for model in models if firsts.get(model.pointer, model.pointer) != model.pointer)
    return {pointer: firsts[pointer] for pointer in order}


def _first(group: set[Pointer], bases: Mapping[Pointer, set[Pointer]]) -> Pointer:
    """The model that extends none of the others."""
    return min(group - bases.keys() or group)


def _needs(model: Model, *, given: bool) -> frozenset[Pointer]:
    """The models that the module of a model imports, in that direction."""
    hidden = model.reach.unsent if given else model.reach.unread
    return model.reach.models - hidden - {model.pointer}


def _is_acyclic(graph: Mapping[Pointer, frozenset[Pointer]]) -> bool:
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError:
        return False
    return True
