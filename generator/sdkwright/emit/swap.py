"""The name of the library that emitted Python makes its requests with, put in place of the one that templates are written for."""

from __future__ import annotations

import io
import re
import tokenize
from itertools import accumulate

from sdkwright.emit.tidy import WRITTEN_FOR

__all__ = ["swap_http_library"]

# The name as the first thing in an expression of an f-string; a doubled brace is text.
_OPENING = re.compile(rf"(?<!\{{)(?:\{{\{{)*\{{{WRITTEN_FOR}\b")


def swap_http_library(text: str, http_library: str) -> str:
    """`text` with the name `httpx2` replaced wherever it is a token of its own; strings and comments stay as they are.

    In an f-string it is replaced where it opens an expression, `{httpx2...`, and nowhere else: only some versions of Python see
    more of its tokens, and the output must not depend on that. Raises tokenize.TokenError or SyntaxError for text that is not Python.
    """
    if WRITTEN_FOR not in text:
        return text
    parts = list[str]()
    end = 0
    for start in _names(text):
        parts += (text[end:start], http_library)
        end = start + len(WRITTEN_FOR)
    return "".join((*parts, text[end:]))


def _names(text: str) -> list[int]:
    """The offset of each token that is the name, in order."""
    offsets = [0, *accumulate(len(line) for line in io.StringIO(text))]
    found: list[int] = []
    opened: list[int] = []  # f-strings around the token; a single token before Python 3.12
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        kind = tokenize.tok_name[token.type]
        start, end = (offsets[row - 1] + column for row, column in (token.start, token.end))
        if kind == "FSTRING_START":
            opened.append(start)
        elif kind == "FSTRING_END":
            start = opened.pop()
        if opened:
            continue
        if kind == "NAME" and token.string == WRITTEN_FOR:
            found.append(start)
        elif kind == "FSTRING_END" or (kind == "STRING" and "f" in token.string.lower().partition(token.string[-1])[0]):
            found += (match.end() - len(WRITTEN_FOR) for match in _OPENING.finditer(text, start, end))
    return found
