"""Calls and lists in each other, imports and signatures: printed from their text alone, since most statements that do not fit are such.

The steps are those of `split`, of which few are left where brackets hold nothing but names, literals and more brackets: no operator, no
comment, and behind a closing bracket a comma at most. Whatever else occurs raises `OtherError`, and the statement is read token by token.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from keyword import kwlist

from sdkwright.emit.style.leaves import CLOSES, LIMIT
from sdkwright.emit.style.settled import ALIASED, DOTTED, MODULE, NAME, SCALAR, TYPE
from sdkwright.inert import dataclass

__all__ = ["OtherError", "balance", "nested"]

_STEP = 4
_STRING = r'"[^"\\]*"'
# A name, a text or a number; a word of the language begins something else.
_OPERAND = rf"(?:(?!(?:{'|'.join(word for word in kwlist if word.islower())})\b){DOTTED}|{_STRING}|\d+(?:\.\d+)?)?"
# What stands before a bracket, or alone, by the bracket around it.
_PIECES = {
    "": re.compile(_OPERAND),
    ")": re.compile(rf"(?:{NAME}=)?{_OPERAND}"),
    "]": re.compile(_OPERAND),
    "}": re.compile(rf"(?:{_STRING}: )?{_OPERAND}"),
}
_START = re.compile(rf"(?:return |{NAME}(?:, {NAME})* = )?(?:await )?")
_IMPORT = re.compile(rf"(from {MODULE} import )({ALIASED}(?:, {ALIASED})*)")
_ENTRY = re.compile(rf"{_STRING}: {_STRING}")
_DEF = re.compile(rf"(?:async )?def {NAME}\(")
_PARAMETER = re.compile(rf"[*/]|\*{{0,2}}{NAME}(?:: {TYPE}(?: = {SCALAR})?)?")
_ANSWER = re.compile(rf'\) -> (?!"){TYPE}:')
_SPOT = re.compile(rf"{_STRING}|[()\[\]]|, ")
_STRINGS = re.compile(_STRING)


class OtherError(Exception):
    """The statement is of another form, or not certain here."""


@dataclass(slots=True)
class _Part:
    """What stands between two commas. ``head`` ends in its opening bracket, and is empty where nothing can be split.

    ``apart``: split, each of its parts gets a line. ``asks``: a comma at an end in it asks for that.
    """

    text: str
    head: str = ""
    parts: Sequence[_Part] = ()
    apart: bool = False
    asks: bool = False


@lru_cache(maxsize=1 << 16)  # lines repeat themselves
def balance(line: str) -> int | None:
    """How many more brackets a line opens than it closes; None where that takes a closer look."""
    if "'" in line or "\\" in line or "#" in line:
        return None
    code = _STRINGS.sub("", line) if '"' in line else line
    if '"' in code:
        return None
    return sum(map(code.count, "([{")) - sum(map(code.count, ")]}"))


def nested(depth: int, lines: Sequence[str]) -> str:
    """A statement, of which `lines` are not indented and none is empty. Raises OtherError where it has to be read closely."""
    if not all(map(str.isascii, lines)):  # else only black knows how wide it is
        raise OtherError
    indent = " " * (_STEP * depth)
    if _DEF.match(lines[0]):
        return "\n".join(_signature(indent, lines))
    text = "".join(_joined(lines))
    imported = _IMPORT.fullmatch(text)
    if imported is not None:
        names = [f"{indent}    {name}," for name in imported[2].split(", ")]  # of which none can be split
        return "\n".join([*_fitting([f"{indent}{imported[1]}("]), *names, f"{indent})"])
    return "\n".join(_expression(indent, text))


def _joined(lines: Sequence[str]) -> list[str]:
    """The text of a statement on one line: what its lines are joined with."""
    parts = [lines[0]]
    for before, line in pairwise(lines):
        parts += ("" if before[-1] in CLOSES or line[0] in ")]}" else " ", line)
    return parts


def _fitting(lines: list[str]) -> list[str]:
    if any(len(line) > LIMIT for line in lines):
        raise OtherError
    return lines


# ----------------------------------------------------------------------------------------------- expressions


def _expression(indent: str, text: str) -> list[str]:
    found = _START.match(text)
    at = found.end() if found is not None else 0
    return _split(indent, text, at, "")


def _split(indent: str, text: str, at: int, end: str) -> list[str]:
    """A text with one part, which begins there; `end` stands behind it."""
    part, behind = _part(text, at, "")
    if text[behind:] != end or not part.head or part.head[0] == "(":
        raise OtherError
    return _lines(_Part(text[:behind], text[:at] + part.head, part.parts, part.apart, part.asks), indent, end)


def _part(text: str, start: int, around: str) -> tuple[_Part, int]:
    """The part that begins there, and where it ends."""
    found = _PIECES[around].match(text, start)
    end = found.end() if found is not None else start
    bracket = text[end : end + 1]
    if bracket not in CLOSES:
        if end == start or text[end - 1] in "= ":
            raise OtherError
        return _Part(text[start:end]), end
    parts, closing = _parts(text, end + 1, CLOSES[bracket])
    literal, comma, whole = end == start or text[end - 1] in "= ", text[closing - 1] == ",", text[start : closing + 1]
    asks = any(part.asks for part in parts)
    if len(parts) == 1 and literal and bracket == "(":
        if not comma:  # they only group: black may do without
            raise OtherError
        return _Part(whole, asks=asks), closing + 1  # a tuple of one, whose comma means nothing
    if len(parts) == 1 and comma and bracket == "[" and not literal:
        raise OtherError
    head = text[start : end + 1] if parts else ""
    return _Part(whole, head, parts, apart=comma or (literal and len(parts) > 1), asks=comma or asks), closing + 1


def _parts(text: str, at: int, closing: str) -> tuple[list[_Part], int]:
    """The parts of a bracket that begin there, and where it closes."""
    parts: list[_Part] = []
    while not text.startswith(closing, at):
        part, at = _part(text, at, closing)
        parts.append(part)
        if text.startswith(", ", at):
            at += 2
        elif text.startswith(f",{closing}", at):
            at += 1
        elif not text.startswith(closing, at):
            raise OtherError
    if text[at - 2 : at] == ", ":
        raise OtherError
    return parts, at


def _lines(part: _Part, indent: str, end: str) -> list[str]:
    """A part with the comma or colon behind it, on one line or split at its bracket."""
    if not part.asks and len(indent) + len(part.text) + len(end) <= LIMIT:
        return [f"{indent}{part.text}{end}"]
    if _ENTRY.fullmatch(part.text):  # there is no place to split it
        return [f"{indent}{part.text}{end}"]
    if not part.head or len(indent) + len(part.head) > LIMIT:
        raise OtherError
    inner = indent + " " * _STEP
    inside = ", ".join(each.text for each in part.parts)
    result = [indent + part.head]
    if not part.apart and not part.asks and len(inner) + len(inside) <= LIMIT:
        result.append(inner + inside)
    elif len(part.parts) == 1 and not part.apart:
        result += _lines(part.parts[0], inner, "")
    else:
        for each in part.parts:
            result += _lines(each, inner, ",")
    result.append(f"{indent}{part.text[-1]}{end}")
    return result


# ----------------------------------------------------------------------------------------------- signatures


def _signature(indent: str, lines: Sequence[str]) -> list[str]:
    """A function with its parameters on its line, or with a line for each."""
    inner = indent + " " * _STEP
    if len(lines) > 1:
        head, *parameters, answer = lines
        if not head.endswith("(") or not parameters or any(each[-1] != "," for each in parameters):
            raise OtherError
        parameters = [each[:-1] for each in parameters]
    else:
        head, parameters, answer = _cut(lines[0])
    if not _is_answer(answer) or not all(map(_is_parameter, parameters)):
        raise OtherError
    if len(lines) == 1:
        if len(indent) + len(lines[0]) <= LIMIT:
            return [indent + lines[0]]
        inside = ", ".join(parameters)
        if len(parameters) > 1 and len(inner) + len(inside) <= LIMIT:
            return _fitting([indent + head, inner + inside, indent + answer])
    result = _fitting([indent + head, *(f"{inner}{each}," for each in parameters)])
    is_long = (
        len(lines) > 1 and len(indent) + len(answer) > LIMIT
    )  # of parameters on one line, black may split the answer alone
    return [*result, *(_split(indent, answer, len(") -> "), ":") if is_long else _fitting([indent + answer]))]


def _cut(line: str) -> tuple[str, list[str], str]:
    """Up to the parameters, these, and the rest."""
    start = end = line.index("(") + 1
    parameters: list[str] = []
    depth = 1
    for spot in _SPOT.finditer(line, start):
        if spot[0] in ("(", "["):
            depth += 1
        elif spot[0] in (")", "]"):
            depth -= 1
        if depth == 0 or (depth == 1 and spot[0] == ", "):
            parameters.append(line[end : spot.start()])
            end = spot.end()
        if depth == 0:
            return line[:start], parameters, line[spot.start() :]
    raise OtherError


@lru_cache(maxsize=1 << 16)  # parameters repeat themselves
def _is_parameter(text: str) -> bool:
    return _PARAMETER.fullmatch(text) is not None


def _is_answer(text: str) -> bool:
    return _ANSWER.fullmatch(text) is not None
