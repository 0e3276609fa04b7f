"""Query parameters are written in the format that the API asks for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import Enum
from urllib.parse import unquote

import pytest

from core.query import Querystring
from core.sentinels import not_given, omit


def written(params: dict, **formats) -> str:
    return unquote(Querystring(**formats).stringify(params))


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, ""),  # Q1
        ({"a": {}}, ""),
        ({"a": {"b": {"c": {}}}}, ""),
        ({"a": 1}, "a=1"),  # Q2
        ({"a": "b"}, "a=b"),
        ({"a": True}, "a=true"),
        ({"a": False}, "a=false"),
        ({"a": 1.23}, "a=1.23"),
        ({"a": None}, ""),  # Q3
        ({"a": ""}, "a="),
        ({"a": omit, "b": not_given, "c": 1}, "c=1"),
        ({"a": date(2024, 1, 2), "b": datetime(2024, 1, 2, tzinfo=UTC)}, "a=2024-01-02&b=2024-01-02T00:00:00+00:00"),
    ],
)
def test_simple_values(params, expected) -> None:
    assert written(params) == expected


@pytest.mark.parametrize(
    ("array_format", "expected"),
    [
        ("comma", "in=foo,bar&a[b]=1,2"),
        ("repeat", "in=foo&in=bar&a[b]=1&a[b]=2"),
        ("brackets", "in[]=foo&in[]=bar&a[b][]=1&a[b][]=2"),
        ("indices", "in[0]=foo&in[1]=bar&a[b][0]=1&a[b][1]=2"),
    ],
)
def test_arrays_follow_the_format_and_skip_none(array_format, expected) -> None:
    """Q6 joined by commas, Q7 repeated, Q8 with brackets."""
    assert written({"in": ["foo", None, "bar"], "a": {"b": [1, None, 2]}}, array_format=array_format) == expected


def test_objects_are_nested_with_brackets_or_dots() -> None:
    """Q4, Q5: to any depth."""
    params = {"a": {"b": {"c": 1}, "d": True}}
    assert written(params) == "a[b][c]=1&a[d]=true"
    assert written(params, nested_format="dots") == "a.b.c=1&a.d=true"


@pytest.mark.parametrize("array_format", ["repeat", "comma"])
def test_objects_in_an_array_repeat_its_name_and_are_never_python_reprs(array_format) -> None:
    """Q7."""
    assert written({"in": ["foo", {"b": {"c": ["d"]}}]}, array_format=array_format) == "in=foo&in[b][c]=d"


def test_enum_members_are_sent_as_their_values() -> None:
    colour = Enum("Colour", {"RED": "red"})
    assert written({"a": colour.RED, "b": [colour.RED]}) == "a=red&b=red"


def test_reserved_characters_and_blanks_are_percent_encoded() -> None:
    assert Querystring().stringify({"a b": "x&y=z #+/?é"}) == "a%20b=x%26y%3Dz%20%23%2B%2F%3F%C3%A9"


def test_items_are_not_encoded() -> None:
    assert Querystring(array_format="brackets").stringify_items({"a": {"b": "x y"}, "c": [1, 2]}) == [
        ("a[b]", "x y"),
        ("c[]", "1"),
        ("c[]", "2"),
    ]


def test_an_unknown_format_is_named_with_the_known_ones() -> None:
    """Q9."""
    with pytest.raises(NotImplementedError, match="Unknown array_format value: foo, choose from comma, repeat"):
        Querystring(array_format="foo")
    with pytest.raises(NotImplementedError, match="Unknown nested_format value: foo, choose from dots, brackets"):
        Querystring(nested_format="foo").stringify({"a": 1})
