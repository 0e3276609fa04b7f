"""Prints one statement: as a whole, or element by element where each has a line of its own already."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise

from sdkwright.emit.style.leaves import CLOSES, CLOSING, HEADS, KEYWORDS, LIMIT, OPENING, Leaf, Token, Unproven
from sdkwright.emit.style.line import Line
from sdkwright.emit.style.split import split
from sdkwright.emit.style.statements import leaves_of
from sdkwright.emit.style.strings import width

__all__ = ["element", "place_of", "plain", "short", "whole"]

_STEP = 4
Tokens = tuple[Token, ...]
# What stands around an element for it to be read in its place, by what the brackets are.
_AROUND: dict[str, tuple[Tokens, Tokens]] = {
    "parameters": ((("name", "def"), ("name", "f"), ("(", "(")), ((")", ")"), (":", ":"))),
    "(": ((("name", "f"), ("(", "(")), ((")", ")"),)),
    "[": ((("name", "f"), (",", ","), ("[", "[")), (("]", "]"),)),
    "{": ((("name", "f"), (",", ","), ("{", "{")), (("}", "}"),)),
}


def short(text: str) -> bool:
    """Whether a line fits; False as well where that is not certain."""
    columns = width(text)
    return columns is not None and columns <= LIMIT


def whole(depth: int, lines: Sequence[Tokens]) -> str:
    """A statement, whatever its lines were."""
    tokens = list(chain.from_iterable(lines))
    comment = tokens.pop()[1] if tokens[-1][0] == "comment" else ""
    if any(kind == "comment" for kind, _ in tokens):
        raise Unproven("a comment inside a statement")
    leaves = leaves_of(tokens)
    magic = any(one.kind == "," and two.kind in CLOSING for one, two in pairwise(leaves))
    if not magic:
        text = f"{' ' * (_STEP * depth)}{_joined(leaves)}"
        if comment:
            text = f"{text}  {comment}"
        if short(text) or (comment.startswith("# type: ignore") and len(lines) == 1):  # which says it of one line
            return text
    if comment:
        raise Unproven("a comment on a line that may be split")
    line = Line(depth)
    for leaf in leaves:
        line.append(leaf)
    return "\n".join([str(part) for part in list(split(line))])


def _joined(leaves: Sequence[Leaf]) -> str:
    return "".join([" " + leaf.text if leaf.space else leaf.text for leaf in leaves])


# --------------------------------------------------------------------------------------------------- elements


def place_of(lines: Sequence[Tokens]) -> str | None:
    """What the brackets are whose elements have a line each and end in commas, so that black leaves them so; else None.

    That it does is certain for the parameters of a function, and for a call, a list or a dict that is all there is on the right
    of a statement: the comma before the closing bracket keeps it from joining the lines, and no other bracket comes first.
    """
    head, tail = lines[0], lines[-1]
    if len(lines) < 3 or head[-1][0] not in OPENING or tail[0][0] != CLOSES[head[-1][0]]:
        return None
    if not all(line and line[-1][0] == "," and _is_one(line) for line in lines[1:-1]):
        return None
    words = [text for kind, text in head if kind == "name"]
    if HEADS.intersection(words[:2]):
        return None
    if words and words[0] in ("def", "async"):
        plain_head = len(head) == len(words) + 1 and head[-1][0] == "("
        return "parameters" if plain_head and _is_plain_tail(tail) else None
    return _place_in_expression(head) if len(tail) == 1 else None


def _is_one(line: Tokens) -> bool:
    """Whether a line is one element: its brackets match, and its only comma outside of them is the last token."""
    depth = 0
    for kind, _ in line[:-1]:
        depth += (kind in OPENING) - (kind in CLOSING)
        if depth < 0 or (depth == 0 and kind == ",") or kind == "comment":
            return False
    return depth == 0


def _is_plain_tail(tail: Tokens) -> bool:
    """Whether `) -> answer:` is in balance and has no comma that asks for more lines."""
    closes = [kind in CLOSING for kind, _ in tail]
    commas = any(kind == "," and closed for (kind, _), closed in zip(tail, closes[1:], strict=False))
    return (
        not commas and sum((kind in OPENING) - (kind in CLOSING) for kind, _ in tail) == -1 and tail[-1][0] != "comment"
    )


def _place_in_expression(head: Tokens) -> str | None:
    bracket = head[-1][0]
    before = head[-2] if len(head) > 1 else ("", "")
    if any(kind not in ("name", ".", "=", "@") for kind, _ in head[:-1]) or [kind for kind, _ in head].count("=") > 1:
        return None
    words = " ".join(text for kind, text in head[:-1] if kind == "name" and text in KEYWORDS)
    if words not in ("", "return", "await", "return await") or not next(iter(head))[1].startswith(
        words.partition(" ")[0]
    ):
        return None
    called = before[0] == "name" and before[1] not in KEYWORDS
    if bracket == "(":
        return bracket if called else None
    return bracket if before[0] == "=" or before[1] == "return" else None


def plain(tokens: Tokens) -> str:
    """The first or the last line of such a statement."""
    closers = {closing: opening for opening, closing in CLOSES.items()}
    if tokens[0][0] in closers:
        filled = (
            (("name", "def"), ("name", "f"), *tokens) if tokens[-1][0] in (":", "name") else (("name", "f"), *tokens)
        )
        opened = closers[tokens[0][0]]
        at = len(filled) - len(tokens)
        if opened != "(":
            return tokens[0][1]
        leaves = leaves_of((*filled[:at], ("(", "("), *filled[at:]))
        return _joined(leaves[at + 1 :])
    leaves = leaves_of((*tokens, *_closed(tokens)))
    end = max(at for at, leaf in enumerate(leaves) if leaf.kind in OPENING and leaf.text)
    return _joined(leaves[: end + 1])


def _closed(tokens: Tokens) -> Tokens:
    closing = CLOSES[tokens[-1][0]]
    return ((closing, closing), (":", ":")) if tokens[0][1] in ("def", "async") else ((closing, closing),)


def element(depth: int, place: str, tokens: Tokens) -> str:
    """One element with its comma, split further where it is too long."""
    before, after = _AROUND[place]
    leaves = leaves_of((*before, *tokens, *after))
    start = next(at for at, leaf in enumerate(leaves) if leaf.kind == before[-1][0] and leaf.text)
    end = len(leaves) - len(after)
    if place in ("[", "{"):
        end = max(at for at, leaf in enumerate(leaves) if leaf.kind == after[0][0])
    line = Line(depth, inside=True)
    for leaf in leaves[start + 1 : end]:
        line.append(leaf)
    return "\n".join([str(part) for part in list(split(line))])
