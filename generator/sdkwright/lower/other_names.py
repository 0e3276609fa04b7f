"""Schemas that are another name for a model which leads back to them: who leads back means the model itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sdkwright.ir.api import Model
from sdkwright.ir.reach import reach
from sdkwright.ir.types import Reference, Type
from sdkwright.ir.walk import changed
from sdkwright.pointer import Pointer

__all__ = ["through_names"]


def through_names(models: tuple[Model, ...]) -> tuple[Model, ...]:
    """The models, where one leads back to another name for it referring to what has that name.

    Nothing is lost, and the name is a plain alias then: no class can extend one that is defined after what it stands for, nor does pydantic
    build a model that is met under it twice.
    """
    some = [model for model in models if model.reach.stands_for]  # the types of all others need not be looked at
    names = {model.pointer: model.type.model for model in some if isinstance(model.type, Reference)}
    if not names:
        return models
    from sdkwright.ir.knots import components  # few documents have any

    known = {model.pointer for model in models}
    graph = {model.pointer: model.reach.models & known for model in models}
    found = components(graph, names.keys() & known)
    knots = {pointer: index for index, knot in enumerate(found) if len(knot) > 1 for pointer in knot}
    tied = {name: _meant(name, names) for name in names if name in knots}
    return (
        tuple(_through(model, tied, knots) if model.pointer in knots else model for model in models) if tied else models
    )


def _meant(name: Pointer, names: Mapping[Pointer, Pointer]) -> Pointer:
    """What has the name in the end."""
    seen = set[Pointer]()
    while name in names and name not in seen:
        seen.add(name)
        name = names[name]
    return name


def _through(model: Model, tied: Mapping[Pointer, Pointer], knots: Mapping[Pointer, int]) -> Model:
    """The model, with what it refers to within its knot by the names that are no other ones."""
    here = {
        name: meant
        for name, meant in tied.items()
        if knots[name] == knots[model.pointer] and name in model.reach.models
    }
    if not here:
        return model

    def meant(node: Type) -> Type:
        return Reference(here[node.model]) if isinstance(node, Reference) and node.model in here else node

    type_ = changed(model.type, meant)
    return replace(model, type=type_, reach=reach(type_))
