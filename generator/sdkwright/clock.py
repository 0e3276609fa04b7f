"""How long each stage of a run takes, and who is told when one begins; not what the stages are."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import field
from typing import TypeAlias

from sdkwright.inert import dataclass

__all__ = ["Clock", "Progress"]

Progress: TypeAlias = Callable[[str, Mapping[str, int]], None]
"""Told the name of each stage when it begins for the first time, and what was counted so far."""


@dataclass(slots=True)
class Clock:
    """Seconds by stage, in the order in which they ran."""

    seconds: dict[str, float] = field(default_factory=dict[str, float])
    progress: Progress | None = None
    counts: dict[str, int] = field(default_factory=dict[str, int])

    @contextmanager
    def stage(self, name: str) -> Generator[None]:
        """Time what is inside as that stage."""
        if self.progress is not None and name not in self.seconds:  # one that is gone through in turns would flicker
            self.progress(name, self.counts)
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started
