"""A YAML text that is read in parts has the values, findings and places of one that is read as a whole, or is not read in parts."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from sdkwright.memory import frozen, same, thawed
from sdkwright.openapi.parts import Parts
from sdkwright.openapi.sections import parts_of
from sdkwright.read import cuts, yaml_text
from sdkwright.read.cuts import read_cut
from sdkwright.read.known import Known
from sdkwright.read.later import Later
from sdkwright.read.positions import Mark, cut_marks
from sdkwright.read.problems import FatalError, Problem
from sdkwright.read.yaml_marks import yaml_marks
from sdkwright.read.yaml_text import read_yaml

ROOT = Path(__file__).parents[2]
SPECS = Path(os.environ.get("SDKWRIGHT_SPECS", ROOT.parent / "shared" / "specs"))
LINES = (
    "  a: b",
    "x: &here {}",
    "y: *here",
    "? z",
    ": w",
    "  - 1",
    '  text: "',
    '"',
    "  <<: {q: 1}",
    "\t",
    "---",
    "...",
    "{",
    "  }",
)
LINES += (
    "paths:",
    "components:",
    "  schemas:",
    "    |2",
    "  k: |+",
    "",
    "#",
    "   odd: 1",
    "'x': 1",
    "!!str t: 1",
    "k: >-",
    " ",
    "-",
)


@pytest.fixture(autouse=True)
def _always(monkeypatch):
    monkeypatch.setattr(cuts, "WORTH_IT", 0)


def documents() -> list[Path]:
    found = [*SPECS.rglob("*.y*ml"), *(ROOT / "tests" / "cases").rglob("openapi.yaml")]
    return sorted(path for path in found if path.stat().st_size < 300_000)


def check(text: str, known: Known) -> bool:
    """Hold both readings against each other; whether the text was read in parts."""
    found, told = list[Problem](), list[Problem]()
    cut = read_cut(text, found, known)
    if cut is None:
        assert not found
        return False
    try:
        whole = read_yaml(text, told)
    except FatalError as error:
        raise AssertionError(f"read in parts, but not as a whole: {error.problem}") from error
    assert same(whole, cut[0])
    assert found == told
    alike(yaml_marks(text), cut_marks(text, cut[1]))
    return True


def alike(one: Mark, other: Mark) -> None:
    assert (one.key, one.value) == (other.key, other.value)
    match one.children, other.children:
        case dict() as ours, dict() as theirs:
            assert list(ours) == list(theirs)
            for key in ours:
                alike(ours[key], theirs[key])
        case list() as ours, list() as theirs:
            assert len(ours) == len(theirs)
            for mine, its in zip(ours, theirs, strict=True):
                alike(mine, its)
        case ours, theirs:
            assert ours is None
            assert theirs is None


def test_documents_are_the_same_in_parts():
    read = [check(path.read_text("utf-8-sig"), Known()) for path in documents()]
    assert sum(read) > 0.9 * len(read)


@pytest.mark.parametrize("name", ["recursion-everywhere", "all-of", "unions"])
def test_edited_texts_are_the_same_in_parts(name):
    text = (ROOT / "tests" / "cases" / "types" / name / "openapi.yaml").read_text("utf-8")
    random, known, in_parts = Random(name), Known(), 0
    for _ in range(200):
        lines = text.split("\n")
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            at = random.randrange(len(lines))
            match random.randrange(5):
                case 0:
                    del lines[at]
                case 1:
                    lines[at] = random.choice((" ", "  ", "")) + lines[at]
                case 2:
                    lines[at] = lines[at][random.randrange(3) :]
                case _:
                    lines.insert(at, random.choice(LINES))
        known = Known(known.now)
        in_parts += check("\n".join(lines), known)
    assert in_parts > 20


@pytest.mark.parametrize("name", ["recursion-everywhere", "all-of", "unions"])
def test_values_that_are_kept_as_bytes_are_the_same(name):
    """Each is a mapping that knows its keys, and reads itself when it is asked for more."""
    text = (ROOT / "tests" / "cases" / "types" / name / "openapi.yaml").read_text("utf-8")
    first, parts = Known(), Parts()
    whole = read_cut(text, [], first)
    assert whole is not None
    first.sum_up(parts.checksum_at)
    data = frozen(first.now, at_rest=True)
    assert data is not None
    again = read_cut(text, [], Known(thawed(data, dict)))
    assert again is not None
    later = [part.node for part in parts_of(again[0]) if type(part.node) is Later]
    assert len(later) > 0.9 * len(list(parts_of(whole[0])))
    for node in later:
        assert list(node) == list(dict(node))
        assert parts.checksum_at(node.path, dict(node)) == node.checksum
    assert again == whole


def test_an_entry_that_was_read_before_is_not_read_again(monkeypatch):
    text = (ROOT / "tests" / "cases" / "types" / "all-of" / "openapi.yaml").read_text("utf-8")
    first = Known()
    assert read_cut(text, [], first) is not None
    read = list[str]()
    before = yaml_text.read_entry
    monkeypatch.setattr(yaml_text, "read_entry", lambda text, *given: (read.append(text), before(text, *given))[1])
    changed = (
        text.replace("    Pet:\n", "    Pet:\n      x-new: 1\n", 1) if "    Pet:\n" in text else f"{text}x-new: 1\n"
    )
    assert read_cut(changed, [], Known(first.now)) is not None
    assert len(read) == 1
