"""The ways to call a method that has several: by the members of its body, and by whether the answer is a stream."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sdkwright.inert import dataclass
from sdkwright.ir.operations import Location, Member, Method, Parameter
from sdkwright.ir.types import LiteralType, NullableType, Reference, Scalar, ScalarType, Type, nullable, scalar
from sdkwright.python.annotations import arms
from sdkwright.python.build.parts import Building, ordered_parameters
from sdkwright.python.method_views import ArgumentView
from sdkwright.python.source import Source

BOOLEAN = scalar(Scalar.BOOLEAN)
PLAIN = (Scalar.STRING, Scalar.INTEGER, Scalar.NUMBER, Scalar.BOOLEAN)


@dataclass(frozen=True, slots=True)
class Overload:
    """One way: its parameters but for the positional ones, in their order, and whether it answers with a stream (None: either)."""

    parameters: tuple[Parameter, ...]
    streams: bool | None


def params_of(building: Building, method: Method) -> list[Parameter]:
    """What the TypedDict of a method holds: every parameter that is not positional, path parameters in front."""
    return _ordered(building, method.keywords)


def _ordered(building: Building, parameters: tuple[Parameter, ...]) -> list[Parameter]:
    in_path = [parameter for parameter in parameters if parameter.location is Location.PATH]
    others = [parameter for parameter in parameters if parameter.location is not Location.PATH]
    return [*in_path, *ordered_parameters(others, by_name=building.api.package.sort_properties)]


def member_params(building: Building, method: Method, member: Member) -> list[Parameter]:
    """What the TypedDict of one member of a body holds: its own parameters, and those that do not travel in the body."""
    beside = tuple(entry for entry in method.keywords if entry.location is not Location.BODY)
    return _ordered(building, (*beside, *member.parameters))


def forms(building: Building, method: Method) -> list[list[Parameter]]:
    """The parameters of each member of the body, or of the method as it is where its body is no union."""
    if not method.members:
        return [params_of(building, method)]
    return [member_params(building, method, member) for member in method.members]


def overloads(building: Building, method: Method) -> list[Overload]:
    """Every way to call a method, those without a stream first; none where there is but one."""
    if method.choice is None:
        each = forms(building, method)
        return [Overload(tuple(parameters), streams=False) for parameters in each] if len(each) > 1 else []
    return [
        Overload(tuple(_ordered(building, chosen)), streams)
        for streams in (False, True, None)
        for parameters in forms(building, method)
        if (chosen := picking(method, parameters, streams=streams)) is not None
    ]


def picking(method: Method, parameters: list[Parameter], *, streams: bool | None) -> tuple[Parameter, ...] | None:
    """The parameters of a call that answers with a stream, without, or either; None where they have nothing to pick it with."""
    place = discriminator_of(method, parameters)
    if place is None:
        return None if streams is not False else tuple(parameters)
    picks = parameters[place]
    match streams:
        case False:
            no = LiteralType((False,))
            picks = replace(picks, type=nullable(no) if isinstance(picks.type, NullableType) else no, required=False)
        case True:
            picks = replace(picks, type=LiteralType((True,)), required=True)
        case None:
            picks = replace(picks, type=BOOLEAN, required=True)
    return (*parameters[:place], picks, *parameters[place + 1 :])


def discriminator_of(method: Method, parameters: list[Parameter]) -> int | None:
    """Where the parameter stands that picks a stream."""
    if method.choice is None:
        return None
    picks = next(entry for entry in method.parameters if entry.site == method.choice.discriminator)
    same = (picks.wire_name, picks.location)
    return next((at for at, entry in enumerate(parameters) if (entry.wire_name, entry.location) == same), None)


# -------------------------------------------------------------------------------------------- what no call can reach

Keywords = tuple[ArgumentView, ...]


def seen_through(building: Building, parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """The parameters without the names that the document gives to plain types: to a type checker they are those types."""
    return tuple(replace(entry, type=_plain(building, entry.type)) for entry in parameters)


def _plain(building: Building, node: Type) -> Type:
    if isinstance(node, NullableType):
        return NullableType(_plain(building, node.inner))
    inner = building.layout.models[node.model].type if isinstance(node, Reference) else node
    return inner if isinstance(inner, ScalarType) and inner.kind in PLAIN else node


def hidden(keywords: Keywords, earlier: Keywords) -> bool:
    """Whether an earlier overload takes every call that this one takes: type checkers refuse one that can never be meant."""
    wider = {argument.name: argument for argument in earlier}
    required = {argument.name for argument in keywords if argument.default is None}
    if any(argument.default is None and argument.name not in required for argument in earlier):
        return False
    return all(
        argument.name in wider and _covers(wider[argument.name].annotation, argument.annotation)
        for argument in keywords
    )


def _covers(wide: Source, narrow: Source) -> bool:
    """Whether every value of one annotation is one of the other, as far as their text shows."""
    known = set(arms(wide))
    return "object" in known or all(arm in known or _is_literal_of(arm, known) for arm in arms(narrow))


def _is_literal_of(arm: Source, known: set[Source]) -> bool:
    if not arm.startswith("Literal["):
        return arm == "int" and "float" in known
    values = set(_values(arm))
    if any(each.startswith("Literal[") and values <= set(_values(each)) for each in known):
        return True
    kinds = {"str" if value[0] in "'\"" else "bool" if value in ("True", "False") else "int" for value in values}
    return kinds <= known


def _values(literal: Source) -> Iterator[str]:
    yield from re.findall(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[^,\s\[\]]+", literal.removeprefix("Literal"))
