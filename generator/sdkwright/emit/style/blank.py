"""How many empty lines stand before each statement; knows nothing of how a statement itself is printed."""

from __future__ import annotations

from sdkwright.inert import dataclass

__all__ = ["Block", "Spacer", "Statement"]

_KEEPS_DISTANCE = frozenset({"with", "try", "for", "while", "if", "match"})


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as it is printed. `kind`: comment, docstring, decorator, def, class, import or other; `word` begins it.

    `opens`: a block follows. `stub`: a function whose body is `...` on the same line.
    """

    depth: int
    text: str
    kind: str = "other"
    word: str = ""
    opens: bool = False
    stub: bool = False


@dataclass(slots=True)
class Block:
    """A statement between empty lines."""

    statement: Statement
    before: int
    after: int
    previous: Block | None


class Spacer:
    """Decides the empty lines of one file, statement by statement; a comment may get more when its function comes."""

    __slots__ = ("_comment", "_definitions", "_previous", "blocks")

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._previous: Block | None = None
        self._definitions: list[Statement] = []
        self._comment: Block | None = None  # the first of the comments that lead to what comes next

    def place(self, current: Statement, empty: int) -> None:
        """Add a statement that has so many empty lines before it so far."""
        before, after = self._around(current, empty)
        previous = self._previous
        before = max(0, before - (previous.after if previous is not None else 0))
        if previous is not None and self._is_module_docstring(previous) and current.kind not in ("class", "def"):
            before = 1
        block = Block(current, before, after, previous)
        if current.kind == "comment":
            if previous is None or (
                previous.statement.kind != "decorator"
                and (previous.statement.kind != "comment" or before)
                and (self._comment is None or before)
            ):
                self._comment = block
        elif current.kind != "decorator" or before:
            self._comment = None
        self._previous = block
        self.blocks.append(block)

    @staticmethod
    def _is_module_docstring(block: Block) -> bool:
        return block.statement.kind == "docstring" and block.statement.depth == 0

    def _around(self, current: Statement, empty: int) -> tuple[int, int]:
        depth = current.depth
        before = min(empty, 1 if depth else 2)
        had_empty = bool(before)
        defined: Statement | None = None
        while self._definitions and self._definitions[-1].depth >= depth:
            defined = self._definitions.pop()
        if current.kind in ("def", "class"):
            self._definitions.append(current)
        if self._previous is None:
            return 0, 0
        previous = self._previous.statement
        if current.kind == "docstring" and previous.kind == "class":
            return 0, 1
        if current.kind == "docstring" and previous.kind == "def" and previous.opens:
            return 0, 0
        if defined is not None:
            continues = bool(defined.depth) and current.opens and current.word not in _KEEPS_DISTANCE
            before = 1 if depth or continues else 2
        if current.kind in ("decorator", "def", "class"):
            return self._before_definition(current, previous, before, had_empty=had_empty), 0
        if previous.kind == "import" and current.kind != "import" and depth == previous.depth:
            return (before or 1) if depth else 1, 0
        return before, 0

    def _before_definition(self, current: Statement, previous: Statement, before: int, *, had_empty: bool) -> int:
        if previous.kind == "decorator":
            return 0
        if previous.depth < current.depth and previous.kind in ("class", "def"):
            return 1 if had_empty else 0
        leading: Block | None = None
        if previous.kind == "comment" and previous.depth == current.depth and before == 0:
            leading = self._comment
            above = leading.previous if leading is not None else None
            if leading is None or above is None or leading.before > 1:
                return 0
            if above.statement.kind == "class" or above.statement.opens:
                return 0
        count = 1 if current.depth else 2
        if previous.stub and not had_empty:
            count = 0
        if leading is not None and leading.previous is not None:
            leading.before = max(leading.before, count) - leading.previous.after
            return 0
        return count
