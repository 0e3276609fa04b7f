"""Documents in which schemas lead to one another `count` times in a row, or in ever more ways: what may take time with its square or worse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Tree = dict[str, Any]
LEAF: Tree = {"type": "object", "properties": {"z": {"type": "string"}}}
PART: Tree = {"type": "object", "properties": {"a": {"type": "string"}}}


def at(name: str, kind: str = "schemas") -> Tree:
    return {"$ref": f"#/components/{kind}/{name}"}


def document(schemas: Tree, **components: Tree) -> Tree:
    content = {"content": {"application/json": {"schema": at("S0")}}}
    parameters = [at("S0", "parameters")] if "parameters" in components else []
    answer = at("S0", "responses") if "responses" in components else {"description": "d", **content}
    operation = {"operationId": "a", "parameters": parameters, "requestBody": content, "responses": {"200": answer}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": "https://a.example"}],
        "paths": {"/a": {"post": operation}},
        "components": {"schemas": {"S0": LEAF, **schemas}, **components},
    }


def row(count: int, make: Callable[[Tree], Tree], last: Tree = LEAF) -> Tree:
    return {**{f"S{n}": make(at(f"S{n + 1}")) for n in range(count)}, f"S{count}": last}


def crossed(count: int, make: Callable[[Tree, Tree], Tree]) -> Tree:
    """Two schemas a step, each of both of the next step: two ways more at each."""
    steps = {f"{name}{n}": make(at(f"S{n + 1}"), at(f"T{n + 1}")) for n in range(count) for name in "ST"}
    return {**steps, f"S{count}": LEAF, f"T{count}": PART}


COMPOSED: dict[str, Callable[[int], Tree]] = {
    "references": lambda count: document(row(count, lambda next_: next_)),
    "references from the last": lambda count: document(dict(reversed(row(count, lambda next_: next_).items()))),
    "allOf": lambda count: document(row(count, lambda next_: {"allOf": [next_, PART]})),
    "oneOf": lambda count: document(row(count, lambda next_: {"oneOf": [next_, PART]})),
    "anyOf with null": lambda count: document(row(count, lambda next_: {"anyOf": [next_, {"type": "null"}]})),
    "parameters": lambda count: document(
        {},
        parameters={
            **{f"S{n}": at(f"S{n + 1}", "parameters") for n in range(count)},
            f"S{count}": {"name": "p", "in": "query", "schema": {"type": "string"}},
        },
    ),
    "responses": lambda count: document(
        {},
        responses={
            **{f"S{n}": at(f"S{n + 1}", "responses") for n in range(count)},
            f"S{count}": {"description": "d"},
        },
    ),
}
"""What is refused where it is too long."""

OTHERS: dict[str, Callable[[int], Tree]] = {
    "allOf twice": lambda count: document(row(count, lambda next_: {"allOf": [next_, next_]})),
    "allOf crossed": lambda count: document(crossed(count, lambda one, other: {"allOf": [one, other]})),
    "oneOf crossed": lambda count: document(crossed(count, lambda one, other: {"oneOf": [one, other]})),
    "required properties crossed": lambda count: document(
        crossed(
            count, lambda one, other: {"type": "object", "required": ["a", "b"], "properties": {"a": one, "b": other}}
        )
    ),
    "items": lambda count: document(row(count, lambda next_: {"type": "array", "items": next_})),
    "maps": lambda count: document(row(count, lambda next_: {"type": "object", "additionalProperties": next_})),
    "required properties": lambda count: document(
        row(count, lambda next_: {"type": "object", "required": ["a"], "properties": {"a": next_}})
    ),
    "properties of others": lambda count: document(
        row(count, lambda next_: {"properties": {"a": {"$ref": f"{next_['$ref']}/properties/a"}}}, PART)
    ),
}
