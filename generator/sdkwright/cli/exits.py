"""Exit codes: what each says, and which one a report comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sdkwright.diagnostics import Report

__all__ = ["BUG", "FINDINGS", "INTERRUPTED", "STOPPED", "USAGE", "exit_code"]

FINDINGS, USAGE, BUG, INTERRUPTED = 1, 2, 70, 130
STOPPED = "interrupted; nothing was left half-written"


def exit_code(report: Report) -> int:
    """0 without errors; an error in how we were called weighs more than one in a document."""
    from sdkwright.diagnostics import Severity

    errors = [found.code for found in report.diagnostics if found.severity is Severity.ERROR]
    if any(code.startswith("X") for code in errors):
        return USAGE
    return FINDINGS if errors else 0
