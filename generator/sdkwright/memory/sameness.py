"""Whether two values are alike to the last field, where `==` is more generous; knows no types but by their fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import is_dataclass
from functools import lru_cache
from operator import attrgetter, is_
from typing import Any, cast

__all__ = ["parts_of", "same"]


def same(one: object, other: object) -> bool:
    """Whether two values are alike: in the order of keys, in the kinds of numbers, and in what `==` is told to leave out."""
    kind = type(one)
    if one is other or kind is not type(other):
        return one is other
    if kind is str or kind is int or kind is frozenset:
        return one == other
    if kind is float:
        return repr(one) == repr(other)
    return _alike(kind, one, other)


def _alike(kind: type[object], one: Any, other: Any) -> bool:
    if kind is tuple or kind is list:
        return len(one) == len(other) and (all(map(is_, one, other)) or all(map(same, one, other)))
    if kind is dict:
        return len(one) == len(other) and all(map(same, one, other)) and all(map(same, one.values(), other.values()))
    values = parts_of(cast("Any", kind))
    if values is not None:
        left, right = values(one), values(other)
        return all(map(is_, left, right)) or all(map(same, left, right))
    return bool(one == other)


@lru_cache(maxsize=1024)
def parts_of(kind: Any) -> Callable[[Any], tuple[object, ...]] | None:
    """What gives all fields of an instance; None where the class is no dataclass."""
    if not is_dataclass(kind):
        return None
    names = tuple(kind.__dataclass_fields__)
    if len(names) > 1:
        return cast("Callable[[Any], tuple[object, ...]]", attrgetter(*names))
    return lambda value: tuple(getattr(value, name) for name in names)
