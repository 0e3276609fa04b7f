"""Which lines of the generator runs reach, so that a mutant that reaches a new one is kept to make others of; owns no mutation.

A function is traced until all of its lines have been reached, so that what every run does soon costs nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import sdkwright

GENERATOR = str(Path(sdkwright.__file__).parent)


@dataclass
class Guide:
    """``reached`` counts lines, ``unseen`` are those of the functions that have been called."""

    reached: int = 0
    unseen: dict[CodeType, set[int]] = field(default_factory=dict)

    @contextmanager
    def watching(self) -> Iterator[None]:
        sys.settrace(self._called)
        try:
            yield
        finally:
            sys.settrace(None)

    def _called(self, frame: FrameType, event: str, argument: Any) -> Callable[..., Any] | None:
        code = frame.f_code
        left = self.unseen.get(code)
        if left is None:
            ours = code.co_filename.startswith(GENERATOR)
            left = self.unseen[code] = {line for _, _, line in code.co_lines() if line} if ours else set()
        return self._line if left else None

    def _line(self, frame: FrameType, event: str, argument: Any) -> Callable[..., Any] | None:
        left = self.unseen[frame.f_code]
        if frame.f_lineno in left:
            left.discard(frame.f_lineno)
            self.reached += 1
        return self._line if left else None
