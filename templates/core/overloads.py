"""The check, at the call, that one of the overloads of a method is met whole; owns no types."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

_F = TypeVar("_F", bound=Callable[..., Any])


def required_args(*variants: Sequence[str]) -> Callable[[_F], _F]:
    """Refuse, with TypeError, a call that has all arguments of no variant. An argument that is None is given."""

    def decorate(function: _F) -> _F:
        code = function.__code__
        places = code.co_varnames[: code.co_argcount]

        def check(args: tuple[object, ...], kwargs: dict[str, object]) -> None:
            if len(args) > len(places):
                raise TypeError(f"{function.__name__}() takes {len(places)} argument(s) but {len(args)} were given")
            given = {*places[: len(args)], *kwargs}
            if not any(given.issuperset(variant) for variant in variants):
                raise TypeError(_missing(variants, given))

        @functools.wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            check(args, kwargs)
            return function(*args, **kwargs)

        @functools.wraps(function)
        async def async_wrapper(*args: Any, **kwargs: Any) -> Any:
            check(args, kwargs)
            return await function(*args, **kwargs)

        return cast("_F", async_wrapper if inspect.iscoroutinefunction(function) else wrapper)

    return decorate


def _missing(variants: Sequence[Sequence[str]], given: set[str]) -> str:
    if len(variants) > 1:
        choices = " or ".join("(" + " and ".join(f"'{name}'" for name in variant) + ")" for variant in variants)
        return f"Missing required arguments; Expected either {choices} arguments to be given"
    missing = [f"'{name}'" for name in variants[0] if name not in given]
    return f"Missing required argument{'s' * (len(missing) > 1)}: {', '.join(missing)}"
