"""One difference between two surfaces, how bad it is for callers, and which version it asks for; not how it is found or shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field
from enum import IntEnum
from typing import Literal, TypeAlias

from sdkwright.compare.surface import Place
from sdkwright.inert import dataclass

__all__ = ["Change", "Comparison", "Severity", "Verdict"]

Verdict: TypeAlias = Literal["major", "minor", "patch"]


class Severity(IntEnum):
    """What a program written against the old package notices, the worst last."""

    COSMETIC = 0
    ADDITIVE = 1
    BREAKING = 2

    @property
    def label(self) -> str:
        """As people write it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Change:
    """``kind`` is a stable word for machines, ``path`` what a program writes, ``message`` a sentence about it without its subject.

    ``old`` and ``new`` are what was and what is, as source text, where there is such. ``hint`` says what to do instead.
    """

    severity: Severity
    kind: str
    path: str
    message: str
    old: str | None = None
    new: str | None = None
    hint: str | None = None
    place: Place | None = None
    also_async: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes from one package to another, the worst first."""

    old: str
    new: str
    old_version: str | None
    new_version: str | None
    changes: Sequence[Change] = ()
    unread: Sequence[str] = field(default=())

    def rated(self, severity: Severity) -> list[Change]:
        """The changes that are exactly as bad as this."""
        return [change for change in self.changes if change.severity is severity]

    @property
    def is_breaking(self) -> bool:
        """Whether a program may have to change."""
        return any(change.severity is Severity.BREAKING for change in self.changes)

    @property
    def verdict(self) -> Verdict:
        """Which number of the version goes up, by Semantic Versioning 2.0.0."""
        worst = max((change.severity for change in self.changes), default=Severity.COSMETIC)
        return {Severity.BREAKING: "major", Severity.ADDITIVE: "minor", Severity.COSMETIC: "patch"}[worst]  # type: ignore[return-value]

    @property
    def next_version(self) -> str | None:
        """The lowest version that says so; before 1.0.0 a breaking change raises the second number (item 4 of Semantic Versioning)."""
        match = re.match(r"(\d+)\.(\d+)\.(\d+)", self.old_version or "")
        if match is None:
            return None
        major, minor, patch = map(int, match.groups())
        if self.verdict == "patch" or (major == 0 and self.verdict == "minor"):
            return f"{major}.{minor}.{patch + 1}" if self.changes else f"{major}.{minor}.{patch}"
        if self.verdict == "major" and major:
            return f"{major + 1}.0.0"
        return f"{major}.{minor + 1}.0"
