"""What the last reading of a document has left to this one, and this one leaves to the next; not where that is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import TypeAlias

from sdkwright.inert import dataclass
from sdkwright.pointer import Json
from sdkwright.read.json_cuts import edited, tree, whole
from sdkwright.read.raw import Member, Path, Raw, Whole

__all__ = ["WORTH_IT", "Known", "Trees"]

WORTH_IT = 100_000
"""Size of a text from which on it is read in parts."""

Trees: TypeAlias = Mapping[bytes, tuple[str, Json]]
"""Key and value of an entry by the checksum of its text."""


@dataclass(slots=True)
class Known:
    """The entries of the last reading and those of this one, of YAML by checksum; of JSON all of the text as it was."""

    before: Trees = field(default_factory=dict[bytes, tuple[str, Json]])
    now: dict[bytes, tuple[str, Json]] = field(default_factory=dict[bytes, tuple[str, Json]])
    last: Whole | None = None
    _text: tuple[str, bytes] | None = None
    _whole: Whole | None = None
    _raw: Raw | None = None
    _root: Json = None

    def again(self, data: bytes) -> tuple[Raw, dict[str, Json]] | None:
        """A text that differs from the last one in one place, and its value; None for any other."""
        made = edited(self.last, data) if self.last is not None else None
        if made is None:
            return None
        root = tree(made)
        self._whole, self._raw, self._root = made.whole, Raw(made.whole), root
        return self._raw, root

    def took(self, text: str, data: bytes, root: Json) -> None:
        """Note a JSON text that was read as a whole, its bytes and its value."""
        if len(data) >= WORTH_IT:
            self._text, self._root = (text, data), root

    def left(self, checksum: Callable[[Path, dict[str, Json]], bytes]) -> Whole | None:
        """What the next reading goes on from, with the checksum of each part."""
        if self._text is not None:
            self._whole = whole(*self._text)
        if self._whole is None or not isinstance(self._root, dict):
            return None
        return self._whole._replace(root=self._summed(self._whole.root, self._root, (), checksum))

    def _summed(
        self, member: Member, node: dict[str, Json], path: Path, checksum: Callable[[Path, dict[str, Json]], bytes]
    ) -> Member:
        inner = list[Member]()
        for each in member.inner or ():
            value, below = node[each.key], (*path, each.key)
            if each.inner is not None and isinstance(value, dict):
                inner.append(self._summed(each, value, below, checksum))
                continue
            places = self._raw.asked(below) if self._raw is not None else ()
            known = each.checksum
            if isinstance(value, dict) and not known and path:
                known = checksum(below, value)
            is_same = known is each.checksum and places == each.places
            inner.append(each if is_same else each._replace(checksum=known, places=places))
        return member._replace(inner=tuple(inner))
