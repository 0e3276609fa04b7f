"""What the tests of safety share: runs of the stages on hostile input, the input itself, and ways to look at what came out."""

from __future__ import annotations

import os

EXHAUSTIVE = os.environ.get("SAFETY") == "all"
"""`make safety`: everything with everything, for which `make test` has no time."""
