"""YAML texts cut into the entries of their outermost mappings, each read alone and taken over where it was read before.

Only a text of which each entry says alone what it says among the others is cut: block mappings, no anchors, one document, LF line ends.
Whatever is odd makes the whole be read as one, so that values, places and findings are the same either way.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import field, replace
from functools import cache

from sdkwright.inert import dataclass
from sdkwright.pointer import Json
from sdkwright.read.known import WORTH_IT, Known, Tree
from sdkwright.read.problems import FatalError, Problem
from sdkwright.read.raw import Path

__all__ = ["Cut", "read_cut"]

_ODD = tuple(odd.encode() for odd in ("\r", "\x85", "\u2028", "\u2029", "\ufeff", "\n---", "\n...", "\n%"))
_ODD_FIRST = (b"---", b"...", b"%")
_BEFORE = re.compile(rb"(?:[ ]*(?:#[^\n]*)?\n)*(?:---[ ]*\n(?:[ ]*(?:#[^\n]*)?\n)*)?")
_HOLDER = re.compile(rb"(paths|components|webhooks|definitions|schemas|parameters|responses):[ ]*\n")
_INDENT = re.compile(rb"^([ ]*)(?=[^ #\n])", re.MULTILINE)


class _OddError(Exception):
    """The text has to be read as one."""


@dataclass(frozen=True, slots=True)
class Cut:
    """An entry of a mapping: where its line starts and the text of the next one does, where its key stands. ``inner`` are the entries of its value, if cut.

    ``places`` are those of keys in it that somebody has asked for, from its start.
    """

    start: int
    end: int
    at: int
    key: str
    inner: tuple[Cut, ...] = ()
    places: dict[Path, int] = field(default_factory=dict[Path, int], compare=False)


def read_cut(text: str, problems: list[Problem], known: Known) -> tuple[dict[str, Json], tuple[Cut, ...]] | None:
    """The value of the text and its entries; None where it has to be read as one."""
    if len(text) < WORTH_IT:
        return None
    data = text.encode("utf-8", "surrogatepass")  # in which everything is found in half of the time
    before = _BEFORE.match(data)
    start = before.end() if before is not None else 0
    found = list[Problem]()
    try:
        _check(data[:start].removeprefix(b"---").replace(b"\n---", b"\n"))
        entries = tuple(_Reader(data, len(text) == len(data), found, known).entries(start, len(data), 0, ()))
    except (_OddError, FatalError):
        return None
    problems += found
    return {cut.key: value for cut, value in entries}, tuple(cut for cut, _ in entries)


def _check(data: bytes) -> None:
    """Raise _OddError where anything in a part of the text that was not read before stands for more than itself; one search for each is the fastest."""
    if data.startswith(_ODD_FIRST) or any(data.find(odd) >= 0 for odd in _ODD):
        raise _OddError


@dataclass(slots=True)
class _Reader:
    """Reads a text in UTF-8, and tells places in characters."""

    data: bytes
    is_ascii: bool
    problems: list[Problem]
    known: Known
    _passed: tuple[int, int] = (0, 0)

    def place(self, at: int) -> int:
        """A place in characters; later ones are asked for later."""
        if self.is_ascii:
            return at
        done, count = self._passed
        self._passed = at, count + len(self.data[done:at].decode("utf-8", "surrogatepass"))
        return self._passed[1]

    def entries(self, start: int, end: int, indent: int, path: Path) -> Iterator[tuple[Cut, Json]]:
        """Each entry of the mapping in that part of the text, which is indented like that, with its value."""
        first = _starts(indent).match(self.data, start, end)
        starts = [start, *(found.end() - indent for found in _next(indent).finditer(self.data, start, end))]
        if first is None or any(self.data[at + indent] in b"?:" for at in starts):
            raise _OddError
        keys = set[str]()
        for at, until in zip(starts, [*starts[1:], end], strict=True):
            cut, value = self._entry(at, until, indent, path)
            if cut.key in keys:
                raise _OddError
            keys.add(cut.key)
            yield cut, value

    def _entry(self, start: int, end: int, indent: int, path: Path) -> tuple[Cut, Json]:
        holder = _HOLDER.match(self.data, start + indent, end) if len(path) < 2 else None
        first = _INDENT.search(self.data, holder.end(), end) if holder is not None else None
        if holder is None or first is None or len(first[1]) <= indent or self.data[first.end()] == ord("-"):
            return self._read(start, end, indent, path)
        _check(self.data[holder.end() : first.start()])
        at, key = self.place(start), holder[1].decode()
        inner = tuple(self.entries(first.start(), end, len(first[1]), (*path, key)))
        made = Cut(at, self.place(end), at + indent, key, tuple(cut for cut, _ in inner))
        return made, {cut.key: value for cut, value in inner}

    def _read(self, start: int, end: int, indent: int, path: Path) -> tuple[Cut, Json]:
        text, level, known = self.data[start:end], len(path), self.known
        name = hashlib.blake2b(b"%d " % level + text, digest_size=16).digest()
        entry, at = known.now.get(name) or known.before.get(name), self.place(start)
        if entry is None:
            from sdkwright.read.yaml_text import read_entry

            _check(text)
            told = list[Problem]()
            read = read_entry(text.decode("utf-8", "surrogatepass"), told, level)
            if read is None:
                raise _OddError
            self.problems += (_moved(problem, at) for problem in told)
            if told:
                return Cut(at, self.place(end), at + indent, read[0]), read[1]
            entry = Tree(*read, (*path, read[0]))
        known.now[name] = entry
        made = Cut(at, self.place(end), at + indent, entry.key, places=known.places_in(name))
        return made, entry.at((*path, entry.key))


@cache
def _starts(indent: int) -> re.Pattern[bytes]:
    """The start of a line that may begin an entry of a mapping which is indented like that."""
    return re.compile(rb"[ ]{%d}(?=[^ \t\n#-])" % indent)


@cache
def _next(indent: int) -> re.Pattern[bytes]:
    """The same with the end of the line before, which is what makes looking for it fast."""
    return re.compile(rb"\n[ ]{%d}(?=[^ \t\n#-])" % indent)


def _moved(problem: Problem, by: int) -> Problem:
    beside = (problem.beside[0], problem.beside[1] + by) if problem.beside is not None else None
    return replace(problem, at=problem.at + by, beside=beside)
