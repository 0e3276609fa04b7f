"""Lines that stand as black prints them, told at a glance, if they are short enough: most lines of a package are such."""

from __future__ import annotations

import re

__all__ = ["ALIASED", "DOTTED", "MODULE", "NAME", "SCALAR", "TYPE", "is_settled"]

# Forms, as regular expressions.
NAME = r"[^\W\d]\w*"
DOTTED = rf"{NAME}(?:\.{NAME})*"
SCALAR = rf'(?:{DOTTED}|"[^"\\]*"|\d+)'
# No comma stands before a bracket that closes, so none asks for more lines; the brackets match, since the text is Python.
TYPE = rf"{SCALAR}(?:(?:\]*(?:, | \| )|\[){SCALAR})*\]*"
_ARGUMENT = rf"(?:{NAME}=)?{SCALAR}"
_CALL = rf"(?!(?:not|await|lambda|yield)\b){DOTTED}\((?:{_ARGUMENT}(?:, {_ARGUMENT})*)?\)"
ALIASED = rf"{NAME}(?: as {NAME})?"
MODULE = rf"(?:\.+(?:{DOTTED})?|{DOTTED})"
# Words that a statement of another kind begins with.
_OTHER = (
    r"(?!(?:else|try|finally|lambda|except|with|for|while|if|elif|return|await|yield|del|assert|raise|not|async)\b)"
)

_SETTLED = re.compile(
    "|".join(
        (
            rf"from {MODULE} import {ALIASED}(?:, {ALIASED})*",
            rf"import {DOTTED}(?: as {NAME})?",
            rf"class {NAME}\((?:{TYPE})(?:, {NAME}={NAME})?\):",
            rf"(?:async )?def {NAME}\(self\) -> {TYPE}:(?: \.\.\.)?",
            rf"@{DOTTED}(?:\({DOTTED}\))?(?:  # pyright: ignore\[{NAME}\])?",
            rf"{NAME}: TypeAlias = {TYPE}",
            rf"{_OTHER}{NAME}: {TYPE}(?: = (?:{SCALAR}|{_CALL}))?",
            rf"return {_CALL}",
        )
    )
)


def is_settled(line: str) -> bool:
    """Whether black leaves a statement as it is, given that it is Python, fits its line, and stands on it alone."""
    return _SETTLED.fullmatch(line) is not None and '"""' not in line
