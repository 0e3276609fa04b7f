"""Literals and docstrings as black leaves them, and how wide it takes a line to be; knows no statements."""

from __future__ import annotations

import re
import sys

__all__ = ["is_foreign", "settled_docstring", "settled_number", "settled_string", "settled_text", "width"]

_CONTROLS = "\0\t\r\f\v\x1c\x1d\x1e"
_FOREIGN = re.compile(r"[\x85\u2028\u2029\ud800-\udfff\ufeff]")
_PIECES = re.compile(r"\\.|[^\\]", re.DOTALL)
_NUMBER = re.compile(r"\d[\d_]*(?:\.\d[\d_]*)?(?:e[+-]?\d+)?")
# Black lowers the digits of these and raises the letters of names.
_UNSETTLED_ESCAPE = re.compile(r"\\N|\\x[0-9a-f]?[A-F]|\\x[A-F]|\\u(?:[0-9a-f]{0,3}[A-F])|\\U(?:[0-9a-f]{0,7}[A-F])")
# Ranges of characters whose width is beyond doubt; of any other, only black knows what it takes it for.
# Compiled when they are needed: most lines are ASCII.
_NARROW = r"[\x20-\x7e\xa1-\xac\xae-\u02ff\u0370-\u0373\u0388\u038c\u0391-\u03a1\u03a3-\u03ff\u0400-\u0482\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u2188\u2190-\u22ff\u2500-\u257f\ufb00-\ufb06]"
_WIDE = r"[\u3041-\u3096\u30a0-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]"


def is_foreign(text: str) -> bool:
    """Whether there is a character that is read in other ways than as one of a line; few texts are anything but ASCII."""
    return any(char in text for char in _CONTROLS) or (not text.isascii() and _FOREIGN.search(text) is not None)


def settled_number(text: str) -> str | None:
    """A number as black writes it; None where that is not known here."""
    return text.replace("e+", "e") if _NUMBER.fullmatch(text) else None


def settled_string(text: str) -> bool:
    """Whether black leaves a string of one line as it is: its quotes need no more escapes than the others would."""
    prefix = "" if text[0] in "\"'" else text[0]
    quote, body = text[len(prefix)], text[len(prefix) + 1 : -1]
    other = "'" if quote == '"' else '"'
    if prefix == "r":
        return quote == '"' or body.count(other) != body.count(f"\\{other}")
    if "\\" not in body:
        return quote == '"' or other in body
    if prefix == "f" or _unsettled_escape(body):
        return False
    pieces = _PIECES.findall(body)
    if f"\\{other}" in pieces:
        return False
    added, saved = pieces.count(other), pieces.count(f"\\{quote}")
    return added >= saved if quote == '"' else added > saved


def _unsettled_escape(body: str) -> bool:
    return any(_UNSETTLED_ESCAPE.match(piece + body_rest) for piece, body_rest in _escapes(body))


def _escapes(body: str) -> list[tuple[str, str]]:
    """Each escape with the eight characters that follow it."""
    return [(match[0], body[match.end() : match.end() + 8]) for match in _PIECES.finditer(body) if match[0][0] == "\\"]


def settled_text(text: str) -> bool:
    '''Whether black leaves a string in `"""` that is no docstring as it is.'''
    return "\\" not in text or not _unsettled_escape(text[3:-3])


def settled_docstring(text: str, indent: int, limit: int) -> str | None:
    '''A docstring in `"""` whose quotes stand at `indent` spaces, as black prints it; None where it would move lines of it.'''
    body = text[3:-3]
    if not body or not settled_text(text):
        return None
    if "\\" in body and re.search(r"\\\s*\n", body):
        return text  # black leaves one alone whose lines may be joined
    fixed = _fixed(body, " " * indent) if "\n" in body else body.strip()
    backslashes = len(fixed) - len(fixed.rstrip("\\"))
    if not fixed or fixed.strip(" ") != body.strip(" ") or backslashes % 2:
        return None
    start, end = (" " if fixed[at] == '"' else "" for at in (0, -1))
    padded = f"{start}{fixed}{end}"
    lines = padded.splitlines()
    return None if len(lines) > 1 and len(lines[-1]) + 3 > limit else f'"""{padded}"""'


def _fixed(body: str, indent: str) -> str:
    """Black moves all lines but the first together, so that the leftmost stands at the quotes; the last may be blank."""
    first, *others = body.split("\n")
    smallest = min((len(line) - len(line.lstrip()) for line in others if line.strip()), default=sys.maxsize)
    if smallest == sys.maxsize:
        return first.strip()
    moved = [line[smallest:].rstrip() for line in others]
    last = len(moved) - 1
    return "\n".join([first.strip(), *(indent + line if line or at == last else "" for at, line in enumerate(moved))])


def width(text: str) -> int | None:
    """The columns that black counts for a line; None where only black knows."""
    if text.isascii():
        return len(text)
    wide = len(re.findall(_WIDE, text))
    return len(text) + wide if wide + len(re.findall(_NARROW, text)) == len(text) else None
