"""A path template as a person reads it."""

from __future__ import annotations

from dataclasses import replace

from sdkwright.inert import dataclass


@dataclass(frozen=True, slots=True)
class Route:
    """What a path template says.

    `words` are its static parts; `at` tells for each how many parameters come before it. `action` is a verb after a colon,
    `last` the name of the last parameter.
    """

    words: tuple[str, ...]
    at: tuple[int, ...]
    parameters: int
    version: str
    action: str | None = None
    last: str = ""

    @property
    def is_item(self) -> bool:
        """Whether a parameter comes last: the path names one of many."""
        return self.parameters > (self.at[-1] if self.at else 0)

    def without_first(self) -> Route:
        """The same below its first word."""
        return replace(self, words=self.words[1:], at=self.at[1:])

    def without(self, places: frozenset[int]) -> Route:
        """The same without the words at those places."""
        if not places:
            return self
        kept = [
            (word, at) for index, (word, at) in enumerate(zip(self.words, self.at, strict=True)) if index not in places
        ]
        return replace(self, words=tuple(word for word, _ in kept), at=tuple(at for _, at in kept))

    def under(self, *words: str) -> Route:
        """The same below these words."""
        return replace(self, words=(*words, *self.words), at=(*(0 for _ in words), *self.at))
