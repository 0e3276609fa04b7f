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

_ODD = ("\r", "\x85", "\u2028", "\u2029", "\ufeff", "\n---", "\n...", "\n%")
_ODD_FIRST = ("---", "...", "%")
_BEFORE = re.compile(r"(?:[ ]*(?:#[^\n]*)?\n)*(?:---[ ]*\n(?:[ ]*(?:#[^\n]*)?\n)*)?")
_HOLDER = re.compile(r"(paths|components|webhooks|definitions|schemas|parameters|responses):[ ]*\n")
_INDENT = re.compile(r"^([ ]*)(?=[^ #\n])", re.MULTILINE)


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
    before = _BEFORE.match(text)
    start = before.end() if before is not None else 0
    if _is_odd(text, start):
        return None
    found = list[Problem]()
    try:
        entries = tuple(_Reader(text, found, known).entries(start, len(text), 0, ()))
    except (_OddError, FatalError):
        return None
    problems += found
    return {cut.key: value for cut, value in entries}, tuple(cut for cut, _ in entries)


def _is_odd(text: str, start: int) -> bool:
    """Whether there is anything in the text that stands for more than itself; one search for each is the fastest."""
    if "\r" in text[:start] or text.startswith("\ufeff") or text.startswith(_ODD_FIRST, start):
        return True
    return any(text.find(odd, start) >= 0 for odd in _ODD)


@dataclass(slots=True)
class _Reader:
    text: str
    problems: list[Problem]
    known: Known

    def entries(self, start: int, end: int, indent: int, path: Path) -> Iterator[tuple[Cut, Json]]:
        """Each entry of the mapping in that part of the text, which is indented like that, with its value."""
        first = _starts(indent).match(self.text, start, end)
        starts = [start, *(found.end() - indent for found in _next(indent).finditer(self.text, start, end))]
        if first is None or any(self.text[at + indent] in "?:" for at in starts):
            raise _OddError
        keys = set[str]()
        for at, until in zip(starts, [*starts[1:], end], strict=True):
            cut, value = self._entry(at, until, indent, path)
            if cut.key in keys:
                raise _OddError
            keys.add(cut.key)
            yield cut, value

    def _entry(self, start: int, end: int, indent: int, path: Path) -> tuple[Cut, Json]:
        holder = _HOLDER.match(self.text, start + indent, end) if len(path) < 2 else None
        first = _INDENT.search(self.text, holder.end(), end) if holder is not None else None
        if holder is None or first is None or len(first[1]) <= indent or self.text[first.end()] == "-":
            return self._read(start, end, indent, path)
        inner = tuple(self.entries(first.start(), end, len(first[1]), (*path, holder[1])))
        made = Cut(start, end, start + indent, holder[1], tuple(cut for cut, _ in inner))
        return made, {cut.key: value for cut, value in inner}

    def _read(self, start: int, end: int, indent: int, path: Path) -> tuple[Cut, Json]:
        text, level, known = self.text[start:end], len(path), self.known
        name = hashlib.blake2b(f"{level} {text}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
        entry = known.now.get(name) or known.before.get(name)
        if entry is None:
            from sdkwright.read.yaml_text import read_entry

            told = list[Problem]()
            read = read_entry(text, told, level)
            if read is None:
                raise _OddError
            self.problems += (_moved(problem, start) for problem in told)
            if told:
                return Cut(start, end, start + indent, read[0]), read[1]
            entry = Tree(*read, (*path, read[0]))
        known.now[name] = entry
        return Cut(start, end, start + indent, entry.key, places=known.places_in(name)), entry.at((*path, entry.key))


@cache
def _starts(indent: int) -> re.Pattern[str]:
    """The start of a line that may begin an entry of a mapping which is indented like that."""
    return re.compile(rf"[ ]{{{indent}}}(?=[^ \t\n#-])")


@cache
def _next(indent: int) -> re.Pattern[str]:
    """The same with the end of the line before, which is what makes looking for it fast."""
    return re.compile(rf"\n[ ]{{{indent}}}(?=[^ \t\n#-])")


def _moved(problem: Problem, by: int) -> Problem:
    beside = (problem.beside[0], problem.beside[1] + by) if problem.beside is not None else None
    return replace(problem, at=problem.at + by, beside=beside)
