"""The tree of resources that the config lays out; owns the checks that config and document fit each other."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from sdkwright.config import Method as MethodConfig
from sdkwright.config import ModelRef as ModelConfig
from sdkwright.config import Resource as ResourceConfig
from sdkwright.ir.api import SHARED, ResourcePath
from sdkwright.lower.context import Context
from sdkwright.lower.hints import is_skipped
from sdkwright.lower.left_out import report_left_out, without_query
from sdkwright.lower.tree import Branch, Operation, Planned
from sdkwright.pointer import ROOT, Pointer, child

SPECIAL = frozenset({*SHARED, "$client"})


def configured_tree(context: Context, found: Mapping[str, Operation]) -> tuple[Branch, ...]:
    """The tree of `resources`, with a diagnostic for each operation that it leaves out without saying so.

    What has no methods in itself or below is no attribute of the client: it only says where models live.
    """
    for special in SPECIAL & set(context.config.resources):
        if context.config.resources[special].methods:
            context.report.add(
                "U301",
                child(ROOT, "resources", special),
                f"methods under `{special}` are not emitted",
                source="config",
            )
    tree = tuple(
        branch
        for key, config in context.config.resources.items()
        if key not in SPECIAL
        if (branch := _branch(context, (key,), config, found)) is not None
    )
    report_left_out(context, tree, found)
    return tree


def resource_pointer(path: ResourcePath) -> Pointer:
    """Where the config describes the resource."""
    here = child(ROOT, "resources", path[0])
    for key in path[1:]:
        here = child(here, "subresources", key)
    return here


def types_folder(path: ResourcePath, config: ResourceConfig) -> ResourcePath:
    """The folder of a resource's types: that of its parents, unless it is an API of its own or holds what all share."""
    return path if config.standalone_api or path == SHARED else path[:-1]


def is_left_out(config: ResourceConfig | MethodConfig | ModelConfig) -> bool:
    """Whether `skip` or `only` keep this out of Python."""
    if config.skip is True or (isinstance(config.skip, list) and "python" in config.skip):
        return True
    return bool(config.only) and "python" not in (config.only or [])


def _branch(
    context: Context, path: ResourcePath, config: ResourceConfig, found: Mapping[str, Operation]
) -> Branch | None:
    if is_left_out(config):
        return None
    inside = (_branch(context, (*path, key), inner, found) for key, inner in config.subresources.items())
    branches = tuple(branch for branch in inside if branch is not None)
    methods = tuple(_methods(context, path, config, found))
    readers = tuple(
        (key, method)
        for key, method in config.methods.items()
        if method.type == "webhook_unwrap" and not is_left_out(method)
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
    )


def _methods(
    context: Context, path: ResourcePath, config: ResourceConfig, found: Mapping[str, Operation]
) -> Iterator[Planned]:
    for key, method in config.methods.items():
        where = child(resource_pointer(path), "methods", key)
        if is_left_out(method) or method.type == "webhook_unwrap":
            continue
        if method.type not in (None, "http"):
            context.report.add("U302", where, f"a method of type `{method.type}` is not emitted", source="config")
            continue
        operation = found.get(f"{method.verb} {method.path}") or found.get(
            f"{method.verb} {without_query(method.path)}"
        )
        if operation is None:
            _report_missing(context, where, method, found)
            continue
        if is_skipped(operation.node):
            continue
        yield Planned(key, operation, method)


def _report_missing(context: Context, where: Pointer, method: MethodConfig, found: Mapping[str, Operation]) -> None:
    endpoint = f"{method.verb} {method.path}"
    near = difflib.get_close_matches(endpoint, found, n=1)
    hint = f"the nearest operation is `{near[0]}`" if near else "remove the method, or describe the operation"
    context.report.add("C310", where, f"the document has no operation `{endpoint}`", hint=hint, source="config")
