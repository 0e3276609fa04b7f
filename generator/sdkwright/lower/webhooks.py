"""`webhooks` and `x-webhooks` -> methods that read the events which the API sends, and the union of these events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sdkwright.config import Method as MethodConfig
from sdkwright.ir.api import ClientOption, EventReader, Model, ResourcePath
from sdkwright.ir.reach import reach
from sdkwright.ir.types import STRING, Reference, Type, Variant
from sdkwright.lower.context import Context, Place
from sdkwright.lower.resources import resource_pointer
from sdkwright.lower.schemas import lower_schema
from sdkwright.lower.tree import Branch
from sdkwright.lower.unions import discriminator, joined, word
from sdkwright.naming.words import ascii_snake
from sdkwright.openapi.nodes import Node
from sdkwright.openapi.refs import schema_reference
from sdkwright.pointer import Json, Pointer, child

KEYS = ("webhooks", "x-webhooks")
RESOURCE = "webhooks"
UNWRAP, UNSAFE = "unwrap", "unsafe_unwrap"
# options of a client that hold the key, where the config does not say which one does
KEY_OPTIONS = ("webhook_key", "webhook_secret", "webhook_signing_key")

Events = Mapping[str, Node]
"""The schema of each event by the name of the webhook."""


def events(context: Context) -> Events:
    """Every event of the document."""
    found: dict[str, Node] = {}
    for key in KEYS:
        for name, declared in _members(context, key):
            item = context.follow(declared)
            operation = item.at("post") if item is not None else None
            body = operation.at("requestBody") if operation is not None else None
            body = context.follow(body) if body is not None else None
            for media_type, media in body.members("content") if body is not None else ():
                schema = media.at("schema")
                if "json" in media_type and schema is not None:
                    found.setdefault(name, schema)
    return found


def _members(context: Context, key: str) -> Iterator[tuple[str, Node]]:
    node = context.root.at(key)
    return node.members() if node is not None else iter(())


def with_readers(context: Context, tree: tuple[Branch, ...], found: Events) -> tuple[Branch, ...]:
    """The tree with the methods for events: those that the config names, or two of `client.webhooks` where there is no config."""
    if not found:
        return tree
    if context.config.resources:
        if not any(_configured(branch) for branch in tree):
            hint = "add a method such as `unwrap: {type: webhook_unwrap}` to a resource"
            for key in KEYS:
                node = context.root.at(key)
                if node is not None and node.value:
                    context.unsupported("U403", node, "no method of the config reads these events", hint=hint)
        return tree
    unwraps = ((key, MethodConfig(type="webhook_unwrap")) for key in (UNWRAP, UNSAFE))
    place = next((branch for branch in tree if branch.path == (RESOURCE,)), Branch((RESOURCE,), (), None, (), ()))
    taken = {method.key for method in place.methods}
    readers = tuple((key, config) for key, config in unwraps if key not in taken)
    made = replace(place, readers=readers)
    others = [branch for branch in tree if branch.path != (RESOURCE,)]
    return tuple(sorted((*others, made), key=lambda branch: branch.path))


def _configured(branch: Branch) -> bool:
    return bool(branch.readers) or any(_configured(inner) for inner in branch.branches)


def key_option(context: Context, prefix: str, found: Events) -> Iterator[ClientOption]:
    """The option for the key, where no config says what the options are."""
    if found and not context.config.resources:
        key, variable = KEY_OPTIONS[0], f"{prefix}_{KEY_OPTIONS[0].upper()}"
        text = "Signs the events that the API sends; `client.webhooks` verifies them with it."
        yield ClientOption(
            key,
            STRING,
            nullable=True,
            environment_variable=variable,
            default=None,
            description=text,
            credential=None,
            header=None,
        )


def lower_readers(
    context: Context,
    path: ResourcePath,
    readers: tuple[tuple[str, MethodConfig], ...],
    found: Events,
    options: frozenset[str],
) -> Iterator[tuple[EventReader, Model]]:
    """The methods of a resource that read events, each with the model of all its events."""
    shared: Model | None = None
    for key, config in readers:
        site = child(resource_pointer(path), "methods", key)
        chosen = _chosen(context, config, found, site)
        if not chosen:
            context.report.add("U302", site, "the document describes no event for this method", source="config")
            continue
        type_ = _union(context, config, chosen, Place(child(site, "event")))
        model = shared or Model(
            pointer=child(site, "event"),
            key=f"{ascii_snake(key)}_webhook_event",
            pinned=True,
            home=path,
            types=path[:-1],
            type=type_,
            reach=reach(type_),
            description="An event that the API sends.",
            in_request=False,
            in_response=True,
        )
        secret = config.webhook_key_opt or next((name for name in KEY_OPTIONS if name in options), None)
        known = secret if secret in options else None
        if config.webhook_key_opt is not None and known is None:
            where = child(site, "webhook_key_opt")
            context.report.add("C330", where, f"the client has no option `{secret}`", source="config")
        shared = None if context.config.resources else model
        yield EventReader(
            key, site, verified=not key.startswith("unsafe"), event=Reference(model.pointer), secret=known
        ), model


def _chosen(context: Context, config: MethodConfig, found: Events, site: Pointer) -> Events:
    """The events of a method: those that `event_types` lists, by the name of the webhook, of a model or of a schema; else all."""
    listed = config.event_types
    names = list(listed.values()) if isinstance(listed, dict) else listed if isinstance(listed, list) else []
    if not names:
        return found
    chosen: dict[str, Node] = {}
    for name in names:
        if isinstance(name, str):
            node = found.get(name) or _model(context, name) or context.lookup(schema_reference(name))
            if node is None:
                context.report.add("C320", child(site, "event_types"), f"there is no event `{name}`", source="config")
            else:
                chosen[name] = node
    return chosen


def _model(context: Context, name: str) -> Node | None:
    """A model of the config, by its own name or with those of its resources before it."""
    for schema in context.named.values():
        if name in (schema.key, ".".join((*schema.home, schema.key))):
            return schema.node
    return None


def _union(context: Context, config: MethodConfig, chosen: Events, place: Place) -> Type:
    variants = [
        Variant(lower_schema(context, node, place.below(name)), word(context, node) or name)
        for name, node in chosen.items()
    ]
    declared: Json = {"discriminator": {"propertyName": config.discriminator}} if config.discriminator else {}
    node = Node(declared, place.site)
    return joined(variants, place, discriminator(context, node, list(chosen.values())), node)
