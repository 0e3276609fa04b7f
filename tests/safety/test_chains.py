"""No way in which schemas lead to one another makes the work grow faster than the document: shown by counting calls, not seconds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from attack.chains import COMPOSED, OTHERS
from attack.stages import Emission, emit, written

from sdkwright.openapi.patterns import matcher


def calls(folder: Path, document: object) -> tuple[int, Emission]:
    """How many Python functions a run calls."""
    count = 0

    def seen(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    spec, _ = written(folder, document)
    sys.setprofile(seen)
    try:
        emission = emit(spec, keep_going=True, package="zqpackage")
    finally:
        sys.setprofile(None)
    return count, emission


SQUARE = {"allOf crossed", "oneOf crossed"}
"""Where each schema is made of all that come after it, so that the whole is the square of the length, which S025 bounds."""


@pytest.mark.parametrize("name", {**COMPOSED, **OTHERS})
def test_twice_as_long_a_chain_is_about_twice_the_work(tmp_path, name):
    make = {**COMPOSED, **OTHERS}[name]
    calls(tmp_path, make(2))  # what is done once, such as compiling templates
    (short, _), (long, emission) = (calls(tmp_path, make(count)) for count in (10, 20))
    assert emission.files
    assert not list(emission.errors())
    assert long < (4 if name in SQUARE else 3) * short


@pytest.mark.parametrize("name", COMPOSED)
def test_a_chain_that_nobody_has_is_an_error_and_costs_no_more_than_its_length(tmp_path, name):
    calls(tmp_path, COMPOSED[name](2))
    (short, _), (long, emission) = (calls(tmp_path, COMPOSED[name](count)) for count in (200, 400))
    assert {code for _, code in emission.errors()} == {"S025"}
    assert long < 3 * short


def test_patterns_of_documents_are_never_run_by_an_engine_that_goes_back():
    assert matcher("^(a+)+$")("a" * 50_000)
    assert not matcher("^(a+)+$")("a" * 50_000 + "!")
    for unknown in ("(?=a)", "(a", r"\1", "((a{0,1000}){0,1000}){0,1000}"):
        assert matcher(unknown)("!")
