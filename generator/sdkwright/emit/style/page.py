"""A whole text: read statement by statement, each printed as black would, with the empty lines between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field

from sdkwright.emit.style.blank import Spacer, Statement
from sdkwright.emit.style.leaves import CLOSING, LIMIT, OPENING, Token, Unproven, tokens_of
from sdkwright.emit.style.nested import OtherError, balance, nested
from sdkwright.emit.style.printing import element, place_of, plain, short, whole
from sdkwright.emit.style.settled import is_settled
from sdkwright.emit.style.strings import is_foreign, settled_docstring, settled_text
from sdkwright.inert import dataclass

__all__ = ["Stylist"]

_STEP = 4
_QUOTES = '"""'
_DECORATED = frozenset({"decorator", "def", "class"})
# What goes on with a statement that stands before it.
_FOLLOWS = frozenset({"elif", "else", "except", "finally", "case"})
# How a statement begins that is Python exactly when one is that begins otherwise: `await` takes what the rest of it begins with.
_TWINS = (("async def ", "def "), ("return await self.", "return self."))
_KINDS = {"def": "def", "async": "def", "class": "class", "import": "import", "from": "import", "@": "decorator"}


@dataclass(slots=True)
class Stylist:
    """Prints texts. What a line consists of and how a statement is split is remembered, since emitted code repeats itself.

    ``known`` are statements by the line that each of them is, with its indent.
    ``unseen`` are the statements of the last text that none before it had, as a text of its own: when that is Python, so is the last one.
    """

    tokens: dict[str, tuple[tuple[Token, ...], int]] = field(default_factory=dict[str, tuple[tuple[Token, ...], int]])
    elements: dict[tuple[int, str, tuple[Token, ...]], str] = field(
        default_factory=dict[tuple[int, str, tuple[Token, ...]], str]
    )
    statements: dict[tuple[int, str], Statement] = field(default_factory=dict[tuple[int, str], Statement])
    known: dict[str, Statement] = field(default_factory=dict[str, Statement])
    sources: set[str] = field(default_factory=set[str])
    unseen: str = ""
    _met: list[str] = field(default_factory=list[str])

    def printed(self, text: str) -> str:
        """The text as black prints it. Raises Unproven where that is not certain."""
        if is_foreign(text):
            raise Unproven("a character or a line break of an unusual kind")
        self._met.clear()
        page = _Page(self, text)
        printed = page.printed()
        self.unseen = "\n".join(self._met) if page.is_sequence else text
        return printed

    def meet(self, source: str, statement: Statement) -> None:
        """Note a statement that is new, with what makes it stand alone; of twins, it is enough that one of them is Python."""
        for start, other in _TWINS:
            if source.startswith(start):
                source = other + source[len(start) :]
        if source in self.sources:
            return
        self.sources.add(source)
        if statement.kind == "decorator":
            source += "\ndef decorated(): pass"
        self._met.append(source + "\n pass" if statement.opens else source)

    def read(self, line: str) -> tuple[tuple[Token, ...], int]:
        """The tokens of a line without its indent, and how many more brackets it opens than it closes."""
        known = self.tokens.get(line)
        if known is None:
            tokens = tokens_of(line)
            balance = sum((kind in OPENING) - (kind in CLOSING) for kind, _ in tokens)
            known = self.tokens[line] = (tokens, balance)
        return known

    def statement(self, depth: int, source: str) -> Statement:
        """A statement in its final form; `source` are its lines without the indent of the first."""
        known = self.statements.get((depth, source))
        if known is None:
            known = self.statements[depth, source] = self.nested(depth, source) or self.closely(depth, source)
            self.meet(source, known)
            if "\n" not in source:
                self.known[" " * (_STEP * depth) + source] = known
        return known

    def nested(self, depth: int, source: str) -> Statement | None:
        """A statement of a form that can be told from its text."""
        lines = [line for line in (line.strip(" ") for line in source.split("\n")) if line]
        try:
            text = nested(depth, lines)
        except OtherError:
            return None
        word = lines[0].partition(" ")[0]
        kind = _KINDS.get(word, "other")
        return Statement(depth, text, kind, word, opens=kind == "def")

    def closely(self, depth: int, source: str) -> Statement:
        """A statement of any form."""
        lines = self.lines(source)
        return _described(depth, self.exploded(depth, lines) or self.twice(depth, lines), lines)

    def balance(self, line: str) -> int:
        """How many more brackets a line opens than it closes."""
        found = balance(line)
        return self.read(line)[1] if found is None else found

    def twice(self, depth: int, lines: Sequence[tuple[Token, ...]]) -> str:
        """Black prints twice, since a comma or parentheses that it added in the first round count in the second."""
        text = whole(depth, lines)
        if "\n" in text:
            again = self.lines(text)
            if sum(map(len, again)) != sum(map(len, lines)) and lines[0][0][1] != "from":
                return whole(depth, again)
        return text

    def simple(self, depth: int, line: str) -> Statement | None:
        """A statement of one line that is settled as it stands; None where that takes a closer look."""
        text = " " * (_STEP * depth) + line
        if not (is_settled(line) and short(text)):
            return None
        word = "@" if line[0] == "@" else line.partition(" ")[0]
        kind, stub = _KINDS.get(word, "other"), line.endswith(": ...")
        known = Statement(depth, text, kind, word, opens=line[-1] == ":", stub=stub and kind == "def")
        self.known[text] = known
        self.meet(line, known)
        return known

    def lines(self, source: str) -> list[tuple[Token, ...]]:
        """The tokens of a statement by its lines; empty ones mean nothing inside of brackets."""
        return [self.read(line)[0] for line in (line.strip(" ") for line in source.split("\n")) if line]

    def exploded(self, depth: int, lines: Sequence[tuple[Token, ...]]) -> str | None:
        """A statement whose elements have a line each already; None where it is none of that kind."""
        place = place_of(lines)
        if place is None:
            return None
        indent = " " * (_STEP * depth)
        head, tail = plain(lines[0]), plain(lines[-1])
        if max(len(head), len(tail)) + len(indent) > LIMIT // 2 and not (short(indent + head) and short(indent + tail)):
            return None
        elements = [self.element(depth + 1, place, line) for line in lines[1:-1]]
        return "\n".join((indent + head, *elements, indent + tail))

    def element(self, depth: int, place: str, tokens: tuple[Token, ...]) -> str:
        """One element of brackets that have one a line."""
        known = self.elements.get((depth, place, tokens))
        if known is None:
            known = self.elements[depth, place, tokens] = element(depth, place, tokens)
        return known


def _described(depth: int, text: str, lines: Sequence[tuple[Token, ...]]) -> Statement:
    """The statement with what matters for the lines around it."""
    code = [token for token in lines[-1] if token[0] != "comment"]
    word = lines[0][0][1]
    kind = "other" if word == "async" and lines[0][1][1] != "def" else _KINDS.get(word, "other")
    stub = kind == "def" and len(code) > 1 and code[-2][0] == ":" and code[-1][1] == "..."
    return Statement(depth, text, kind, word, opens=code[-1][0] == ":", stub=stub)


class _Page:
    """One text on its way.

    ``is_sequence``: it is Python when each of its statements is, given how deep they stand; none goes on with one before it.
    """

    def __init__(self, stylist: Stylist, text: str) -> None:
        self.stylist = stylist
        self.lines = text.split("\n")
        self.at = 0
        self.spacer = Spacer()
        self.comments: list[tuple[Statement, int]] = []  # those whose statement is still to come
        self.previous = Statement(0, "")
        self.is_sequence = True

    def printed(self) -> str:
        empty = start = 0
        lines, every = self.lines, self.stylist.known
        try:
            while self.at < len(lines):
                start = self.at
                line = lines[start]
                known = every.get(line)
                if known is not None:  # as most lines are, so that it is not even looked what stands in them
                    self.at = start + 1
                    self._put(known, empty)
                    empty = 0
                elif content := line.lstrip(" "):
                    self._next(content, len(line) - len(content), empty)
                    empty = 0
                else:
                    self.at = start + 1
                    empty += 1
        except Unproven as reason:
            reason.line = start + 1
            raise
        return self._joined()

    def _joined(self) -> str:
        spacer = self.spacer
        if not spacer.statements and self.lines == [""]:
            return ""
        if not spacer.statements or self.comments or self.previous.opens or self.previous.kind == "decorator":
            raise Unproven("no statement at the end")
        spacer.after[-1] = 0
        around = zip(spacer.statements, spacer.before, spacer.after, strict=True)
        return "".join(["\n" * before + here.text + ("\n\n" if after else "\n") for here, before, after in around])

    def _next(self, content: str, indent: int, empty: int) -> None:
        depth, rest = divmod(indent, _STEP)
        if rest:
            raise Unproven("an indent of an unusual width")
        if content[0] == "#":
            tokens, _ = self.stylist.read(content)
            self.comments.append((Statement(depth, " " * indent + tokens[0][1], "comment"), empty))
            self.at += 1
            return
        self._put(self._string(content, depth) if content[0] in "\"'" else self._code(content, depth), empty)

    def _put(self, statement: Statement, empty: int) -> None:
        """Put a statement behind the last, if it may stand there."""
        depth, previous = statement.depth, self.previous
        if (depth != previous.depth + 1) if previous.opens else depth > previous.depth:
            raise Unproven("an indent that fits no block")
        if previous.kind == "decorator" and (depth < previous.depth or statement.kind not in _DECORATED):
            raise Unproven("a decorator of nothing")
        if statement.word in _FOLLOWS:
            self.is_sequence = False
        if self.comments:
            self._put_comments(depth)
        self.spacer.place(statement, empty)
        self.previous = statement

    def _put_comments(self, depth: int) -> None:
        for comment, above in self.comments:
            if comment.depth != depth:
                raise Unproven("a comment at another indent than what follows")
            self.spacer.place(comment, above)
        self.comments.clear()

    def _code(self, content: str, depth: int) -> Statement:
        start = self.at
        simple = self.stylist.simple(depth, content)
        if simple is not None:
            self.at += 1
            return simple
        opened = self.stylist.balance(content)
        self.at += 1
        if not opened:
            return self.stylist.statement(depth, content)
        while opened:
            if self.at == len(self.lines):
                raise Unproven("a bracket that is not closed")
            opened += self.stylist.balance(self.lines[self.at].strip(" "))
            self.at += 1
        return self.stylist.statement(depth, "\n".join((content, *self.lines[start + 1 : self.at])))

    def _string(self, content: str, depth: int) -> Statement:
        """A statement that is a string: a docstring where it comes first, else a text that stays as it is."""
        first = self.previous.opens or not (self.spacer.statements or self.previous.text)
        if not content.startswith(_QUOTES):
            raise Unproven("a statement that starts with a string")
        text = content
        while not _ends(text):
            more: list[str] = []
            while not more or _QUOTES not in more[-1]:
                self.at += 1
                if self.at == len(self.lines):
                    raise Unproven("a string that does not end")
                more.append(self.lines[self.at])
            text = "\n".join((text, *more))
        self.at += 1
        settled = settled_docstring(text, depth * _STEP, LIMIT) if first else text if settled_text(text) else None
        if settled is None:
            raise Unproven("a docstring that black would change")
        statement = Statement(depth, " " * (depth * _STEP) + settled, "docstring" if first else "other")
        if "\\" in text:  # of which not each begins an escape; else it is a string, whatever it says
            self.stylist.meet(text, statement)
        return statement


def _ends(text: str) -> bool:
    """Whether a text that opens with three quotes ends with three; raises Unproven where something stands behind them."""
    end = text.find(_QUOTES, len(_QUOTES))
    if end < 0:
        return False
    if "\\" in text:
        found = _STRING.match(text)
        if found is None:
            return False
        end = found.end() - len(_QUOTES)
    if end + len(_QUOTES) != len(text):
        raise Unproven("something behind a string")
    return True


_STRING = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""', re.DOTALL)
