"""Pointers to lines and columns, in YAML and JSON, for keys and for values."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdkwright.diagnostics import Report
from sdkwright.pointer import ROOT, Json, Pointer, child, last, parent, tokens
from sdkwright.read import Document, parse
from sdkwright.read.positions import locate, locate_value


def document(text: str, name: str = "a.yaml") -> Document:
    parsed = parse(Path(name), text, Report())
    assert parsed is not None
    return parsed


def place(text: str, pointer: str, name: str = "a.yaml") -> tuple[tuple[int, int], tuple[int, int]]:
    held = document(text, name)
    key, value = locate(held, Pointer(pointer)), locate_value(held, Pointer(pointer))
    return (key.line, key.column), (value.line, value.column)


YAML = """\
# a comment
paths:
  /pets/{id}:
    get:
      tags: [a, "b: c"]
      responses:
        200: {description: ünïcödé, x: 1}
  'quoted': |
    block: text
list:
  - one
  - - nested
"""


@pytest.mark.parametrize(
    ("pointer", "key", "value"),
    [
        ("#", (2, 1), (2, 1)),
        ("#/paths", (2, 1), (3, 3)),
        ("#/paths/~1pets~1{id}/get", (4, 5), (5, 7)),
        ("#/paths/~1pets~1{id}/get/tags/1", (5, 17), (5, 17)),
        ("#/paths/~1pets~1{id}/get/responses/200", (7, 9), (7, 14)),
        ("#/paths/~1pets~1{id}/get/responses/200/x", (7, 37), (7, 40)),
        ("#/paths/quoted", (8, 3), (8, 13)),
        ("#/list/1/0", (12, 7), (12, 7)),
        ("#/list/9/x", (10, 1), (11, 3)),
        ("#/paths/none/get", (2, 1), (3, 3)),
        ("#/list/-1", (10, 1), (11, 3)),
    ],
)
def test_a_pointer_into_yaml_is_found(pointer: str, key: tuple[int, int], value: tuple[int, int]) -> None:
    assert place(YAML, pointer) == (key, value)


def test_windows_line_ends_and_lone_carriage_returns_count_as_lines() -> None:
    assert place(YAML.replace("\n", "\r\n"), "#/list/1/0") == ((12, 7), (12, 7))
    assert place('{"a":\r1,\r\n"b": 2}', "#/b", "a.json") == ((3, 1), (3, 6))


JSON = """{
  "a": {"x": [1, {"y": "} \\" ] ,"}, null]},
  "sl\\u002fash~": -1.5e3, "a~b": {}
}"""


@pytest.mark.parametrize(
    ("pointer", "key", "value"),
    [
        ("#", (1, 1), (1, 1)),
        ("#/a", (2, 3), (2, 8)),
        ("#/a/x/1/y", (2, 19), (2, 24)),
        ("#/a/x/2", (2, 37), (2, 37)),
        ("#/sl~1ash~0", (3, 3), (3, 19)),
        ("#/a~0b", (3, 27), (3, 34)),
    ],
)
def test_a_pointer_into_json_is_found(pointer: str, key: tuple[int, int], value: tuple[int, int]) -> None:
    assert place(JSON, pointer, "a.json") == (key, value)


def test_what_an_alias_or_a_merge_brings_in_stands_where_it_was_written() -> None:
    text = "base: &b\n  x: 1\nuse: *b\nmore:\n  <<: *b\n  y: 2\nkey: &k name\nm: {*k : 3}\n"
    assert place(text, "#/use") == ((3, 1), (1, 7))
    assert place(text, "#/use/x") == ((2, 3), (2, 6))
    assert place(text, "#/more/x") == ((2, 3), (2, 6))
    assert place(text, "#/more/y") == ((6, 3), (6, 6))
    assert place(text, "#/m/name") == ((8, 5), (8, 10))


def every_pointer(node: Json, at: Pointer = ROOT) -> list[tuple[Pointer, Json]]:
    found = [(at, node)]
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        found += every_pointer(value, child(at, key))
    return found


@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=3),
        max_leaves=15,
    ),
    ascii_only=st.booleans(),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_the_text_at_the_place_of_a_value_is_that_value(value: Json, ascii_only: bool) -> None:
    text = json.dumps({"v": value}, ensure_ascii=ascii_only, indent=1)
    held = document(text, "a.json")
    lines = text.replace("\r\n", "\n").split("\n")
    for pointer, node in every_pointer(held.root):
        at = locate_value(held, pointer)
        rest = "\n".join([lines[at.line - 1][at.column - 1 :], *lines[at.line :]])
        assert json.JSONDecoder().raw_decode(rest)[0] == node


def test_pointers_escape_and_take_apart_any_token() -> None:
    pointer = child(ROOT, "a/b", "~1", 0, "")
    assert pointer == "#/a~1b/~01/0/"
    assert tokens(pointer) == ("a/b", "~1", "0", "")
    assert (last(pointer), parent(pointer)) == ("", "#/a~1b/~01/0")
    assert (last(ROOT), parent(ROOT), tokens(ROOT)) == ("", "#", ())


def test_positions_of_five_megabytes_are_found_within_seconds() -> None:
    entry = "  path{}:\n    get:\n      description: {}\n      responses: {{'200': {{description: fine}}}}\n"
    text = "paths:\n" + "".join(entry.format(number, "lorem ipsum " * 15) for number in range(20_000))
    held = document(text)
    started = time.process_time()
    assert locate(held, Pointer("#/paths/path19999/get/responses/200")).line == 1 + 4 * 20_000
    assert time.process_time() - started < 5
