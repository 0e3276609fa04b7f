"""Turns a value as it goes over the wire into what a caller would write for a TypedDict of an emitted package."""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from typing_extensions import NotRequired, Required, TypeAliasType, is_typeddict


def spoken(value: Any, annotations: Iterable[Any]) -> Any:
    """`value` with the keys that the TypedDicts among `annotations` have for the API's names."""
    arms = [arm for annotation in annotations for arm in members(annotation)]
    if isinstance(value, dict):
        dicts = [arm for arm in arms if is_typeddict(arm)]
        maps = [get_args(arm)[1] for arm in arms if is_a(arm, Mapping) and len(get_args(arm)) == 2]
        keys: dict[str, tuple[str, list[Any]]] = {}
        for kind in dicts:
            for key, hint in get_type_hints(kind, localns={"PathLike": PathLike}, include_extras=True).items():
                keys.setdefault(alias(hint) or key, (key, []))[1].append(hint)
        found = ((keys.get(key) or (key, maps), item) for key, item in value.items())
        return {key: spoken(item, hints) for (key, hints), item in found}
    if isinstance(value, list):
        items = [
            argument for arm in arms if is_a(arm, Iterable) and not is_a(arm, Mapping) for argument in get_args(arm)
        ]
        return [spoken(item, items) for item in value]
    return value


def members(annotation: Any) -> Iterator[Any]:
    origin = get_origin(annotation)
    if isinstance(annotation, TypeAliasType):
        yield from members(annotation.__value__)
    elif origin in (Annotated, Required, NotRequired):
        yield from members(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for member in get_args(annotation):
            yield from members(member)
    else:
        yield annotation


def alias(hint: Any) -> str | None:
    if get_origin(hint) in (Required, NotRequired):
        return alias(get_args(hint)[0])
    return next((info.alias for info in getattr(hint, "__metadata__", ()) if getattr(info, "alias", None)), None)


def is_a(annotation: Any, kind: type) -> bool:
    origin = get_origin(annotation) or annotation
    return isinstance(origin, type) and issubclass(origin, kind) and origin is not str
