"""Patterns of a document, by an engine whose time is linear in the text and whose size is bounded (that of pydantic, in Rust).

Python's own would let a pattern such as `(a+)+$` run for hours.
"""

from __future__ import annotations

from collections.abc import Callable

from pydantic_core import SchemaError, SchemaValidator
from pydantic_core.core_schema import str_schema


def matcher(pattern: str) -> Callable[[str], bool]:
    """Whether a text has the pattern in it; anything has one that the engine does not know, such as a look around."""
    try:
        return SchemaValidator(str_schema(pattern=pattern, regex_engine="rust-regex")).isinstance_python
    except (SchemaError, UnicodeEncodeError):
        return _anything


def _anything(_: str) -> bool:
    return True
