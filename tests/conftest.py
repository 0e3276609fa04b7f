"""Options of the whole suite: ``pytest --update`` rewrites expected files instead of comparing with them."""

from __future__ import annotations

import signal

import pytest


def pytest_configure() -> None:
    """Let tests interrupt what they start: who runs the suite in the background has it ignore SIGINT, and children inherit that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the expected files of case folders")


@pytest.fixture(scope="session")
def update(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be rewritten. A test that rewrites passes; the diff is for a person to read."""
    return bool(request.config.getoption("--update"))
