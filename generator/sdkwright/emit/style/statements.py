"""Tokens of one statement to leaves as black sees them: spaced, and each bracket with its role."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sdkwright.emit.style.leaves import CLOSES, CLOSING, KEYWORDS, LOOP, OPENING, Leaf, Token, Unproven
from sdkwright.emit.style.parentheses import Parentheses

__all__ = ["leaves_of"]

_COMPARATORS = ("==", "!=", "<", ">", "<=", ">=")
_PRIORITIES = {
    **dict.fromkeys(("for", "async"), LOOP),
    **dict.fromkeys(("if", "else"), 16),
    **dict.fromkeys(("and", "or"), 14),
    **dict.fromkeys(("is", "in", *_COMPARATORS), 10),
    "|": 9,
    **dict.fromkeys(("+", "-"), 5),
    **dict.fromkeys(("*", "/"), 4),
}
_OPERATORS = frozenset(_PRIORITIES) | {"not"}
_BETWEEN = frozenset((*_COMPARATORS, "|", "+", "-", "/", "->"))
_TARGETS = re.compile(r"(?:name,?)*(?:\((?:name,?)+\))?")
_CLAUSES = frozenset({"for", "async", "in", "if"})
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
        self.loops: dict[int | None, str] = (
            {}
        )  # index of an opening bracket -> the last word of a loop in it, `for` or `in`
        first = tokens[0]
        if first[0] == "string":
            raise Unproven("a statement that starts with a string")
        self.head = first[1] if first[0] in ("name", "@") else ""
        if self.head == "async":
            self.head = tokens[1][1] if len(tokens) > 1 else ""
            if self.head not in ("def", "for", "with"):
                raise Unproven("the word async")
        if any(text in ("raise", "yield") for _, text in tokens[1:]):
            raise Unproven("a word that begins a statement inside of one")
        if self.head == "for":
            self.loops[None] = "for"
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
            return previous.priority > 0
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
        if kind in ("*", "**") and previous.kind != "," and (kind == "**" or not ends):
            raise Unproven(f"the operator {kind}")
        if kind == "@" or (kind in _BETWEEN and not ends):
            raise Unproven(f"the operator {kind}")

    def _priority(self, kind: str, text: str, previous: Leaf | None) -> int:
        if kind in ("*", "**", "@", "<", ">") and previous is not None and previous.kind == kind:
            raise Unproven(f"the operator {kind}")
        if kind in ("+", "-", "/") and (previous is None or not self._ends_operand(previous)):
            raise Unproven(f"the operator {kind} before its only operand")
        if kind == "=" and (previous is None or not self._ends_operand(previous)):
            raise Unproven("an assignment with an operator")
        if previous is None or (kind == "name" and text not in _OPERATORS):
            return 0
        if text == "not":
            return 0 if previous.text == "is" or not self._ends_operand(previous) else 10
        if text == "in" and previous.text == "not":
            return 0
        if text in _CLAUSES and kind == "name":
            return self._clause(text, previous)
        if kind == "*" and not self._ends_operand(previous):
            return 0
        return _PRIORITIES.get(text, 0) if kind not in ("string", "comment") else 0

    def _clause(self, text: str, previous: Leaf) -> int:
        """The priority of a word that may belong to a loop in the brackets around it."""
        around = self.open[-1] if self.open else None
        last = self.loops.get(around, "")
        if text in ("for", "async"):
            if len(self.leaves) == 1:
                return 0
            if around is None or last == "for":
                raise Unproven("a loop inside a statement")
            self.loops[around] = text
            return 0 if previous.text == "async" else LOOP
        if text == "in" and last == "for":
            self.loops[around] = text
            self._check_targets()
            return 0
        return LOOP if text == "if" and last == "in" else _PRIORITIES[text]

    def _check_targets(self) -> None:
        """The targets of a loop are names, the last of them in parentheses at most."""
        start = max(at for at, leaf in enumerate(self.leaves) if leaf.text == "for")
        if _TARGETS.fullmatch("".join(leaf.kind for leaf in self.leaves[start + 1 :])) is None:
            raise Unproven("a loop over something that is no name")

    @staticmethod
    def _ends_operand(leaf: Leaf) -> bool:
        return leaf.kind in CLOSING or (leaf.kind in _OPERANDS and leaf.text not in KEYWORDS)
