"""Splits a line that is too long the way black does: at its delimiters, or at a bracket on its right-hand side.

The steps and their order are those of black's line transformers, for the leaves that occur here; a split looks again at each
line that it made. Leaves are shared between the attempts, and parentheses that became visible in one stay so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from sdkwright.emit.style.halves import CannotSplitError, Halves, around_last, left_hand
from sdkwright.emit.style.leaves import CLOSING, LIMIT, OPENING, Leaf, Unproven
from sdkwright.emit.style.line import COMMA, DOT, Line, is_one_sequence

__all__ = ["split"]

Split = Callable[[Line, bool], Iterator[Line]]


def split(line: Line, *, forced: bool = False) -> Iterator[Line]:
    """The line, or the lines that black makes of it. `forced`: optional parentheses are used where there are any."""
    if not line.must_split and not line.magic and line.fits():
        yield line
        return
    if line.is_def:
        _check_return(line)
        ways: tuple[Split, ...] = (left_hand,)
    else:
        ways = (_by_delimiter, _right_hand_omitting) if line.inside else (_right_hand_omitting,)
    text = str(line)
    for way in ways:
        try:
            lines = _run(line, way, text, forced=forced)
        except CannotSplitError:
            continue
        yield from lines
        return
    yield line


def _check_return(line: Line) -> None:
    """Black starts from the right where the answer of a function ends in a comma or is a long string."""
    answer = [leaf for leaf in line.leaves if leaf.annotation == "return" and leaf.text]
    commas = any(one.kind == "," and two.kind in CLOSING for one, two in pairwise(answer))
    if answer and (answer[0].kind == "string" or commas):
        raise Unproven("a function whose answer may have to be split first")


def _run(line: Line, way: Split, text: str, *, forced: bool) -> list[Line]:
    optional = [bracket for bracket in line.invisible if bracket.depth == 0]
    result: list[Line] = []
    for part in way(line, forced):
        if str(part) == text:
            raise CannotSplitError
        result.extend(split(part, forced=forced))
    if (
        forced
        or way is not _right_hand_omitting
        or not line.invisible
        or any(bracket.text for bracket in optional)
        or result[0].fits()
        or any(leaf.made for leaf in line.leaves)
    ):
        return result
    twin = line.copy()
    second = _run(twin, way, text, forced=True)
    return second if all(one.fits() for one in second) else result


# --------------------------------------------------------------------------------------------------- at a bracket


def _right_hand_omitting(line: Line, forced: bool) -> Iterator[Line]:
    """At the last pair of brackets that leaves a first line which fits; the pairs after it stay together."""
    starts: dict[Leaf, int] = {}
    column = line.indent
    for leaf in line.leaves:
        starts[leaf] = column
        column += len(leaf)
    first: list[Line] | None = None
    for omit in _omissions(line):
        if omit:
            target = next(
                (leaf.opening for leaf in reversed(line.leaves) if leaf.kind in CLOSING and leaf not in omit), None
            )
            if target is not None and target.text and starts.get(target, 0) > LIMIT:
                continue
        lines = list(_right_hand(line, omit, forced=forced))
        if first is None and not omit:
            first = lines
        if lines[0].fits():
            yield from lines
            return
    yield from first if first is not None else _right_hand(line, frozenset(), forced=forced)


def _omissions(line: Line) -> Iterator[frozenset[Leaf]]:
    """Growing sets of closing brackets at the end of the line that need no split: what they enclose fits."""
    omit: set[Leaf] = set()
    if not line.magic:
        yield frozenset()
    opening: Leaf | None = None
    closing: Leaf | None = None
    inner: set[Leaf] = set()
    for before, leaf in _brackets(line):
        if leaf.kind in OPENING:
            opening = None if leaf is opening else opening
        elif opening is not None:
            if _ends_in_comma(before, leaf, line):
                return
            inner.add(leaf)
        elif before is not None and before.kind in OPENING:
            inner.add(leaf)
        else:
            if closing is not None:
                omit |= {closing, *inner}
                inner.clear()
                yield frozenset(omit)
            if _ends_in_comma(before, leaf, line):
                return
            if leaf.text:
                opening, closing = leaf.opening, leaf


def _brackets(line: Line) -> Iterator[tuple[Leaf | None, Leaf]]:
    """From the right, as long as all up to there fits on a line: each bracket, and the leaf before it."""
    length = line.indent
    for at in range(len(line.leaves) - 1, -1, -1):
        leaf = line.leaves[at]
        length += len(leaf)
        if length > LIMIT:
            return
        if leaf.kind in OPENING or leaf.kind in CLOSING:
            yield line.leaves[at - 1] if at else None, leaf


def _ends_in_comma(before: Leaf | None, leaf: Leaf, line: Line) -> bool:
    if before is None or before.kind != "," or leaf.opening is None:
        return False
    return not is_one_sequence(leaf.opening, leaf, line.leaves)


def _right_hand(line: Line, omit: frozenset[Leaf], *, forced: bool) -> Iterator[Line]:
    yield from _with_or_without_parentheses(around_last(line, omit), line, omit, forced=forced)


def _with_or_without_parentheses(halves: Halves, line: Line, omit: frozenset[Leaf], *, forced: bool) -> Iterator[Line]:
    opening, closing = halves.opening, halves.closing
    invisible = opening.kind == "(" and not opening.text and not closing.text
    if not forced and invisible and not line.is_import and halves.body.can_stand_without_parentheses(halves.head):
        omit = omit | {closing}
        try:
            others = around_last(line, omit)
            if _prefers(others, halves):
                yield from _with_or_without_parentheses(others, line, omit, forced=forced)
                return
        except CannotSplitError:
            chained = sum(leaf.kind == "=" for leaf in line.leaves) > 1
            if not chained and not halves.body.can_be_split() and not halves.body.fits():
                raise
    if opening.kind == "(":
        opening.text, closing.text = "(", ")"
    yield from halves.lines()


def _prefers(others: Halves, halves: Halves) -> bool:
    """Whether to split inside of the optional parentheses instead of at them."""
    head = halves.head
    before = head.leaves[:-1]
    if (
        len(head.leaves) < 2
        or head.leaves[-2].kind != "="
        or not any(leaf.kind in OPENING or leaf.kind in CLOSING for leaf in before)
    ):
        return True
    if not head.fits(LIMIT - 1) or head.magic:
        return True
    signs, other_signs = (sum(leaf.kind == "=" for leaf in one.head.leaves) for one in (halves, others))
    if signs > 1 and signs > other_signs:
        return False
    for leaf in reversed(others.head.leaves):
        if leaf.kind == "=":
            break
        if leaf.kind in CLOSING:
            return True
    return other_signs > 0 and others.head.fits()


# --------------------------------------------------------------------------------------------------- at delimiters


def _by_delimiter(line: Line, _forced: bool) -> Iterator[Line]:
    """After each comma, or before each operator that binds least."""
    last = line.leaves[-1]
    priority = line.priority(without=last)
    if not priority or (priority == DOT and line.count(DOT) == 1):
        raise CannotSplitError
    for leaves in _groups(line, priority):
        if leaves[-1] is last and priority == COMMA and last.kind != ",":
            leaves.append(Leaf(",", ",", made=True))
        part = Line(line.depth, inside=line.inside)
        for leaf in leaves:
            part.append(leaf)
        leaves[0].space = False
        yield part


def _groups(line: Line, priority: int) -> Iterable[list[Leaf]]:
    group: list[Leaf] = []
    for leaf in line.leaves:
        group.append(leaf)
        if line.delimiters.get(leaf) == priority:
            yield group
            group = []
    if group:
        yield group
