"""Where `attack` is found, and a line at the end of the run that says how much was tried."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

TRIED = pytest.StashKey[Counter[str]]()

EXHAUSTIVE = os.environ.get("SAFETY") == "all"
"""`make safety`: everything with everything, for which `make test` has no time."""


@pytest.fixture(scope="session")
def tried(pytestconfig: pytest.Config) -> Counter[str]:
    """Adds up what was tried."""
    return pytestconfig.stash.setdefault(TRIED, Counter())


@pytest.fixture(scope="session")
def exhaustive() -> bool:
    return EXHAUSTIVE


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    counts = config.stash.get(TRIED, None)
    if counts:
        told = ", ".join(f"{count} {what}" for what, count in counts.items())
        terminalreporter.write_line(f"safety: {told}")
