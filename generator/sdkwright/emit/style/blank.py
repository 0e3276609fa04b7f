"""How many empty lines stand before each statement; knows nothing of how a statement itself is printed."""

from __future__ import annotations

from sdkwright.inert import dataclass

__all__ = ["Spacer", "Statement"]

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


class Spacer:
    """Decides the empty lines of one file, statement by statement; a comment may get more when its function comes.

    ``before`` and ``after`` count those around each of the ``statements``.
    """

    __slots__ = ("_comment", "_definitions", "after", "before", "statements")

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.before: list[int] = []
        self.after: list[int] = []
        self._definitions: list[Statement] = []
        self._comment: int | None = None  # where the first of the comments stands that lead to what comes next

    def place(self, current: Statement, empty: int) -> None:
        """Add a statement that has so many empty lines before it so far."""
        before, after = self._around(current, empty)
        previous, kind = self.statements[-1] if self.statements else None, current.kind
        if previous is not None:
            if self.after[-1]:
                before = max(0, before - self.after[-1])
            if previous.kind == "docstring" and not previous.depth and kind not in ("class", "def"):
                before = 1
        if kind == "comment":
            if previous is None or (
                previous.kind != "decorator"
                and (previous.kind != "comment" or before)
                and (self._comment is None or before)
            ):
                self._comment = len(self.statements)
        elif kind != "decorator" or before:
            self._comment = None
        self.statements.append(current)
        self.before.append(before)
        self.after.append(after)

    def _around(self, current: Statement, empty: int) -> tuple[int, int]:
        depth, kind, definitions = current.depth, current.kind, self._definitions
        most = 1 if depth else 2
        had_empty, before = empty > 0, min(most, empty)
        defined: Statement | None = None
        while definitions and definitions[-1].depth >= depth:
            defined = definitions.pop()
        is_definition = kind in ("def", "class")
        if is_definition:
            definitions.append(current)
        if not self.statements:
            return 0, 0
        previous = self.statements[-1]
        if kind == "docstring" and previous.opens and previous.kind in ("class", "def"):
            return 0, int(previous.kind == "class")
        if defined is not None:
            continues = bool(defined.depth) and current.opens and current.word not in _KEEPS_DISTANCE
            before = 1 if depth or continues else 2
        if is_definition or kind == "decorator":
            return self._before_definition(current, previous, before, had_empty=had_empty), 0
        if previous.kind == "import" and kind != "import" and depth == previous.depth:
            return (before or 1) if depth else 1, 0
        return before, 0

    def _before_definition(self, current: Statement, previous: Statement, before: int, *, had_empty: bool) -> int:
        if previous.kind == "decorator":
            return 0
        if previous.depth < current.depth and previous.kind in ("class", "def"):
            return 1 if had_empty else 0
        leading: int | None = None
        if previous.kind == "comment" and previous.depth == current.depth and before == 0:
            leading = self._comment
            if not leading or self.before[leading] > 1:
                return 0
            above = self.statements[leading - 1]
            if above.kind == "class" or above.opens:
                return 0
        count = 1 if current.depth else 2
        if previous.stub and not had_empty:
            count = 0
        if leading:
            self.before[leading] = max(self.before[leading], count) - self.after[leading - 1]
            return 0
        return count
