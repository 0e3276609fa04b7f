"""Where the nodes of a YAML text stand in it, from the events of libyaml; imported only where there is such a text."""

from __future__ import annotations

from typing import Any, cast

import yaml

from sdkwright.read.positions import Children, Mark
from sdkwright.read.problems import FatalError
from sdkwright.read.yaml_text import events

__all__ = ["yaml_marks"]


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
