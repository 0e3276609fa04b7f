"""The order of definitions in a document changes no name: each document is emitted again with everything shuffled."""

from __future__ import annotations

import dataclasses
import random
from typing import Any

import pytest
from documents import DOCUMENTS

from sdkwright.config import Config
from sdkwright.diagnostics import Report
from sdkwright.lower import lower
from sdkwright.naming import Names, assign
from sdkwright.naming.words import Casings
from sdkwright.openapi.upgrade import upgrade
from sdkwright.read import Document, read

CHOSEN = [name for name in DOCUMENTS if name.startswith(("names-", "tree-")) or name in ("rclone", "baseline-3.1")]
# mappings whose members have no order, by the key that holds them
UNORDERED = {
    *(
        "paths",
        "webhooks",
        "properties",
        "patternProperties",
        "$defs",
        "components",
        "schemas",
        "parameters",
        "responses",
    ),
    *("requestBodies", "headers", "examples", "pathItems", "securitySchemes", "callbacks"),
}


def shuffled(value: Any, order: random.Random, key: str = "", above: str = "") -> Any:
    if isinstance(value, dict):
        members = list(value.items())
        if key in UNORDERED or above == "paths":
            order.shuffle(members)
        return {name: shuffled(member, order, name, key) for name, member in members}
    if isinstance(value, list):
        items = [shuffled(item, order, "", key) for item in value]
        if key == "required" or (key == "tags" and all(isinstance(item, dict) for item in items)):
            order.shuffle(items)
        return items
    return value


def names(document: Document) -> tuple[Names, list[tuple[object, ...]]]:
    """Every name, and of each method its place, its arguments and what it answers with."""
    api = lower(document, Config(), Report())
    given = assign(api, Casings())
    signatures: list[tuple[object, ...]] = []
    waiting = list(api.resources)
    while waiting:
        resource = waiting.pop()
        waiting.extend(resource.resources)
        for method in resource.methods:
            arguments = sorted(
                (given.arguments[each.site], each.wire_name, each.location, each.required) for each in method.parameters
            )
            signatures.append((resource.path, method.key, method.verb, method.path, arguments, method.positional))
    return given, sorted(signatures, key=str)


@pytest.mark.parametrize("chosen", CHOSEN)
def test_no_name_depends_on_the_order_of_the_document(chosen: str) -> None:
    read_once = read(DOCUMENTS[chosen], Report())
    assert read_once is not None
    document = upgrade(read_once)
    first, signatures = names(document)
    for seed in (1, 2, 3):
        other, its_signatures = names(dataclasses.replace(document, root=shuffled(document.root, random.Random(seed))))
        for field in dataclasses.fields(Names):
            one, two = getattr(first, field.name), getattr(other, field.name)
            assert (
                (sorted(one, key=str) == sorted(two, key=str)) if isinstance(one, tuple) else (one == two)
            ), field.name
        assert its_signatures == signatures
