"""Tokens of one statement, and the leaves they become: text, the space before it, the bracket it stands in."""

from __future__ import annotations

import re

from sdkwright.emit.style.strings import settled_number, settled_string

__all__ = [
    "CLOSES",
    "CLOSING",
    "HEADS",
    "KEYWORDS",
    "LIMIT",
    "LOOP",
    "OPENING",
    "Leaf",
    "Token",
    "Unproven",
    "tokens_of",
]

LIMIT = 120
LOOP = 20  # the priority of each clause of a loop in brackets
CLOSES = {"(": ")", "[": "]", "{": "}"}
OPENING, CLOSING = frozenset(CLOSES), frozenset(CLOSES.values())

# (kind, text): the kind of an operator or a bracket is its text; else it is name, number, string or comment
Token = tuple[str, str]

_TOKEN = re.compile(
    r"""[ ]*(?:
    (?P<string>[bfr]?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))
    |(?P<name>[^\W\d]\w*|\.\.\.)
    |(?P<number>\d[\w.]*(?:(?<=e)[+-]\d+)?)
    |(?P<operator>->|\*\*|==|!=|<=|>=|[-+()\[\]{},:=.|*/@<>])
    |(?P<comment>\#.*)
    )""",
    re.VERBOSE,
)
# Words after which an operand comes, so that a bracket there opens one instead of a call or an index.
KEYWORDS = frozenset(
    {
        "and",
        "as",
        "assert",
        "async",
        "await",
        "class",
        "def",
        "elif",
        "else",
        "for",
        "from",
        "if",
        "import",
        "in",
        "is",
        "not",
        "or",
        "raise",
        "return",
        "with",
        "yield",
    }
)
# Words of statements that are read as a whole.
HEADS = frozenset({"assert", "for", "with"})
# What may stand before a sign that belongs to a number.
_BEFORE_SIGN = frozenset({"(", "[", "{", ",", "=", ":", "==", "!=", "<", ">", "<=", ">=", "+", "-", "/"})
_STRANGE = frozenset({"break", "continue", "del", "except", "finally", "global", "lambda", "nonlocal", "try", "while"})


class Unproven(Exception):  # noqa: N818 - a finding, no error: black takes over
    """How black would print this is not known here; the message says what it was, and `line` where."""

    line = 1


class Leaf:
    """A token in its place. What black calls the parent of a leaf is told by `role` and the flags.

    `role` of an opening bracket: what it is part of, `trailer` (a call or an index), `atom`, `parameters`, `bases`, or `import`.
    A bracket without text is invisible: it may become visible where a line is split. `made` says that a split added the leaf.
    """

    __slots__ = (
        *("annotation", "argument", "depth", "kind", "made", "opening", "priority", "role", "space", "spaced", "text"),
    )

    def __init__(
        self, kind: str, text: str, *, space: bool = False, role: str = "", priority: int = 0, made: bool = False
    ) -> None:
        self.kind, self.text = kind, text
        self.space = self.spaced = space  # as it stands now, and as it would stand inside of a line
        self.role, self.priority, self.made = role, priority, made
        self.depth = 0
        self.opening: Leaf | None = None
        self.annotation = ""  # "param" or "return" for what stands in such an annotation
        self.argument = False  # a comma between the arguments of a call or the parameters of a function

    def __len__(self) -> int:
        return len(self.text) + self.space

    def copy(self) -> Leaf:
        """The same leaf, not yet in any line."""
        twin = Leaf(self.kind, self.text, space=self.spaced, role=self.role, priority=self.priority)
        twin.annotation, twin.argument = self.annotation, self.argument
        return twin


def tokens_of(line: str) -> tuple[Token, ...]:
    """The tokens of a physical line. Raises Unproven for one that is not known here or is not spelled as black would."""
    if '""' in line and ('"""' in line or _empty_then_quote(line)):
        raise Unproven("a triple-quoted string inside a statement")
    found: list[Token] = []
    at, end = 0, len(line)
    while at < end:
        match = _TOKEN.match(line, at)
        if match is None:
            raise Unproven(f"the character {line[at:].lstrip()[:1]!r}")
        kind = match.lastgroup or ""
        token = _token(kind, match[kind])
        if kind == "number" and found and found[-1][0] == "-" and _is_sign(found):
            found.pop()
            token = (kind, f"-{token[1]}")
        found.append(token)
        at = match.end()
    return tuple(found)


def _is_sign(tokens: list[Token]) -> bool:
    """Whether the last of these, a minus, belongs to the number behind it."""
    return len(tokens) > 1 and (tokens[-2][0] in _BEFORE_SIGN or tokens[-2][1] in KEYWORDS)


def _empty_then_quote(line: str) -> bool:
    return "''''" in line


def _token(kind: str, text: str) -> Token:
    match kind:
        case "operator":
            return text, text
        case "name":
            if text in _STRANGE:
                raise Unproven(f"the word {text}")
            return kind, text
        case "number":
            settled = settled_number(text)
        case "string":
            settled = text if settled_string(text) else None
        case _:
            settled = text if _plain_comment(text) else None
    if settled is None:
        raise Unproven(f"the {kind} {text:.40}")
    return kind, settled


def _plain_comment(text: str) -> bool:
    """Whether a comment says nothing to black and is spaced as black would."""
    plain = text[1:2] == " " and text[2:3] not in ("", " ") and not text.endswith(" ")
    return text == "#" or (plain and not _SPEAKS.search(text))


_SPEAKS = re.compile(r"fmt\s*:|yapf\s*:|coding[=:]|#\s*type\s*:(?! ignore)")
