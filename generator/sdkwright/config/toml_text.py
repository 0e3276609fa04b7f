"""The `[tool.sdkwright]` table of a pyproject.toml, with the places of its keys; not what they mean."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import cast

from sdkwright.diagnostics import Position, Report
from sdkwright.inert import dataclass
from sdkwright.pointer import Json, Pointer, tokens
from sdkwright.read.text import Text

__all__ = ["TomlText", "read_table"]

_TABLE = ("tool", "sdkwright")
_HEADER = re.compile(r"^\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_.\"'$-]+)\s*=")
_WHERE = re.compile(r"at line (\d+), column (\d+)")


@dataclass(frozen=True)
class TomlText(Text):
    """A pyproject.toml; keys are found by their lines, since the standard library's reader tells no places."""

    def origin(self, pointer: Pointer) -> tuple[None, Pointer]:
        """All of it stands here."""
        return None, pointer

    def locate(self, pointer: Pointer) -> Position | None:
        """The line of the longest part of the pointer that is written as a table header or a key."""
        wanted = (*_TABLE, *tokens(pointer))
        table: tuple[str, ...] = ()
        best, depth = None, 0
        for number, line in enumerate(self.text.splitlines(), 1):
            if header := _HEADER.match(line):
                table = path = _split(header[1])
            elif key := _KEY.match(line):
                path = (*table, *_split(key[1]))
            else:
                continue
            if len(path) > depth and path == wanted[: len(path)]:
                best, depth = Position(number, len(line) - len(line.lstrip()) + 1), len(path)
        return best


def read_table(path: Path, report: Report) -> dict[str, Json] | None:
    """The table, or None where there is none to be had, with the reason in the report."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        report.add("D001", None, f"cannot read {path.name}: {error}", source="config")
        return None
    held = TomlText(path, text)
    report.sources["config"] = held
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = _WHERE.search(str(error))
        at = Position(int(where[1]), int(where[2])) if where else Position(1, 1)
        message = str(error).partition(" (at ")[0]
        hint = 'text needs quotes: `spec = "openapi.yaml"`' if message == "Invalid value" else None
        report.add(
            "C004", None, f"this is not TOML: {message[:1].lower()}{message[1:]}", source="config", at=at, hint=hint
        )
        return None
    tool = _json(data.get("tool"))
    table = tool.get("sdkwright") if isinstance(tool, dict) else None
    if not isinstance(table, dict):
        hint = "add `[tool.sdkwright]` with `spec = ...`"
        report.add("X001", None, f"{held.name} has no table `[tool.sdkwright]`", hint=hint, source="config")
        return None
    return table


def _split(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"' ") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.]+", dotted))


def _json(value: object) -> Json:
    """Dates and times become the text that was written, as everywhere in the config."""
    if isinstance(value, dict):
        return {key: _json(inner) for key, inner in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_json(inner) for inner in cast("list[object]", value)]
    return value if isinstance(value, str | int | float) or value is None else str(value)
