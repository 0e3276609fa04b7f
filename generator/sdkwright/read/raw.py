"""The bytes of a JSON text whose members are told apart, with lines and places that are found without decoding all of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from mmap import mmap
from typing import NamedTuple, TypeAlias

from sdkwright.diagnostics import Position
from sdkwright.pointer import Json, Pointer, child, tokens
from sdkwright.read.positions import below, json_marks
from sdkwright.read.text import near, start_from

__all__ = ["Former", "Member", "Path", "Raw", "Spliced", "Whole", "difference"]

Path: TypeAlias = tuple[str, ...]

_BLOCK = 1 << 16


class Member(NamedTuple):
    """A member of an object: where its key and its value start and the value ends, in bytes from the start of the object, and how many lines later.

    ``keys`` are those of its value where that is an object, ``inner`` the members of that where they are told apart. ``checksum`` is that of the
    value, for who has told it, ``places`` where keys in it stand that somebody has asked for, in bytes from its own.
    """

    key: str
    at: int
    start: int
    end: int
    line: int
    keys: Path | None = None
    inner: tuple[Member, ...] | None = None
    checksum: bytes = b""
    places: tuple[tuple[str, int], ...] = ()

    def moved(self, by: int, lines: int) -> Member:
        """The same in another place."""
        key, at, start, end, line, keys, inner, checksum, places = self
        return Member(key, at + by, start + by, end + by, line + lines, keys, inner, checksum, places)


class Whole(NamedTuple):
    """A text in UTF-8 with LF line ends, and its outermost object, as a member without a key; its value, where this process has read it.

    ``same`` is known of one that became of another: how many bytes at its start, and at its end, are those of the text that this lay on.
    """

    data: bytes
    root: Member
    value: Json = None
    same: tuple[int, int] | None = None


class Spliced:
    """A text that became of another: all but the ``middle`` is as it is there ``since`` its start, and in as many bytes ``until`` its end; it is not copied."""

    __slots__ = ("_base", "_behind", "_middle", "_since", "_size", "same")

    def __init__(self, base: bytes | mmap, since: int, until: int, middle: bytes) -> None:
        self.same = since, until
        self._base = base
        self._since = since
        self._middle = middle
        self._behind = len(base) - until - since - len(middle)
        self._size = since + len(middle) + until

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, part: slice) -> bytes:
        start, end, _ = part.indices(self._size)
        until = self._since + len(self._middle)
        if end <= self._since:
            return self._base[start:end]
        if start >= until:
            return self._base[start + self._behind : max(start, end) + self._behind]
        first, last = self._base[start : self._since], self._base[until + self._behind : max(until, end) + self._behind]
        return first + self._middle[max(start - self._since, 0) : end - self._since] + last

    def count(self, what: bytes, start: int, end: int) -> int:
        """As that of `bytes`."""
        return self[start:end].count(what)


class Former(NamedTuple):
    """A text as it was, of which nothing is asked but where another differs; its outermost object and its value as those of a `Whole`."""

    data: bytes | Spliced
    root: Member
    value: Json = None


class _Found(NamedTuple):
    """A member where it stands in the text: ``base`` is where its places are told from, ``line`` the number of its line."""

    member: Member
    base: int
    line: int


class Raw:
    """A text and where its nodes stand."""

    def __init__(self, whole: Whole) -> None:
        self._whole = whole
        self._tables = dict[Path, dict[str, Member]]()
        self._asked = dict[Path, dict[str, int]]()
        # where lines start that somebody has asked for
        self._starts = dict[int, int]()
        # the last place that was asked for in a line, and its column
        self._columns = dict[int, tuple[int, int]]()

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self._whole.data

    @cached_property
    def text(self) -> str:
        """All of it."""
        return self._whole.data.decode()

    def mentions(self, word: str) -> bool:
        """Whether the word is anywhere in it."""
        return word.encode() in self._whole.data

    def asked(self, path: Path) -> tuple[tuple[str, int], ...]:
        """The places in a member that somebody has asked for."""
        return tuple(self._asked.get(path, {}).items())

    def locate(self, pointer: Pointer) -> Position:
        """Where the node's key stands, or that of its nearest ancestor that exists."""
        path = tokens(pointer)
        depth, found = self._member(path)
        at = found.base + found.member.at
        if depth < len(path) and found.member.inner is None:
            rest = child(Pointer(""), *path[depth:])
            known = dict(found.member.places)
            more = known[rest] if rest in known else self._within(found, path[depth:])
            self._asked.setdefault(path[:depth], {})[rest] = more
            return self._position(at + more, at, found.line)
        return self._position(at, at, found.line)

    def value_of(self, pointer: Pointer) -> Position:
        """Where the node's value stands, or that of its nearest ancestor that exists."""
        path = tokens(pointer)
        depth, found = self._member(path)
        at, start = found.base + found.member.at, found.base + found.member.start
        if depth == len(path) or found.member.inner is not None:
            return self._position(start, at, found.line)
        text = self._whole.data[start : found.base + found.member.end].decode()
        mark = below(json_marks(text), path[depth:])
        return self._position(start + len(text[: mark.value].encode()), at, found.line)

    def line(self, number: int) -> str:
        """A line without what ends it; empty where there is none."""
        data = self._whole.data
        start = self._start(number)
        if start is None:
            return ""
        end = data.find(b"\n", start)
        if end >= 0:
            self._starts[number + 1] = end + 1
        return data[start : end if end >= 0 else len(data)].decode()

    def _member(self, path: Path) -> tuple[int, _Found]:
        """The innermost member around a node, and how many keys lead to it."""
        root = self._whole.root
        here = _Found(root, 0, root.line + 1)
        for depth, token in enumerate(path):
            inner = self._below(path[:depth], here.member).get(token)
            if inner is None:
                return depth, here
            here = _Found(inner, here.base + here.member.start, self._line_of_value(here) + inner.line)
        return len(path), here

    def _below(self, path: Path, member: Member) -> dict[str, Member]:
        if path not in self._tables:
            self._tables[path] = {each.key: each for each in member.inner or ()}
        return self._tables[path]

    def _line_of_value(self, found: _Found) -> int:
        base, member = found.base, found.member
        return found.line + self._whole.data.count(b"\n", base + member.at, base + member.start)

    def _within(self, found: _Found, rest: Path) -> int:
        """Where the key of a node in a member stands, in bytes from that of the member."""
        base, member = found.base, found.member
        text = self._whole.data[base + member.start : base + member.end].decode()
        mark = below(json_marks(text), rest)
        inside = len(text[: mark.key].encode()) + member.start - member.at
        return inside if mark.key else 0

    def _position(self, offset: int, since: int, line: int) -> Position:
        """The place of a byte, given the number of the line that a byte before it stands in."""
        data = self._whole.data
        number = line + data.count(b"\n", since, offset)
        start = data.rfind(b"\n", 0, offset) + 1
        self._starts[number] = start
        passed, column = self._columns.get(start, (start, 1))
        if passed > offset:
            passed, column = start, 1
        column += len(data[passed:offset].decode())
        self._columns[start] = offset, column  # a line may be as long as the text
        return Position(number, column)

    def _start(self, number: int) -> int | None:
        """Where a line starts; counted from the nearest start that is known."""
        known = near(number, self._starts)
        known, at = (known, self._starts[known]) if known else self._anchor(number)
        found = start_from(self._whole.data, b"\n", at, number - known)
        if found is not None:
            self._starts[number] = found
        return found

    def _anchor(self, number: int) -> tuple[int, int]:
        """A line at or before that one, and where it starts."""
        lines, starts = self._anchors
        index = bisect_right(lines, number) - 1
        return (lines[index], starts[index]) if index >= 0 else (1, 0)

    @cached_property
    def _anchors(self) -> tuple[list[int], list[int]]:
        """The lines that members start in, and where these start; of those in one line the first."""
        found = dict[int, int]()
        for line, at in self._all(_Found(self._whole.root, 0, self._whole.root.line + 1)):
            found.setdefault(line, self._whole.data.rfind(b"\n", 0, at) + 1)
        return list(found), list(found.values())

    def _all(self, here: _Found) -> Iterator[tuple[int, int]]:
        base, line = here.base + here.member.start, self._line_of_value(here)
        for each in here.member.inner or ():
            yield line + each.line, base + each.at
            if each.inner is not None:
                yield from self._all(_Found(each, base, line + each.line))


def difference(one: bytes | mmap | Spliced, other: bytes) -> tuple[int, int]:
    """How many bytes of two texts are the same at the start, and at the end of what comes after these."""
    since = _same(one, other)
    return since, _same_at_end(one, other, since)


def _same(one: bytes | mmap | Spliced, other: bytes) -> int:
    """How many bytes are the same at the start."""
    at, limit = 0, min(len(one), len(other))
    while at < limit and one[at : at + _BLOCK] == other[at : at + _BLOCK]:
        at += _BLOCK
    return min(at + _first(one[at : at + _BLOCK], other[at : at + _BLOCK]), limit)


def _same_at_end(one: bytes | mmap | Spliced, other: bytes, least: int) -> int:
    """How many bytes are the same at the end, of those that come after so many."""
    found, limit = 0, min(len(one), len(other)) - least
    size = _BLOCK
    while size and found < limit:
        step = min(size, limit - found)
        if one[len(one) - found - step : len(one) - found] == other[len(other) - found - step : len(other) - found]:
            found += step
        else:
            size = step // 2
    return found


def _first(one: bytes, other: bytes) -> int:
    """How many bytes are the same before the first that differs."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
