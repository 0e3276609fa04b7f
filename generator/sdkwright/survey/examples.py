"""Examples of findings: one for each code that a test shows, as it is printed; examples.json is made from those by a test."""

from __future__ import annotations

import json
from pathlib import Path

__all__ = ["FILE", "example"]

FILE = Path(__file__).with_name("examples.json")


def example(code: str) -> str | None:
    """A finding with that code, with its place, excerpt and hint; None where no test shows one."""
    found: dict[str, str] = json.loads(FILE.read_text("utf-8"))
    return found.get(code)
