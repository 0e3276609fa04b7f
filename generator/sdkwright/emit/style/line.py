"""A line in the making, and the questions that black asks of one: its delimiters, its brackets, whether it is short enough."""

from __future__ import annotations

from collections.abc import Collection

from sdkwright.emit.style.leaves import CLOSES, CLOSING, LIMIT, OPENING, Leaf, Unproven
from sdkwright.emit.style.strings import width

__all__ = ["COMMA", "DOT", "Line", "is_one_sequence"]

COMMA, STRING, DOT = 18, 12, 1
_STEP = 4


class Line:
    """Leaves at a depth. Those that are tracked tell where the line can be split."""

    __slots__ = (
        "_depth",
        "_loops",
        "_open",
        "_previous",
        "delimiters",
        "depth",
        "inside",
        "invisible",
        "leaves",
        "magic",
        "must_split",
    )

    def __init__(self, depth: int, *, inside: bool = False) -> None:
        self.depth, self.inside = depth, inside
        self.leaves: list[Leaf] = []
        self.must_split = False
        self.magic = False  # a trailing comma in it asks for one element a line
        self.delimiters: dict[Leaf, int] = {}
        self.invisible: list[Leaf] = []
        self._depth = 0
        self._loops: list[int] = []  # the depths of targets of loops, whose commas split nothing
        self._open: dict[tuple[int, str], Leaf] = {}
        self._previous: Leaf | None = None

    def __str__(self) -> str:
        first, *others = self.leaves
        parts = [" " + leaf.text if leaf.space else leaf.text for leaf in others]
        return f"{' ' * (_STEP * self.depth)}{first.text}{''.join(parts)}"

    @property
    def is_import(self) -> bool:
        """Whether it begins an import."""
        return self.leaves[0].kind == "name" and self.leaves[0].text in ("import", "from")

    @property
    def is_def(self) -> bool:
        """Whether it begins a function."""
        first = self.leaves[0]
        return first.kind == "name" and (
            first.text == "def" or (first.text == "async" and self.leaves[1].text == "def")
        )

    @property
    def is_with(self) -> bool:
        """Whether it begins a block of contexts."""
        return any(leaf.text == "with" for leaf in self.leaves[:2])

    @property
    def indent(self) -> int:
        """Columns before its first leaf."""
        return _STEP * self.depth

    def append(self, leaf: Leaf, *, track: bool = True) -> None:
        """Add a leaf at the end."""
        if self.inside or track:
            self._mark(leaf)
            self.magic = self.magic or self._is_magic(leaf)
        self.leaves.append(leaf)

    def _mark(self, leaf: Leaf) -> None:
        closes = leaf.kind in CLOSING
        if closes:
            if self._depth == 0 and (0, leaf.kind) not in self._open:
                return
            self._depth -= 1
            leaf.opening = self._open.pop((self._depth, leaf.kind))
            if not leaf.text:
                self.invisible.append(leaf)
        elif self._loops and leaf.text == "in" and self._loops[-1] == self._depth:
            self._depth -= 1
            self._loops.pop()
        leaf.depth = self._depth
        if self._depth == 0:
            self._delimit(leaf)
        if leaf.kind in OPENING:
            self._open[self._depth, CLOSES[leaf.kind]] = leaf
            self._depth += 1
            if not leaf.text:
                self.invisible.append(leaf)
        elif leaf.text == "for":
            self._depth += 1
            self._loops.append(self._depth)
        self._previous = leaf

    def _delimit(self, leaf: Leaf) -> None:
        previous = self._previous
        priority = leaf.priority
        if previous is not None:
            if leaf.kind == "." and previous.kind in CLOSING:
                priority = DOT
            elif leaf.kind == "string" and previous.kind == "string":
                priority = STRING
            if priority:
                self.delimiters[previous] = priority
                return
        if leaf.kind == ",":
            self.delimiters[leaf] = COMMA

    def _is_magic(self, closing: Leaf) -> bool:
        if closing.kind not in CLOSING or not self.leaves or self.leaves[-1].kind != ",":
            return False
        if closing.kind == "}":
            return True
        if closing.kind == "]":
            return not (closing.role == "trailer" and self._one_sequence(closing, "["))
        return self.is_import or (closing.opening is not None and not self._one_sequence(closing, "("))

    def _one_sequence(self, closing: Leaf, kind: str) -> bool:
        return closing.opening is not None and is_one_sequence(closing.opening, closing, self.leaves, kind)

    def priority(self, *, without: Leaf | None = None) -> int:
        """The highest priority of a delimiter; 0 when there is none."""
        return max((found for leaf, found in self.delimiters.items() if leaf is not without), default=0)

    def count(self, priority: int) -> int:
        """How many delimiters have it."""
        return sum(1 for found in self.delimiters.values() if found == priority)

    def fits(self, limit: int = LIMIT) -> bool:
        """Whether it is short enough. Raises Unproven where only black knows how wide a character is."""
        text = str(self)
        if len(text) * 2 <= limit:
            return True
        columns = width(text)
        if columns is None:
            raise Unproven("a character of unknown width")
        return columns <= limit

    def copy(self) -> Line:
        """The same line of new leaves, read afresh."""
        twin = Line(self.depth, inside=self.inside)
        twin.must_split, twin.magic = self.must_split, self.magic
        for leaf in self.leaves:
            twin.append(leaf.copy())
        return twin

    # ------------------------------------------------------------------------------------------- questions

    def can_be_split(self) -> bool:
        """Whether there is hope to split it at all."""
        leaves = self.leaves
        if len(leaves) < 2:
            return False
        if leaves[0].kind == "string" and leaves[1].kind == ".":
            raise Unproven("a method of a string")
        return True

    def can_stand_without_parentheses(self, head: Line) -> bool:
        """Whether the content of invisible parentheses, with `head` before them, has a shape that can do without them."""
        if not self.delimiters:
            return True
        highest = self.priority()
        if self.count(highest) > 1 or (highest == COMMA and head.is_with):
            return False
        if highest == DOT:
            return True
        first, second, last = self.leaves[0], self.leaves[1], self.leaves[-1]
        if first.kind in OPENING and second.kind not in CLOSING and self._goes_on_after(first):
            return True
        if last.kind in (")", "}") or (last.kind == "]" and last.role != "trailer"):
            return self.leaves[-2].kind not in OPENING and self._reaches(last)
        return False

    def _goes_on_after(self, first: Leaf) -> bool:
        remainder, length = False, self.indent
        for leaf in self.leaves:
            if leaf.kind in CLOSING and leaf.opening is first:
                remainder = True
            if remainder:
                length += len(leaf)
                if length > LIMIT:
                    return False
                if leaf.kind in OPENING:
                    remainder = False
        return True

    def _reaches(self, last: Leaf) -> bool:
        length, others = self.indent, False
        for leaf in self.leaves:
            length += len(leaf)
            if leaf is last.opening:
                if others or length <= LIMIT:
                    return True
            elif leaf.kind in OPENING:
                others = True
        return False


def is_one_sequence(opening: Leaf, closing: Leaf, leaves: Collection[Leaf], kind: str = "(") -> bool:
    """Whether these brackets, which are of that kind, hold one element at most that is no argument."""
    if (opening.kind, closing.kind) != (kind, CLOSES[kind]):
        return False
    inside, commas = False, 0
    for leaf in leaves:
        if leaf is closing:
            break
        if inside and leaf.kind == "," and leaf.depth == closing.depth + 1:
            commas += 2 if leaf.argument else 1
        inside = inside or leaf is opening
    return inside and commas < 2
