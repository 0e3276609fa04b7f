"""Models of the config that are other names for models: which model each stands for; not how a model is lowered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sdkwright.config import ModelRef
from sdkwright.diagnostics import meant
from sdkwright.inert import dataclass
from sdkwright.ir.api import SHARED, Model, ResourcePath
from sdkwright.ir.reach import reach
from sdkwright.ir.types import Reference
from sdkwright.lower.context import Context
from sdkwright.lower.models import described, named_in
from sdkwright.lower.named_by import named_by
from sdkwright.lower.resources import is_left_out, model_pointer
from sdkwright.pointer import Pointer

__all__ = ["lower_aliases"]

Place = tuple[ResourcePath, str]


@dataclass(frozen=True, slots=True)
class _Found:
    """The model that a name stands for; None where that is left out of Python, and so is what stands for it."""

    pointer: Pointer | None


def lower_aliases(context: Context) -> Iterator[Model]:
    """The other names, each with the model that it stands for; one that stands for none is reported and left out."""
    known = {(path, key): model for path, models, _ in named_in(context.config) for key, model in models.items()}
    for path, models, types in named_in(context.config):
        for key, model in models.items():
            if model.type != "alias" or is_left_out(model):
                continue
            found = _target(context, known, (path, key), frozenset())
            if found is None:
                _report(context, known, (path, key), model)
            elif found.pointer is not None:
                yield Model(
                    pointer=model_pointer(path, key),
                    key=key,
                    pinned=True,
                    home=path,
                    types=types,
                    type=(type_ := Reference(found.pointer)),
                    reach=reach(type_),
                    description=described(None, model.deprecated),
                    in_request=False,
                    in_response=False,
                )


def _target(context: Context, known: Mapping[Place, ModelRef], place: Place, seen: frozenset[Place]) -> _Found | None:
    """What the model at a place is in the end; names that stand for each other are none."""
    model = known[place]
    if is_left_out(model):
        return _Found(None)
    if model.type != "alias":
        node = named_by(context.document.root, model.schema_ref or "", place[1])
        return _Found(node.pointer) if node is not None and node.pointer in context.named else None
    *way, name = (model.to or "").split(".")
    around = [tuple(way)] if way else [place[0], SHARED, ()]
    there = next(((path, name) for path in around if (path, name) in known), None)
    return _target(context, known, there, seen | {place}) if there is not None and there not in seen | {place} else None


def _report(context: Context, known: Mapping[Place, ModelRef], place: Place, model: ModelRef) -> None:
    name = (model.to or "").rpartition(".")[2]
    others = (key for _, key in known if key != place[1])
    hint = meant(name, others) or "name a model of the config, as in `to: things.thing`"
    message = f"no model of the config is called `{model.to}`" if model.to else "an alias needs a `to`"
    context.report.add("C321", model_pointer(*place), message, hint=hint, source="config")
