"""Entries with comments -> YAML text that reads back as the same values, whatever the values hold; knows no config."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from sdkwright.inert import dataclass
from sdkwright.pointer import Json

WIDTH = 130
# what YAML reads as text without quotes, in any of its versions, and as nothing else
PLAIN = re.compile(r"[A-Za-z_$/][A-Za-z0-9_$./{}-]*( [A-Za-z0-9_$./{}-]+)*", re.ASCII)
HALF = re.compile("[\ud800-\udfff]")
NOT_TEXT = frozenset(["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"])


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of the top level: its value, why it is there, and for a list what to say before each of its items."""

    key: str
    value: Json
    comment: str
    before_items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A whole file."""

    entries: tuple[Entry, ...]

    @property
    def value(self) -> dict[str, Json]:
        """What a reader of the file gets."""
        return {entry.key: entry.value for entry in self.entries}


def written(table: Table, title: str) -> str:
    """The file as text."""
    lines = [*_comment(title, 0)]
    for entry in table.entries:
        lines += ["", *_comment(entry.comment, 0)]
        if entry.before_items and isinstance(entry.value, list):
            lines.append(f"{scalar(entry.key)}:")
            for item, before in zip(entry.value, entry.before_items, strict=True):
                lines += [*_comment(before, 2), *_item(item, 2)]
        else:
            lines += _member(entry.key, entry.value, 0)
    return "\n".join(lines) + "\n"


def _member(key: str, value: Json, indent: int) -> Iterator[str]:
    start = f"{' ' * indent}{scalar(key)}:"
    flow = _flow(value)
    fits = len(start) + len(flow) < WIDTH
    match value:
        case dict() if value and not (fits and indent and _is_small(value)):
            yield start
            for inner_key, inner in value.items():
                yield from _member(inner_key, inner, indent + 2)
        case list() if value and not fits:
            yield start
            for item in value:
                yield from _item(item, indent + 2)
        case _:
            yield f"{start} {flow}"


def _item(value: Json, indent: int) -> Iterator[str]:
    lines = list(_member("x", value, indent)) if not isinstance(value, dict) else []
    if isinstance(value, dict) and value:
        lines = [line for key, inner in value.items() for line in _member(key, inner, indent + 2)]
        yield f"{' ' * indent}- {lines[0].lstrip()}"
        yield from lines[1:]
    else:
        yield f"{' ' * indent}- {_flow(value)}"


def _is_small(value: dict[str, Json]) -> bool:
    """Whether a mapping reads well on one line: leaves only, or a leaf and a mapping of one."""
    return len(value) <= 3 and all(not isinstance(inner, dict | list) or len(inner) <= 1 for inner in value.values())


def _flow(value: Json) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{scalar(key, flow=True)}: {_flow(inner)}" for key, inner in value.items()) + "}"
        case list():
            return "[" + ", ".join(_flow(inner) for inner in value) + "]"
        case str():
            return scalar(value, flow=True)
        case True | False:
            return "true" if value else "false"
        case None:
            return "null"
        case _:
            return repr(value)


def scalar(text: str, *, flow: bool = False) -> str:
    """A string as YAML reads it back, in quotes wherever it could be anything else; half a character is none, which YAML cannot say."""
    text = HALF.sub("\ufffd", text)
    plain = (
        PLAIN.fullmatch(text) is not None
        and text.lower() not in NOT_TEXT
        and not (flow and re.search(r"[{}\[\],]", text))
    )
    if plain:
        return text
    quoted = yaml.dump(text, default_style='"', allow_unicode=True, width=float("inf")).rstrip("\n")
    return (
        quoted if quoted.isprintable() else "".join(each if each.isprintable() else _escaped(each) for each in quoted)
    )


def _escaped(character: str) -> str:
    """What does not show, or turns the direction of writing, as an escape of a string in double quotes."""
    return f"\\u{ord(character):04x}" if ord(character) <= 0xFFFF else f"\\U{ord(character):08x}"


def _comment(text: str, indent: int) -> Iterator[str]:
    """Comment lines. A comment ends with its line, so nothing in it may end a line, nor be a character that YAML refuses."""
    for line in text.split("\n"):
        clean = "".join(char if char.isprintable() else " " for char in line)
        yield f"{' ' * indent}# {' '.join(clean.split())}".rstrip()
