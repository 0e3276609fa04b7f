"""The stage itself: document and config -> Api, told as a list of its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sdkwright.config import Config
from sdkwright.diagnostics import Report
from sdkwright.ir.api import Api, Client, PageScheme, Resource, ResourcePath
from sdkwright.lower.client import Overrides, lower_client, lower_package
from sdkwright.lower.context import Context
from sdkwright.lower.extensions import report_extensions
from sdkwright.lower.inference import inferred_tree
from sdkwright.lower.models import lower_models, named_schemas, with_usage
from sdkwright.lower.operations import lower_method
from sdkwright.lower.paging import lower_schemes
from sdkwright.lower.readme import lower_examples
from sdkwright.lower.recognise import in_words, recognised
from sdkwright.lower.resources import configured_tree, resource_pointer
from sdkwright.lower.tree import Branch, Operation, operations
from sdkwright.lower.unhonoured import report_unhonoured
from sdkwright.pointer import child
from sdkwright.read import Document


def lower(document: Document, config: Config, report: Report, overrides: Overrides | None = None) -> Api:
    """What the document describes, laid out as the config says, or as a person would where there is no config."""
    context = Context(document, config, report, named_schemas(document, config, report))
    found = {operation.endpoint: operation for operation in operations(context)}
    _note_webhooks(context)
    report_unhonoured(context)
    report_extensions(document.root, report)
    context = _with_pages(context, found)
    tree = configured_tree(context, found) if config.resources else inferred_tree(context, found.values())
    client = lower_client(context, [operation.node for operation in found.values()])
    schemes = lower_schemes(context)
    resources = tuple(_resource(context, branch, schemes, client) for branch in tree)
    return Api(
        package=lower_package(context, overrides or Overrides()),
        client=client,
        resources=resources,
        models=with_usage(lower_models(context), resources, chosen=bool(context.config.resources)),
        schemes=schemes,
        examples=tuple(lower_examples(context, resources)),
    )


def _resource(context: Context, branch: Branch, schemes: tuple[PageScheme, ...], client: Client) -> Resource:
    where = resource_pointer(branch.path)
    return Resource(
        path=branch.path,
        site=where,
        description=branch.description or _tag_description(context, branch.path),
        methods=tuple(
            lower_method(context, plan, child(where, "methods", plan.key), schemes, client) for plan in branch.methods
        ),
        resources=tuple(_resource(context, inner, schemes, client) for inner in branch.branches),
    )


def _tag_description(context: Context, path: ResourcePath) -> str | None:
    """What the document says of the tag that has the resource's name."""
    for tag in context.root.items("tags"):
        if (tag.string("name") or "").replace(" ", "_").replace("-", "_").lower() == path[-1]:
            return tag.text("description")
    return None


def _with_pages(context: Context, found: Mapping[str, Operation]) -> Context:
    """The context with the page schemes that the document shows, where no config lays the API out."""
    if context.config.resources or context.config.pagination:
        return context
    schemes, users = recognised(context, found.values())
    for scheme in schemes:
        first, *others = users[scheme.name]
        more = f" and {len(others)} more are" if others else " is"
        message = f"`{first.endpoint}`{more} read as pages: {in_words(scheme)}"
        hint = "`paginated: false` on a method of a config answers with the whole body instead"
        context.report.add("C304", first.node.pointer, message, hint=hint)
    return replace(context, config=context.config.model_copy(update={"pagination": schemes}))


def _note_webhooks(context: Context) -> None:
    for key in ("webhooks", "x-webhooks"):
        node = context.root.at(key)
        if node is not None and node.value:
            context.unsupported("U403", node, "webhooks are not emitted")
