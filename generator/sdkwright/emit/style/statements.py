"""Tokens of one statement to leaves as black sees them: spaced, and each bracket with its role."""

from __future__ import annotations

from collections.abc import Sequence

from sdkwright.emit.style.leaves import CLOSES, CLOSING, HEADS, KEYWORDS, OPENING, Leaf, Token, Unproven
from sdkwright.emit.style.parentheses import Parentheses

__all__ = ["leaves_of"]

_COMPARATORS = ("==", "!=", "<", ">", "<=", ">=")
_PRIORITIES = {"if": 16, "else": 16, "and": 14, "or": 14, "is": 10, "in": 10, "|": 9, **dict.fromkeys(_COMPARATORS, 10)}
_OPERATORS = frozenset(_PRIORITIES) | {"not"}
_COMPARES = frozenset((*_COMPARATORS, "|", "->"))
_OPERANDS = frozenset({"name", "number", "string"})


def leaves_of(tokens: Sequence[Token]) -> list[Leaf]:
    """The leaves of a statement without its comment. Raises Unproven for a statement that is not known here."""
    return _Reader(tokens).read()


class _Reader:
    """Reads a statement from left to right."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.leaves: list[Leaf] = []
        self.pairs: dict[int, int] = {}  # index of an opening bracket -> that of its closing one
        self.open: list[int] = []
        first = tokens[0]
        self.head = first[1] if first[0] in ("name", "@") else ""
        if self.head == "async":
            self.head = tokens[1][1] if len(tokens) > 1 else ""
            if self.head not in ("def", "for", "with"):
                raise Unproven("the word async")
        if any(text in HEADS and kind == "name" for kind, text in tokens[2 if first[1] == "async" else 1 :]):
            raise Unproven("a loop inside a statement")
        self.annotated = False  # whether the parameter being read has an annotation

    def read(self) -> list[Leaf]:
        """All of it."""
        for kind, text in self.tokens:
            if text == "..." and self.head == "from":
                for _ in text:
                    self._add(".", ".")
            else:
                self._add(kind, text)
        if self.open:
            raise Unproven("a bracket that is not closed")
        return Parentheses(self.leaves, self.pairs, self.head).placed()

    # ------------------------------------------------------------------------------------------- spaces and roles

    def _add(self, kind: str, text: str) -> None:
        previous = self.leaves[-1] if self.leaves else None
        leaf = Leaf(kind, text, space=previous is not None and self._spaced(kind, text, previous))
        if kind in OPENING:
            leaf.role = self._role(kind, previous)
            self.open.append(len(self.leaves))
        elif kind in CLOSING:
            self._close(leaf)
        elif kind == ",":
            leaf.argument = (
                bool(self.open)
                and self._inside().role in ("trailer", "parameters", "bases")
                and self._inside().kind == "("
            )
            self.annotated = self.annotated and len(self.open) > 1
        elif kind == ":" and self._in_parameters():
            self.annotated = True
        leaf.priority = self._priority(kind, text, previous)
        self.leaves.append(leaf)

    def _inside(self) -> Leaf:
        return self.leaves[self.open[-1]]

    def _in_parameters(self) -> bool:
        return len(self.open) == 1 and self._inside().role == "parameters"

    def _close(self, leaf: Leaf) -> None:
        if not self.open or CLOSES[self._inside().kind] != leaf.kind:
            raise Unproven("a bracket that was not opened")
        start = self.open.pop()
        leaf.role = self.leaves[start].role
        self.pairs[start] = len(self.leaves)

    def _role(self, kind: str, previous: Leaf | None) -> str:
        if previous is not None and self._is_trailer(kind, previous):
            if self.head == "class" and not self.open and len(self.leaves) == 2:
                return "bases"
            if self.head == "def" and not any(leaf.role == "parameters" for leaf in self.leaves):
                return "parameters"
            return "trailer"
        return "import" if self.head == "from" else "atom"

    @staticmethod
    def _is_trailer(kind: str, previous: Leaf) -> bool:
        if kind == "{":
            return False
        if previous.kind == "name":
            return previous.text not in KEYWORDS
        return previous.kind in CLOSING or previous.kind == "string"

    def _spaced(self, kind: str, text: str, previous: Leaf) -> bool:
        if previous.kind in OPENING or kind in CLOSING or kind in (",", ":"):
            self._check_colon(kind)
            return False
        if kind in OPENING:
            return self._spaced_after(previous) and not self._is_trailer(kind, previous)
        if kind == "." or previous.kind == ".":
            return self._spaced_dot(kind, text, previous)
        if kind == "=":
            return self._spaced_equals()
        self._check_neighbours(kind, text, previous)
        return self._spaced_after(previous)

    def _check_colon(self, kind: str) -> None:
        if kind == ":" and self.open and not (self._inside().kind == "{" or self._in_parameters()):
            raise Unproven("a slice")

    def _spaced_after(self, previous: Leaf) -> bool:
        if previous.kind in ("*", "**"):
            return False
        if previous.kind == "=":
            return previous.space
        return previous.kind != "@"

    def _spaced_dot(self, kind: str, text: str, previous: Leaf) -> bool:
        if self.head != "from":
            if kind != "name" and previous.kind == ".":
                raise Unproven("a dot before something that is no name")
            return False
        if kind == ".":
            return previous.text == "from"
        return text == "import"

    def _spaced_equals(self) -> bool:
        if not self.open:
            return True
        inside = self._inside()
        if inside.kind != "(" or inside.role == "atom":
            raise Unproven("an equals sign in brackets")
        return self.annotated if self._in_parameters() else False

    def _check_neighbours(self, kind: str, text: str, previous: Leaf) -> None:
        """Two operands beside each other are code of a kind that is not known here, or strings that are joined."""
        word = kind == "name" and (text in KEYWORDS)
        after_word = previous.kind == "name" and previous.text in KEYWORDS
        ends = previous.kind in CLOSING or (previous.kind in _OPERANDS and not after_word)
        if kind in _OPERANDS and not word and ends and not (kind == previous.kind == "string"):
            raise Unproven(f"{text:.20} after {previous.text:.20}")
        if kind in ("*", "**") and not (previous.kind == ","):
            raise Unproven(f"the operator {kind}")
        if kind == "@" or (kind in _COMPARES and not ends):
            raise Unproven(f"the operator {kind}")
        if kind == "-" or previous.kind == "-":
            raise Unproven("the operator -")

    def _priority(self, kind: str, text: str, previous: Leaf | None) -> int:
        if kind in ("*", "**", "-", "@", "<", ">") and previous is not None and previous.kind == kind:
            raise Unproven(f"the operator {kind}")
        if previous is None or (kind == "name" and text not in _OPERATORS):
            return 0
        if text == "not":
            return 0 if previous.text == "is" or not self._ends_operand(previous) else 10
        if text == "in" and previous.text == "not":
            return 0
        return _PRIORITIES.get(text, 0) if kind not in ("string", "comment") else 0

    @staticmethod
    def _ends_operand(leaf: Leaf) -> bool:
        return leaf.kind in CLOSING or (leaf.kind in _OPERANDS and leaf.text not in KEYWORDS)
