"""JSON text to values; not files, not YAML. ``json.loads`` reads; this adds the bounds and the findings."""

from __future__ import annotations

import json
import re
from math import isinf
from typing import NoReturn

from sdkwright.pointer import Json
from sdkwright.read.problems import MAX_DEPTH, MAX_DIGITS, FatalError, Problem

__all__ = ["DECODER", "STRING", "is_sound", "read_json", "whole_characters"]

STRING = r'"[^"\\]*(?:\\.[^"\\]*)*"'
"""Pattern of a JSON string token in text that ``json.loads`` accepted."""

_NUMBERS = re.compile(rf"{STRING}|-?Infinity|NaN|-?[0-9][-+.0-9eE]*", re.DOTALL)
_TOO_DEEP = f"values nest deeper than {MAX_DEPTH} levels"
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)
"""Every escape in turn; the group is half of a surrogate pair that has no other half beside it."""
_BACKSLASH_AT_END = '\\\\":'
_APART = re.compile(r'"[ \t\r\n]+:')
_CONTAINERS = (dict, list)  # which are asked about twice as fast as a union
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_PLAIN_WORDS = (
    ("Expecting property name", "a key in double quotes is missing here", "JSON allows no comma after the last member"),
    ("Expecting ',' delimiter", "a `,` is missing here", "separate members with commas; check the quotes above"),
    ("Expecting ':' delimiter", "a `:` is missing after the key", None),
    ("Expecting value", "a value is missing here", "JSON allows no trailing comma, comment or bare word"),
    ("Illegal trailing comma", "a comma stands after the last member", "remove it"),
    ("Invalid control character", "a line break or tab stands inside a text", "write it as `\\n` or `\\t`"),
    ("Invalid \\escape", "this escape is not known in JSON", "double the `\\`"),
    ("Unterminated string", "a text is opened here and never closed", "close it with a double quote"),
    ("Extra data", "text stands after the end of the document", "a file holds one JSON value"),
)


class _RefusedError(ValueError):
    """A number that JSON or floating point does not have."""


def whole_characters(text: str) -> tuple[str, list[Problem]]:
    """The text, as long as before, with U+FFFD for each half of a surrogate pair: nothing that is made of it could be written."""
    halves = [found for found in _ESCAPE.finditer(text) if found[1]] if _HALF.search(text) else []
    if not halves:
        return text, []
    more = f", and {len(halves) - 1} more," if len(halves) > 1 else ""
    message = f"`{halves[0][0]}` is half of a character{more} and is read as `\\ufffd`"
    hint = "write the character itself, or both of its halves"
    whole = _ESCAPE.sub(lambda found: "\\ufffd" if found[1] else found[0], text)
    return whole, [Problem("D017", halves[0].start(), message, hint)]


def read_json(text: str, above: int = 0) -> tuple[Json, bool]:
    """The value, and whether any object repeats a key (the last one is taken); so many levels are ``above``. Raises FatalError."""
    root = _loaded(text)
    keys = _count_keys(root, MAX_DEPTH - above)
    if keys is None:
        raise FatalError(Problem("D011", _deep(text), _TOO_DEEP, "flatten the document"))
    return root, not _has_as_many(text, keys) and _repeats(text)


def is_sound(text: str, root: Json) -> bool:
    """Whether `read_json` has nothing to say of a text that `DECODER` has read, as far as counting tells."""
    keys = _count_keys(root, MAX_DEPTH)
    return keys is not None and _has_as_many(text, keys) and not whole_characters(text)[1]


def _loaded(text: str) -> Json:
    try:
        root: Json = DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise FatalError(_problem(error)) from None
    except _RefusedError as error:
        raise FatalError(_number_problem(text, str(error))) from None
    except RecursionError:
        raise FatalError(Problem("D011", _deep(text), _TOO_DEEP, "flatten the document")) from None
    return root


def _has_as_many(text: str, keys: int) -> bool:
    """Whether the text has a key for each that was read and no more, as far as counting tells: at once, where asking each object takes long."""
    found = text.count('":') - text.count('\\":')  # a quote that is escaped is in a string
    return found == keys and _BACKSLASH_AT_END not in text and _APART.search(text) is None


def _repeats(text: str) -> bool:
    """Whether any object repeats a key."""
    lost = 0

    def build(pairs: list[tuple[str, Json]]) -> None:
        nonlocal lost
        lost += len(pairs) - len(dict(pairs))

    json.loads(text, object_pairs_hook=build)
    return lost > 0


def _constant(name: str) -> NoReturn:
    raise _RefusedError(name)


def _int(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise _RefusedError(text)
    return int(text)


def _float(text: str) -> float:
    value = float(text)
    if isinf(value) or len(text) > MAX_DIGITS:
        raise _RefusedError(text)
    return value


DECODER = json.JSONDecoder(parse_constant=_constant, parse_float=_float, parse_int=_int)
"""Reads a value as `read_json` does, with no bounds but those of numbers; for what is wrong it raises ValueError or RecursionError."""


def _number_problem(text: str, number: str) -> Problem:
    at = next((found.start() for found in _NUMBERS.finditer(text) if found[0] == number), 0)
    shown = number if len(number) <= 30 else f"a number of {len(number)} characters"
    return Problem("D013", at, f"{shown} is not a number that JSON can hold", "quote it if it is text")


def _problem(error: json.JSONDecodeError) -> Problem:
    if not error.doc.strip():
        return Problem("D004", 0, "the file is empty", 'an OpenAPI document starts with `{"openapi": "3.1.0"`')
    for part, message, hint in _PLAIN_WORDS:
        if error.msg.startswith(part):
            return Problem("D007", min(error.pos, len(error.doc)), message, hint)
    return Problem("D007", error.pos, f"this is not JSON: {error.msg}", None)


def _count_keys(root: Json, most: int) -> int | None:
    """How many keys all objects have; None where values nest deeper than so many levels."""
    count, level = 0, [root]
    for _ in range(most):
        objects = [node for node in level if isinstance(node, dict)]
        count += sum(map(len, objects))
        lists = [node for node in level if isinstance(node, list)]
        level = [child for node in objects for child in node.values() if isinstance(child, _CONTAINERS)]
        level += [child for node in lists for child in node if isinstance(child, _CONTAINERS)]
        if not level:
            return count
    return None


def _deep(text: str) -> int:
    """Where the bound on nesting is first passed."""
    depth = 0
    for found in re.finditer(rf"{STRING}|[\[\]{{}}]", text, re.DOTALL):
        if found[0] in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                return found.start()
        elif found[0] in "]}":
            depth -= 1
    return 0
