"""`Iterable` as typed dicts have it: what pydantic reads at once where a program's own model holds such a dict."""

from __future__ import annotations

from collections import abc, deque
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeVar, cast, get_args

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

_T = TypeVar("_T")


class Eager:
    """Makes of an iterable, where pydantic validates one, what can be read twice.

    By itself pydantic makes an iterator of it, whatever was given, which is empty after it was dumped or looked at. Lists, tuples,
    sets and deques stay what they are; of anything else comes a list, and all of them are dumped as one.
    """

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema as cs

        items = cs.list_schema(handler.generate_schema(get_args(source)[0]))
        dumped = cs.wrap_serializer_function_ser_schema(_dumped, schema=items)
        return cs.no_info_wrap_validator_function(_validated, items, serialization=dumped)


def _listed(value: object) -> object:
    return list(cast("abc.Iterable[object]", value)) if isinstance(value, abc.Iterable) else value


def _validated(value: object, validate: Callable[[object], Any]) -> Any:
    found, kind = validate(_listed(value)), type(value)
    return cast("Any", kind)(found) if kind in (tuple, set, frozenset, deque) else found


def _dumped(value: object, dump: Callable[[object], Any]) -> Any:
    return dump(_listed(value))


Iterable: TypeAlias = Annotated[abc.Iterable[_T], Eager()]
"""For type checkers that of the standard library."""
