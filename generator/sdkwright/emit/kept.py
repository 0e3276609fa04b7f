"""Files that a run leaves as the last one wrote them, without having made them again; what makes sure that they are still like that."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from sdkwright.emit.glance import look, settled_at
from sdkwright.inert import dataclass

if TYPE_CHECKING:
    from sdkwright.emit.glance import Look

__all__ = ["GoneError", "Kept"]


class GoneError(RuntimeError):
    """A file is not as the last run left it, so it has to be made again to say anything about it."""


@dataclass(slots=True)
class Kept:
    """Checksums by path, as text, and how files looked before they were found to have them; `seen` is how they look this time.

    ``before`` are the checksums of all files that the last run left, the manifest among them.
    """

    digests: Mapping[str, str] = field(default_factory=dict[str, str])
    looks: Mapping[str, Look] = field(default_factory=dict[str, "Look"])
    seen: dict[str, Look] = field(default_factory=dict[str, "Look"])
    before: Mapping[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def of(cls, paths: Iterable[str], files: Mapping[str, str], looks: Mapping[str, Look]) -> Kept:
        """Those at these ``paths``, of the checksums and looks of all ``files`` that the last run left."""
        return cls({path: files[path] for path in paths}, looks, before=files)

    def doubtful(self, out: Path) -> Iterator[str]:
        """Those that do not look as they did, so that they have to be read."""
        places = {f"{out}{os.sep}{path}": path for path in self.digests}
        limit = settled_at(time.time_ns())
        for place, now in look(places, linked=True).items():
            path = places[place]
            if now is not None and now[2:] and now[2] < limit:
                self.seen[path] = now
            if now is None or self.looks.get(path) != now:
                yield path
