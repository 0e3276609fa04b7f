"""Which schemas become models of their own: those that the config names, or every component where there is no config."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sdkwright.config import Config, ModelRef
from sdkwright.config import Resource as ResourceConfig
from sdkwright.diagnostics import Report, nearest
from sdkwright.ir.api import EventReader, Model, Resource, ResourcePath
from sdkwright.ir.operations import Method
from sdkwright.ir.types import Reference, Type
from sdkwright.ir.walk import descend
from sdkwright.lower.context import Context, NamedSchema, schema_reference
from sdkwright.lower.definition import definition
from sdkwright.lower.elsewhere import aliases, elsewhere
from sdkwright.lower.recursive import recursive
from sdkwright.lower.remarks import description
from sdkwright.lower.resources import is_left_out, resource_pointer, types_folder
from sdkwright.openapi.nodes import Node
from sdkwright.openapi.refs import Target, lookup
from sdkwright.pointer import ROOT, Pointer, child
from sdkwright.read import Document


def named_schemas(document: Document, config: Config, report: Report) -> Mapping[Pointer, NamedSchema]:
    """The schemas that are models, by pointer. With a config the first resource that names a schema is its home."""
    found: dict[Pointer, NamedSchema] = {}
    if not config.resources:
        elsewhere_named = aliases(document)
        for key, component in Node(document.root, ROOT).members("components", "schemas"):
            node = elsewhere_named.get(component.pointer, component)
            found[node.pointer] = NamedSchema(node, key, pinned=False, home=(), types=())
        for node, key in elsewhere(document):
            found.setdefault(node.pointer, NamedSchema(node, key, pinned=False, home=(), types=()))
        return found
    for path, models, types in _named(config):
        for key, model in models.items():
            if model.schema_ref is None or is_left_out(model):
                continue
            reference = model.schema_ref
            found_node = lookup(document.root, schema_reference(reference))
            if not isinstance(found_node, Target):
                where = child(resource_pointer(path) if path else ROOT, "models", key)
                near = nearest(
                    reference, (name for name, _ in Node(document.root, ROOT).members("components", "schemas"))
                )
                hint = f"did you mean `{near}`?" if near else "take the model out, or name a schema that is there"
                report.add("C320", where, f"the document has no schema `{reference}`", hint=hint, source="config")
                continue
            node = Node(found_node.value, found_node.pointer)
            found.setdefault(node.pointer, NamedSchema(node, key, pinned=True, home=path, types=types))
    found |= {
        node.pointer: NamedSchema(node, key, pinned=False, home=(), types=())
        for node, key in recursive(document, found)
    }
    return found


def _named(config: Config) -> Iterator[tuple[ResourcePath, Mapping[str, ModelRef], ResourcePath]]:
    """The models that each resource names, with its path and the folder of their types; those of no resource come last."""
    for path, resource in _resources((), config.resources):
        yield path, resource.models, types_folder(path, resource)
    yield (), config.models, ()


def _resources(
    path: ResourcePath, resources: Mapping[str, ResourceConfig]
) -> Iterator[tuple[ResourcePath, ResourceConfig]]:
    for key, resource in resources.items():
        if not is_left_out(resource):
            yield (*path, key), resource
            yield from _resources((*path, key), resource.subresources)


def lower_models(context: Context) -> tuple[Model, ...]:
    """Every model with its type; where it is used is told by `with_usage`."""
    return tuple(
        Model(
            pointer=pointer,
            key=schema.key,
            pinned=schema.pinned,
            home=schema.home,
            types=schema.types,
            type=definition(context, schema.node),
            description=description(schema.node),
            in_request=False,
            in_response=False,
        )
        for pointer, schema in context.named.items()
    )


def with_usage(models: tuple[Model, ...], resources: tuple[Resource, ...], *, chosen: bool) -> tuple[Model, ...]:
    """The models, each told whether requests and responses reach it; one that nothing reaches counts as a response.

    With `chosen`, the config says which schemas are models: another one is left out where nothing reaches it.
    """
    types = {model.pointer: model.type for model in models}
    called = list(_methods(resources))
    sent = _closure(types, (type_ for method in called for type_ in _request_types(method)))
    read = [reader.event for reader in _readers(resources)]
    got = _closure(types, iter([*(type_ for method in called for type_ in _response_types(method)), *read]))
    if chosen:
        models = tuple(model for model in models if model.pinned or model.pointer in sent | got)
    unused = [Reference(model.pointer) for model in models if model.pointer not in sent | got]
    got |= _closure(types, iter(unused))
    return tuple(
        replace(
            model,
            in_request=model.pointer in sent,
            in_response=model.pointer in got or model.is_shared,
        )
        for model in models
    )


def _methods(resources: tuple[Resource, ...]) -> Iterator[Method]:
    for resource in resources:
        yield from resource.methods
        yield from _methods(resource.resources)


def _readers(resources: tuple[Resource, ...]) -> Iterator[EventReader]:
    for resource in resources:
        yield from resource.readers
        yield from _readers(resource.resources)


def _request_types(method: Method) -> Iterator[Type]:
    yield from (parameter.type for parameter in method.parameters)
    if method.body is not None and not method.body.spread:
        yield method.body.type


def _response_types(method: Method) -> Iterator[Type]:
    if method.paging is not None:
        yield method.paging.item
    elif method.response.type is not None:
        yield method.response.type
    if method.choice is not None and method.choice.response.type is not None:
        yield method.choice.response.type


def _closure(types: Mapping[Pointer, Type], roots: Iterator[Type]) -> set[Pointer]:
    """The models that the roots reach, directly or through other models."""
    found: set[Pointer] = set()
    waiting = list(roots)
    while waiting:
        for part in descend(waiting.pop()):
            if isinstance(part, Reference) and part.model not in found:
                found.add(part.model)
                waiting.append(types[part.model])
    return found
