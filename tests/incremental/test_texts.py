"""A JSON text that was edited says the same, in the same places, read from what is known of the last one or as a whole."""

from __future__ import annotations

import json
import os
from pathlib import Path
from random import Random

import pytest

from edits import edited as changed
from sdkwright.diagnostics import Report
from sdkwright.memory import same
from sdkwright.pointer import ROOT, Json, Pointer, child
from sdkwright.read import Document, known, read
from sdkwright.read.known import Known
from sdkwright.read.later import plain
from sdkwright.read.raw import Former, Spliced, Whole

ROOTS = Path(__file__).parents[2]
SPECS = Path(os.environ.get("SDKWRIGHT_SPECS", ROOTS.parent / "shared" / "specs"))
PIECES = (
    *(b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"\\u12", b"\\ud800", b"\n", b"\r", b" ", b"\t", b"\0", b"\xff"),
    *(b"1", b"-", b".5", b"e9999", b"1" * 400, b"NaN", b"null", b"nul", b"true", b'"a": 1,', b',"a": {"b": []}', b'"paths": {},'),
    *(b'"components": {"schemas": {}},', b'"q": "\\":", "q": 2,', b'"e\\\\": 1, "e\\\\": 2,', "ü\U0001f600".encode(), b"// x", b"#", b"", b"\xef\xbb\xbf", b"[" * 205, b'"x": ' + b'{"a":' * 198),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _always(monkeypatch):
    monkeypatch.setattr(known, "WORTH_IT", 0)


def documents() -> list[Path]:
    found = [*SPECS.rglob("*.json"), *(ROOTS / "tests" / "cases").rglob("openapi.yaml")]
    return sorted(path for path in found if path.stat().st_size < 200_000)


def pointers(node: Json, at: Pointer = ROOT) -> list[Pointer]:
    below = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [at, *(found for key, value in below for found in pointers(value, child(at, key)))]


def check(path: Path, data: bytes, before: Known, random: Random) -> tuple[Known, bool]:
    """Hold both readings against each other; what the next goes on from, and whether the text was read in parts."""
    path.write_bytes(data)
    now, ours, whole = Known(last=_former(before.last, random)), Report(), Report()
    document, wanted = read(path, ours, known=now), read(path, whole)
    assert ours.diagnostics == whole.diagnostics
    assert (document is None) == (wanted is None)
    if document is None or wanted is None:
        return before, False
    is_cut = not isinstance(document.held, str)
    places, lines = pointers(wanted.root), wanted.text.split("\n")
    for at in [*random.sample(places, min(len(places), 20)), Pointer("#/paths/nowhere"), Pointer("#/odd/1")]:
        places = document.locate(at), document.locate(at)
        assert places == (wanted.locate(at), wanted.locate(at)), (at, data)
        for number in range(max(places[0].line - 2, 1), places[0].line + 3):  # as they are shown
            assert document.line(number) == wanted.line(number)
            assert "\r" in wanted.text or wanted.line(number) == "".join(lines[number - 1 : number])
        value = [each.held.value_of(at) if not isinstance(each.held, str) else None for each in (document,)]
        assert value[0] is None or value[0] == _value_of(wanted, at), at
    number = random.randrange(len(wanted.text.splitlines()) + 2) + 1
    assert document.line(number) == wanted.line(number), number
    assert document.text == wanted.text
    left = now.left(lambda path, _node: repr(path).encode())
    assert same({key: plain(value) for key, value in document.root.items()}, wanted.root), data
    return (Known(last=left) if left is not None else before), is_cut


def _former(last: Whole | Former | None, random: Random) -> Whole | Former | None:
    """The same text, mostly as another process has it from the cache: as what it is other than another, and without its value."""
    if last is None or random.random() < 0.3:
        return last
    data, since = bytes(last.data[:]), random.randrange(len(last.data) + 1)
    until = random.randrange(len(data) - since + 1)
    other = data[:since] + b"?" * random.randrange(9) + data[len(data) - until :]
    middle = data[since : len(data) - until]
    return Former(Spliced(other, since, until, middle), last.root)


def _value_of(document: Document, at: Pointer):
    from sdkwright.read.positions import locate_value

    return locate_value(document, at)


@pytest.mark.parametrize("path", documents(), ids=lambda path: f"{path.parent.parent.name}-{path.parent.name}")
def test_an_edited_text_says_what_the_whole_says(path, tmp_path):
    document = read(path, Report())
    if document is None:
        return
    random, root, spec = Random(str(path.name)), document.root, tmp_path / "openapi.json"
    form = {"indent": random.choice((None, 1, 2)), "ensure_ascii": random.random() < 0.5}
    before, _ = check(spec, json.dumps(root, **form).encode("utf-8", "surrogatepass"), Known(), random)
    for _ in range(4):
        try:
            _, root = changed(root, random)
        except (IndexError, KeyError, ValueError):
            break
        data = json.dumps(root, **form).encode("utf-8", "surrogatepass")
        before, _ = check(spec, data, before, random)


@pytest.mark.parametrize("seed", range(40))
def test_a_text_that_is_broken_anywhere_is_as_broken_as_it_is(seed, tmp_path):
    """Any bytes put in, taken out or doubled anywhere, several times in a row: what cannot be read in parts is read as one."""
    random, spec = Random(seed), tmp_path / "openapi.json"
    schemas = {
        f"S{n}": {"type": "object", "properties": {f"a{n}": {"const": n}}, "x": [1, {"y": None}]} for n in range(6)
    }
    root = {
        "openapi": "3.1.0",
        "info": {"title": "ö" if seed % 2 else "o", "version": "1"},
        "paths": {f"/p{n}": {"get": {"responses": {"200": {"description": "é" * n}}}} for n in range(4)},
        "components": {"schemas": schemas, "parameters": {}, "x": 1, "headers": [1]},
        "tags": [{"name": "t"}],
    }
    data = (b"\n" * (seed % 3)) + json.dumps(root, indent=seed % 4 or None, ensure_ascii=False).encode()
    before, _ = check(spec, data, Known(), random)
    read_in_parts = 0
    for _ in range(60):
        start = random.randrange(len(data) + 1)
        end = min(len(data), start + random.choice((0, 0, 0, 1, 1, 2, 5, 30, 200)))
        put = random.choice((random.choice(PIECES), b"", data[start:end] * 2, data[end : end + random.randrange(60)]))
        broken = data[:start] + put + data[end:]
        now, is_cut = check(spec, broken, before, random)
        if now is not before and random.random() < 0.7:
            data, before = broken, now
        read_in_parts += is_cut
    assert read_in_parts > 3
