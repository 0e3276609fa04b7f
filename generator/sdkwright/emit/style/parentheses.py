"""The parentheses around the parts of a statement that black may show or hide; they are put there, invisible."""

from __future__ import annotations

from itertools import pairwise

from sdkwright.emit.style.leaves import CLOSING, LOOP, OPENING, Leaf, Unproven

__all__ = ["Parentheses"]

_BLOCKS = frozenset({"class", "elif", "else", "for", "if", "with"})


class Parentheses:
    """Puts them around what stands right of an equals sign, the answer of a function, a union in a signature and so on.

    `pairs` tells the index of the closing bracket for that of each opening one; `head` is the word that the statement begins with.
    """

    def __init__(self, leaves: list[Leaf], pairs: dict[int, int], head: str) -> None:
        self.leaves, self.pairs, self.head = leaves, pairs, head
        self.wraps: list[tuple[int, int]] = []
        self.into = -1  # where `in` stands in the statement `for`

    def placed(self) -> list[Leaf]:
        """The leaves with the parentheses. Raises Unproven for a statement that is not known here."""
        self._wrap_parts()
        self._wrap_choices()
        return self._with_parentheses()

    def _wrap_parts(self) -> None:
        if self.head in _BLOCKS:
            self._check_block()
        match self.head:
            case "assert":
                self._wrap_between([0, *self._top((",",), 1, len(self.leaves)), len(self.leaves)])
            case "for":
                self._wrap_loop()
            case "with":
                self._wrap_contexts()
            case "from":
                start = next(at for at, leaf in enumerate(self.leaves) if leaf.text == "import") + 1
                self._wrap(start, len(self.leaves), role="import")
            case "def":
                self._wrap_signature()
            case "return" if len(self.leaves) > 1:
                self._wrap(1, len(self.leaves))
            case "if" | "elif":
                self._wrap(1, len(self.leaves) - 1)
            case "@" | "class" | "else" | "import" | "raise" | "yield":
                pass  # black wraps no part of these
            case _:
                self._wrap_assignment()

    def _wrap_between(self, bounds: list[int]) -> None:
        for before, end in pairwise(bounds):
            self._wrap(before + 1, end)

    def _wrap_contexts(self) -> None:
        """All that is opened stands in one pair, whether or not it is written."""
        start, end = self._first(), len(self.leaves) - 1
        if start < end and self.leaves[start].kind == "(" and self.pairs[start] == end - 1:
            if start + 2 == end or self._top((",",), start + 1, end - 1) == [end - 2]:
                raise Unproven("a tuple as a context")
            self._hide(start, end, "atom")
            start, end = start + 1, end - 1
        else:
            self._wrap(start, end)
        spots = self._top((*OPENING, "|", "name"), start, end)
        if any(self._is_unusual(at, start) for at in spots):
            raise Unproven("a context of an unusual kind")

    def _is_unusual(self, at: int, start: int) -> bool:
        """Whether something would have parentheses of its own in what a block opens, or leave it its only ones."""
        leaf = self.leaves[at]
        if leaf.kind in OPENING:
            return at == start or self.leaves[at - 1].text in ("as", ",")
        return leaf.kind == "|" or leaf.text in ("if", "else", "for", "async")

    def _wrap_loop(self) -> None:
        """The targets of a loop, and what it goes through."""
        start = self._first()
        if self.leaves[start].kind in OPENING:
            raise Unproven("a loop over something that is no name")
        self.into = next(
            (at for at in self._top(("name",), start, len(self.leaves)) if self.leaves[at].text == "in"), 0
        )
        self._wrap(start, self.into)
        self._wrap(self.into + 1, len(self.leaves) - 1)

    def _first(self) -> int:
        """Where what follows the first word stands."""
        return 2 if self.leaves[0].text == "async" else 1

    def _check_block(self) -> None:
        if self.leaves[-1].kind != ":" or len(self._top((":",), 0, len(self.leaves))) != 1:
            raise Unproven("a block on the line of its head")
        if self.head == "class" and self.leaves[-3].kind == "(":
            raise Unproven("a class with empty brackets")

    def _top(self, kinds: tuple[str, ...], start: int, end: int) -> list[int]:
        """Where leaves of these kinds stand between, outside of any brackets that open there."""
        found: list[int] = []
        at = start
        while at < end:
            if self.leaves[at].kind in kinds:
                found.append(at)
            at = self.pairs.get(at, at) + 1
        return found

    def _wrap_signature(self) -> None:
        start = next((at for at, leaf in enumerate(self.leaves) if leaf.role == "parameters"), None)
        if start is None:
            raise Unproven("a function without parameters")
        end = self.pairs[start]
        bounds = [start, *self._top((",",), start + 1, end), end]
        for left, right in pairwise(bounds):
            colon = self._top((":",), left + 1, right)
            if colon:
                equals = self._top(("=",), colon[0] + 1, right)
                self._wrap_parameter(colon[0] + 1, equals[0] if equals else right)
        last = self._top((":",), end, len(self.leaves))
        if self.leaves[end + 1].kind == "->" and last:
            self._wrap(end + 2, last[-1], annotation="return")
        elif not last or last[-1] != end + 1:
            raise Unproven("a function of an unknown form")
        if [leaf.text for leaf in self.leaves[last[-1] + 1 :]] not in ([], ["..."]):
            raise Unproven("a block on the line of its head")

    def _wrap_parameter(self, start: int, end: int) -> None:
        """The annotation of a parameter: of what may stand there, black puts parentheses around unions only."""
        if start < end and self.leaves[start].kind != "(" and not self._top(("|",), start, end):
            if self.leaves[start].kind in OPENING or self.leaves[start].text == "...":
                raise Unproven("a parameter with an annotation of an unusual kind")
            for leaf in self.leaves[start:end]:
                leaf.annotation = "param"
        else:
            self._wrap(start, end, annotation="param")

    def _wrap_assignment(self) -> None:
        signs = self._top((":", "="), 0, len(self.leaves))
        if signs and self.pairs.get(0) == signs[0] - 1:
            raise Unproven("a target in parentheses")
        if not signs and self._top(("+", "-"), 0, len(self.leaves)):
            raise Unproven("a sum that is dropped")
        if signs and self._top((",",), 0, signs[0]):
            self._wrap(0, signs[0])
        self._wrap_between([*signs, len(self.leaves)])

    def _wrap(self, start: int, end: int, *, role: str = "atom", annotation: str = "") -> None:
        """Put invisible parentheses around a part, or make those invisible that enclose it and need not be there."""
        if start >= end:
            raise Unproven("a part that is missing")
        if (
            self.leaves[start].kind == "("
            and self.pairs.get(start) == end - 1
            and self.leaves[start].role in ("atom", "import")
        ):
            commas = self._top((",",), start + 1, end - 1)
            if role == "import" or not (commas or start + 2 == end or self._is_loop(start + 1, end - 1)):
                self._hide(start, end, role)
            elif annotation:
                raise Unproven("a tuple as an annotation")
        else:
            if role == "atom" and self._top((",",), start, end) == [end - 1]:
                raise Unproven("a tuple of one")
            self.wraps.append((start, end))
        if annotation:
            for leaf in self.leaves[start:end]:
                leaf.annotation = annotation

    def _is_loop(self, start: int, end: int) -> bool:
        return any(self.leaves[at].priority == LOOP for at in self._top(("name",), start, end))

    def _hide(self, start: int, end: int, role: str) -> None:
        inner = self.leaves[start + 1]
        if inner.kind == "(" and self.pairs[start + 1] == end - 2:
            raise Unproven("parentheses in parentheses")
        for at in (start, end - 1):
            self.leaves[at].text = ""
            self.leaves[at].role = role

    def _wrap_choices(self) -> None:
        """Black puts invisible parentheses around `a if b else c` unless it stands in some alone."""
        for at, leaf in enumerate(self.leaves):
            if leaf.text != "if" or leaf.kind != "name" or at == 0 or leaf.priority == LOOP:
                continue
            start, end = self._segment(at)
            inside = [self.leaves[spot].text for spot in self._top(("name",), start, end)]
            if inside.count("if") != 1 or inside.count("else") != 1 or self.leaves[start].kind in ("*", "**"):
                raise Unproven("a choice in a choice or of many")
            before = self.leaves[start - 1] if start else None
            alone = before is not None and before.kind == "(" and self.pairs.get(start - 1) == end
            if not alone and (start, end) not in self.wraps:
                self.wraps.append((start, end))

    def _segment(self, at: int) -> tuple[int, int]:
        """The part that a choice takes up: between commas, equals signs, colons, or the brackets around it."""
        start = at
        closes = {end: begin for begin, end in self.pairs.items()}
        while start and start - 1 != self.into and not self._bounds(self.leaves[start - 1]):
            start = closes.get(start - 1, start - 1)
        end = at
        while end < len(self.leaves) and not self._ends(self.leaves[end]):
            end = self.pairs.get(end, end) + 1
        return start, end

    @staticmethod
    def _bounds(leaf: Leaf) -> bool:
        return (
            leaf.kind in OPENING
            or leaf.kind in (",", "=", ":", "->")
            or leaf.text in ("assert", "raise", "return", "yield")
            or leaf.priority == LOOP
        )

    @staticmethod
    def _ends(leaf: Leaf) -> bool:
        return leaf.kind in CLOSING or leaf.kind in (",", ":") or leaf.priority == LOOP

    def _with_parentheses(self) -> list[Leaf]:
        self._check_groups()
        if not self.wraps:
            return self.leaves
        role = "import" if self.head == "from" else "atom"
        cuts = sorted([(start, 1) for start, _ in self.wraps] + [(end, 0) for _, end in self.wraps])
        result: list[Leaf] = []
        done = 0
        for at, opens in cuts:
            result += self.leaves[done:at]
            done = at
            if opens:
                leaf = self.leaves[at]
                result.append(_invisible("(", role, leaf, space=leaf.space))
                leaf.space = leaf.spaced = False
            else:
                result.append(_invisible(")", role, self.leaves[at - 1]))
        return result + self.leaves[done:]

    def _check_groups(self) -> None:
        """Parentheses that only group stay, but around the one element of a list or the operand of `await`."""
        for start, end in self.pairs.items():
            leaf = self.leaves[start]
            if (
                leaf.kind != "("
                or leaf.role != "atom"
                or not leaf.text
                or self._top((",",), start + 1, end)
                or start + 1 == end
            ):
                continue
            before = self.leaves[start - 1] if start else None
            after = self.leaves[end + 1].kind if end + 1 < len(self.leaves) else ""
            only = before is not None and before.kind in ("[", "{") and before.role == "atom" and after in CLOSING
            if (before is None and after not in (".", "(", "[")) or (before and before.text == "await") or only:
                raise Unproven("parentheses around one thing")


def _invisible(kind: str, role: str, beside: Leaf, *, space: bool = False) -> Leaf:
    leaf = Leaf(kind, "", space=space, role=role)
    leaf.annotation = beside.annotation
    return leaf
