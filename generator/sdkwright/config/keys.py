"""The keys of a table of the config, from its fields, and a table as it is written; not the reading of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from sdkwright.config.base import Table
from sdkwright.inert import dataclass
from sdkwright.pointer import Json

__all__ = ["Key", "alternatives", "as_written", "keys_of", "written_keys"]


@dataclass(frozen=True, slots=True)
class Key:
    """A field of a table: its attribute, its key in the file, its type, and what else is said of it (see base.py)."""

    name: str
    written: str
    kind: Any
    is_required: bool
    said: Mapping[str, Any]

    @property
    def is_hidden(self) -> bool:
        """Whether it is no key of the file, but made of others."""
        return "hidden" in self.said


def keys_of(table: type[Table]) -> tuple[Key, ...]:
    """All fields, in their order."""
    return _keys(cast("Any", table))


@cache
def _keys(table: type[Table]) -> tuple[Key, ...]:
    hints, shared = get_type_hints(table), {entry.name for entry in fields(Table)}
    return tuple(
        Key(
            entry.name,
            entry.metadata.get("written", entry.name),
            hints[entry.name],
            entry.default is MISSING and entry.default_factory is MISSING,
            entry.metadata,
        )
        for entry in fields(table)
        if entry.name not in shared
    )


def written_keys(table: type[Table]) -> set[str]:
    """The keys that its file may have."""
    return {key.written for key in keys_of(table) if not key.is_hidden}


def alternatives(kind: Any) -> tuple[Any, ...]:
    """The types that a type stands for, without that of nothing."""
    options = get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
    return tuple(option for option in options if option is not NoneType)


def as_written(table: Table) -> dict[str, Json]:
    """What the file says of it, with keys that are no fields."""
    said = {key.written: _plain(getattr(table, key.name)) for key in keys_of(type(table)) if key.name in table.given}
    return {**said, **table.others}


def _plain(value: object) -> Json:
    match value:
        case Table():
            return as_written(value)
        case list():
            return [_plain(item) for item in cast("list[object]", value)]
        case dict():
            return {key: _plain(item) for key, item in cast("dict[str, object]", value).items()}
        case _:
            return cast("Json", value)
