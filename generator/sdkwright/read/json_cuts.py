"""JSON texts as the members of their outermost objects: where each stands, and what became of them in a text that was edited since.

What is not edited is not read again: where a value of JSON is replaced by another, nothing around it means anything else, so it is enough to
read that one. Places are told from the start of the object around, so that most stay as they are when something is put before them.
Whatever is odd makes the whole be read as one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import NamedTuple, cast

from sdkwright.pointer import Json
from sdkwright.read.json_text import DECODER, is_sound, read_json, whole_characters
from sdkwright.read.later import Later, Taken
from sdkwright.read.problems import FatalError
from sdkwright.read.raw import Former, Member, Path, Spliced, Whole, difference

__all__ = ["Edit", "edited", "is_told_apart", "tree", "whole"]

_SMALL = 1 << 12
_BLANKS = re.compile(r"[ \t\n\r]*")


class Edit(NamedTuple):
    """What became of a text, and the values that were read to know it."""

    whole: Whole
    values: dict[Path, Json]


class _OddError(Exception):
    """The text has to be read as one."""


def whole(text: str, data: bytes) -> Whole | None:
    """A text and its bytes, read; None where its members are not to be told apart, or reading it as one has something to say of it."""
    if "\r" in text or data[:1] not in (b"{", b"\n", b" ", b"\t") or b"\0" in data[:4]:
        return None  # line ends of another kind, or text in another encoding
    scan = _Scan(text, len(text) == len(data))
    start = scan.blanks(0)
    value = dict[str, Json]()
    try:
        first = scan.place(start)
        inner, size = scan.members(start, (), value)
    except (_OddError, ValueError, RecursionError):
        return None
    if scan.blanks(scan.index) < len(text) or not is_sound(text, value):
        return None
    line = text.count("\n", 0, start)
    return Whole(data, Member("", first, first, first + size, line, tuple(value), inner), value)


def tree(made: Edit, before: Json = None) -> dict[str, Json]:
    """The value of the text, of which what was not read for the edit is read when somebody looks at it.

    With the value of the text ``before``, what somebody has looked at there is not read again.
    """
    data, values = made.whole.data, made.values

    def value(member: Member, base: int, path: Path, old: Json) -> Json:
        if path in values:
            return values[path]
        start, end = base + member.start, base + member.end
        if member.inner is not None:
            known = old if isinstance(old, dict) else {}
            return {each.key: value(each, start, (*path, each.key), known.get(each.key)) for each in member.inner}
        if isinstance(old, Taken):
            return old
        if member.keys is not None and (member.checksum or end - start > _SMALL):
            return Later(member.keys, _reading(data, start, end), member.checksum, path)
        return read_json(data[start:end].decode())[0]

    root = value(made.whole.root, 0, (), before)
    assert isinstance(root, dict)
    return root


def _reading(data: bytes, start: int, end: int) -> Callable[[], dict[str, Json]]:
    def read() -> dict[str, Json]:
        value: dict[str, Json] = json.loads(data[start:end].decode())  # that it is all right was found when it was new
        return value

    return read


def edited(before: Whole | Former, data: bytes) -> Edit | None:
    """What has become of a text; None where that is to be found out by reading the whole."""
    old, root = before.data, before.root
    since, rest = difference(old, data)
    least = (min(since, old.same[0]), min(rest, old.same[1])) if isinstance(old, Spliced) else None
    if since == len(old) == len(data):
        return Edit(Whole(data, root, before.value, least), {})
    change = _Change(old, data, since, len(old) - rest)
    if not (root.start < since and change.until < root.end) or b"\r" in data[since : change.until + change.more]:
        return None
    try:
        made = change.within(root, 0, ())
    except (_OddError, FatalError, ValueError, RecursionError):
        return None
    return Edit(Whole(data, made, same=least), change.values)


class _Change:
    """The one place where two texts differ: from ``since`` in both, up to ``until`` in the old one."""

    def __init__(self, old: bytes | Spliced, new: bytes, since: int, until: int) -> None:
        self.new = new
        self.since = since
        self.until = until
        self.more = len(new) - len(old)
        self.lines = new.count(b"\n", since, until + self.more) - old.count(b"\n", since, until)
        self.values: dict[Path, Json] = {}

    def within(self, holder: Member, base: int, path: Path) -> Member:
        """The same object after the change, which is within it; ``base`` is where the places of the member are told from."""
        here, inner = base + holder.start, holder.inner or ()
        first = next((n for n, each in enumerate(inner) if here + each.end >= self.since), len(inner))
        last = next((n for n in range(len(inner), 0, -1) if here + inner[n - 1].at <= self.until), 0)
        touched = inner[first] if last - first == 1 else None
        if touched is not None and touched.inner is not None and self._is_inside(touched, here):
            now: tuple[Member, ...] = (self.within(touched, here, (*path, touched.key)),)
        else:
            last = max(first, last)
            start = here + inner[first - 1].end if first else here + 1
            end = (here + inner[last].at if last < len(inner) else base + holder.end - 1) + self.more
            now = self._between(start, end, here, path, follows=first > 0, is_followed=last < len(inner))
        every = (*inner[:first], *now, *(each.moved(self.more, self.lines) for each in inner[last:]))
        keys = tuple(each.key for each in every)
        if len(set(keys)) < len(keys):
            raise _OddError
        return holder._replace(end=holder.end + self.more, keys=keys, inner=every)

    def _is_inside(self, member: Member, here: int) -> bool:
        return here + member.start < self.since and self.until < here + member.end

    def _between(
        self, start: int, end: int, here: int, path: Path, *, follows: bool, is_followed: bool
    ) -> tuple[Member, ...]:
        """The members in that part of the new text, of the object that starts ``here``."""
        data = self.new[start:end]
        text = data.decode()
        if whole_characters(text)[1]:
            raise _OddError
        scan = _Scan(text, len(text) == len(data), self.values)
        found = scan.some(0, path, 0, follows=follows)
        if scan.index < len(text) or (not scan.is_ready if is_followed else scan.is_behind_comma):
            raise _OddError
        lines = self.new.count(b"\n", here, start)
        return tuple(each.moved(start - here, lines) for each in found)


class _Scan:
    """Finds the members of objects in a text. With ``values``, it has not been read before, and what it says is put there."""

    def __init__(self, text: str, is_ascii: bool, values: dict[Path, Json] | None = None) -> None:
        self._text = text
        self._is_ascii = is_ascii
        self._values = values
        self._done = (0, 0)
        self.index = 0
        self.is_ready = True
        self.is_behind_comma = False

    def blanks(self, at: int) -> int:
        """The first place from there on that is no blank."""
        found = _BLANKS.match(self._text, at)
        return found.end() if found is not None else at

    def place(self, at: int) -> int:
        """A place in bytes; later ones are asked for later."""
        if self._is_ascii:
            return at
        done, size = self._done
        self._done = at, size + len(self._text[done:at].encode())
        return self._done[1]

    def members(self, at: int, path: Path, found: dict[str, Json]) -> tuple[tuple[Member, ...], int]:
        """The members of the object that starts there, and its length in bytes."""
        first = self.place(at)
        inner = self.some(at, path, first, follows=False, start=at + 1, found=found)
        if self.is_behind_comma or self._text[self.index : self.index + 1] != "}":
            raise _OddError
        self.index += 1
        return inner, self.place(self.index) - first

    def some(
        self,
        at: int,
        path: Path,
        base: int,
        *,
        follows: bool,
        start: int = 0,
        found: dict[str, Json] | None = None,
    ) -> tuple[Member, ...]:
        """The members from there on, up to the end of the object or the text; one ``follows`` another that stands before."""
        text, members = self._text, list[Member]()
        self.index, self.is_ready, self.is_behind_comma = start, not follows, False
        line, counted = 0, at
        while (sign := text[(here := self.blanks(self.index)) : here + 1]) not in ("", "}"):
            if sign == "," and not self.is_ready:
                self.index, self.is_ready, self.is_behind_comma = here + 1, True, True
                continue
            if sign != '"' or not self.is_ready:
                raise _OddError
            line, counted = line + text.count("\n", counted, here), here
            member, value = self._member(here, path, base, line)
            members.append(member)
            if found is not None:
                found[member.key] = value
            self.is_ready = self.is_behind_comma = False
        self.index = here
        if self._values is not None and len({each.key for each in members}) < len(members):
            raise _OddError
        return tuple(members)

    def _member(self, here: int, path: Path, base: int, line: int) -> tuple[Member, Json]:
        key, end = DECODER.raw_decode(self._text, here)
        colon = self.blanks(end)
        if self._text[colon : colon + 1] != ":":
            raise _OddError
        start = self.blanks(colon + 1)
        at, first = self.place(here) - base, self.place(start) - base
        below = (*path, str(key))
        if is_told_apart(below) and self._text[start : start + 1] == "{":
            found: dict[str, Json] = {}
            inner, size = self.members(start, below, found)
            member = Member(key, at, first, first + size, line, tuple(found), inner)
            value: Json = found
        else:
            value, self.index = cast("tuple[Json, int]", DECODER.raw_decode(self._text, start))
            if self._values is not None:
                value = _checked(self._text[start : self.index], len(below))
            keys = tuple(value) if isinstance(value, dict) else None
            member = Member(key, at, first, self.place(self.index) - base, line, keys)
        if self._values is not None:
            self._values[below] = value
        return member, value


def is_told_apart(path: Path) -> bool:
    """Whether the members of the object that stands there are, as those of the outermost are: it holds parts of a document, or holds what does."""
    return path in (("paths",), ("components",)) or (len(path) == 2 and path[0] == "components")


def _checked(text: str, levels: int) -> Json:
    """The value of a text that stands so many levels deep."""
    value, repeats = read_json(text, levels)
    if repeats:
        raise _OddError
    return value
