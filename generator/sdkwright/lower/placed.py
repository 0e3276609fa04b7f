"""`x-stainless-method` of operations -> where their methods stand: in the config, or in the tree that is inferred without one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sdkwright.config import Config
from sdkwright.config import Method as MethodConfig
from sdkwright.config import Resource as ResourceConfig
from sdkwright.diagnostics import Report
from sdkwright.lower.tree import Operation, find
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import Json

__all__ = ["KEY", "method_of", "place_of", "with_placed"]

KEY = "x-stainless-method"
DEEPEST = 12
"""Resources that may stand one in another."""


def place_of(node: Node) -> tuple[tuple[str, ...], str] | None:
    """The resource and the name that an operation asks for: `accounts.list`, `$client.me`, or a mapping with a `path`."""
    told = node.string(KEY)
    if told is None:
        inner = node.at(KEY)
        told = inner.string("path") if inner is not None else None
    *way, name = [part.strip() for part in (told or "").split(".")]
    return (tuple(way), name) if 0 < len(way) <= DEEPEST and all(way) and name else None


def with_placed(config: Config, found: Mapping[str, Operation], report: Report) -> Config:
    """The config with a method for each operation that says where it stands and that the config itself has nowhere."""
    if not config.resources:
        return config
    used = {operation.endpoint for operation in _used(config.resources.values(), found)}
    resources = dict(config.resources)
    for operation in found.values():
        if KEY not in operation.further or operation.endpoint in used:
            continue
        place, method = place_of(operation.node), method_of(operation, report)
        if place is not None and method is not None:
            resources = _with(resources, *place, method)
    return replace(config, resources=resources)


def _used(resources: Iterable[ResourceConfig], found: Mapping[str, Operation]) -> Iterable[Operation]:
    for resource in resources:
        for method in resource.methods.values():
            operation, _ = find(found, method.verb, method.path)
            if operation is not None:
                yield operation
        yield from _used(resource.subresources.values(), found)


def method_of(operation: Operation, report: Report) -> MethodConfig | None:
    """The method as the operation itself describes it; None where that cannot be read, which is reported."""
    if place_of(operation.node) is None:
        message, hint = (
            f"`{KEY}` does not say where the method stands",
            "write `resource.method`, or `path: resource.method`",
        )
        report.add("C317", operation.pointer, message, hint=hint)
        return None
    told = operation.node.at(KEY)
    keys: dict[str, Json] = dict(told.value) if told is not None and isinstance(told.value, dict) else {}
    keys.pop("path", None)
    from sdkwright.config.findings import words  # few documents have any
    from sdkwright.config.reading import InvalidError, read_table

    given = {**keys, "endpoint": operation.endpoint, "verb": operation.verb}
    try:
        return read_table(MethodConfig, {**given, "path": operation.path})
    except InvalidError as error:
        message, fix = words([each for each in error.wrong if each.place == error.wrong[0].place])
        report.add("C317", operation.pointer, f"`{KEY}` cannot be read: {message}", hint=fix)
        return None


def _with(
    resources: dict[str, ResourceConfig], way: tuple[str, ...], name: str, method: MethodConfig
) -> dict[str, ResourceConfig]:
    first, *rest = way
    resource = resources.get(first, ResourceConfig())
    if rest:
        below = _with(dict(resource.subresources), tuple(rest), name, method)
        changed = replace(resource, subresources=below)
    else:
        # what the config calls so already stays; the operation is told as left out
        changed = replace(resource, methods={name: method, **resource.methods})
    return {**resources, first: changed}
