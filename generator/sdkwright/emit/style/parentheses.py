"""The parentheses around the parts of a statement that black may show or hide; they are put there, invisible."""

from __future__ import annotations

from itertools import pairwise

from sdkwright.emit.style.leaves import CLOSING, HEADS, OPENING, Leaf, Unproven

__all__ = ["Parentheses"]


class Parentheses:
    """Puts them around what stands right of an equals sign, the answer of a function, a union in a signature and so on.

    `pairs` tells the index of the closing bracket for that of each opening one; `head` is the word that the statement begins with.
    """

    def __init__(self, leaves: list[Leaf], pairs: dict[int, int], head: str) -> None:
        self.leaves, self.pairs, self.head = leaves, pairs, head
        self.wraps: list[tuple[int, int]] = []

    def placed(self) -> list[Leaf]:
        """The leaves with the parentheses. Raises Unproven for a statement that is not known here."""
        self._wrap_parts()
        self._wrap_choices()
        return self._with_parentheses()

    def _wrap_parts(self) -> None:
        match self.head:
            case "import" | "@":
                return
            case "assert":
                self._check_operands()
            case "for" | "with":
                self._check_block()
                self._check_operands()
            case "else" | "class":
                self._check_block()
            case "from":
                start = next(at for at, leaf in enumerate(self.leaves) if leaf.text == "import") + 1
                self._wrap(start, len(self.leaves), role="import")
            case "def":
                self._wrap_signature()
            case "return" if len(self.leaves) > 1:
                self._wrap(1, len(self.leaves))
            case "if" | "elif":
                self._check_block()
                self._wrap(1, len(self.leaves) - 1)
            case _:
                self._wrap_assignment()

    def _check_operands(self) -> None:
        """Parentheses around an operand of these may not be needed, and would be hidden."""
        at = 0
        while at < len(self.leaves) - 1:
            leaf, following = self.leaves[at], self.leaves[at + 1]
            if following.kind == "(" and (leaf.text in HEADS or leaf.text in ("in", "as", ",")):
                raise Unproven("an operand in parentheses")
            at = self.pairs.get(at, at) + 1

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
        if signs and self._top((",",), 0, signs[0]):
            self._wrap(0, signs[0])
        for sign, end in zip(signs, [*signs[1:], len(self.leaves)], strict=False):
            self._wrap(sign + 1, end)

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
            if role == "import" or not (commas or start + 2 == end):
                self._hide(start, end, role)
            elif commas == [end - 2]:
                raise Unproven("a tuple of one")
            elif annotation:
                raise Unproven("a tuple as an annotation")
        else:
            if role == "atom" and self._top((",",), start, end) == [end - 1]:
                raise Unproven("a tuple of one")
            self.wraps.append((start, end))
        if annotation:
            for leaf in self.leaves[start:end]:
                leaf.annotation = annotation

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
            if leaf.text != "if" or leaf.kind != "name" or at == 0:
                continue
            start, end = self._segment(at)
            inside = [self.leaves[spot].text for spot in self._top(("name",), start, end)]
            if inside.count("if") != 1 or inside.count("else") != 1:
                raise Unproven("a choice in a choice")
            before = self.leaves[start - 1] if start else None
            alone = before is not None and before.kind == "(" and self.pairs.get(start - 1) == end
            if not alone and (start, end) not in self.wraps:
                self.wraps.append((start, end))

    def _segment(self, at: int) -> tuple[int, int]:
        """The part that a choice takes up: between commas, equals signs, colons, or the brackets around it."""
        start = at
        closes = {end: begin for begin, end in self.pairs.items()}
        while start and not self._bounds(self.leaves[start - 1]):
            start = closes.get(start - 1, start - 1)
        end = at
        while (
            end < len(self.leaves) and self.leaves[end].kind not in CLOSING and self.leaves[end].kind not in (",", ":")
        ):
            end = self.pairs.get(end, end) + 1
        return start, end

    @staticmethod
    def _bounds(leaf: Leaf) -> bool:
        return leaf.kind in OPENING or leaf.kind in (",", "=", ":", "->") or leaf.text == "return"

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
            if before is None or before.text == "await" or only:
                raise Unproven("parentheses around one thing")


def _invisible(kind: str, role: str, beside: Leaf, *, space: bool = False) -> Leaf:
    leaf = Leaf(kind, "", space=space, role=role)
    leaf.annotation = beside.annotation
    return leaf
