"""Docstrings of methods and resources: the description of the document, and what each argument is."""

from __future__ import annotations

from collections.abc import Iterable

from sdkwright.ir.operations import Location, Method, Parameter
from sdkwright.python.build.parts import Building
from sdkwright.python.docstrings import docstring, split_summary, told, wrapped
from sdkwright.python.source import Source

STANDARD = (
    ("extra_headers", "Send extra headers"),
    ("extra_query", "Add additional query parameters to the request"),
    ("extra_body", "Add additional JSON properties to the request"),
    ("timeout", "Override the client-level default timeout for this request, in seconds"),
)
IDEMPOTENCY = ("idempotency_key", "Specify a custom idempotency key for this request")


def resource_docstring(default: str, description: str | None, indent: int) -> Source:
    """What a resource is: the words of the document or config, else ours."""
    return docstring(wrapped(description) if description is not None else [default], indent)


def method_docstring(
    building: Building, method: Method, parameters: Iterable[Parameter], indent: int, *, idempotent: bool
) -> Source:
    """Description and `Args:`; a method without arguments of its own has only the description."""
    lines = _description(method)
    entries = _entries(building, method, parameters)
    if entries:
        lines.extend(["", "Args:"])
        standard = (*STANDARD, IDEMPOTENCY) if idempotent else STANDARD
        for position, (name, text) in enumerate((*entries, *standard)):
            lines.extend([""] if position else [])
            lines.extend(_entry(name, text))
    return docstring(lines, indent)


def _description(method: Method) -> list[str]:
    if method.description is None:
        return [f"`{method.verb.upper()} {method.path}`"]
    first, rest = split_summary(method.description)
    summary = wrapped(first)
    return [*summary, "", *wrapped(rest)] if rest else summary


def _entries(building: Building, method: Method, parameters: Iterable[Parameter]) -> list[tuple[str, str]]:
    """Arguments that the document describes: path parameters in the order of the URL, then the others."""
    in_path = method.located(Location.PATH)
    others = [entry for entry in parameters if entry.location is not Location.PATH]
    entries = [
        (building.names.arguments[entry.site], text)
        for entry in (*in_path, *others)
        if (text := told(entry.description, entry.deprecation)) is not None
    ]
    body = method.body
    if body is not None and not body.spread and body.description is not None:
        entries.append((building.names.arguments[body.site], body.description))
    return entries


def _entry(name: str, text: str) -> list[str]:
    first, *rest = wrapped(text)
    return [f"  {name}: {first}", *(f"      {line}" if line else "" for line in rest)]
