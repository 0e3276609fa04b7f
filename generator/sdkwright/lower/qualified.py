"""Names of components with packages before them, as frameworks give them: `io.k8s.api.apps.v1.DaemonSet`, `app__models__User`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise, takewhile

from sdkwright.layout.verbs import stem
from sdkwright.naming.words import snake

Parts = tuple[str, ...]

_QUALIFIED = re.compile(r"[A-Za-z][\w-]*([.+][A-Za-z][\w-]*)+(?<!_)\Z", re.ASCII)
# what FastAPI calls one of two classes of the same name
_OF_MODULE = re.compile(
    r"[a-z][a-z0-9]*(_[a-z0-9]+)*(__[a-z0-9]+(_[a-z0-9]+)*)*__[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+)*\Z", re.ASCII
)
# `List`1[[Shop.Order, Shop, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null]]`, as .NET writes `List<Order>`
_GENERIC_TYPE = re.compile(r"[A-Za-z_][\w.+]*`\d+\[.*\]\Z", re.ASCII)
_ASSEMBLY = re.compile(r",[^\[\],]*(?:,\s*(?:Version|Culture|PublicKeyToken)=[^\[\],]*)+")
_TYPE = re.compile(r"[A-Za-z_][\w.+]*", re.ASCII)
# packages that say where code stands, not what the thing is: `models.User`
_TECHNICAL_WORDS = """
api apis app application common contract contracts controller controllers core data domain dto dtos entities entity handler
handlers http httputil internal lib main model models module modules pkg public request requests response responses rest
schema schemas server service services shared src struct structs type types util utils view viewmodel viewmodels views web
"""
_TECHNICAL = frozenset(_TECHNICAL_WORDS.split())
# what needs the word before it to say anything
_GENERIC_WORDS = """
body command content data dto entry info input item list meta metadata model object options output params payload
query request resource response result results root status type value
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())
# names from which on a beginning that all have says nothing
_MANY = 3
_QUALIFIER = 2


def qualified_keys(names: Sequence[str]) -> Mapping[str, str]:
    """A shorter word for each name of several parts: the last, with the one before it unless that says nothing, or no more.

    Names that would be the same take more of their parts, as long as there are any.
    """
    split = {name: parts for name in names if len(parts := _split(name)) > 1}
    roots = {parts[0] for parts in split.values()}
    split = {name: parts for name, parts in split.items() if not _holds_another(parts, roots)}
    begins = _beginning(list(split.values())) if len(split) == len(names) >= _MANY else 0
    counts = {name: _needed(parts[begins:]) for name, parts in split.items()}
    split |= {name: (name, _with_arguments(name)) for name in names if _GENERIC_TYPE.match(name)}
    counts = {name: counts.get(name, 1) for name in split}
    while True:
        keys = {name: _joined(split[name][-count:]) for name, count in counts.items()}
        taken = Counter(_folded(keys.get(name, name)) for name in names)
        longer = {
            name: count + 1
            for name, count in counts.items()
            if taken[_folded(keys[name])] > 1 and count < len(split[name])
        }
        if not longer:
            return {name: key for name, key in keys.items() if counts[name] < len(split[name])}
        counts |= longer


def _split(name: str) -> Parts:
    if _QUALIFIED.match(name):
        return tuple(re.split(r"[.+]", name))
    return tuple(name.split("__")) if _OF_MODULE.match(name) else (name,)


def _with_arguments(name: str) -> str:
    """The last parts of a generic type and of its arguments."""
    return "_".join(re.split(r"[.+]", found)[-1] for found in _TYPE.findall(_ASSEMBLY.sub("", name)))


def _joined(parts: Parts) -> str:
    """The parts without those that the next one says again."""
    return "_".join((*(one for one, other in pairwise(parts) if not _says_again(other, one)), parts[-1]))


def _says_again(part: str, before: str) -> bool:
    """Whether the words of a part begin with those of the one before: `customers`, `CustomerCard`."""
    words = [*map(stem, snake(before).split("_"))]
    return [*map(stem, snake(part).split("_"))][: len(words)] == words


def _beginning(names: Sequence[Parts]) -> int:
    """How many parts all begin with, beside at least one that is left."""
    shortest = min(map(len, names)) - 1
    return len([*takewhile(lambda place: len({parts[place] for parts in names}) == 1, range(shortest))])


def _needed(parts: Parts) -> int:
    """How many of the last parts make a name."""
    if len(parts) < _QUALIFIER:
        return len(parts)
    before, last = snake(parts[-2]), snake(parts[-1])
    if _says_again(parts[-1], parts[-2]) or (before in _TECHNICAL and last not in _GENERIC):
        return 1
    return _QUALIFIER


def _holds_another(parts: Parts, roots: set[str]) -> bool:
    """Whether it is a generic type with an argument in its name: `Page_Shop.Models.Order`."""
    return any(part.rpartition("_")[2] in roots for part in parts[:-1] if "_" in part)


def _folded(key: str) -> str:
    return snake(key).replace("_", "")
