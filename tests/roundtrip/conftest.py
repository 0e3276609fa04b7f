"""Where `trips` is found, and a line at the end of the run that says how much was covered."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

COVERED = pytest.StashKey[Counter[str]]()


@pytest.fixture(scope="session")
def covered(pytestconfig: pytest.Config) -> Counter[str]:
    """Adds up what was covered."""
    return pytestconfig.stash.setdefault(COVERED, Counter())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    counts = config.stash.get(COVERED, None)
    if counts:
        told = ", ".join(f"{count} {what}" for what, count in counts.items())
        terminalreporter.write_line(f"round trip: {told}")
