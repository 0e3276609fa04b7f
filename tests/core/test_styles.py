"""Values with parts are written as the tables of OpenAPI 3.1.1 (section 4.8.12.4) show them."""

from __future__ import annotations

import json
from datetime import date

import pytest

from core.query import Querystring
from core.sentinels import omit
from core.styles import cookies, expanded_path, exploded, json_text, style

ARRAY = ["blue", "black", "brown"]
OBJECT = {"R": 100, "G": 200, "B": 150}


@pytest.mark.parametrize(
    ("how", "value", "expected"),
    [
        ("form", "", "color="),
        ("form", "blue", "color=blue"),
        ("form", ARRAY, "color=blue,black,brown"),
        ("form", OBJECT, "color=R,100,G,200,B,150"),
        ("form*", ARRAY, "color=blue&color=black&color=brown"),
        ("form*", OBJECT, "R=100&G=200&B=150"),
        ("spaceDelimited", ARRAY, "color=blue%20black%20brown"),
        ("spaceDelimited", OBJECT, "color=R%20100%20G%20200%20B%20150"),
        ("pipeDelimited", ARRAY, "color=blue%7Cblack%7Cbrown"),
        ("pipeDelimited", OBJECT, "color=R%7C100%7CG%7C200%7CB%7C150"),
        ("deepObject", OBJECT, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
        ("deepObject", {"a": {"b": 1}, "c": [1, 2]}, "color%5Ba%5D%5Bb%5D=1&color%5Bc%5D=1&color%5Bc%5D=2"),
        ("deepObject", ["a", "b"], "color=a&color=b"),
        ("deepObject*", ["a", "b"], "color%5B0%5D=a&color%5B1%5D=b"),
        (
            "deepObject*",
            [{"a": 1, "b": [2]}, {"a": 3}],
            "color%5B0%5D%5Ba%5D=1&color%5B0%5D%5Bb%5D%5B0%5D=2&color%5B1%5D%5Ba%5D=3",
        ),
        ("deepObject*", {"a": {"b": None, "c": ""}, "d": []}, "color%5Ba%5D%5Bc%5D="),
        ("deepObject*", "plain", "color=plain"),
        ("form", ["a,b", "c&d", "é"], "color=a%2Cb,c%26d,%C3%A9"),
        ("form", [True, None, date(2024, 1, 2)], "color=true,2024-01-02"),
        ("form", [], ""),
        ("form*", {}, ""),
        ("form", None, ""),
        ("json", {"a": [1]}, "color=%7B%22a%22%3A%5B1%5D%7D"),
        ("query", {"a": 1}, "%7B%22a%22%3A1%7D"),
        ("+form", "/a?b=c;d&e#f+g h%20i%", "color=/a?b=c;d%26e%23f%2Bg%20h%20i%25"),
        ("+form", ["a/b", "c,d"], "color=a/b,c,d"),
    ],
)
def test_a_parameter_with_a_style_of_its_own_is_written_so_in_the_query(how, value, expected) -> None:
    assert Querystring().stringify({"color": value}, {"color": style(how)}) == expected


def test_arrays_in_a_deep_object_are_in_the_format_of_the_client_unless_they_are_numbered() -> None:
    client = Querystring(array_format="brackets")
    assert client.stringify({"a": ["x", {"y": [1]}]}, {"a": style("deepObject")}) == (
        "a%5B%5D=x&a%5B%5D%5By%5D%5B%5D=1"
    )
    assert client.stringify({"a": ["x"]}, {"a": style("deepObject*")}) == "a%5B0%5D=x"


def test_parameters_beside_it_stay_in_the_formats_of_the_client() -> None:
    written = Querystring(array_format="brackets").stringify(
        {"a": [1], "b": ARRAY, "c": omit}, {"b": style("form"), "c": style("form")}
    )
    assert written == "a%5B%5D=1&b=blue,black,brown"


@pytest.mark.parametrize(
    ("template", "value", "expected"),
    [
        ("/{color}", ARRAY, "/blue,black,brown"),
        ("/{color}", OBJECT, "/R,100,G,200,B,150"),
        ("/{color*}", ARRAY, "/blue,black,brown"),
        ("/{color*}", OBJECT, "/R=100,G=200,B=150"),
        ("/.{color}", "blue", "/.blue"),
        ("/.{color}", ARRAY, "/.blue,black,brown"),
        ("/{.color*}", "blue", "/.blue"),
        ("/{.color*}", ARRAY, "/.blue.black.brown"),
        ("/{.color*}", OBJECT, "/.R=100.G=200.B=150"),
        ("/;color={color}", ARRAY, "/;color=blue,black,brown"),
        ("/{;color*}", "blue", "/;color=blue"),
        ("/{;color*}", ARRAY, "/;color=blue;color=black;color=brown"),
        ("/{;color*}", OBJECT, "/;R=100;G=200;B=150"),
        ("/{color}", ["a,b", "/c"], "/a%2Cb,%2Fc"),
        ("/{;color*}", ["a;b", "c=d"], "/;color=a%3Bb;color=c%3Dd"),
        ("/{;color}", ["a;b", "c,d"], "/;color=a%3Bb,c%2Cd"),
        ("/{;color}", OBJECT, "/;color=R,100,G,200,B,150"),
        ("/{;color}", "a;b", "/;color=a%3Bb"),
        ("/{.color}", ARRAY, "/.blue,black,brown"),
        ("/{color}", [{"a": 1}, "b"], "/%7B%22a%22:1%7D,b"),
        ("/{+color}", "a/b,c", "/a/b,c"),
        ("/{+color}", ["a,b", "c/d"], "/a%2Cb,c%2Fd"),
    ],
)
def test_a_path_is_expanded_as_its_template_says(template, value, expected) -> None:
    assert expanded_path(template, color=value) == expected


@pytest.mark.parametrize(
    ("template", "value"),
    [("/{a}", []), ("/{a*}", {}), ("/{.a*}", ""), ("/{.a*}", "."), ("/{a}", [".."]), ("/{;a}", ""), ("/{;a}", [])],
)
def test_an_empty_value_and_one_that_makes_a_dot_segment_are_refused(template, value) -> None:
    with pytest.raises(ValueError, match=r"non-empty|dot-segment"):
        expanded_path(template, a=value)


def test_an_exploded_header_names_its_parts() -> None:
    assert exploded(OBJECT) == "R=100,G=200,B=150"
    assert exploded(omit) is omit
    assert exploded(ARRAY) == ARRAY


def test_json_text_leaves_what_is_absent_absent() -> None:
    assert json_text({"a": None}) == '{"a":null}'
    assert json_text(omit) is omit


def test_json_of_headers_is_ascii_whoever_reads_it() -> None:
    """Servers read the bytes of a header as Latin-1, as UTF-8, or not at all (RFC 9110, section 5.5)."""
    text = json_text({"é": '\U0001f600 \\ "'})
    assert text.isascii()
    assert json.loads(text) == {"é": '\U0001f600 \\ "'}


def test_cookies_are_encoded_joined_and_left_out_when_absent() -> None:
    assert cookies({"a": "b c;é", "d": omit, "e": None, "f": [1, 2]}) == "a=b%20c%3B%C3%A9; f=1; f=2"
    assert cookies({"a": ARRAY, "b": OBJECT}, {"a": "form", "b": "form*"}) == "a=blue,black,brown; R=100; G=200; B=150"
    assert cookies({"a": "x=y/z"}, {"a": "cookie"}) == "a=x=y/z"
    assert cookies({"a": omit}) is omit


@pytest.mark.parametrize("value", ["a;b", "a b", "a\r\nSet-Cookie: x"])
def test_an_unencoded_cookie_cannot_end_early(value) -> None:
    with pytest.raises(ValueError, match="must not contain"):
        cookies({"a": value}, {"a": "cookie"})
