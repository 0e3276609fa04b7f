"""Path parameters are encoded for the place where they stand and cannot change the shape of the path."""

from __future__ import annotations

from datetime import date
from enum import Enum

import pytest

from core.paths import path_template


@pytest.mark.parametrize(
    ("template", "values", "expected"),
    [
        ("", {}, ""),  # U15
        ("/v1/models", {}, "/v1/models"),
        ("/v1/{a}", {"a": "x"}, "/v1/x"),
        ("/{a}/{b}", {"a": "x", "b": "y"}, "/x/y"),
        ("/{a}{b}", {"a": "x", "b": "y"}, "/xy"),
        ("/{a}/{a}", {"a": "x"}, "/x/x"),
        ("/{a}?q={b}#{c}", {"a": "x", "b": "y", "c": "z"}, "/x?q=y#z"),
        ("/{a}", {"a": 12}, "/12"),  # U16
        ("/{a}", {"a": None}, "/null"),
        ("/{a}", {"a": True}, "/true"),
        ("/{a}", {"a": date(2024, 1, 2)}, "/2024-01-02"),
        ("/{a}", {"a": Enum("E", {"X": "x y"}).X}, "/x%20y"),
        ("/{a}", {"a": ".hidden"}, "/.hidden"),  # U17
        ("/{a}", {"a": "file.txt"}, "/file.txt"),
        ("/{a}", {"a": "..."}, "/..."),
        ("/{a}txt", {"a": "."}, "/.txt"),
        ("/x?{a}", {"a": ".."}, "/x?.."),
        ("/x#{a}", {"a": ".."}, "/x#.."),
        ("/{a}", {"a": "a/b?c#d"}, "/a%2Fb%3Fc%23d"),  # U18
        ("/{a}", {"a": "a=b&c"}, "/a=b&c"),
        ("/{a}/x", {"a": "../../etc"}, "/..%2F..%2Fetc/x"),
        ("/{a}", {"a": "%20"}, "/%2520"),  # U19
        ("/{a}", {"a": "%2e%2e"}, "/%252e%252e"),
        ("/x?q={a}", {"a": "a/b?c#d&e f"}, "/x?q=a/b?c%23d%26e%20f"),  # U20
        ("/x#{a}", {"a": "a/b?c#d"}, "/x#a/b?c%23d"),  # U21
        ("/{a}?{a}#{a}", {"a": "?/&"}, "/%3F%2F&??/%26#?/&"),  # U22
        ("/{a}", {"a": "né"}, "/n%C3%A9"),
        ("/{+a}/x", {"a": "b/c d?e/%2F"}, "/b/c%20d%3Fe/%252F/x"),
    ],
)
def test_values_are_encoded_for_their_component(template, values, expected) -> None:
    assert path_template(template, **values) == expected


@pytest.mark.parametrize(
    ("template", "values"),
    [
        ("/{a}", {"a": "."}),  # U24
        ("/{a}", {"a": ".."}),
        ("/{+a}", {"a": "b/../../c"}),
        ("/{+a}", {"a": "b/."}),
        ("/{a}/x", {"a": ".."}),
        ("/x/{a}?y", {"a": ".."}),
        ("/x/{a}#y", {"a": ".."}),
        ("/{a}{b}", {"a": ".", "b": "."}),  # U25
        ("/{a}.", {"a": "."}),
        ("/{a}%2e", {"a": "."}),  # U26
        ("/%2E%2e/{a}", {"a": "x"}),
    ],
)
def test_a_dot_segment_is_refused_however_it_comes_about(template, values) -> None:
    with pytest.raises(ValueError, match="dot-segment"):
        path_template(template, **values)


def test_an_empty_string_is_refused_by_name_in_the_order_of_the_path() -> None:
    with pytest.raises(ValueError, match="Expected a non-empty value for `a` but received ''"):
        path_template("/{a}/{b}", b="", a="")


def test_a_missing_value_is_a_key_error_that_names_it() -> None:
    """U23."""
    with pytest.raises(KeyError, match="b"):
        path_template("/{a}/{b}", a="x")


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogate"):
        path_template("/{a}", a="\ud800")


@pytest.mark.parametrize("value", ["/etc", "//evil.test/x", "a//b"])
def test_a_value_of_several_segments_has_no_empty_ones(value) -> None:
    with pytest.raises(ValueError, match="nothing empty between"):
        path_template("/{+a}", a=value)
