"""A line cut at one pair of brackets: what stands before, in and after them; decides nothing about which pair."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sdkwright.emit.style.leaves import CLOSES, CLOSING, OPENING, Leaf, Unproven
from sdkwright.emit.style.line import COMMA, Line
from sdkwright.inert import dataclass

__all__ = ["CannotSplitError", "Halves", "around_last", "left_hand"]

_HEAD, _BODY, _TAIL = range(3)


class CannotSplitError(Exception):
    """A way of splitting does not work for the line; the next one is tried."""


@dataclass(frozen=True, slots=True)
class Halves:
    """A line around one pair of brackets."""

    head: Line
    body: Line
    tail: Line
    opening: Leaf
    closing: Leaf

    def lines(self) -> Iterator[Line]:
        """Those of the three that hold something."""
        return (line for line in (self.head, self.body, self.tail) if line.leaves)


def around_last(line: Line, omit: Collection[Leaf]) -> Halves:
    """Around the last pair with something in it, but for those whose closing bracket is in `omit`."""
    leaves = line.leaves
    end = len(leaves) - 1
    while end >= 0:
        if leaves[end].kind in CLOSING and leaves[end] not in omit:
            opening = leaves[end].opening
            start = next((at for at in range(end - 1, -1, -1) if leaves[at] is opening), None)
            if start is None or opening is None:
                break
            if start < end - 1:
                return _halves(line, leaves[: start + 1], leaves[start + 1 : end], leaves[end:], (opening, leaves[end]))
            end = start  # nothing in the brackets: they stay with what follows
        end -= 1
    raise CannotSplitError


def left_hand(line: Line, _forced: bool) -> Iterator[Line]:
    """At the parameters of a function."""
    start = next((at for at, leaf in enumerate(line.leaves) if leaf.kind == "("), None)
    if start is None:
        raise CannotSplitError
    ends = (at for at, leaf in enumerate(line.leaves) if leaf.kind == ")" and leaf.opening is line.leaves[start])
    end = next(ends, None)
    if end is None:
        raise CannotSplitError
    if end == start + 1:
        raise Unproven("a long function without parameters")
    opening, closing = line.leaves[start], line.leaves[end]
    yield from _halves(
        line, line.leaves[: start + 1], line.leaves[start + 1 : end], line.leaves[end:], (opening, closing)
    ).lines()


def _halves(line: Line, head: list[Leaf], body: list[Leaf], tail: list[Leaf], pair: tuple[Leaf, Leaf]) -> Halves:
    if line.is_def:
        pair[0].text, pair[1].text = "(", ")"
    result = Halves(_part(head, line, _HEAD), _body(body, line, pair[0]), _part(tail, line, _TAIL), *pair)
    if not result.body.leaves:
        raise CannotSplitError
    return result


def _body(leaves: list[Leaf], line: Line, opening: Leaf) -> Line:
    if _wants_comma(leaves, line, opening) and leaves[-1].kind != ",":
        leaves = [*leaves, Leaf(",", ",", made=True)]
    body = _part(leaves, line, _BODY)
    last = body.leaves[-1] if body.leaves else None
    trailing = last if last is not None and last.kind == "," else None
    if body.priority(without=trailing) == COMMA:
        body.must_split = trailing is not None or opening.role in ("atom", "import")
    return body


def _wants_comma(leaves: list[Leaf], line: Line, opening: Leaf) -> bool:
    if line.is_import:
        return True
    if not line.is_def or opening.text != "(":
        return False
    return not any(leaf.kind == "," and not leaf.annotation for leaf in leaves) and leaves[0].annotation != "return"


def _part(leaves: list[Leaf], line: Line, which: int) -> Line:
    part = Line(line.depth + (which == _BODY), inside=which == _BODY)
    matched = _matched(leaves) if which == _HEAD else frozenset[int]()
    for at, leaf in enumerate(leaves):
        part.append(leaf, track=at in matched)
    return part


def _matched(leaves: list[Leaf]) -> frozenset[int]:
    """Positions inside of brackets that open and close among these leaves, brackets included."""
    found: set[int] = set()
    levels: list[tuple[str, list[int]]] = []
    for at, leaf in enumerate(leaves):
        if leaf.kind in OPENING:
            levels.append((CLOSES[leaf.kind], [at]))
        elif leaf.kind in CLOSING and (levels or found):
            if not levels or levels[-1][0] != leaf.kind:
                break
            found.update(levels.pop()[1], (at,))
        elif levels:
            levels[-1][1].append(at)
    return frozenset(found)
