"""An API as it looks from outside its models and methods: what names are chosen by that are those of no part of one of them.

What is made of this stays as it is when only what is inside a model or a method changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from sdkwright.inert import dataclass
from sdkwright.ir.api import Api, Model, Resource
from sdkwright.ir.operations import Method, Response, ResponseKind
from sdkwright.ir.reach import referred
from sdkwright.ir.types import ANY, ObjectType, Type
from sdkwright.ir.walk import descend, methods_of
from sdkwright.memory import Memory
from sdkwright.naming.answers import answer_type, has_plain_alias, needs_name
from sdkwright.pointer import ROOT, Pointer

__all__ = ["Outline", "Outside", "outside"]


@dataclass(frozen=True, slots=True)
class Outline:
    """What names ask of a method: whether it ``takes`` parameters by a name of their own, ``answers`` with what has none, or with a plain value.

    ``streams`` is the site of a stream without a name that it may be asked for, ``pinned`` what its parameters are called then; it ``refers`` to
    models.
    """

    site: Pointer
    takes: bool
    answers: bool
    is_plain: bool
    streams: Pointer | None
    pinned: str | None
    refers: frozenset[Pointer]


@dataclass(frozen=True, slots=True)
class Outside:
    """An API of which models and methods show where they stand, and the outlines of its methods by their sites."""

    api: Api
    outlines: Mapping[Pointer, Outline]


def outside(api: Api, memory: Memory) -> Outside:
    """The outside of an API."""
    tree = [_closed_resource(each, memory) for each in (*([api.own] if api.own is not None else []), *api.resources)]
    own = tree[0][0] if api.own is not None else None
    resources = tuple(resource for resource, _ in tree if resource is not own)
    outlines = {outline.site: outline for _, outlined in tree for outline in outlined}
    return Outside(
        replace(api, models=_closed_models(api, memory), resources=resources, own=own, examples=()), outlines
    )


def _closed_models(api: Api, memory: Memory) -> tuple[Model, ...]:
    """The models as nobody can look into them."""
    return tuple(memory.recall("closed", each.pointer, partial(_closed, each), (each,)) for each in api.models)


def _closed(model: Model) -> Model:
    return replace(model, type=ANY, description=None)


def _closed_resource(resource: Resource, memory: Memory) -> tuple[Resource, tuple[Outline, ...]]:
    """A resource as nobody can look into its methods, and their outlines."""

    def made() -> tuple[Resource, tuple[Outline, ...]]:
        return _with_closed_methods(resource), tuple(map(_outline, methods_of([resource])))

    return memory.recall("closed", resource.site, made, (resource,))


def _with_closed_methods(resource: Resource) -> Resource:
    return replace(
        resource,
        description=None,
        methods=tuple(map(_closed_method, resource.methods)),
        resources=tuple(map(_with_closed_methods, resource.resources)),
    )


def _closed_method(method: Method) -> Method:
    nothing = Response(ResponseKind.NONE, "", None, ROOT, None)
    return Method(method.key, method.site, method.origin, "", "", None, False, None, (), None, nothing, None, ())


def _outline(method: Method) -> Outline:
    answer = answer_type(method)
    event = method.choice.response if method.choice is not None else None
    streams = event is not None and event.type is not None and event.type != answer and needs_name(event.type)
    return Outline(
        method.site,
        takes=_takes(method),
        answers=answer is not None and needs_name(answer),
        is_plain=answer is not None and has_plain_alias(method, answer),
        streams=event.site if event is not None and streams else None,
        pinned=method.choice.params_name if method.choice is not None else None,
        refers=referred(_types(method)),
    )


def _takes(method: Method) -> bool:
    """A method has a TypedDict of parameters when it takes anything that is not positional, or unnamed types need a home."""
    whole_body = method.body is not None and not method.body.spread
    unnamed = (part for parameter in method.parameters for part in descend(parameter.type))
    return whole_body or bool(method.keywords) or any(isinstance(part, ObjectType) for part in unnamed)


def _types(method: Method) -> Iterator[Type]:
    """All that a method takes and answers with."""
    yield from (parameter.type for parameter in method.parameters)
    answered = [method.response] if method.choice is None else [method.response, method.choice.response]
    yield from (each.type for each in answered if each.type is not None)
    if method.paging is not None:
        yield method.paging.item
