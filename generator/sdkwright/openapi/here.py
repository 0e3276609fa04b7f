"""Where a walk through a description is: its file, its place there and in the one tree, the base URI in force; moves nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from sdkwright.inert import dataclass
from sdkwright.openapi.library import File
from sdkwright.openapi.walk import Kind, Trail, keys_of, kind_at
from sdkwright.pointer import ROOT, Pointer, child, tokens

__all__ = ["Here", "Trail", "trail_to"]


@dataclass(frozen=True, slots=True)
class Here:
    """A walk: its file, the base URI in force, where it started in the file and where that stands in the one tree.

    ``bound`` says what the names that `$dynamicRef`s ask for mean there; those that are ``near`` are of a schema for the same value.
    """

    file: File
    base: str
    start: Pointer
    mounted: Pointer
    bound: Mapping[str, str] = field(default_factory=dict[str, str])
    near: frozenset[str] = frozenset()

    def pointer(self, trail: Trail) -> Pointer:
        """In the file."""
        return child(self.start, *keys_of(trail))

    def place(self, trail: Trail) -> Pointer:
        """In the one tree."""
        return child(self.mounted, *keys_of(trail))

    def outermost(self, trail: Trail) -> Pointer | None:
        """The schema of the file that is in no other and that the place is in, where the file is a description."""
        path = tokens(self.pointer(trail))
        lengths = (length for length in range(1, len(path)) if kind_at(path[:length]) is Kind.SCHEMA)
        return next((child(ROOT, *path[:length]) for length in lengths), None)


def trail_to(place: Pointer) -> Trail:
    """The keys that lead to a place."""
    trail: Trail = None
    for token in tokens(place):
        trail = trail, token
    return trail
