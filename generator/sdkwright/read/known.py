"""What the last reading of a document has left to this one, and this one leaves to the next; not where that is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from typing import ClassVar, TypeAlias

from sdkwright.inert import dataclass
from sdkwright.pointer import Json
from sdkwright.read.json_cuts import edited, is_told_apart, tree, whole
from sdkwright.read.later import Later
from sdkwright.read.raw import Former, Member, Path, Raw, Whole
from sdkwright.sealed import Sealable

__all__ = ["WORTH_IT", "Known", "Places", "Tree", "Trees"]

WORTH_IT = 100_000
"""Size of a text from which on it is read in parts."""


@dataclass(frozen=True, slots=True)
class Tree(Sealable):
    """Key and value of an entry of a YAML text, and where it stands. Of one that is a part of the document: the keys of that, and its checksum as such."""

    key: str
    value: Json
    path: Path
    keys: Path = ()
    checksum: bytes = b""

    PARTS: ClassVar[tuple[str, ...]] = ("value",)

    def at(self, path: Path) -> Json:
        """The value, as it stands there; it is not looked at here where that is possible."""
        return (
            Later(self.keys, self._mapping, self.checksum, path) if self.checksum and path == self.path else self.value
        )

    def _mapping(self) -> dict[str, Json]:
        assert isinstance(self.value, dict)
        return self.value


Trees: TypeAlias = Mapping[bytes, Tree]
"""Entries by the checksum of their text."""

Places: TypeAlias = Mapping[bytes, dict[Path, int]]
"""By the checksum of the text of an entry, where keys in it stand that somebody has asked for, in characters from its start."""


@dataclass(slots=True)
class Known:
    """The entries of the last reading and those of this one, of YAML by checksum; of JSON all of the text as it was."""

    before: Trees = field(default_factory=dict[bytes, Tree])
    now: dict[bytes, Tree] = field(default_factory=dict[bytes, Tree])
    asked: Places = field(default_factory=dict[bytes, dict[Path, int]])
    places: dict[bytes, dict[Path, int]] = field(default_factory=dict[bytes, dict[Path, int]])
    last: Whole | Former | None = None
    content: Callable[[str], bytes | None] = lambda _: None
    """The bytes of a file, by absolute path, where somebody has read it already."""
    _whole: Whole | None = None
    _raw: Raw | None = None
    _root: Json = None

    def again(self, data: bytes) -> tuple[Raw, dict[str, Json]] | None:
        """A JSON text that differs from the last one in one place, and its value; None for any other."""
        if self.last is None or (made := edited(self.last, data)) is None:
            return None
        return self._held(made.whole, tree(made, self.last.value))

    def anew(self, text: str, data: bytes) -> tuple[Raw, dict[str, Json]] | None:
        """A JSON text that is worth to be read in parts, and its value; None where there is something to say of it, and for any other."""
        made = whole(text, data) if len(data) >= WORTH_IT else None
        return self._held(made, made.value) if made is not None and isinstance(made.value, dict) else None

    def _held(self, made: Whole, root: dict[str, Json]) -> tuple[Raw, dict[str, Json]]:
        self._whole, self._raw, self._root = made, Raw(made), root
        return self._raw, root

    def places_in(self, name: bytes) -> dict[Path, int]:
        """Where keys of an entry are known to stand; who finds another notes it there."""
        return self.places.setdefault(name, dict(self.asked.get(name, {})))

    @property
    def asked_now(self) -> Places:
        """The places that somebody has asked for in this reading or in one before."""
        return {name: each for name, each in self.places.items() if each}

    def sum_up(self, checksum: Callable[[Path, dict[str, Json]], bytes]) -> None:
        """Note the checksums of the entries of a YAML text that are parts of the document."""
        for name, each in self.now.items():
            if not each.checksum and _is_part(each.path) and isinstance(each.value, dict):
                summed = checksum(each.path, each.value)
                self.now[name] = replace(each, keys=tuple(each.value), checksum=summed)

    def left(self, checksum: Callable[[Path, dict[str, Json]], bytes]) -> Whole | None:
        """What the next reading goes on from, with the checksum of each part."""
        if self._whole is None or not isinstance(self._root, dict):
            return None
        members = self._summed(self._whole.root, self._root, (), checksum)
        return self._whole._replace(root=members, value=self._root)

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


def _is_part(path: Path) -> bool:
    """Whether it is one of the members that are told apart, and not an object of such."""
    return not is_told_apart(path) and (len(path) == 1 or is_told_apart(path[:-1]))
