"""YAML text to JSON values and to the places of its nodes; not files, not JSON text.

libyaml (through PyYAML) does the scanning; the values are built here from its events, without recursion, because PyYAML's
own constructor follows YAML 1.1 (``on`` is true, ``200:`` an integer key, ``1:30`` ninety), is three times slower, and
has no bounds. Scalars mean what they mean in JSON, plus the spellings of null and booleans of YAML 1.2's core schema
(section 10.3.2): dates, ``0o7``, ``1_000``, ``0x1F``, ``.5``, ``1:30`` are strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import isinf
from types import MappingProxyType
from typing import Any, cast

import yaml

from sdkwright.pointer import Json
from sdkwright.read.problems import MAX_ALIASED, MAX_DEPTH, MAX_DIGITS, FatalError, Problem, yaml_problem
from sdkwright.read.shortened import Shortened, keep_texts

__all__ = ["events", "read_entry", "read_yaml", "scalar"]

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", re.ASCII)
_WORDS: Mapping[str, Json] = MappingProxyType(
    dict[str, Json]()
    | dict.fromkeys(("", "~", "null", "Null", "NULL"))
    | dict.fromkeys(("true", "True", "TRUE"), True)
    | dict.fromkeys(("false", "False", "FALSE"), False)
)
_CORE = "tag:yaml.org,2002:"
_STRINGS = frozenset(("!", _CORE + "str", _CORE + "timestamp", _CORE + "binary"))
_PLAIN = frozenset(_CORE + name for name in ("null", "bool", "int", "float"))
_AS_ONE = frozenset(("D008", "D009", "D014", "D016"))
"""Findings that are about more than one entry, or that a name is made of."""
_CONTAINERS = frozenset(_CORE + name for name in ("map", "seq"))


def events(text: str) -> Iterator[Any]:
    """Libyaml's events; raises FatalError where the syntax is broken. ``event.start_mark.index`` counts characters."""
    try:
        yield from yaml.parse(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise FatalError(yaml_problem(error, text)) from None


def read_yaml(text: str, problems: list[Problem]) -> Json:
    """The first document of ``text``. What can be read around goes to ``problems``; FatalError is raised for the rest."""
    return _Builder(problems).build(text)


def read_entry(text: str, problems: list[Problem], level: int) -> tuple[str, Json] | None:
    """Key and value of a text that is a single entry of a mapping so many levels down; None where it says more, or names anything."""
    builder = _Builder(problems, level)
    value = builder.build(text)
    if (
        not isinstance(value, dict)
        or len(value) != 1
        or builder.is_odd
        or any(each.code in _AS_ONE for each in problems)
    ):
        return None
    ((key, inner),) = value.items()
    return key, inner


def scalar(text: str, at: int, problems: list[Problem]) -> Json:
    """The JSON value of an untagged plain scalar."""
    if text in _WORDS:
        return _WORDS[text]
    first = text[0]
    if not ("0" <= first <= "9" or first == "-"):
        return text
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    if len(text) > MAX_DIGITS:
        problems.append(
            Problem("D013", at, f"a number of {len(text)} characters is too long", "quote it if it is text")
        )
        return 0
    if match[1] is None and match[2] is None:
        return int(text)
    value = float(text)
    if isinf(value):
        problems.append(
            Problem("D013", at, f"{text} is larger than any floating point number", "quote it if it is text")
        )
        return 0
    return value


class _Open:
    """A mapping or list that is still being read."""

    __slots__ = ("anchor", "at", "height", "key", "keys", "merged", "size", "value", "waits_for_key")

    def __init__(self, value: dict[str, Json] | list[Json], anchor: str | None, at: int) -> None:
        self.value = value
        self.anchor = anchor
        self.at = at
        self.key = ""
        self.keys: dict[str, int] = {}
        self.merged: list[dict[str, Json]] = []
        self.size = 1
        self.height = 1
        self.waits_for_key = isinstance(value, dict)


class _Builder:
    """Builds one document from events. ``_anchors`` keeps value, number of nodes and height, None while still open."""

    def __init__(self, problems: list[Problem], level: int = 0) -> None:
        self.is_odd = False
        self._problems = problems
        self._level = level
        self._stack: list[_Open] = []
        self._anchors: dict[str, tuple[Json, int, int] | None] = {}
        self._aliased = 0
        self._root: Json = None
        self._shortened: list[Shortened] = []

    def build(self, text: str) -> Json:
        documents = 0
        for event in events(text):
            kind = cast("type[object]", type(event))
            if kind is yaml.ScalarEvent:
                self._scalar(event)
            elif kind is yaml.MappingStartEvent:
                self._start({}, event)
            elif kind is yaml.SequenceStartEvent:
                self._start([], event)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._end()
            elif kind is yaml.AliasEvent:
                self._alias(event)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    hint = "one description to a file; remove this line and what follows, or split the file"
                    at = event.start_mark.index
                    self._problems.append(Problem("D008", at, "a second YAML document starts here; ignored", hint))
                    break
        if documents == 0:
            raise FatalError(
                Problem("D004", 0, "the file is empty", "an OpenAPI document starts with `openapi: 3.1.0`")
            )
        keep_texts(self._shortened, self._problems)
        return self._root

    def _scalar(self, event: Any) -> None:
        top = self._stack[-1] if self._stack else None
        if top is not None and top.waits_for_key:
            self._key(top, event.value, event.start_mark.index, plain=event.implicit[0])
            return
        tag, at = event.tag, event.start_mark.index
        if tag is None:
            value = scalar(event.value, at, self._problems) if event.implicit[0] else event.value
        elif tag in _PLAIN:
            value = scalar(event.value, at, self._problems)
        else:
            value = event.value
            if tag not in _STRINGS:
                self._refuse(tag, at)
        if event.anchor is not None:
            self.is_odd = True
            self._anchors[event.anchor] = (value, 1, 0)
        if isinstance(value, float) and top is not None and repr(value) != event.value:
            self._note_shortened(top, value, event.value, at)
        self._put(value, 1, 0)

    def _note_shortened(self, top: _Open, number: float, text: str, at: int) -> None:
        is_listed = isinstance(top.value, list)
        opened = self._stack[:-1] if is_listed else self._stack
        if not opened:
            return
        index = len(top.value) if is_listed else top.key
        way = tuple(each.key for each in opened[-3:])
        self._shortened.append(Shortened(number, text, at, top.value, index, opened[-1].value, way))

    def _refuse(self, tag: str, at: int) -> None:
        name = tag.replace(_CORE, "!!")
        hint = "remove the tag; a description holds only JSON's types"
        self._problems.append(Problem("D010", at, f"the tag `{name}` is refused", hint))

    def _key(self, top: _Open, key: str, at: int, *, plain: bool) -> None:
        top.waits_for_key = False
        top.key = key
        if key in top.keys and not (plain and key == "<<"):
            hint = "rename or remove one of the two"
            message = f'"{key}" is a key of this mapping already, and the last one wins'
            self._problems.append(Problem("D009", at, message, hint, ("the first is at", top.keys[key])))
        top.keys[key] = at
        if plain and key == "<<":
            self.is_odd = True
            top.key = "<<\0"  # no YAML scalar holds NUL, so no real key is mistaken for a merge

    def _start(self, value: dict[str, Json] | list[Json], event: Any) -> None:
        at = event.start_mark.index
        if event.tag is not None and event.tag not in _CONTAINERS:
            self._refuse(event.tag, at)
        if len(self._stack) + self._level >= MAX_DEPTH:
            raise FatalError(Problem("D011", at, f"values nest deeper than {MAX_DEPTH} levels", "flatten the document"))
        if self._stack and self._stack[-1].waits_for_key:
            hint = "only text is a key; a `{` or `[` at the start of a value needs quotes"
            self._problems.append(Problem("D014", at, "a list or mapping is used as a key", hint))
        if event.anchor is not None:
            self.is_odd = True
            self._anchors[event.anchor] = None
        self._stack.append(_Open(value, event.anchor, at))

    def _end(self) -> None:
        done = self._stack.pop()
        if done.merged and isinstance(done.value, dict):
            for merged in done.merged:
                for key, value in merged.items():
                    done.value.setdefault(key, value)
        if done.anchor is not None:
            self._anchors[done.anchor] = (done.value, done.size, done.height)
        if self._stack and self._stack[-1].waits_for_key:
            self._key(self._stack[-1], f"?{done.at}", done.at, plain=False)
        else:
            self._put(done.value, done.size, done.height)

    def _alias(self, event: Any) -> None:
        name, at = event.anchor, event.start_mark.index
        if name not in self._anchors:
            hint = f"write `&{name}` before the value that it repeats, or quote the text if it is not an alias"
            raise FatalError(Problem("D006", at, f"the alias `*{name}` has no anchor `&{name}` before it", hint))
        known = self._anchors[name]
        if known is None:
            raise FatalError(
                Problem(
                    "D012",
                    at,
                    f"the alias `*{name}` stands inside the value that it repeats",
                    "use `$ref`, which may lead to what it stands in",
                )
            )
        value, size, height = known
        self._aliased += size
        if self._aliased > MAX_ALIASED or len(self._stack) + height > MAX_DEPTH:
            message = f"aliases repeat more than {MAX_ALIASED:,} nodes or nest deeper than {MAX_DEPTH} levels"
            raise FatalError(Problem("D012", at, message, "use `$ref` to components, which is not expanded"))
        top = self._stack[-1]
        if not top.waits_for_key:
            self._put(value, size, height)
        elif isinstance(value, str):
            self._key(top, value, at, plain=False)
        else:
            self._problems.append(Problem("D014", at, f"the key `*{name}` is not text", "write the key out"))
            self._key(top, f"?{at}", at, plain=False)

    def _put(self, value: Json, size: int, height: int) -> None:
        if not self._stack:
            self._root = value
            return
        top = self._stack[-1]
        top.size += size
        if height >= top.height:
            top.height = height + 1
        container = top.value
        if isinstance(container, list):
            container.append(value)
            return
        top.waits_for_key = True
        if top.key == "<<\0":
            self._merge(top, value)
        else:
            container[top.key] = value

    def _merge(self, top: _Open, value: Json) -> None:
        parts = value if isinstance(value, list) else [value]
        mappings = [part for part in parts if isinstance(part, dict)]
        if len(mappings) != len(parts):
            hint = "`<<` takes an alias of a mapping (`<<: *base`) or a list of them; quote the key if it is a name"
            self._problems.append(Problem("D016", top.keys["<<"], "`<<` merges something that is not a mapping", hint))
        top.merged += mappings
