"""A tree to tables of the config: each value is what the annotation of its field says, or wrong; not how that is told (findings.py)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType, NoneType
from typing import Any, Literal, TypeAlias, TypeVar, cast, get_args, get_origin

from sdkwright.config.base import Table
from sdkwright.config.keys import Key, alternatives, keys_of
from sdkwright.inert import dataclass
from sdkwright.pointer import Json

__all__ = ["InvalidError", "Wrong", "read_table"]

T = TypeVar("T", bound=Table)
Place: TypeAlias = "tuple[str | int, ...]"

_SCALARS: Mapping[type[object], tuple[tuple[type[object], ...], str]] = MappingProxyType(
    {
        str: ((str,), "text"),
        bool: ((bool,), "true or false"),
        int: ((int,), "a whole number"),
        float: ((int, float), "a number"),
    }
)
"""What is taken for a type, and what it is called."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong: a key that is ``missing``, a value that is not as ``expected`` or none of the ``options``, or what is ``told``.

    ``table`` is the one that a mapping would be; the value is also told where ``out_of_range`` says how.
    """

    place: Place
    value: Json
    missing: str = ""
    expected: str = ""
    options: tuple[str, ...] = ()
    told: str = ""
    out_of_range: str = ""
    table: type[Table] | None = None


class InvalidError(Exception):
    """A tree is no such table; all that is wrong with it."""

    def __init__(self, wrong: list[Wrong]) -> None:
        super().__init__()
        self.wrong = wrong


def read_table(table: type[T], raw: Json) -> T:
    """The table that a tree is. Raises InvalidError."""
    wrong = list[Wrong]()
    made = _table(table, raw, (), wrong)
    if wrong:
        raise InvalidError(wrong)
    return cast("T", made)


def _table(table: type[Table], raw: Json, at: Place, wrong: list[Wrong]) -> Table | None:
    try:
        data = table.prepared(raw)
    except ValueError as error:
        wrong.append(Wrong(at, raw, told=str(error)))
        return None
    if not isinstance(data, dict):
        wrong.append(Wrong(at, data, expected="a mapping", table=table))
        return None
    values, found = dict[str, Any](), list[Wrong]()
    for key in keys_of(table):
        if key.written in data:
            values[key.name] = _field(key, data[key.written], (*at, key.written), found)
        elif key.is_required:
            found.append(Wrong((*at, key.written), data, missing=key.written))
    wrong += found
    if found:
        return None
    known = {key.written for key in keys_of(table)}
    others = {key: value for key, value in data.items() if key not in known}
    made = table(**values, given=frozenset(values), others=others)
    try:
        made.check()
    except ValueError as error:
        wrong.append(Wrong(at, raw, told=str(error)))
    return made


def _field(key: Key, raw: Json, at: Place, wrong: list[Wrong]) -> Any:
    """The value of a field, in its bounds."""
    found = list[Wrong]()
    value = _value(key.kind, raw, at, found)
    wrong += found
    if found or value is None:
        return value
    least, above, check = (key.said.get(name) for name in ("least", "above", "check"))
    if least is not None and value < least:
        wrong.append(Wrong(at, raw, out_of_range=f"input should be greater than or equal to {least}"))
    elif above is not None and value <= above:
        wrong.append(Wrong(at, raw, out_of_range=f"input should be greater than {above}"))
    elif check is not None:
        try:
            check(value)
        except ValueError as error:
            wrong.append(Wrong(at, raw, told=str(error)))
    return value


def _value(kind: Any, raw: Json, at: Place, wrong: list[Wrong]) -> Any:
    """The value as the first of its types that takes it; where none does, all that is wrong with each."""
    if kind is Any or (raw is None and NoneType in get_args(kind)):
        return raw
    refused = list[Wrong]()
    for option in alternatives(kind):
        found = list[Wrong]()
        value = _one(option, raw, at, found)
        if not found:
            return value
        refused += found
    wrong += refused
    return None


def _one(kind: Any, raw: Json, at: Place, wrong: list[Wrong]) -> Any:
    """The value of a type that is no union."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        if not isinstance(raw, str) or raw not in arguments:
            wrong.append(Wrong(at, raw, options=arguments))
        return raw
    if origin is list:
        if isinstance(raw, list):
            return [_value(arguments[0], item, (*at, index), wrong) for index, item in enumerate(raw)]
        wrong.append(Wrong(at, raw, expected="a list"))
        return None
    if origin is dict:
        if isinstance(raw, dict):
            return {key: _value(arguments[1], item, (*at, key), wrong) for key, item in raw.items()}
        wrong.append(Wrong(at, raw, expected="a mapping"))
        return None
    if kind not in _SCALARS:
        return _table(kind, raw, at, wrong)
    taken, called = _SCALARS[kind]
    if not isinstance(raw, taken) or (isinstance(raw, bool) and kind is not bool):
        wrong.append(Wrong(at, raw, expected=called))
        return None
    return _float(cast("float", raw), at, wrong) if kind is float else raw


def _float(number: float, at: Place, wrong: list[Wrong]) -> float:
    """A number as it is computed with."""
    try:
        return float(number)
    except OverflowError:
        wrong.append(Wrong(at, number, expected="a number"))
        return 0.0
