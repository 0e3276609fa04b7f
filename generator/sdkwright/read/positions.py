"""Where each node of a document stands in its text; built only when something must be shown, not during reading."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias, cast

from sdkwright.diagnostics import Position
from sdkwright.pointer import Pointer, tokens
from sdkwright.read.json_text import STRING
from sdkwright.read.text import Lines

if TYPE_CHECKING:
    from sdkwright.read.cuts import Cut
    from sdkwright.read.document import Located
    from sdkwright.read.raw import Path

__all__ = [
    "Children",
    "Lines",
    "Mark",
    "Position",
    "below",
    "cut_marks",
    "json_marks",
    "json_repeats",
    "locate",
    "locate_value",
]

Children: TypeAlias = "dict[str, Mark] | list[Mark] | None"


class Mark:
    """The place of one node: offsets of its key (its value, for items and the root) and of its value."""

    __slots__ = ("children", "key", "value")

    def __init__(self, key: int, value: int, children: Children = None) -> None:
        self.key = key
        self.value = value
        self.children = children


def locate(document: Located, pointer: Pointer) -> Position:
    """Where the node's key stands (the item itself in a list); the nearest ancestor where it does not exist."""
    if isinstance(document.held, str):
        return document.lines.position(_key(document.marks, tokens(pointer)))
    return document.held.locate(pointer)


def locate_value(document: Located, pointer: Pointer) -> Position:
    """Where the node's value stands; the nearest ancestor's where it does not exist."""
    if isinstance(document.held, str):
        return document.lines.position(below(document.marks, tokens(pointer)).value)
    return document.held.value_of(pointer)


def below(mark: Mark, path: Iterable[str]) -> Mark:
    """The mark of a node below another; that of its nearest ancestor where it does not exist."""
    for token in path:
        match mark.children:
            case dict() as children if token in children:
                mark = children[token]
            case list() as items if token.isascii() and token.isdigit() and int(token) < len(items):
                mark = items[int(token)]
            case _:
                break
    return mark


def _key(mark: Mark, path: Path) -> int:
    """Where the key of a node below a mark stands."""
    for number, token in enumerate(path):
        if isinstance(mark, _CutMark):
            return mark.key_of(path[number:])
        mark = below(mark, (token,))
    return mark.key


def cut_marks(text: str, cuts: tuple[Cut, ...]) -> Mark:
    """The tree of marks of a text that was read in parts; a part is read again at the first question about it."""
    root = Mark(cuts[0].at, cuts[0].at, {})
    waiting = [(root, cuts)]
    while waiting:
        around, inside = waiting.pop()
        for cut in inside:
            mark = _CutMark(cut, text) if not cut.inner else Mark(cut.at, cut.inner[0].at, {})
            cast("dict[str, Mark]", around.children)[cut.key] = mark
            if cut.inner:
                waiting.append((mark, cut.inner))
    return root


class _CutMark(Mark):
    """A mark that reads its part of the text when it is asked for more than its key."""

    __slots__ = ("_cut", "_text", "_whole")

    def __init__(self, cut: Cut, text: str) -> None:
        self.key = cut.at
        self._cut = cut
        self._text = text
        self._whole: Mark | None = None

    def key_of(self, path: Path) -> int:
        """Where the key of a node below it stands, which is noted for the next reading of the same text."""
        places, start = self._cut.places, self._cut.start
        if path not in places:
            places[path] = below(self._read(), path).key - start
        return start + places[path]

    def _read(self) -> Mark:
        if self._whole is None:
            from sdkwright.read.yaml_marks import yaml_marks

            root = yaml_marks(self._text[self._cut.start : self._cut.end], self._cut.start)
            self._whole = cast("dict[str, Mark]", root.children)[self._cut.key]
        return self._whole

    @property
    def value(self) -> int:  # type: ignore[override]
        """Where the value stands."""
        return self._read().value

    @property
    def children(self) -> Children:  # type: ignore[override]
        """Marks by key or in a list; None for what holds nothing."""
        return self._read().children


_TOKEN = re.compile(rf"({STRING})(\s*:\s*)?|([\[{{])|([\]}}])|[^\s,\[\]{{}}\":]+", re.DOTALL)


def json_marks(text: str) -> Mark:
    """The tree of marks of a text that ``json.loads`` accepted; what is below a node is looked for at the first question."""
    start = _blanks(text, 0)
    return _JsonMark(start, start, text)


class _JsonMark(Mark):
    """A mark that finds its children when they are asked for. What it only has to pass, C reads at a hundred megabytes a second."""

    __slots__ = ("_found", "_text")

    def __init__(self, key: int, value: int, text: str) -> None:
        self.key = key
        self.value = value
        self._text: str | None = text
        self._found: Children = None

    @property
    def children(self) -> Children:  # type: ignore[override]
        """Marks by key or in a list; None for what holds nothing."""
        if self._text is not None:
            self._found = _json_children(self._text, self.value)
            self._text = None
        return self._found


def _json_children(text: str, at: int) -> Children:
    if text[at] not in "[{":
        return None
    mapping, items = dict[str, Mark](), list[Mark]()
    index, is_mapping = _blanks(text, at + 1), text[at] == "{"
    while text[index] not in "]}":
        value, name = index, ""
        if is_mapping:
            name, end = _DECODER.raw_decode(text, index)
            value = _blanks(text, _blanks(text, end) + 1)
        mark = _JsonMark(index, value, text)
        if is_mapping:
            mapping[name] = mark
        else:
            items.append(mark)
        _, end = _DECODER.raw_decode(text, value)
        index = _blanks(text, end)
        index = _blanks(text, index + 1) if text[index] == "," else index
    return mapping if is_mapping else items


_DECODER = json.JSONDecoder(strict=False)
_BLANKS = re.compile(r"[ \t\n\r]*")


def _blanks(text: str, at: int) -> int:
    """The first place from there on that is no blank."""
    found = _BLANKS.match(text, at)
    return found.end() if found is not None else at


def json_repeats(text: str) -> Iterator[tuple[str, int, int]]:
    """Each repeated key with the places of the earlier and the later one."""
    for key, first, mark in _json_nodes(text):
        if first is not None:
            yield key, first, mark.key


def _json_nodes(text: str) -> Iterator[tuple[str, int | None, Mark]]:
    """Each node when it starts and, last of all, the root; with the place of an earlier member of the same key."""
    stack: list[Mark] = []
    key: tuple[str, int] | None = None
    root = Mark(0, 0)
    for found in _TOKEN.finditer(text):
        if found[2]:
            key = (_unquote(found[1]), found.start())
            continue
        if found[4]:
            root = stack.pop()
            continue
        children: Children = {} if found[3] == "{" else [] if found[3] else None
        mark = Mark(found.start(), found.start(), children)
        name, first = "", None
        if stack and isinstance(stack[-1].children, list):
            stack[-1].children.append(mark)
        elif stack and key is not None and isinstance(stack[-1].children, dict):
            name, mark.key = key
            if name in stack[-1].children:
                first = stack[-1].children[name].key
            stack[-1].children[name] = mark
        if children is not None:
            stack.append(mark)
        root = mark
        yield name, first, mark
    yield "", None, root


def _unquote(token: str) -> str:
    return str(json.loads(token)) if "\\" in token else token[1:-1]
