"""Which schemas become models of their own: those that the config names, or every component where there is no config."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from sdkwright.config import Config, ModelRef
from sdkwright.config import Resource as ResourceConfig
from sdkwright.diagnostics import Report, meant
from sdkwright.inert import dataclass
from sdkwright.ir.api import SHARED, Group, Model, Resource, ResourcePath
from sdkwright.ir.errors import Errors
from sdkwright.ir.operations import BodyKind, Method
from sdkwright.ir.reach import Reach, further, reach, referred
from sdkwright.ir.types import Reference, Type
from sdkwright.ir.walk import methods_of, nested
from sdkwright.lower.component_keys import component_keys
from sdkwright.lower.context import Context, NamedSchema
from sdkwright.lower.definition import definition
from sdkwright.lower.elsewhere import aliases, elsewhere
from sdkwright.lower.hints import why_deprecated
from sdkwright.lower.recursive import recursive
from sdkwright.lower.remarks import description
from sdkwright.lower.resources import is_left_out, model_pointer, resource_pointer, types_folder
from sdkwright.lower.texts import as_text
from sdkwright.memory import Memory
from sdkwright.openapi.nodes import Node
from sdkwright.openapi.refs import Target, lookup
from sdkwright.pointer import ROOT, Pointer
from sdkwright.read import Document


def named_schemas(document: Document, config: Config, report: Report, memory: Memory) -> Mapping[Pointer, NamedSchema]:
    """The schemas that are models, by pointer. With a config the first resource that names a schema is its home."""
    found: dict[Pointer, NamedSchema] = {}
    if not config.resources:
        elsewhere_named = aliases(document)
        components = dict(Node(document.root, ROOT).members("components", "schemas"))
        keys = memory.recall(
            "keys of components", "", partial(component_keys, document, [*components]), (tuple(components),)
        )
        for name, component in components.items():
            node = elsewhere_named.get(component.pointer, component)
            found[node.pointer] = NamedSchema(node, keys.get(name, name), pinned=False, home=(), types=())
        for node, key in elsewhere(document):
            found.setdefault(node.pointer, NamedSchema(node, key, pinned=False, home=(), types=()))
        return found
    for path, models, types in named_in(config):
        for key, model in models.items():
            schema = _schema(document, path, key, model, report)
            if schema is not None:
                only = _only_member(document, schema)
                schema = schema if only.pointer in found else only
                named = NamedSchema(schema, key, pinned=True, home=path, types=types, config=model)
                if found.setdefault(schema.pointer, named) is not named:
                    _report_twice(named, found[schema.pointer], report)
    found |= {
        node.pointer: NamedSchema(node, key, pinned=False, home=(), types=())
        for node, key in recursive(document, found)
    }
    return found


def _schema(document: Document, path: ResourcePath, key: str, model: ModelRef, report: Report) -> Node | None:
    """The schema of a model; None where it is another name for a model, or names no schema, which is reported."""
    if model.type == "alias" or is_left_out(model):
        return None
    from sdkwright.lower.named_by import component_names, named_by

    reference = model.schema_ref
    node = named_by(document.root, reference, key) if reference is not None else None
    if node is None:
        where = model_pointer(path, key)
        known = component_names(document.root)
        hint = meant(reference or key, known) or "take the model out, or name a schema that is there"
        message = f"the document has no schema `{reference}`" if reference is not None else "a model names a schema"
        report.add("C320", where, message, hint=hint, source="config")
    return node


def _only_member(document: Document, schema: Node) -> Node:
    """What a union of one member refers to: the model is that member, and has its name; any other schema itself."""
    met = {schema.pointer}
    while True:
        members = [*schema.items("oneOf"), *schema.items("anyOf")]
        reference = members[0].string("$ref") if len(members) == 1 else None
        inner = lookup(document.root, reference) if reference is not None else None
        if not isinstance(inner, Target) or inner.pointer in met or schema.has("properties") or schema.has("allOf"):
            return schema
        schema = Node(inner.value, inner.pointer)
        met.add(schema.pointer)


def _report_twice(again: NamedSchema, first: NamedSchema, report: Report) -> None:
    """Say that a schema is a model already, by another name or in another resource."""
    where = model_pointer(again.home, again.key)
    known = ".".join((*first.home, first.key))
    message = f"this schema is the model `{known}` already, so there is no `{again.key}` here"
    hint = f"for another name of it write `{again.key}: {{type: alias, to: {known}}}`"
    report.add("C322", where, message, hint=hint, source="config")


def named_in(config: Config) -> Iterator[tuple[ResourcePath, Mapping[str, ModelRef], ResourcePath]]:
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


def config_order(config: Config) -> tuple[ResourcePath, ...]:
    """Every resource of the config, parents before children."""
    return tuple(path for path, _ in _resources((), config.resources))


def groups(context: Context, resources: tuple[Resource, ...]) -> Iterator[Group]:
    """The resources of the config that have models in themselves or below, and no methods."""
    called = {resource.path for resource in nested(resources)}
    homes = {schema.home[: depth + 1] for schema in context.named.values() for depth in range(len(schema.home))}
    for path in config_order(context.config):
        if path in homes - called and path != SHARED:
            yield Group(path, resource_pointer(path))


def lower_models(context: Context) -> tuple[Model, ...]:
    """Every model with its type; where it is used is told by `with_usage`."""
    return tuple(make() for make in model_pieces(context))


def model_pieces(context: Context) -> Iterator[Callable[[], Model]]:
    """What makes each model, or finds it."""
    return (partial(_model, context, pointer, schema) for pointer, schema in context.named.items())


def _model(context: Context, pointer: Pointer, schema: NamedSchema) -> Model:
    make = partial(_lowered, context, pointer, schema)
    return context.memory.recall("model", pointer, make, about=(schema.node.pointer,))  # all else of it is settled


def _lowered(context: Context, pointer: Pointer, schema: NamedSchema) -> Model:
    type_ = definition(context, schema.node)
    return Model(
        pointer=pointer,
        key=schema.key,
        pinned=schema.pinned,
        home=schema.home,
        types=schema.types,
        type=type_,
        reach=reach(type_),
        description=described(
            description(schema.node), schema.config.deprecated if schema.config is not None else None
        ),
        in_request=False,
        in_response=False,
        param=schema.config.param_model if schema.config is not None else None,
        has_suffix=schema.config is None or not schema.config.no_params_suffix,
    )


def described(about: str | None, deprecated: str | dict[str, str] | None) -> str | None:
    """A description with what the config says of the model being deprecated."""
    if deprecated is None:
        return about
    why = why_deprecated(deprecated)
    return "\n\n".join(part for part in (about, f"Deprecated: {why}" if why else "Deprecated.") if part)


def with_usage(
    models: tuple[Model, ...], resources: tuple[Resource, ...], errors: Errors | None, memory: Memory, *, chosen: bool
) -> tuple[Model, ...]:
    """The models, each told whether requests and responses reach it; one that nothing reaches counts as a response.

    A file can be sent by a form alone, so that one which no form reaches has text in its place.
    With `chosen`, the config says which schemas are models: another one is left out where nothing reaches it.
    """
    reaches = {model.pointer: model.reach for model in models}
    ends = [memory.recall("ends", each.site, partial(_ends, each), (each,)) for each in methods_of(resources)]
    sent = _closure(reaches, (model for each in ends for model in each.given))
    forms = _closure(reaches, (model for each in ends if each.is_form for model in each.given))
    events = [reader.event.model for resource in nested(resources) for reader in resource.readers]
    as_read = [*(each.further for each in ends), *(reaches[pointer].further for pointer in sent)]
    raised = (kind.model for kind in (errors.kinds if errors is not None else ()) if kind.model is not None)
    answered = [*(each.answered for each in ends), raised]
    got = _closure(reaches, (*events, *(model for each in (*answered, *as_read) for model in each)))
    used = sent | got
    if chosen:
        models = tuple(model for model in models if model.pinned or model.pointer in used)
    unused = [model.pointer for model in models if model.pointer not in used and not model.is_alias]
    got |= _closure(reaches, unused)
    for model in models:  # another name for a model has both forms where that has
        if model.is_alias and isinstance(model.type, Reference):
            sent |= {model.pointer} if model.type.model in sent else set()
            got |= {model.pointer} if model.type.model in got else set()
    return tuple(
        _used(model, (model.pointer in sent, model.pointer in got or model.is_shared, model.pointer in forms), memory)
        for model in models
    )


def _used(model: Model, use: tuple[bool, bool, bool], memory: Memory) -> Model:
    """The model as requests, responses and forms use it or do not."""
    return memory.recall("used", model.pointer, partial(_with_use, model, *use), (model, *use))


def _with_use(model: Model, in_request: bool, in_response: bool, in_form: bool) -> Model:
    type_ = model.type if in_form else as_text(model.type)
    spelled = model.reach if type_ is model.type else reach(type_)
    return replace(model, type=type_, reach=spelled, in_request=in_request, in_response=in_response)


@dataclass(frozen=True, slots=True)
class _Ends:
    """The models that a call is given, those that it may be given as they were read, and those that it answers with."""

    given: frozenset[Pointer]
    further: frozenset[Pointer]
    answered: frozenset[Pointer]
    is_form: bool


def _ends(method: Method) -> _Ends:
    given = list(_request_types(method))
    return _Ends(referred(given), further(given), referred(_response_types(method)), _is_form(method))


def _request_types(method: Method) -> Iterator[Type]:
    yield from (parameter.type for parameter in method.parameters)
    if method.body is not None and not method.body.spread:
        yield method.body.type


def _is_form(method: Method) -> bool:
    return method.body is not None and method.body.kind in (BodyKind.FORM, BodyKind.MULTIPART)


def _response_types(method: Method) -> Iterator[Type]:
    if method.paging is not None:
        yield method.paging.item
    elif method.response.type is not None:
        yield method.response.type
    if method.choice is not None and method.choice.response.type is not None:
        yield method.choice.response.type


def _closure(reaches: Mapping[Pointer, Reach], roots: Iterable[Pointer]) -> set[Pointer]:
    """The models that the roots are or reach, directly or through other models."""
    found: set[Pointer] = set()
    waiting = list(roots)
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting.extend(reaches[here].models)
    return found
