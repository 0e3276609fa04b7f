"""Where each node of a document stands in its text; built only when something must be shown, not during reading."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import yaml

from sdkwright.diagnostics import Position
from sdkwright.pointer import Pointer, tokens
from sdkwright.read.json_text import STRING
from sdkwright.read.problems import FatalError
from sdkwright.read.text import Lines
from sdkwright.read.yaml_text import events

if TYPE_CHECKING:
    from sdkwright.read.cuts import Cut
    from sdkwright.read.document import Located

__all__ = [
    "Lines",
    "Mark",
    "Position",
    "cut_marks",
    "json_marks",
    "json_repeats",
    "locate",
    "locate_value",
    "yaml_marks",
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
    return document.lines.position(_find(document.marks, pointer).key)


def locate_value(document: Located, pointer: Pointer) -> Position:
    """Where the node's value stands; the nearest ancestor's where it does not exist."""
    return document.lines.position(_find(document.marks, pointer).value)


def _find(mark: Mark, pointer: Pointer) -> Mark:
    for token in tokens(pointer):
        match mark.children:
            case dict() as children if token in children:
                mark = children[token]
            case list() as items if token.isascii() and token.isdigit() and int(token) < len(items):
                mark = items[int(token)]
            case _:
                break
    return mark


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

    def _read(self) -> Mark:
        if self._whole is None:
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


def yaml_marks(text: str, before: int = 0) -> Mark:
    """The tree of marks of a text that read_yaml accepted, so far into another; aliases share the marks of what they repeat."""
    root = Mark(0, 0)
    stack: list[_OpenMark] = []
    anchors: dict[str, tuple[Mark, str]] = {}
    try:
        for event in events(text):
            kind = cast("type[object]", type(event))
            if kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                done = stack.pop()
                done.finish()
                root = done.mark
                if done.is_key:
                    stack[-1].key = (f"?{root.value}", root.value)
            elif kind in (yaml.ScalarEvent, yaml.AliasEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent):
                root = _node(event, event.start_mark.index + before, stack, anchors)
            elif kind is yaml.DocumentEndEvent:
                break
    except FatalError:  # only in a second document, which does not matter here
        pass
    return root


class _OpenMark:
    __slots__ = ("is_key", "key", "mark", "merged")

    def __init__(self, mark: Mark, is_key: bool) -> None:
        self.mark = mark
        self.is_key = is_key
        self.key: tuple[str, int] | None = None
        self.merged: list[Mark] = []

    def finish(self) -> None:
        """Keys that `<<` brings in stand where they were written first."""
        for base in self.merged:
            for part in [base] if isinstance(base.children, dict) else base.children or []:
                if isinstance(self.mark.children, dict) and isinstance(part.children, dict):
                    for key, mark in part.children.items():
                        self.mark.children.setdefault(key, mark)


def _node(event: Any, at: int, stack: list[_OpenMark], anchors: dict[str, tuple[Mark, str]]) -> Mark:
    """Put the mark of one node, or remember the key that it is."""
    kind = cast("type[object]", type(event))
    top = stack[-1] if stack else None
    is_key = top is not None and isinstance(top.mark.children, dict) and top.key is None
    if kind is yaml.AliasEvent:
        repeated, text = anchors[event.anchor]
        mark = Mark(at, repeated.value, repeated.children)
    else:
        empty: Children = {} if kind is yaml.MappingStartEvent else [] if kind is yaml.SequenceStartEvent else None
        mark = Mark(at, at, empty)
        text = event.value if kind is yaml.ScalarEvent else ""
        if event.anchor is not None:
            anchors[event.anchor] = mark, text
    if is_key and top is not None and mark.children is None:
        merges = kind is yaml.ScalarEvent and text == "<<" and event.implicit[0]
        top.key = ("<<\0" if merges else text, at)
        return mark
    if top is not None and not is_key:
        _put(top, mark)
    if mark.children is not None and kind is not yaml.AliasEvent:
        stack.append(_OpenMark(mark, is_key))
    return mark


def _put(top: _OpenMark, mark: Mark) -> None:
    container = top.mark.children
    if isinstance(container, list):
        container.append(mark)
    elif container is not None and top.key is not None:
        key, mark.key = top.key
        top.key = None
        if key == "<<\0":
            top.merged.append(mark)
        else:
            container[key] = mark


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
