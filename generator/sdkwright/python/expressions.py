"""Code laid out over lines as a formatter would, for code blocks in Markdown, which no formatter sees; owns no values."""

from __future__ import annotations

from collections.abc import Iterable

from sdkwright.inert import dataclass
from sdkwright.python.source import Source, blanks, join

WIDTH = 88
STEP = 4


@dataclass(frozen=True, slots=True)
class Bracketed:
    """Something in brackets: a call's arguments, a list, a dict. Each entry has a label (`name=`, `"key": `, or nothing)."""

    opening: Source
    entries: tuple[tuple[Source, Expression], ...]
    closing: Source


Expression = Source | Bracketed
NOTHING = Source("")
NO_LABEL = NOTHING


def arguments(entries: Iterable[tuple[Source, Expression]]) -> Bracketed:
    """The arguments of a call, with the name of each or an empty one."""
    labelled = ((Source.of("{}=", name) if name else NO_LABEL, value) for name, value in entries)
    return Bracketed(Source("("), tuple(labelled), Source(")"))


def flat(node: Expression) -> Source:
    """The expression on one line."""
    if not isinstance(node, Bracketed):
        return node
    inner = join(", ", (Source.of("{}{}", label, flat(value)) for label, value in node.entries))
    return Source.of("{}{}{}", node.opening, inner, node.closing)


def laid_out(head: Source, node: Expression, tail: Source = NOTHING, *, indent: int = 0, width: int = WIDTH) -> Source:
    """`head`, the expression and `tail`: on one line where it fits, else one entry a line, each with a comma.

    indent: the column at which the whole will stand; the lines after the first do not have it yet.
    """
    layout = _Layout(width - indent)
    return Source.of("{}{}{}", head, layout.spread(node, 0, len(head) + len(tail)), tail)


class _Layout:
    """Measures each expression once, however deep it is, and writes on one line only what fits there."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._widths: dict[int, int] = {}

    def spread(self, node: Expression, margin: int, beside: int) -> Source:
        """The expression whose last line stands at `margin`, with `beside` columns taken by what shares a line with it."""
        if not isinstance(node, Bracketed) or not node.entries or beside + self._width(node) <= self._room:
            return flat(node)
        inner = margin + STEP
        lines = (
            Source.of("{}{}{},", blanks(inner), label, self.spread(value, inner, inner + len(label) + 1))
            for label, value in node.entries
        )
        return join("\n", (node.opening, *lines, Source.of("{}{}", blanks(margin), node.closing)))

    def _width(self, node: Expression) -> int:
        """Columns of the expression on one line."""
        if not isinstance(node, Bracketed):
            return len(node)
        if id(node) not in self._widths:
            inside = sum(len(label) + self._width(value) for label, value in node.entries)
            separators = 2 * max(len(node.entries) - 1, 0)
            self._widths[id(node)] = len(node.opening) + inside + separators + len(node.closing)
        return self._widths[id(node)]
