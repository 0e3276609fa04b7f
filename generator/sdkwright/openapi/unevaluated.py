"""What `unevaluatedProperties` and `unevaluatedItems` are about: members of a value that no schema at the same place speaks of.

jsonschema finds them by walking all of it again for each schema on the way. Here each schema is looked into once, and counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol, TypeAlias, cast

from jsonschema import ValidationError  # type: ignore[import-untyped]

from sdkwright.pointer import Json

__all__ = ["unevaluated_items", "unevaluated_properties"]

Schema: TypeAlias = Mapping[str, Json]
Has: TypeAlias = Callable[[object, str], bool]


class Steps(Protocol):
    """What is left to be spent."""

    def spend(self, steps: int) -> None:
        """Raises where there are not so many steps."""
        ...


def unevaluated_properties(  # noqa: PLR0917 - the last four are those of every keyword
    has: Has, steps: Steps, validator: Any, asked: Json, value: Json, schema: Schema
) -> Iterator[ValidationError]:
    """JSON Schema 2020-12, core, section 11.3."""
    if not isinstance(value, dict):
        return
    left = dict.fromkeys(value)
    for _, here in _together(steps, validator, value, schema):
        if "additionalProperties" in here or (here is not schema and "unevaluatedProperties" in here):
            return
        known, patterns = _mapping(here, "properties"), _mapping(here, "patternProperties")
        left = {name: None for name in left if name not in known and not any(has(each, name) for each in patterns)}
    if left and asked is False:
        yield ValidationError("it has a property too many")
    elif isinstance(asked, dict):
        for name in left:
            yield from validator.descend(value[name], asked, path=name)


def unevaluated_items(
    steps: Steps, validator: Any, asked: Json, value: Json, schema: Schema
) -> Iterator[ValidationError]:
    """JSON Schema 2020-12, core, section 11.2."""
    if not isinstance(value, list):
        return
    first, contained = 0, set[int]()
    for at, here in _together(steps, validator, value, schema):
        if "items" in here or (here is not schema and "unevaluatedItems" in here):
            return
        first = max(first, len(_list(here, "prefixItems")))
        if isinstance(here.get("contains"), dict):
            contained.update(index for index, item in enumerate(value) if _fits(at, item, here["contains"]))
    left = [index for index in range(first, len(value)) if index not in contained]
    if left and asked is False:
        yield ValidationError("it has an item too many")
    elif isinstance(asked, dict):
        for index in left:
            yield from validator.descend(value[index], asked, path=index)


def _together(steps: Steps, validator: Any, value: Json, schema: Schema) -> Iterator[tuple[Any, Schema]]:
    """The schema and all that apply to the same value with it, each once, with a validator that resolves from there."""
    waiting: list[tuple[Any, Json]] = [(validator, cast("Json", schema))]
    met = set[int]()
    while waiting:
        at, here = waiting.pop()
        if not isinstance(here, dict) or id(here) in met:
            continue
        met.add(id(here))
        steps.spend(1 + len(here))
        yield at, here
        waiting += [_resolved(at, str(here[key])) for key in ("$ref", "$dynamicRef") if key in here]
        waiting += [(at, below) for below in _applied(at, value, here)]


def _resolved(at: Any, reference: str) -> tuple[Any, Json]:
    found = at._resolver.lookup(reference)  # noqa: SLF001 - a validator follows references in no other way
    return at.evolve(schema=found.contents, _resolver=found.resolver), found.contents


def _applied(at: Any, value: Json, here: Schema) -> Iterator[Json]:
    """What is put together with a schema, as far as the value fits it."""
    yield from _list(here, "allOf")
    for key in ("anyOf", "oneOf"):
        yield from (below for below in _list(here, key) if _fits(at, value, below))
    if "if" in here:
        fits = _fits(at, value, here["if"])
        yield from (here[key] for key in (("if", "then") if fits else ("else",)) if key in here)
    if isinstance(value, dict):
        yield from (below for name, below in _mapping(here, "dependentSchemas").items() if name in value)


def _fits(at: Any, value: Json, schema: Json) -> bool:
    return bool(at.evolve(schema=schema).is_valid(value))


def _list(schema: Schema, key: str) -> list[Json]:
    found = schema.get(key)
    return found if isinstance(found, list) else []


def _mapping(schema: Schema, key: str) -> dict[str, Json]:
    found = schema.get(key)
    return found if isinstance(found, dict) else {}
