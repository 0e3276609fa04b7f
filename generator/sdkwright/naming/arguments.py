"""Names of arguments and fields: one namespace a method, one a model class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from sdkwright.ir.operations import Location, Method, Parameter
from sdkwright.ir.types import Field, ObjectType, Type
from sdkwright.ir.walk import descend
from sdkwright.naming.reserved import (
    CALL_NAMES,
    KEYWORDS,
    METHOD_ARGUMENTS,
    MODEL_ATTRIBUTES,
    MODEL_NAMESPACE,
    MODEL_PREFIX,
)
from sdkwright.naming.scope import Numbered, Scope
from sdkwright.naming.words import Casings
from sdkwright.pointer import Pointer


def argument_names(method: Method, casings: Casings, *, keyed: bool) -> tuple[dict[Pointer, str], list[Numbered]]:
    """The arguments of a method. Where two places would share a name, every one of them is prefixed by its place.

    With `keyed`, calls that change something have an argument for their idempotency key.
    Within a place, what is spelled as its name keeps it, whatever the order of the document.
    """
    plain = {parameter.site: _argument(parameter, casings) for parameter in method.parameters}
    places = {(plain[parameter.site], parameter.location) for parameter in method.parameters}
    shared = {name for name, count in Counter(name for name, _ in places).items() if count > 1}
    scope = Scope()
    own = frozenset({"idempotency_key"}) if keyed and method.verb != "get" else frozenset[str]()
    scope.reserve(METHOD_ARGUMENTS | CALL_NAMES | own)
    names: dict[Pointer, str] = {}
    for parameter in sorted(method.parameters, key=lambda each: (*_distance(each, plain[each.site]), each.site)):
        name, place = plain[parameter.site], parameter.location.value
        candidates = (f"{place}_{name.strip('_')}", f"{place}_{name}")
        names[parameter.site] = scope.claim(parameter.origin, *(() if name in shared else (name,)), *candidates)
    if method.body is not None and not method.body.spread:
        wanted = _identifier(casings.snake(method.body.argument or "body") or "body")
        names[method.body.site] = scope.claim(method.origin, wanted, f"request_{wanted}")
    whole = {parameter.wire_name: names[parameter.site] for parameter in method.located(Location.BODY)}
    for member in method.members:
        names.update({parameter.site: whole[parameter.wire_name] for parameter in member.parameters})
    return names, scope.numbered


def _distance(parameter: Parameter, name: str) -> tuple[bool, bool]:
    """How far a name is from what is on the wire; the nearest has it."""
    return name != parameter.wire_name, name.startswith("_")


def _argument(parameter: Parameter, casings: Casings) -> str:
    if parameter.preferred_name is not None and parameter.preferred_name.isidentifier():
        return _identifier(parameter.preferred_name)
    # a path parameter without a name of its own (`*` of Fastify) is the rest of the path
    name = casings.snake(parameter.wire_name) or ("path" if parameter.location is Location.PATH else "value")
    if name == "self":
        return "api_self"
    if parameter.wire_name.startswith("_") and f"_{name}".isidentifier():
        return f"_{name}"
    return _identifier(name)


def _identifier(name: str) -> str:
    if name in KEYWORDS:
        return f"{name}_"
    return name if name.isidentifier() else f"api_{name}"


def field_names(
    root: Type, casings: Casings, *, protected: bool = True, classes: Collection[str] = ()
) -> Iterator[tuple[dict[Pointer, str], list[Numbered]]]:
    """The attributes of every response class in `root`; `protected` keeps them out of the namespace of pydantic.

    None is called as one of the `classes`, which it would cover where it has a default; letters without cases make the two alike.
    """
    for node in descend(root):
        if isinstance(node, ObjectType):
            yield _object_fields(node.fields, casings, protected=protected, classes=classes)


def _object_fields(
    fields: Iterable[Field], casings: Casings, *, protected: bool, classes: Collection[str]
) -> tuple[dict[Pointer, str], list[Numbered]]:
    scope = Scope()
    scope.reserve(classes)
    names: dict[Pointer, str] = {}
    # names that are free by themselves come first, so that the order of the document decides nothing
    for entry in sorted(fields, key=lambda entry: (casings.snake(entry.wire_name) != entry.wire_name, entry.wire_name)):
        name = _field(entry, casings, protected=protected)
        names[entry.site] = scope.claim(entry.origin, name, f"{name}_")
    return names, scope.numbered


def _field(entry: Field, casings: Casings, *, protected: bool) -> str:
    if entry.preferred_name is not None and entry.preferred_name.isidentifier():
        return _identifier(entry.preferred_name)
    return attribute(entry.wire_name, casings, protected=protected)


def attribute(wire_name: str, casings: Casings, *, protected: bool = True) -> str:
    """The attribute of a model that holds what is called so on the wire, where nothing else is in its way."""
    name = casings.snake(wire_name) or "value"
    if (protected and name.startswith(MODEL_PREFIX)) or wire_name.startswith("_"):
        return f"api_{name}"
    if name in MODEL_ATTRIBUTES | MODEL_NAMESPACE:
        return f"{name}_"
    return _identifier(name)
