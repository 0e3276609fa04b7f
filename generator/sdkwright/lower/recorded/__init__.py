"""Recordings for the tests of the emitted package: document and Api -> what each operation sends and is answered."""

from sdkwright.ir.api import Api
from sdkwright.ir.walk import methods

__all__ = ["is_tested"]

MOST_TESTED = 250
"""A package of more operations comes with tests only where they are asked for: they would be most of what is written."""


def is_tested(api: Api, asked: bool | None) -> bool:
    """Whether the package comes with tests: as asked, else by its size."""
    return asked if asked is not None else sum(1 for _ in methods(api)) <= MOST_TESTED
