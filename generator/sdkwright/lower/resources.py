"""The tree of resources that the config lays out; owns the checks that config and document fit each other."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from sdkwright.config import Method as MethodConfig
from sdkwright.config import ModelRef as ModelConfig
from sdkwright.config import Resource as ResourceConfig
from sdkwright.diagnostics import meant
from sdkwright.ir.api import CLIENT, SHARED, ResourcePath
from sdkwright.lower.context import Context
from sdkwright.lower.hints import is_skipped
from sdkwright.lower.tree import Branch, Operation, Planned, find
from sdkwright.pointer import ROOT, Pointer, child

Deprecated = str | dict[str, str] | None


def configured_tree(context: Context, found: Mapping[str, Operation]) -> tuple[Branch, ...]:
    """The tree of `resources`, with a diagnostic for each operation that it leaves out without saying so.

    What has no methods in itself or below is no attribute of the client: it only says where models live.
    """
    from sdkwright.lower.left_out import report_left_out

    _report_special(context)
    tree = tuple(
        branch
        for key, config in context.config.resources.items()
        if (key,) != SHARED
        if (branch := _branch(context, (key,), config, found)) is not None
    )
    report_left_out(context, tree, found)
    return tree


def _report_special(context: Context) -> None:
    """What stands below `$shared` or `$client` and can be no part of either."""
    for (special,), part in ((SHARED, "methods"), (SHARED, "subresources"), (CLIENT, "subresources")):
        config = context.config.resources.get(special)
        if config is not None and getattr(config, part):
            where = child(ROOT, "resources", special, part)
            message = f"`{part}` of `{special}` are not emitted"
            hint = "move them to a resource that has a name of its own"
            context.report.add("U301", where, message, hint=hint, source="config")
    client = context.config.resources.get(CLIENT[0])
    for key, method in client.methods.items() if client is not None else ():
        if method.type == "webhook_unwrap":
            where, message = child(ROOT, "resources", *CLIENT, "methods", key), "the client itself reads no events"
            hint = "move the method to a resource, as in `webhooks: {methods: {unwrap: {type: webhook_unwrap}}}`"
            context.report.add("U302", where, message, hint=hint, source="config")


def resource_pointer(path: ResourcePath) -> Pointer:
    """Where the config describes the resource."""
    here = child(ROOT, "resources", path[0])
    for key in path[1:]:
        here = child(here, "subresources", key)
    return here


def model_pointer(path: ResourcePath, key: str) -> Pointer:
    """Where the config names a model, of a resource or of none."""
    return child(resource_pointer(path) if path else ROOT, "models", key)


def types_folder(path: ResourcePath, config: ResourceConfig) -> ResourcePath:
    """The folder of a resource's types: that of its parents, unless it is an API of its own or holds what all share."""
    return path if config.standalone_api or path == SHARED else path[:-1]


def is_left_out(config: ResourceConfig | MethodConfig | ModelConfig) -> bool:
    """Whether `skip` or `only` keep this out of Python."""
    if config.skip is True or (isinstance(config.skip, list) and "python" in config.skip):
        return True
    return bool(config.only) and "python" not in (config.only or [])


def _branch(
    context: Context,
    path: ResourcePath,
    config: ResourceConfig,
    found: Mapping[str, Operation],
    deprecated: Deprecated = None,
) -> Branch | None:
    """A resource; what is said of it being deprecated holds for all methods in it and below, unless one says otherwise."""
    if is_left_out(config):
        return None
    deprecated = config.deprecated if config.deprecated is not None else deprecated
    below = config.subresources.items() if path != CLIENT else ()
    inside = (_branch(context, (*path, key), inner, found, deprecated) for key, inner in below)
    branches = tuple(branch for branch in inside if branch is not None)
    methods = tuple(_methods(context, path, config, found, deprecated))
    readers = tuple(
        (key, method)
        for key, method in config.methods.items()
        if method.type == "webhook_unwrap" and path != CLIENT and not is_left_out(method)
    )
    if not methods and not branches and not readers:
        return None
    return Branch(
        path=path,
        types=types_folder(path, config),
        description=config.description,
        methods=methods,
        branches=branches,
        readers=readers,
        alone=config.standalone_api,
        aliases=tuple(_aliases(context, path, config, frozenset(plan.key for plan in methods))),
    )


def _aliases(
    context: Context, path: ResourcePath, config: ResourceConfig, methods: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """Each method that is another name for one that is emitted, with the key of that one."""
    for key, method in config.methods.items():
        if method.type != "alias" or is_left_out(method):
            continue
        target, seen = method.to, {key}
        while target is not None and target not in seen and target in config.methods and target not in methods:
            seen.add(target)
            target = config.methods[target].to
        if target in methods:
            yield key, target
        if target in methods or (target in config.methods and is_left_out(config.methods[target])):
            continue
        where = child(resource_pointer(path), "methods", key)
        hint = meant(method.to or "", methods) or "name a method of the same resource, as in `to: list`"
        message = f"no method of this resource is called `{method.to}`" if method.to else "an alias needs a `to`"
        context.report.add("C315", where, message, hint=hint, source="config")


def _methods(
    context: Context,
    path: ResourcePath,
    config: ResourceConfig,
    found: Mapping[str, Operation],
    deprecated: Deprecated,
) -> Iterator[Planned]:
    for key, method in config.methods.items():
        where = child(resource_pointer(path), "methods", key)
        if is_left_out(method) or method.type not in (None, "http"):
            continue
        operation, is_exact = find(found, method.verb, method.path)
        if operation is None:
            _report_missing(context, where, method, found)
            continue
        if not is_exact:
            query = "".join((method.path or "").partition("?")[1:])
            message = f"the document spells `{method.verb} {method.path}` as `{operation.endpoint}`"
            context.report.add("C316", where, message, hint=f"write `{operation.endpoint}{query}`", source="config")
        if is_skipped(operation.node):
            continue
        yield Planned(key, operation, method, method.deprecated if method.deprecated is not None else deprecated)


def _report_missing(context: Context, where: Pointer, method: MethodConfig, found: Mapping[str, Operation]) -> None:
    endpoint = f"{method.verb} {method.path}"
    near = difflib.get_close_matches(endpoint, found, n=1)
    hint = f"the nearest operation is `{near[0]}`" if near else "remove the method, or describe the operation"
    context.report.add("C310", where, f"the document has no operation `{endpoint}`", hint=hint, source="config")
