"""What can be wrong with a text before it is a document, the bounds, and libyaml's messages in plain words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sdkwright.inert import dataclass

if TYPE_CHECKING:
    import yaml

__all__ = [
    "MAX_ALIASED",
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_DIGITS",
    "MAX_FILES",
    "MAX_TOTAL",
    "FatalError",
    "Problem",
    "yaml_problem",
]

MAX_BYTES = 64 * 1024 * 1024
"""Size of a file. The largest published description that we know is 13 MB."""

MAX_FILES = 20_000
"""Files that a document may be spread over. The largest published one that we know has 3,000."""

MAX_TOTAL = 4 * MAX_BYTES
"""Size of all of them together."""

MAX_DEPTH = 200
"""Levels of nesting, aliases expanded. The deepest real description that we know has 41; Python recurses to 1,000."""

MAX_ALIASED = 1_000_000
"""Nodes that aliases repeat, together; the classic alias bomb of nine levels asks for a billion."""

MAX_DIGITS = 310
"""Characters of a number: no float has more digits before its point, and int() of long ones is quadratic."""


@dataclass(frozen=True, slots=True)
class Problem:
    """``at`` counts characters from the start of the text; ``beside`` is a second place, with the words that lead to it."""

    code: str
    at: int
    message: str
    hint: str | None = None
    beside: tuple[str, int] | None = None


class FatalError(Exception):
    """The text cannot be read on from here."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


_QUOTE = 'quote the whole value: `key: "..."`'
_PLAIN_WORDS = (
    ("alphabetic or numeric character", "`*` and `&` begin an alias or an anchor here", 'quote the text if it is none: `"*/*"`'),
    ("tab character", "a tab is used for indentation", "YAML is indented with spaces only"),
    ("mapping values are not allowed", "a `:` is not allowed here", f"if the text holds `: `, {_QUOTE}"),
    ("could not find expected ':'", "this line has no `key: value`", "check the indentation and the `:` of the line above"),
    ("expected '-' indicator", "this line is not an item of the list above", "start it with `- `, or indent it less or more"),
    ("expected key", "this line does not belong to the mapping above", "check its indentation and the line above it"),
    ("expected ',' or ']'", "a `,` or `]` is missing in the list", "close the bracket"),
    ("expected ',' or '}'", "a `,` or `}` is missing in the mapping", "close the brace"),
    ("expected node content", "a value is missing here", "a bracket or brace may be open above"),
    ("unknown escape character", "this escape is not known between double quotes", "use single quotes, or double the `\\`"),
    ("expected <document start>", "text stands after the end of the document", "check the indentation of this line"),
    ("expected the document start", "text stands after the end of the document", "check the indentation of this line"),
)  # fmt: skip
_CONFLICT = re.compile(r"^<{7}(?= |$)", re.MULTILINE)
# compiled when it is needed, as few texts have any
_NOT_TEXT = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"


def yaml_problem(error: yaml.YAMLError, text: str) -> Problem:
    """Libyaml's complaint as a finding in plain words, with the place and what to do."""
    mark: Any = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        found = re.search(_NOT_TEXT, text)
        bad = found[0] if found else ""
        if "\0" in text[:4096]:
            return Problem(
                "D002", 0, "this is a binary file, not text", "pass the OpenAPI document itself (YAML or JSON)"
            )
        name = f"the control character U+{ord(bad):04X}" if bad else "a character that YAML does not allow"
        hint = "remove it; in a double-quoted text it can be written as an escape"
        return Problem("D002", found.start() if found else 0, f"{name} is not allowed in a text file", hint)
    conflict = _CONFLICT.search(text)
    if conflict is not None and conflict.start() < mark.index:
        hint = "keep one of the two sides, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`"
        return Problem(
            "D006", conflict.start(), "a merge conflict of git begins here, and nobody has resolved it", hint
        )
    problem = str(getattr(error, "problem", None) or error)
    at = min(mark.index, len(text))
    opened: Any = getattr(error, "context_mark", None)
    if opened is not None and ("end of stream" in problem or "document indicator" in problem):
        return Problem("D006", opened.index, "the quotes that are opened here are never closed", "close them")
    if "cannot start any token" in problem:
        return _bad_start(text, at)
    for part, message, hint in _PLAIN_WORDS:
        if part in problem:
            beside = ("opened at", opened.index) if "' or '" in part and opened is not None else None
            return Problem("D006", at, message, _path_hint(text, at) or hint, beside)
    return Problem("D006", at, f"this is not YAML: {problem}", "check the indentation and quotes of this line")


def _path_hint(text: str, at: int) -> str | None:
    """What to do where `/pets/{id}` or `https://{host}/v1` stands without quotes inside of braces or brackets, which its own brace ends."""
    start = text.rfind("\n", 0, at) + 1
    opened = re.search(r"(?:\w+ |\w[\w+.-]*:/)?/[^\s{}]*\{[\w.-]*\}?$", text[start : at + 1])
    if opened is None:
        return None
    whole = re.match(
        r"[^{}]*(?:\{[\w.-]*\}(?:[^\s,{}\]:]|:(?=\S))*)+|[^{}]*\{[^\s,}\]]*", text[start + opened.start() :]
    )
    return f'quote what has braces of its own: `"{whole[0]}"`' if whole is not None else None


def _bad_start(text: str, at: int) -> Problem:
    bad = text[at : at + 1]
    if bad == "\t":
        return Problem("D006", at, "a tab is used for indentation", "YAML is indented with spaces only")
    return Problem("D006", at, f"a value cannot start with `{bad}`", _QUOTE)
