"""Lines that stand as black prints them, told at a glance, if they are short enough: most lines of a package are such."""

from __future__ import annotations

import re

__all__ = ["is_settled"]

_NAME = r"[^\W\d]\w*"
_DOTTED = rf"{_NAME}(?:\.{_NAME})*"
_SCALAR = rf'(?:{_DOTTED}|"[^"\\]*"|\d+)'
# No comma stands before a bracket that closes, so none asks for more lines; the brackets match, since the text is Python.
_TYPE = rf"{_SCALAR}(?:(?:\]*(?:, | \| )|\[){_SCALAR})*\]*"
_ARGUMENT = rf"(?:{_NAME}=)?{_SCALAR}"
_CALL = rf"(?!(?:not|await|lambda|yield)\b){_DOTTED}\((?:{_ARGUMENT}(?:, {_ARGUMENT})*)?\)"
_ALIASED = rf"{_NAME}(?: as {_NAME})?"
# Words that a statement of another kind begins with.
_OTHER = (
    r"(?!(?:else|try|finally|lambda|except|with|for|while|if|elif|return|await|yield|del|assert|raise|not|async)\b)"
)

_SETTLED = re.compile(
    "|".join(
        (
            rf"from (?:\.+(?:{_DOTTED})?|{_DOTTED}) import {_ALIASED}(?:, {_ALIASED})*",
            rf"import {_DOTTED}(?: as {_NAME})?",
            rf"class {_NAME}\((?:{_TYPE})(?:, {_NAME}={_NAME})?\):",
            rf"(?:async )?def {_NAME}\(self\) -> {_TYPE}:(?: \.\.\.)?",
            rf"@{_DOTTED}(?:\({_DOTTED}\))?",
            rf"{_OTHER}{_NAME}: {_TYPE}(?: = (?:{_SCALAR}|{_CALL}))?",
            rf"return {_CALL}",
        )
    )
)


def is_settled(line: str) -> bool:
    """Whether black leaves a statement as it is, given that it is Python, fits its line, and stands on it alone."""
    return _SETTLED.fullmatch(line) is not None and '"""' not in line
