"""Names of resources and their methods: attributes, classes and modules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from itertools import chain, count

from sdkwright.inert import dataclass
from sdkwright.ir.api import CLIENT, Resource
from sdkwright.naming.outside import Outside
from sdkwright.naming.reserved import CLIENT_ATTRIBUTES, KEYWORDS, RESOURCE_ATTRIBUTES
from sdkwright.naming.scope import Numbered, Scope
from sdkwright.naming.words import LONGEST_FILE_NAME, Casings, file_name, pascal, snake
from sdkwright.pointer import Pointer

LONG, SHORT = 150, 24
"""Below folders whose names are so long together, each has a short one: there is an end to the length of a path."""


@dataclass(slots=True)
class ResourceNames:
    """What this part of the naming decides."""

    attributes: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    modules: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    classes: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    numbered: list[Numbered] = field(default_factory=list[Numbered])


def identifier(text: str, fallback: str, casings: Casings) -> str:
    """The text as a Python identifier in snake case; a keyword gets a trailing underscore, a leading digit a prefix."""
    name = casings.snake(text) or fallback
    if name in KEYWORDS:
        return f"{name}_"
    return name if name.isidentifier() else f"{fallback}_{name}"


def name_resources(seen: Outside, casings: Casings, model_classes: dict[Pointer, str]) -> ResourceNames:
    """Names of the whole tree. Attributes that the client has already get a trailing underscore."""
    api, result = seen.api, ResourceNames()
    scope = Scope()
    scope.reserve(CLIENT_ATTRIBUTES)
    scope.reserve(casings.snake(option.key) for option in api.client.options)
    if api.own is not None:
        _methods(result, api.own, scope, casings)
    files = Scope(fold=True)
    for resource in _ascii_first(api.resources):
        _attribute(result, resource, scope, files, casings)
        _below(result, resource, casings)
    _classes(
        result,
        api.resources,
        "",
        lambda resource: _class(resource, seen, casings, model_classes),
    )
    for group in api.groups:
        result.classes[group.site] = api.client.name if group.path == CLIENT else pascal(group.path[-1], casings)
    return result


def _ascii_first(resources: tuple[Resource, ...]) -> list[Resource]:
    """Those first whose module has their own name."""
    return sorted(resources, key=lambda resource: (not resource.path[-1].isascii(), resource.site))


def _attribute(result: ResourceNames, resource: Resource, scope: Scope, files: Scope, casings: Casings) -> None:
    """The attribute, and the module of that name; letters that file systems disagree on are in the attribute alone."""
    text = resource.path[-1]
    is_far_down = len("".join(resource.path[:-1])) > LONG
    module = file_name(text, "resource", casings, SHORT if is_far_down else LONGEST_FILE_NAME)
    name = module if snake(text).isascii() else identifier(text, "resource", casings)
    result.attributes[resource.site] = given = scope.claim(resource.site, name, f"{name.rstrip('_')}_")
    module = given if given.isascii() else module
    result.modules[resource.site] = files.claim(resource.site, module, f"{module}_")


def _below(result: ResourceNames, resource: Resource, casings: Casings) -> None:
    """Methods first: their names are those that programs call; a resource of the same name gives way."""
    scope = Scope()
    scope.reserve(RESOURCE_ATTRIBUTES)
    _methods(result, resource, scope, casings)
    files = Scope(fold=True)
    for inner in _ascii_first(resource.resources):
        _attribute(result, inner, scope, files, casings)
        _below(result, inner, casings)
    result.numbered.extend(scope.numbered)


def _methods(result: ResourceNames, resource: Resource, scope: Scope, casings: Casings) -> None:
    for callables, fallback in (
        (resource.methods, "method"),
        (resource.aliases, "method"),
        (resource.readers, "reader"),
    ):
        for one in callables:
            name = identifier(one.key, fallback, casings)
            result.attributes[one.site] = scope.claim(one.site, name, f"{name.rstrip('_')}_")


def _classes(
    result: ResourceNames, resources: tuple[Resource, ...], parent: str, namer: Callable[[Resource], tuple[str, str]]
) -> None:
    """Class names of siblings: with their twins they differ from each other and from the parent's.

    A module holds the class of its resource, and imports those of the resources below.
    """
    taken = set(_twins(parent) if parent else ())
    for resource in sorted(resources, key=lambda resource: resource.site):
        bare, name = namer(resource)
        candidates = (name, f"{parent.removesuffix('Resource')}{name}", f"{bare}SubResource")
        numbered = (f"{name}{number}" for number in count(2))
        given = next(one for one in chain(candidates, numbered) if taken.isdisjoint(_twins(one)))
        taken.update(_twins(given))
        result.classes[resource.site] = given
        _classes(result, resource.resources, given, namer)


def _twins(name: str) -> tuple[str, ...]:
    return name, f"Async{name}", f"{name}View", f"Async{name}View"


def _class(resource: Resource, seen: Outside, casings: Casings, model_classes: dict[Pointer, str]) -> tuple[str, str]:
    """The words of a resource as a class name, and with `Resource` after it where that is asked for or needed."""
    bare = pascal(resource.path[-1], casings) or "Root"
    bare = bare if bare.isidentifier() and bare not in KEYWORDS else f"Resource{bare}"
    in_scope = {
        model_classes[model]
        for method in resource.methods
        for model in seen.outlines[method.site].refers
        if model in model_classes
    }
    children = {pascal(inner.path[-1], casings) for inner in resource.resources}
    needed = seen.api.package.resource_suffix or bare in in_scope or bare in children
    return bare, f"{bare}Resource" if needed else bare
