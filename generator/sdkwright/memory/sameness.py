"""Whether two values are alike to the last field, where `==` is more generous; knows no types but by their fields."""

from __future__ import annotations

from dataclasses import is_dataclass
from operator import is_
from typing import Any

__all__ = ["same"]


def same(one: object, other: object) -> bool:
    """Whether two values are alike: in the order of keys, in the kinds of numbers, and in what `==` is told to leave out."""
    kind = type(one)
    if one is other or kind is not type(other):
        return one is other
    if kind is str or kind is int:
        return one == other
    if kind is float:
        return repr(one) == repr(other)
    return _alike(kind, one, other)


def _alike(kind: type[object], one: Any, other: Any) -> bool:
    if kind is tuple or kind is list:
        return len(one) == len(other) and (all(map(is_, one, other)) or all(map(same, one, other)))
    if kind is dict:
        return len(one) == len(other) and all(map(same, one, other)) and all(map(same, one.values(), other.values()))
    if is_dataclass(kind):
        names: dict[str, object] = one.__dataclass_fields__
        return all(same(getattr(one, name), getattr(other, name)) for name in names)
    return bool(one == other)
