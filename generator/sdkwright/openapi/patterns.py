"""Patterns of a document, by an engine whose time is linear in the text and whose size is bounded (that of pydantic, in Rust).

Python's own would let a pattern such as `(a+)+$` run for hours, so no module gives it one (tests/safety/test_promises.py).
"""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["is_known", "matcher"]

_LONGEST_PATTERN, _LONGEST_TEXT = 1_000, 100_000
"""Linear is the product of both: past these a text is not looked at."""


def matcher(pattern: str) -> Callable[[str], bool]:
    """Whether a text has the pattern in it; anything has one that the engine does not know, such as a look around."""
    if len(pattern) > _LONGEST_PATTERN:
        return _anything
    from pydantic_core import (
        SchemaError,
        SchemaValidator,
    )  # few runs have a pattern to read, and it takes long to import
    from pydantic_core.core_schema import str_schema

    try:
        fits = SchemaValidator(str_schema(pattern=pattern, regex_engine="rust-regex")).isinstance_python
    except (SchemaError, UnicodeEncodeError):
        return _anything
    return lambda text: len(text) > _LONGEST_TEXT or fits(text)


def is_known(pattern: str) -> bool:
    """Whether the engine tells of a text that it has not the pattern."""
    return matcher(pattern) is not _anything


def _anything(_: str) -> bool:
    return True
