"""What a run will ask for is looked at while it imports what it is made of, by a process that is begun while this one is small.

What nobody looked at is looked at by whoever asks, as without.
"""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING

from sdkwright.beside import Beside, can_fork
from sdkwright.emit.glance import look

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sdkwright.emit.glance import Look, Noted

__all__ = ["Ahead"]


class Ahead:
    """What was ``noted`` for a run with these arguments, which has something to do; and how all that the last one wrote looks by now."""

    __slots__ = ("_beside", "_outputs", "noted")

    def __init__(self, noted: Noted) -> None:
        self.noted = noted
        self._outputs: Mapping[str, Look] | None = None
        self._beside = Beside(self._different) if can_fork() else None
        if self._beside is not None:
            self._beside.ask(b"")

    def outputs(self) -> Mapping[str, Look] | None:
        """Looks from after `Noted.at`, by absolute path; None where nobody has looked."""
        if self._beside is not None:
            said, self._beside = self._beside.answer(), None
            different = marshal.loads(said) if said else None  # noqa: S302 - a process of ours
            self._outputs = {**self.noted.outputs, **different} if different is not None else None
        return self._outputs

    def stop(self) -> None:
        """End who looks, where nobody has asked."""
        if self._beside is not None:
            self._beside.stop()

    def _different(self, _: bytes) -> bytes:
        """Mostly nothing, so that little has to be said."""
        now = look(self.noted.outputs, linked=True)
        return marshal.dumps({path: seen for path, seen in now.items() if seen != self.noted.outputs[path]})
