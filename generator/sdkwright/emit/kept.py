"""Files that a run leaves as the last one wrote them, without having made them again; what makes sure that they are still like that."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sdkwright.emit.files import MANIFEST_NAME
from sdkwright.emit.glance import look, settled_at
from sdkwright.inert import dataclass

if TYPE_CHECKING:
    from sdkwright.emit.glance import Look, Noted

__all__ = ["GoneError", "Kept"]


class GoneError(RuntimeError):
    """A file is not as the last run left it, so it has to be made again to say anything about it."""


class Foresight(Protocol):
    """Who looked at files before somebody asked, some time after what was ``noted`` was looked at."""

    @property
    def noted(self) -> Noted:
        """What an earlier run has left."""
        ...

    def outputs(self) -> Mapping[str, Look] | None:
        """The looks, by absolute path; None where nobody has looked."""
        ...


@dataclass(slots=True)
class Kept:
    """Checksums by path, as text, and how files looked before they were found to have them; `seen` is how they look this time.

    ``before`` are the checksums of all files that the last run left, the manifest among them. ``ahead`` may have looked at them already.
    """

    digests: Mapping[str, str] = field(default_factory=dict[str, str])
    looks: Mapping[str, Look] = field(default_factory=dict[str, "Look"])
    seen: dict[str, Look] = field(default_factory=dict[str, "Look"])
    before: Mapping[str, str] = field(default_factory=dict[str, str])
    ahead: Foresight | None = None

    @classmethod
    def of(cls, paths: Iterable[str], files: Mapping[str, str], looks: Mapping[str, Look]) -> Kept:
        """Those at these ``paths``, of the checksums and looks of all ``files`` that the last run left."""
        return cls({path: files[path] for path in paths}, looks, before=files)

    def doubtful(self, out: Path, *, is_ours: bool) -> Iterator[str]:
        """Those that do not look as they did, so that they have to be read.

        Looks from before the folder was locked are taken where it ``is_ours`` still: no other run has written to it since.
        """
        place = f"{out.absolute()}{os.sep}"
        seen = self.ahead.outputs() if self.ahead is not None and is_ours else None
        limit = settled_at(self.ahead.noted.at if self.ahead is not None and seen else time.time_ns())
        places, seen = [f"{place}{path}" for path in self.digests], seen or {}
        noted = self._noted(f"{place}{MANIFEST_NAME}", seen)
        if unseen := [each for each in places if each not in seen]:
            seen = {**seen, **look(unseen, linked=True)}
        found = list(zip(self.digests, places, map(seen.get, places), strict=True))
        self.seen |= {path: now for path, _, now in found if now is not None and now[2:] and now[2] < limit}
        looks = self.looks
        for path, each, now in found:
            if now is None or (looks.get(path) != now and noted.get(each) != now):
                yield path

    def _noted(self, manifest: str, seen: Mapping[str, Look]) -> Mapping[str, Look]:
        """How files looked, by absolute path, when all were found to be as the ``manifest`` says that is still there: a run that has just written them knows no looks from before."""
        noted = self.ahead.noted.outputs if self.ahead is not None else {}
        return noted if noted.get(manifest) is not None and noted[manifest] == seen.get(manifest) else {}
