"""A call that has all arguments of no overload is refused by name."""

from __future__ import annotations

import re
from typing import Any

import pytest

from core.overloads import required_args


@required_args(["a"])
def one(a: Any = None) -> Any:
    return a


@required_args(["a", "b", "c"])
def three(a: Any = "", *, b: Any = "", c: Any = "") -> Any:
    return f"{a} {b} {c}"


@required_args(["a"], ["b"])
def either(*, a: Any = None, b: Any = None) -> Any:
    return a or b


@required_args(["a", "b"], ["c"])
def mixed(*, a: Any = None, b: Any = None, c: Any = None) -> Any:
    return f"{a} {b} {c}"


@pytest.mark.parametrize(
    ("function", "args", "kwargs", "result"),
    [
        (one, ("a",), {}, "a"),  # A2
        (one, (None,), {}, None),  # A3
        (one, (), {"a": "b"}, "b"),
        (one, (), {"a": None}, None),
        (three, ("a",), {"b": "b", "c": "c"}, "a b c"),  # A5, A7
        (three, (), {"a": "a", "b": "b", "c": "c"}, "a b c"),
        (either, (), {"a": "a"}, "a"),  # A8
        (either, (), {"a": None}, None),
        (either, (), {"b": "b"}, "b"),
        (mixed, (), {"a": "a", "b": "b"}, "a b None"),  # A10
        (mixed, (), {"a": "a", "c": "c"}, "a None c"),
    ],
)
def test_all_arguments_of_one_variant_are_enough_and_none_counts(function, args, kwargs, result) -> None:
    assert function(*args, **kwargs) == result


@pytest.mark.parametrize(
    ("function", "args", "kwargs", "message"),
    [
        (one, ("a", "b"), {}, "one() takes 1 argument(s) but 2 were given"),  # A1
        (one, (), {}, "Missing required argument: 'a'"),  # A4
        (three, (), {}, "Missing required arguments: 'a', 'b', 'c'"),  # A6
        (three, ("a",), {"b": "b"}, "Missing required argument: 'c'"),  # A7
        (three, (), {"b": "b", "c": "c"}, "Missing required argument: 'a'"),
        (either, (), {}, "Missing required arguments; Expected either ('a') or ('b') arguments to be given"),  # A9
        (mixed, (), {"a": "a"}, "Missing required arguments; Expected either ('a' and 'b') or ('c') arguments to be given"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named(function, args, kwargs, message) -> None:
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        function(*args, **kwargs)
