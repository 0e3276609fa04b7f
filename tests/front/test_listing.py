"""How findings look: place, excerpt, caret, hint; safe for a terminal, in order, not endless."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from sdkwright.console import print_findings
from sdkwright.diagnostics import Position, Report, Severity, display, nearest
from sdkwright.pointer import Pointer
from sdkwright.read import parse
from sdkwright.read.listing import Style, listing


def shown(text: str, *places: tuple[int, int], message: str = "wrong", style: Style | None = None) -> str:
    report = Report()
    parse(Path("a.yaml"), text, report)
    for line, column in places:
        report.add("D100", None, message, hint="do better", at=Position(line, column))
    return "".join(listing(report, style=style or Style()))


def test_a_finding_shows_its_place_two_lines_around_a_caret_and_the_hint() -> None:
    assert shown("a: 1\nb: 2\nc: three\nd: 4\ne: 5\nf: 6\n", (3, 4)) == (
        "a.yaml:3:4: warning D100: wrong\n"
        "  1 | a: 1\n"
        "  2 | b: 2\n"
        "  3 | c: three\n"
        "    |    ^\n"
        "  4 | d: 4\n"
        "  5 | e: 5\n"
        "  hint: do better\n"
    )


def test_plain_text_is_the_coloured_one_without_its_sequences() -> None:
    text, places = "a: 1\nb: \x1b[31m2\n\nd: 'z'\n", ((1, 1), (2, 4), (4, 2))
    coloured = shown(text, *places, message="is \x1b[1mbold\x1b[0m", style=Style.coloured())
    plain = shown(text, *places, message="is \x1b[1mbold\x1b[0m")
    assert coloured != plain == Style.coloured().taken_from(coloured)


def test_numbers_line_up_where_they_grow_a_digit() -> None:
    text = "".join(f"k{number}: 1\n" for number in range(1, 13))
    assert "   9 | k9: 1\n  10 | k10: 1\n     | ^\n  11 | k11: 1\n" in shown(text, (10, 1))


def test_a_long_line_is_cut_around_the_caret() -> None:
    (line,) = (
        line
        for line in shown("a: " + "x" * 500 + "Y" + "z" * 500, (1, 504)).split("\n")
        if " | " in line and "Y" in line
    )
    assert len(line) < 140
    assert line.startswith("  1 | ...x")
    assert line.endswith("z...")


def test_the_caret_stands_below_wide_characters_and_tabs_as_they_are_shown() -> None:
    text = shown("v: '字字'  # x\n", (1, 8))
    lines = text.split("\n")
    assert lines[2] == "    | " + " " * 9 + "^"
    assert "\t" not in shown("a: 1\t# b\n", (1, 1))


@pytest.mark.parametrize("bad", ["\x1b[2J", "\u202e", "\u2028", "\x9b", "\x85"])
def test_neither_text_nor_message_reaches_the_terminal_raw(bad: str) -> None:
    text = shown(f"a: '{bad}'\n", (1, 1), message=f"odd {bad}")
    assert bad not in text


def test_of_many_findings_of_a_kind_the_first_are_shown_and_the_rest_counted() -> None:
    text = shown("a: 1\n", *((1, column) for column in range(1, 15)))
    assert text.count("warning D100: wrong") == 10
    assert "... and 4 more warnings D100" in text


def test_findings_come_in_the_order_of_the_file_whoever_spoke_first() -> None:
    report = Report()
    parse(Path("a.yaml"), "z: 1\na: 2\n", report)
    report.add("D100", Pointer("#/a"), "second")
    report.add("D100", Pointer("#/z"), "first")
    report.add("D100", None, "nowhere")
    blocks = [block.splitlines()[0] for block in listing(report, style=Style())]
    assert blocks == [
        "a.yaml: warning D100: nowhere",
        "a.yaml:1:1: warning D100: first",
        "a.yaml:2:1: warning D100: second",
    ]


def test_the_same_finding_twice_is_one() -> None:
    report = Report()
    for _ in range(2):
        report.add("D100", Pointer("#/a"), "again")
    assert len(report.diagnostics) == 1


def test_strict_makes_errors_of_warnings_about_document_and_config_but_not_of_notes_and_names() -> None:
    report = Report(strict=True)
    for code in ("D100", "S020", "C002", "N001", "S002"):
        report.add(code, None, code)
    levels = {found.code: found.severity for found in report.diagnostics}
    assert levels["D100"] == levels["S020"] == levels["C002"] == Severity.ERROR
    assert (levels["N001"], levels["S002"]) == (Severity.WARNING, Severity.NOTE)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("variables", "coloured"), [({}, True), ({"NO_COLOR": ""}, False), ({"TERM": "dumb"}, False)])
def test_colours_are_for_terminals_that_want_them(
    variables: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    report = Report()
    report.add("D100", None, "wrong")
    stream = Terminal()
    print_findings(report, stream, as_json=False)
    assert ("\x1b[" in stream.getvalue()) is coloured
    piped = io.StringIO()
    print_findings(report, piped, as_json=False)
    assert "\x1b[" not in piped.getvalue()


def test_json_has_all_findings_with_places() -> None:
    report = Report()
    parse(Path("a.yaml"), "a: 1\n", report)
    for number in range(20):
        report.add("S002", Pointer("#/a"), f"note {number:02}")
    stream = io.StringIO()
    print_findings(report, stream, as_json=True)
    found = json.loads(stream.getvalue())["diagnostics"]
    assert len(found) == 20
    assert found[0] == {
        "code": "S002", "severity": "note", "message": "note 00", "hint": None,
        "file": "a.yaml", "line": 1, "column": 1, "pointer": "#/a",
    }  # fmt: skip


def test_the_nearest_word_is_found_regardless_of_case_and_only_when_it_is_near() -> None:
    assert nearest("operationID", ["operationId", "operation"]) == "operationId"
    assert nearest("xyzzy", ["operationId"]) is None


def test_values_are_shown_short_and_on_one_line() -> None:
    assert display("a\nb") == '"a\\nb"'
    assert display("x" * 100).endswith('..."')
    assert [display(value) for value in (None, True, {}, {"a": 1}, [], [1, 2])] == [
        "null", "true", "{}", "a mapping with 1 key", "[]", "a list of 2",
    ]  # fmt: skip
