"""What a run hands back to whoever asked for it (command line, build hook, tests); not how it is shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol, TypeAlias

from sdkwright.diagnostics import Report
from sdkwright.inert import dataclass

if TYPE_CHECKING:
    from sdkwright.compare.changes import Comparison

__all__ = ["Answer", "OnRecord", "Outcome", "Result"]

Answer: TypeAlias = tuple[int, str, str, str]
"""What a run came to, as printed: exit code, summary up to the seconds that it took, findings, findings in colour."""


class Outcome(Protocol):
    """What was, or with ``--check`` would be, done to the output folder; paths are relative to it, sorted."""

    @property
    def created(self) -> tuple[PurePosixPath, ...]:
        """Files that were not there."""
        ...

    @property
    def changed(self) -> tuple[PurePosixPath, ...]:
        """Files with other content than before."""
        ...

    @property
    def removed(self) -> tuple[PurePosixPath, ...]:
        """Files that we wrote once and do not emit any more."""
        ...

    @property
    def unchanged(self) -> Collection[PurePosixPath]:
        """Files whose content was right already."""
        ...

    @property
    def edited(self) -> Mapping[PurePosixPath, str]:
        """The checksum of each file that holds an edit."""
        ...

    @property
    def diff(self) -> str:
        """The unified diff of all files; empty unless it was asked for."""
        ...


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What is kept of a run for the next one (see again.py): when it began, all that it was made of, and what it left.

    ``inputs`` and ``out`` are absolute paths, ``files`` the checksums of all files, by path as text, the ``manifest`` among them. ``absent`` are inputs that were not there.
    """

    since: int
    inputs: tuple[str, ...]
    out: str
    manifest: str
    files: Mapping[str, str]
    absent: frozenset[str]


@dataclass(frozen=True, slots=True)
class Result:
    """The end of one run. ``outcome`` is None when findings stopped it before writing.

    ``counts`` are for the summary ("operations", "models"...), ``timings`` seconds by stage in the order they ran.
    ``comparison`` is that of the new package with the one that was there, where it was asked for and there was one. ``record`` is what is kept of it.
    ``seen`` is how files that the run left as they were looked before it found them right (see emit/glance.py).
    """

    report: Report
    outcome: Outcome | None = None
    output: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict[str, int])
    timings: Mapping[str, float] = field(default_factory=dict[str, float])
    comparison: Comparison | None = None
    seen: Mapping[str, tuple[int, ...] | None] = field(default_factory=dict[str, "tuple[int, ...] | None"])
    record: OnRecord | None = None
