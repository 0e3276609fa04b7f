"""Reading: YAML with JSON's scalars, JSON, encodings, bounds; each bad file is a finding with a place, never a traceback."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sdkwright.diagnostics import Position, Report
from sdkwright.read import Document, parse, read
from sdkwright.read.problems import MAX_BYTES, MAX_DEPTH


def value_of(text: str) -> object:
    """The value under `v` of a YAML text that has to be clean."""
    report = Report()
    document = parse(Path("test.yaml"), f"v: {text}\n", report)
    assert document is not None
    assert report.diagnostics == ()
    return document.root["v"]


def codes(text: str | bytes, tmp_path: Path, name: str = "a.yaml") -> list[str]:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    report = Report()
    read(path, report)
    return [found.code for found in report.diagnostics]


@pytest.mark.parametrize(
    "text",
    [
        "on",
        "off",
        "yes",
        "No",
        "y",
        "=",
        "2026-01-02",
        "2026-01-02T03:04:05Z",
        "0o7",
        "0x1F",
        "007",
        "1_000",
        "1:30",
        "+5",
        ".5",
        "5.",
        ".nan",
        ".inf",
        "-.inf",
        "1e",
        "e5",
        "-x",
        "٣",
        "nUll",
        "tRue",
        "NaN",
        "Infinity",
        "1.2.3",
        "12e03x",
    ],
)
def test_what_json_does_not_know_stays_text(text: str) -> None:
    assert value_of(text) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True), ("True", True), ("FALSE", False), ("null", None), ("Null", None), ("~", None), ("", None),
        ("0", 0), ("-0", 0), ("12", 12), ("-7", -7), ("1.50", 1.5), ("1e3", 1000.0), ("-1.5E-2", -0.015),
        ("9007199254740993", 9007199254740993), ("'200'", "200"), ('"true"', "true"), ("!!str 200", "200"),
        ("! 200", "200"), ("!!int '5'", 5), ("!!timestamp 2026-01-02", "2026-01-02"), ("|\n  1", "1\n"),
    ],
)  # fmt: skip
def test_scalars_mean_what_they_mean_in_json(text: str, value: object) -> None:
    got = value_of(text)
    assert got == value
    assert type(got) is type(value)


def test_keys_are_text_however_they_are_written() -> None:
    report = Report()
    text = "200: a\ntrue: b\nnull: c\n1.0: d\n2026-01-02: e\non: f\n~: g\n"
    document = parse(Path("test.yaml"), text, report)
    assert document is not None
    assert list(document.root) == ["200", "true", "null", "1.0", "2026-01-02", "on", "~"]


def test_merge_keys_are_filled_in_below_what_is_written_and_earlier_ones_win() -> None:
    report = Report()
    text = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  x: 3\nd: {'<<': kept}\n"
    document = parse(Path("test.yaml"), text, report)
    assert document is not None
    assert document.root["c"] == {"x": 3, "y": 1, "z": 2}
    assert document.root["d"] == {"<<": "kept"}
    assert document.root["a"] == {"x": 1, "y": 1}


def test_an_alias_is_the_same_node_and_may_be_a_key() -> None:
    document = parse(Path("test.yaml"), "a: &a {x: &name deep}\nb: *a\nc: {*name : 1}\n", Report())
    assert document is not None
    assert document.root["a"] is document.root["b"]
    assert document.root["c"] == {"deep": 1}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@given(value=json_values)
@settings(max_examples=150, deadline=None)
def test_any_json_value_is_read_back_from_json(value: object) -> None:
    document = parse(Path("a.json"), json.dumps({"v": value}), Report())
    assert document is not None
    assert document.is_json
    assert document.root == {"v": value}


# `1e5` is text to that writer, who goes by YAML 1.1, and a number to YAML 1.2, by which OpenAPI goes
TEXT = st.text().filter(lambda text: re.fullmatch(r"-?\d+[eE][-+]?\d+", text) is None)


@given(value=st.dictionaries(st.text("abc", min_size=1), TEXT | st.booleans() | st.integers() | st.none(), max_size=5))
@settings(max_examples=150, deadline=None)
def test_what_a_yaml_writer_quotes_is_read_back(value: dict[str, object]) -> None:
    text = yaml.safe_dump({"v": value})
    document = parse(Path("a.yaml"), text, Report())
    assert document is not None
    assert document.root == {"v": value}


@given(text=st.text())
@settings(max_examples=300, deadline=None)
def test_no_text_at_all_makes_the_reader_raise(text: str) -> None:
    for name in ("a.yaml", "a.json"):
        report = Report()
        document = parse(Path(name), text, report)
        assert document is not None or report.has_errors


@given(data=st.binary(max_size=200))
@settings(max_examples=150, deadline=None)
def test_no_bytes_at_all_make_the_reader_raise(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.yaml"
    path.write_bytes(data)
    report = Report()
    document = read(path, report)
    assert document is not None or report.has_errors


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize(
    ("name", "text"), [("a.yaml", "title: Café 字\r\nx: 1\r\n"), ("a.json", '{"title": "Café 字", "x": 1}')]
)
def test_unicode_files_are_read_whatever_their_encoding(tmp_path: Path, encoding: str, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    document = read(path, Report())
    assert document is not None
    assert document.root == {"title": "Café 字", "x": 1}


def test_json_in_a_yaml_file_is_read_as_json(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text('  {"a": "\\u00e9\\/"}')
    document = read(path, Report())
    assert document is not None
    assert document.is_json
    assert document.root == {"a": "é/"}


def test_a_missing_file_and_a_folder_are_findings(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        report = Report()
        assert read(path, report) is None
        assert [found.code for found in report.diagnostics] == ["D001"]


def test_a_file_past_the_bound_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    assert codes(b"a" * (MAX_BYTES + 1), tmp_path) == ["D003"]


def test_nesting_up_to_the_bound_is_read_and_one_more_level_is_not(tmp_path: Path) -> None:
    for name, start in (("a.yaml", "a: "), ("a.json", '{"a": ')):
        end = "}" if name == "a.json" else ""
        inner = MAX_DEPTH - 1
        assert codes(start + "[" * inner + "]" * inner + end, tmp_path, name) == []
        assert codes(start + "[" * (inner + 1) + "]" * (inner + 1) + end, tmp_path, name) == ["D011"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "a: " + "[" * 100_000),
        ("a.yaml", "- " * 100_000),
        ("a.json", '{"a": ' + "[" * 100_000),
        ("a.json", '{"a": ' * 100_000),
        ("a.yaml", "a: &a [1]\n" + "".join(f"k{i}: &a [*a]\n" for i in range(5_000))),
        ("a.yaml", "a: &a {x: 1, y: 2}\n" + "".join(f"k{i}: &a {{a: *a, b: *a}}\n" for i in range(100))),
        ("a.yaml", "a: &a {x: 1}\n" + "".join(f"k{i}: &a {{<<: *a, k{i}: *a}}\n" for i in range(3_000))),
        ("a.json", '{"a": ' + "9" * 1_000_000 + "}"),
        ("a.yaml", "a: " + "9" * 1_000_000),
        ("a.json", '{"a": 1e999}'),
        ("a.yaml", "a: 1e999"),
        ("a.yaml", "a: !!python/object/apply:os.system [true]"),
        ("a.yaml", "? " * 5_000),
    ],
    ids=lambda text: text[:24],
)
def test_a_hostile_file_is_refused_within_a_second(tmp_path: Path, name: str, text: str) -> None:
    started = time.process_time()
    assert codes(text, tmp_path, name)
    assert time.process_time() - started < 1


def test_a_repeated_key_is_told_with_both_places_and_the_last_one_is_taken() -> None:
    for name, text in (
        ("a.yaml", "a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n"),
        ("a.json", '{"a": 1,\n"b":\n{"c": 1,\n"d": 2,\n"c": 3}}'),
    ):
        report = Report()
        document = parse(Path(name), text, report)
        assert document is not None
        assert document.root["b"] == {"c": 3, "d": 2}
        (found,) = report.diagnostics
        assert (found.code, found.at and found.at.line) == ("D009", 5)
        assert "(the first is at 3:" in found.message


def test_the_last_document_that_could_be_read_is_kept_for_excerpts(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: [1\nb: 2\n")
    report = Report()
    assert read(path, report) is None
    assert report.sources["spec"].text == "a: [1\nb: 2\n"
    assert report.settled(report.diagnostics[0]).at == Position(2, 2)


def test_every_description_at_hand_is_read_as_the_reference_loader_reads_it(request: pytest.FixtureRequest) -> None:
    """PyYAML, told to resolve scalars as JSON does, gives the same tree for the project's own description."""

    class Reference(yaml.SafeLoader):
        yaml_implicit_resolvers = {}  # noqa: RUF012

    Reference.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))
    Reference.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^(?:null|~|)$"), ["n", "~", ""])
    Reference.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^-?[0-9]+$"), list("-0123456789"))
    Reference.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^-?[0-9]+\.[0-9]+$"), list("-0123456789"))
    for path in sorted((request.config.rootpath / "spec").glob("*.y*ml")):
        document = read(path, Report())
        assert isinstance(document, Document)
        assert document.root == yaml.load(path.read_text(), Reference)
