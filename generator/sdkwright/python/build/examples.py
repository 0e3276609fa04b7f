"""Calls that README shows: which methods, and with which arguments; how they are written is in `example_forms`."""

from __future__ import annotations

from collections.abc import Mapping

from sdkwright.inert import dataclass
from sdkwright.ir.api import Example
from sdkwright.ir.operations import BodyKind, Location, Method, Parameter, ResponseKind
from sdkwright.ir.types import ObjectType, Reference, Scalar, ScalarType, Type
from sdkwright.ir.walk import methods
from sdkwright.naming.answers import answer_type
from sdkwright.pointer import Json, Pointer
from sdkwright.python.build.overloads import forms
from sdkwright.python.build.parts import Building, Showcases
from sdkwright.python.build.samples import Sampler
from sdkwright.python.expressions import Expression
from sdkwright.python.literals import identifier, string
from sdkwright.python.source import Source

SHOWCASES = ("list", "retrieve", "get")
# how gladly a reader runs a call that he does not know yet
VERBS = ("get", "query", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Shown:
    """A method with what the config says of how to show it."""

    method: Method
    params: Mapping[str, Json]
    response_property: str | None = None
    assign_to: str | None = None
    file: tuple[str | None, str] | None = None


def chosen(building: Building, *uses: str) -> Shown | None:
    """The example request of the config for the first of those uses that it has, else the method that shows best."""
    by_use = {example.use: example for example in building.api.examples}
    for use in uses:
        if use in by_use:
            return _of_config(building, by_use[use])
    site = (building.showcases or showcases(building)).whole
    return _shown(building, site) if site is not None else None


def wanted(building: Building, use: str) -> Shown | None:
    """The example request of the config for that use, where it has one."""
    found = next((example for example in building.api.examples if example.use == use), None)
    return _of_config(building, found) if found is not None else None


def example_of(building: Building, method: Method) -> Shown | None:
    """The first example request of the config that is of that method, under whatever name."""
    found = next((example for example in building.api.examples if example.method == method.site), None)
    return _of_config(building, found) if found is not None else None


def showcases(building: Building) -> Showcases:
    """The methods that show best, where the config has no examples."""
    candidates = [method for _, method in methods(building.api)]
    whole, pages = _best(building, candidates), _best(building, [each for each in candidates if each.paging is not None])
    return Showcases(whole.site if whole is not None else None, pages.site if pages is not None else None)


def _best(building: Building, candidates: list[Method]) -> Method | None:
    """The first of the methods that are safe to call, few in arguments, and answer with something to look at."""
    ranks = [_rank(building, method) for method in candidates]
    for is_deprecated in (False, True):
        some = sorted({rank for rank in ranks if rank[0] is is_deprecated})
        alike = ([each for each, at in zip(candidates, ranks, strict=True) if at == rank] for rank in some)
        every = list(alike)
        shown = next((found for each in every if (found := [*filter(_is_shown, each)])), every[0] if every else [])
        if shown:
            return min(shown, key=lambda method: _effort(building, method))
    return None


def _shown(building: Building, site: Pointer) -> Shown | None:
    return next((Shown(method, {}) for _, method in methods(building.api) if method.site == site), None)


def paged(building: Building) -> Shown | None:
    """The call that shows paging: an example of the config whose method gives pages, else the best of those methods."""
    for use in ("pagination", "default", "headline"):
        for example in building.api.examples:
            shown = _of_config(building, example)
            if example.use == use and shown is not None and shown.method.paging is not None:
                return shown
    site = (building.showcases or showcases(building)).paged
    return _shown(building, site) if site is not None else None


def _of_config(building: Building, example: Example) -> Shown | None:
    shown = _shown(building, example.method)
    if shown is None:
        return None
    return Shown(shown.method, dict(example.params), example.response_property, example.assign_to, example.file)


def _rank(building: Building, method: Method) -> tuple[bool, int, bool, bool]:
    """What counts of a method that nobody has to look into."""
    name = building.names.attributes[method.site]
    return (
        method.deprecated,
        VERBS.index(method.verb) if method.verb in VERBS else len(VERBS),
        name not in SHOWCASES,
        name.partition("_")[0] not in SHOWCASES,
    )


def _is_shown(method: Method) -> bool:
    """Whether it takes no file and answers with something."""
    has_file = method.body is not None and method.body.kind not in (BodyKind.JSON, BodyKind.FORM)
    return not has_file and method.response.kind not in (ResponseKind.NONE, ResponseKind.BINARY, ResponseKind.STREAM)


def _effort(building: Building, method: Method) -> int:
    """What a reader has to give, and one more where what comes back is not much to look at."""
    looks = 0 if object_answer(building, method) is not None or method.paging is not None else 1
    body = method.body
    return looks + sum(parameter.required for parameter in method.parameters) + (body is not None and not body.spread)


def object_answer(building: Building, method: Method) -> ObjectType | None:
    """The type of the answer, where it is an object with fields."""
    return _object(building, answer_type(method)) if method.response.kind is ResponseKind.JSON else None


def _object(building: Building, node: Type | None) -> ObjectType | None:
    if isinstance(node, Reference):
        return _object(building, building.layout.models[node.model].type)
    return node if isinstance(node, ObjectType) else None


def call_arguments(building: Building, shown: Shown) -> list[tuple[Source, Expression]]:
    """Names and values of the arguments: those that are required, and those that the config gives."""
    method, sampler = shown.method, Sampler(building)
    in_path = {parameter.wire_name: parameter for parameter in method.located(Location.PATH)}
    found: list[tuple[Source, Expression]] = []
    for parameter in (*(in_path[name] for name in method.positional), *forms(building, method)[0]):
        name = identifier(building.names.arguments[parameter.site])
        given = parameter.wire_name if parameter.wire_name in shown.params else str(name)
        if shown.file is not None and _takes_file(shown.file[0], parameter):
            found.append((name, Source.of("Path({})", string(shown.file[1]))))
        elif given in shown.params:
            found.append((name, sampler.given(shown.params[given], parameter.type)))
        elif parameter.preset is None and (
            parameter.required or (parameter.is_needed and _is_open(building, parameter))
        ):
            found.append((name, sampler.argument(parameter.type, parameter.wire_name, parameter.examples, filled=parameter.location is Location.PATH)))
    if method.body is not None and not method.body.spread and method.body.required:
        name = identifier(building.names.arguments[method.body.site])
        whole = shown.params.get(str(name))
        value = (
            sampler.given(whole, method.body.type)
            if whole is not None
            else sampler.argument(method.body.type, name, ())
        )
        found.append((name, value))
    return _positional(method, in_path, found)


def _is_open(building: Building, parameter: Parameter) -> bool:
    """Whether the option that stands in for it may well have no value."""
    options = building.api.client.options
    return any(each.key == parameter.supplied_by and each.nullable and each.default is None for each in options)


def _takes_file(name: str | None, parameter: Parameter) -> bool:
    """Whether the parameter has that name, or, where none is known, takes a file."""
    if name is not None:
        return parameter.wire_name == name
    return isinstance(parameter.type, ScalarType) and parameter.type.kind is Scalar.BINARY


def _positional(
    method: Method, in_path: Mapping[str, Parameter], found: list[tuple[Source, Expression]]
) -> list[tuple[Source, Expression]]:
    """A path parameter that is alone is given by position; where there are several, names tell them apart."""
    if len(method.positional) == 1 and len(in_path) == 1 and found:
        return [(Source(""), found[0][1]), *found[1:]]
    return found
