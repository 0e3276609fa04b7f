"""How a value is held against its schema by jsonschema, whatever both say: no pattern reaches Python's engine, and steps are counted.

jsonschema's own keywords search with `re`, where `(a+)+$` takes hours; follow `allOf` twice at each of thirty steps, which is
a billion ways; and compare all items of a list with all others. A value past the bound goes unchecked, which is told (D190).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any, TypeAlias, cast

from jsonschema import FormatChecker, ValidationError  # type: ignore[import-untyped]
from jsonschema.validators import extend  # type: ignore[import-untyped]
from openapi_schema_validator import OAS30Validator, OAS31Validator, OAS32Validator

from sdkwright.inert import dataclass
from sdkwright.openapi.patterns import matcher
from sdkwright.openapi.unevaluated import unevaluated_items, unevaluated_properties
from sdkwright.pointer import Json

__all__ = ["Budget", "TooMuchError", "value_validator", "without_patterns"]

Schema: TypeAlias = Mapping[str, Json]
Found: TypeAlias = Iterator[ValidationError]
Keyword: TypeAlias = Callable[[Any, Json, Json, Schema], Found | None]
Has: TypeAlias = Callable[[object, str], bool]
"""Whether a pattern is in a text."""

_CLASSES: tuple[Any, ...] = (OAS30Validator, OAS31Validator, OAS32Validator)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)?")
_A_PATTERN = 1_000
"""What a search costs in steps: with the longest text and pattern it takes some hundredths of a second."""
_LONGEST_TEXT = 1_000
_DEEPEST = 100


class TooMuchError(Exception):
    """The values of a document take more steps than any real one's."""


@dataclass(slots=True)
class Budget:
    """Steps that are left for all values of one document: a few seconds. ``depth``: of keywords within keywords, now.

    Ever deeper ones would come to Python's own limit within a library that panics there.
    """

    left: int = 250_000
    depth: int = 0

    def spend(self, steps: int) -> None:
        """Raises TooMuchError where there are not so many."""
        self.left -= steps
        if self.left < 0:
            raise TooMuchError("the values of this document take too many steps to check")


def value_validator(minor: int, budget: Budget) -> Any:
    """The class of validators for a version of OpenAPI 3."""
    base = _CLASSES[minor]
    found = lru_cache(maxsize=1_000)(matcher)

    def has(pattern: object, text: str) -> bool:
        budget.spend(_A_PATTERN)
        return not isinstance(pattern, str) or len(text) > _LONGEST_TEXT or found(pattern)(text)

    own = {name: keyword for name, keyword in _keywords(has, budget).items() if name in base.VALIDATORS}
    counted = {name: _counted(keyword, budget) for name, keyword in {**base.VALIDATORS, **own}.items()}
    return cast("Any", extend(base, counted))


def without_patterns(checker: FormatChecker) -> FormatChecker:
    """The same formats but `regex`, which Python would have to compile; `time` is one of RFC 3339, with an offset or without."""
    made = FormatChecker(())
    made.checkers = {name: check for name, check in checker.checkers.items() if name != "regex"}
    made.checkers["time"] = (_is_time, ())
    return made


def _is_time(value: object) -> bool:
    return not isinstance(value, str) or _TIME.fullmatch(value) is not None


def _counted(keyword: Keyword, budget: Budget) -> Keyword:
    def counting(validator: Any, asked: Json, value: Json, schema: Schema) -> Found:
        budget.spend((1 + _size(asked)) * (1 + _size(value)))
        if budget.depth >= _DEEPEST:
            raise TooMuchError("the schemas of a value stand too deep in each other to check it")
        budget.depth += 1
        try:
            yield from keyword(validator, asked, value, schema) or ()
        finally:
            budget.depth -= 1

    return counting


def _size(node: Json) -> int:
    return len(node) if isinstance(node, dict | list) else 0


def _keywords(has: Has, budget: Budget) -> dict[str, Keyword]:
    """Those that search, that which compares all items with all others, and those that walk everything again."""
    return {
        "pattern": partial(_pattern, has),
        "patternProperties": partial(_pattern_properties, has),
        "additionalProperties": partial(_additional_properties, has),
        "uniqueItems": _unique_items,
        "unevaluatedProperties": partial(unevaluated_properties, has, budget),
        "unevaluatedItems": partial(unevaluated_items, budget),
    }


def _pattern(has: Has, _: Any, asked: Json, value: Json, __: Schema) -> Found:
    if isinstance(value, str) and not has(asked, value):
        yield ValidationError("it does not match")


def _pattern_properties(has: Has, validator: Any, asked: Json, value: Json, _: Schema) -> Found:
    if not isinstance(asked, dict) or not isinstance(value, dict):
        return
    for pattern, below in asked.items():
        for name in (name for name in value if has(pattern, name)):
            yield from validator.descend(value[name], below, path=name, schema_path=pattern)


def _additional_properties(has: Has, validator: Any, asked: Json, value: Json, schema: Schema) -> Found:
    if not isinstance(value, dict):
        return
    known, patterns = _names(schema, "properties"), _names(schema, "patternProperties")
    for name in value:
        if name in known or any(has(pattern, name) for pattern in patterns):
            continue
        if asked is False:
            yield ValidationError("it has a property too many")
            return
        if isinstance(asked, dict):
            yield from validator.descend(value[name], asked, path=name)


def _names(schema: Schema, key: str) -> Collection[str]:
    below = schema.get(key)
    return below.keys() if isinstance(below, dict) else ()


def _unique_items(_: Any, asked: Json, value: Json, __: Schema) -> Found:
    if asked is True and isinstance(value, list) and len(set(map(_frozen, value))) < len(value):
        yield ValidationError("it has items that are the same")


def _frozen(value: Json) -> object:
    """What is the same for values that JSON Schema takes for equal: 1 and 1.0 are, 1 and true are not."""
    match value:
        case dict():
            return frozenset((name, _frozen(each)) for name, each in value.items())
        case list():
            return tuple(map(_frozen, value))
        case _:
            return isinstance(value, bool), value
