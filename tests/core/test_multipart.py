"""The properties of a multipart body become the parts that the encoding of each asks for."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from core.multipart import multipart_parts
from core.sentinels import omit
from core.styles import style


def test_without_encoding_files_are_files_and_the_rest_is_nested_with_brackets(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"png")
    body = {"file": tmp_path / "a.png", "b": {"c": [1, True], "d": b"x"}, "e": None, "f": omit, "g": "h"}
    (key, (name, content)), *rest = multipart_parts(body)
    assert (key, name, content.read()) == ("file", "a.png", b"png")
    assert rest == [
        ("b[c][]", (None, "1")),
        ("b[c][]", (None, "true")),
        ("b[d]", b"x"),
        ("g", (None, "h")),
    ]


@pytest.mark.parametrize(
    ("value", "encoding", "expected"),
    [
        ({"b": 1}, "json", [("a", (None, b'{"b":1}', "application/json", {}))]),
        ([{"b": 1}, {"b": 2}], "json*", [("a", (None, b'{"b":%d}' % n, "application/json", {})) for n in (1, 2)]),
        ([1, 2], style("form*"), [("a", (None, "1")), ("a", (None, "2"))]),
        ([1, 2], style("form"), [("a", (None, "1,2"))]),
        ({"b": 1}, style("deepObject"), [("a[b]", (None, "1"))]),
        ([{"b": 1}], style("deepObject*"), [("a[0][b]", (None, "1"))]),
        (["x", "y"], "text/csv", [("a", (None, text, "text/csv", {})) for text in (b"x", b"y")]),
        ([{"b": 1}, 2], "application/json", [("a", (None, b'[{"b":1},2]', "application/json", {}))]),
        ([b"x"], "image/*", [("a", b"x")]),
        (b"x", "content", [("a", b"x")]),
        (("n.png", b"x"), "content", [("a", ("n.png", b"x"))]),
        (
            [("n.png", b"x"), "text", {"b": 1}],
            "content",
            [
                ("a", ("n.png", b"x")),
                ("a", (None, b"text", "text/plain", {})),
                ("a", (None, b'{"b":1}', "application/json", {})),
            ],
        ),
        ([b"x", b"y"], style("form*"), [("a", b"x"), ("a", b"y")]),
        ([b"x"], "image/png", [("a", ("upload", b"x", "image/png", {}))]),
        (b"x", "image/png", [("a", ("upload", b"x", "image/png", {}))]),
        (b"x", "image/png, image/jpeg", [("a", b"x")]),
        (b"x", ("image/png", {"X-A": "b"}), [("a", ("upload", b"x", "image/png", {"X-A": "b"}))]),
        (("n.gif", b"x", "image/gif"), "image/png", [("a", ("n.gif", b"x", "image/gif"))]),
        ("<b/>", "application/xml", [("a", (None, b"<b/>", "application/xml", {}))]),
        ("text", "application/json", [("a", (None, b'"text"', "application/json", {}))]),
    ],
)
def test_an_encoding_decides_how_a_part_is_written(value, encoding, expected) -> None:
    """C49 to C51: what such SDKs do where a config asks for it, the document asks for here."""
    assert multipart_parts({"a": value}, {"a": encoding}) == expected


def test_an_open_file_is_sent_under_its_name(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"text")
    with (tmp_path / "b.txt").open("rb") as file:
        assert multipart_parts({"a": file}) == [("a", file)]
    stream = io.BytesIO(b"x")
    assert multipart_parts({"a": stream}, {"a": "text/csv"}) == [("a", ("upload", stream, "text/csv", {}))]


def test_a_body_without_names_is_refused() -> None:
    assert multipart_parts(omit) == []
    with pytest.raises(TypeError, match="an object of parts, not a list"):
        multipart_parts([1])
