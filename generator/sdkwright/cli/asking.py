"""What commands share that answer questions about an API: reading it, and saying why that fails."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sdkwright.cli.exits import exit_code

if TYPE_CHECKING:
    from sdkwright.survey.understood import Understood

__all__ = ["asked"]


def asked(config: Path | None, spec: Path | None) -> tuple[Understood | None, int]:
    """(the API, 0), or (None, an exit code) with the errors printed. Warnings are for `generate` to tell."""
    from sdkwright import console
    from sdkwright.config import GenerateOptions
    from sdkwright.pipeline import understand

    report, known = understand(GenerateOptions(config=config, spec=spec))
    if known is None:
        console.print_findings(report, sys.stderr, as_json=False)
        return None, exit_code(report) or 1
    return known, 0
