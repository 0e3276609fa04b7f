"""The stage itself: document and config -> Api, told as a list of its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import chain

from sdkwright.config import Config
from sdkwright.diagnostics import Report
from sdkwright.ir.api import Alias, Api, Client, EventReader, Model, Resource, ResourcePath
from sdkwright.ir.errors import Errors
from sdkwright.ir.operations import Method
from sdkwright.ir.paging import PageScheme
from sdkwright.lower.aliases import lower_aliases
from sdkwright.lower.client import Overrides, lower_client, lower_package
from sdkwright.lower.context import Context
from sdkwright.lower.errors import error_schemas, lower_errors
from sdkwright.lower.extensions import report_extensions
from sdkwright.lower.inference import inferred_tree
from sdkwright.lower.models import config_order, groups, lower_models, model_pieces, named_schemas, with_usage
from sdkwright.lower.operations import lower_method
from sdkwright.lower.other_names import through_names
from sdkwright.lower.paging import lower_schemes
from sdkwright.lower.placed import with_placed
from sdkwright.lower.readings import in_words
from sdkwright.lower.readme import lower_examples
from sdkwright.lower.recognise import recognised
from sdkwright.lower.resources import configured_tree, resource_pointer
from sdkwright.lower.sharing import with_shared_answers
from sdkwright.lower.tree import Branch, Operation, Planned, operations
from sdkwright.lower.unhonoured import report_edition
from sdkwright.lower.unmet import report_unmet
from sdkwright.lower.watch import settled, watched
from sdkwright.lower.webhooks import Events, events, lower_readers, with_readers
from sdkwright.memory import Memory, ahead
from sdkwright.pointer import Pointer, child
from sdkwright.read import Document


def lower(
    document: Document,
    config: Config,
    report: Report,
    overrides: Overrides | None = None,
    memory: Memory | None = None,
) -> Api:
    """What the document describes, laid out as the config says, or as a person would where there is no config."""
    memory, overrides = memory or Memory(report), overrides or Overrides()
    plain, document = document, watched(document, memory)
    context, errors = _context(document, config, report, memory)
    found = {operation.endpoint: operation for operation in operations(context)}
    context = replace(context, config=(config := with_placed(config, found, report)))
    report_edition(context)
    report_extensions(plain, report)
    context, pages = _with_pages(context, found)
    memory.settle("pagination", context.config.pagination)
    tree = configured_tree(context, found) if config.resources else inferred_tree(context, found.values(), pages)
    sent = events(context)
    tree = with_readers(context, tree, sent)
    client = memory.settle("client", lower_client(context, found.values(), sent, overrides.package))
    schemes = memory.settle("schemes", lower_schemes(context))
    context = with_shared_answers(context, tree, schemes, client)
    read = _event_models(context, tree, sent, client)
    resources = memory.steady("resources", _resources(context, tree, schemes, client, read))
    models = through_names((*lower_models(context), *lower_aliases(context), *_models_read(read)))
    report_unmet(context, resources, client)
    return Api(
        package=lower_package(context, overrides),
        client=client,
        resources=tuple(resource for resource in resources if not resource.is_client),
        models=with_usage(models, resources, errors, memory, chosen=bool(context.config.resources)),
        schemes=schemes,
        examples=tuple(lower_examples(context, resources)),
        configured=context.configured,
        own=next((resource for resource in resources if resource.is_client), None),
        groups=tuple(groups(context, resources)),
        order=config_order(config),
        errors=errors,
    )


def _context(document: Document, config: Config, report: Report, memory: Memory) -> tuple[Context, Errors | None]:
    """What all functions need, with the schemas that are models, those of errors of the API's own among them; and these errors."""
    named = named_schemas(document, config, report, memory)
    seen = Context(document, config, report, named, memory)
    errors = lower_errors(seen)
    named = {**named, **error_schemas(seen, errors)}
    return Context(document, config, report, settled(config, named, memory), memory), errors


def _resources(
    context: Context, tree: tuple[Branch, ...], schemes: tuple[PageScheme, ...], client: Client, read: Read
) -> tuple[Resource, ...]:
    ahead(context.memory, chain(_method_pieces(context, tree, schemes, client), model_pieces(context)))
    told = _tag_descriptions(context)
    return tuple(_with_readers(_resource(context, branch, schemes, client, told), read) for branch in tree)


def _method_pieces(
    context: Context, tree: tuple[Branch, ...], schemes: tuple[PageScheme, ...], client: Client
) -> Iterator[Callable[[], Method]]:
    """What makes each method, or finds it."""
    for branch in tree:
        for plan in branch.methods:
            yield partial(_method, context, plan, _site(branch, plan), schemes, client)
        yield from _method_pieces(context, branch.branches, schemes, client)


def _site(branch: Branch, plan: Planned) -> Pointer:
    return child(resource_pointer(branch.path), "methods", plan.key)


def _resource(
    context: Context, branch: Branch, schemes: tuple[PageScheme, ...], client: Client, told: Mapping[str, str | None]
) -> Resource:
    where = resource_pointer(branch.path)
    return Resource(
        path=branch.path,
        types=branch.types,
        site=where,
        description=branch.description or told.get(branch.path[-1]),
        methods=tuple(_method(context, plan, _site(branch, plan), schemes, client) for plan in branch.methods),
        resources=tuple(_resource(context, inner, schemes, client, told) for inner in branch.branches),
        alone=branch.alone,
        aliases=tuple(
            Alias(key, child(where, "methods", key), child(where, "methods", target)) for key, target in branch.aliases
        ),
    )


def _method(context: Context, plan: Planned, site: Pointer, schemes: tuple[PageScheme, ...], client: Client) -> Method:
    """The method, taken over from the last run where nothing has changed that it is made of."""
    operation = plan.operation
    make = partial(lower_method, context, plan, site, schemes, client)
    inputs = (
        plan.key,
        plan.config if plan.config.given else None,  # else it says what the operation does
        plan.deprecated,
        plan.pages,
        operation.verb,
        operation.path,
        operation.pointer,
        operation.path_item.pointer,
    )
    about = (operation.pointer, operation.path_item.pointer)
    return context.memory.recall("method", site, make, inputs, about)


def _tag_descriptions(context: Context) -> Mapping[str, str | None]:
    """What the document says of its tags, by the names of resources that they would be."""
    found: dict[str, str | None] = {}
    for tag in context.root.items("tags"):
        key = (tag.string("name") or "").replace(" ", "_").replace("-", "_").lower()
        found.setdefault(key, tag.text("description"))
    return found


def _with_pages(context: Context, found: Mapping[str, Operation]) -> tuple[Context, Mapping[str, str] | None]:
    """The context with the page schemes that the document shows, and by endpoint which is whose, where no config lays the API out."""
    if context.config.resources or context.config.pagination:
        return context, None
    schemes, users = recognised(context, found.values())
    for scheme in schemes:
        first, *others = users[scheme.name]
        more = f" and {len(others)} more are" if others else " is"
        message = f"`{first.endpoint}`{more} read as pages: {in_words(scheme)}"
        hint = "`paginated: false` on a method of a config answers with the whole body instead"
        context.report.add("C304", first.pointer, message, hint=hint)
    pages = {each.endpoint: name for name, using in users.items() for each in using}
    return replace(context, config=replace(context.config, pagination=schemes)), pages


Read = Mapping[ResourcePath, tuple[tuple[EventReader, Model], ...]]


def _event_models(context: Context, tree: tuple[Branch, ...], sent: Events, client: Client) -> Read:
    """What reads events, by resource."""
    options = frozenset(option.key for option in client.options)
    found: dict[ResourcePath, tuple[tuple[EventReader, Model], ...]] = {}
    waiting = list(tree)
    while waiting:
        branch = waiting.pop()
        waiting.extend(branch.branches)
        if branch.readers:
            make = partial(_readers, context, branch, sent, options)
            inputs = (branch.readers, options, tuple((name, node.pointer) for name, node in sent.items()))
            about = tuple(node.pointer for node in sent.values())
            found[branch.path] = context.memory.recall("readers", "/".join(branch.path), make, inputs, about)
    return found


def _readers(
    context: Context, branch: Branch, sent: Events, options: frozenset[str]
) -> tuple[tuple[EventReader, Model], ...]:
    return tuple(lower_readers(context, branch.path, branch.readers, sent, options))


def _models_read(read: Read) -> tuple[Model, ...]:
    """What events are read as, each once."""
    return tuple({model.pointer: model for one in read.values() for _, model in one}.values())


def _with_readers(resource: Resource, read: Read) -> Resource:
    readers = tuple(reader for reader, _ in read.get(resource.path, ()))
    return replace(
        resource, readers=readers, resources=tuple(_with_readers(inner, read) for inner in resource.resources)
    )
