"""Path Items with more beside a `$ref`, which is theirs as well (OpenAPI 3.1, 4.8.9): what both have, put together; follows nothing."""

from __future__ import annotations

from collections.abc import Iterator

from sdkwright.pointer import Json

__all__ = ["ITEMS", "beside", "is_extended", "merged", "twice"]

ITEMS = frozenset(("paths", "pathItems", "webhooks"))
"""The maps of Path Items."""
_ABOUT = frozenset(("$ref", "summary", "description"))

Object = dict[str, Json]


def is_extended(node: Object, label: str) -> bool:
    """Whether a Path Item refers to another and says more than what it is about."""
    return label in ITEMS and any(key not in _ABOUT for key in node)


def twice(taken: Object, rest: Object) -> list[str]:
    """What stands beside a reference and where that leads, of which OpenAPI does not say what it means."""
    return sorted(taken.keys() & rest.keys() - _ABOUT)


def merged(taken: Object, rest: Object) -> Object:
    """Both as one: an operation of both has the fields of both, of lists those beside the reference come first, else they count."""
    both = {key: _merged(taken[key], rest[key]) for key in twice(taken, rest)}
    return taken | rest | both


def _merged(taken: Json, rest: Json) -> Json:
    if isinstance(taken, dict) and isinstance(rest, dict):
        return taken | rest
    return [*rest, *taken] if isinstance(taken, list) and isinstance(rest, list) else rest


def beside(taken: Object, rest: Object) -> Iterator[tuple[str, ...]]:
    """Where, in what is merged, that stands which is beside the reference."""
    for key, value in rest.items():
        if key in taken and key not in _ABOUT and isinstance(value, dict) and isinstance(taken[key], dict):
            yield from ((key, inner) for inner in value)
        else:
            yield (key,)
