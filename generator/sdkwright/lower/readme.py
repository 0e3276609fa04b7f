"""What readers are shown: example values of the document, example requests of the config; owns no choice of what to show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sdkwright.config import ExampleRequest
from sdkwright.config.resources import verb_and_path
from sdkwright.diagnostics import meant
from sdkwright.ir.api import Example, Resource
from sdkwright.ir.operations import Method
from sdkwright.ir.walk import methods_of
from sdkwright.lower.context import Context
from sdkwright.naming.words import snake
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import ROOT, Json, child

_EXAMPLES = frozenset({"example", "examples"})


def examples(context: Context, node: Node) -> tuple[Json, ...]:
    """The example values of a parameter or schema, in the order of the document.

    `example` holds a value, `examples` of a schema a list of them, `examples` of a parameter a map of Example Objects
    (OpenAPI 3.1, section 4.8.19).
    """
    if not node.has_any(_EXAMPLES):  # as of nearly all schemas, and there are many
        return ()
    alone = node.at("example")
    listed = [entry.value for entry in node.items("examples")]
    named = [found.at("value") for _, entry in node.members("examples") if (found := context.follow(entry)) is not None]
    return (
        *([alone.value] if alone is not None else []),
        *listed,
        *(value.value for value in named if value is not None),
    )


def lower_examples(context: Context, resources: tuple[Resource, ...]) -> Iterator[Example]:
    """The example requests of the config, each with the method that makes it; one of no method is reported and left out."""
    by_endpoint = {_endpoint(method): method for method in reversed(list(methods_of(resources)))}
    by_shape = {_shape(verb, path): method for (verb, path), method in by_endpoint.items()}
    for use, request in context.config.readme.example_requests.items():
        method = by_endpoint.get(_wanted(request)) or by_shape.get(_shape(*_wanted(request)))
        if method is not None:
            _report_strangers(context, use, request, method)
            yield Example(
                use=use,
                method=method.site,
                params=tuple(request.params.items()),
                response_property=request.response_property,
                assign_to=request.assign_to,
                file=(request.file_param, request.file_path) if request.file_path is not None else None,
            )
        else:
            where = child(ROOT, "readme", "example_requests", use)
            message = f"no method calls `{request.endpoint or ''}`"
            context.report.add("C312", where, message, hint="name an endpoint of `resources`", source="config")


def _report_strangers(context: Context, use: str, request: ExampleRequest, method: Method) -> None:
    """A finding for each value that the method takes no argument for."""
    members = (parameter for member in method.members for parameter in member.parameters)
    known = {name for each in (*method.parameters, *members) for name in (each.wire_name, each.preferred_name) if name}
    if method.body is not None and not method.body.spread:
        known.add(method.body.argument or "body")
    words = {snake(name) for name in known}
    for name in request.params:
        if snake(name) not in words:
            at = child(ROOT, "readme", "example_requests", use, "params", name)
            message = f"`{request.endpoint}` takes no `{name}`, so the example does not show it"
            context.report.add("C318", at, message, hint=meant(name, known), source="config")


def _endpoint(method: Method) -> tuple[str, str]:
    return method.verb.lower(), method.path.partition("?")[0]


def _wanted(request: ExampleRequest) -> tuple[str, str]:
    verb, path = verb_and_path(request.endpoint or "")
    return verb.lower(), path.partition("?")[0]


def _shape(verb: str, path: str) -> tuple[str, str]:
    """An endpoint whatever its parameters are called."""
    return verb, re.sub(r"\{[^{}]*\}", "{}", path).rstrip("/").lower()
