"""Names of components with packages before them, as frameworks of .NET, Go and Java give them: `io.k8s.api.apps.v1.DaemonSet`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import takewhile

from sdkwright.layout.verbs import stem
from sdkwright.naming.words import snake

Parts = tuple[str, ...]

_QUALIFIED = re.compile(r"[A-Za-z][\w-]*([.+][A-Za-z][\w-]*)+(?<!_)\Z", re.ASCII)
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
    split = {name: tuple(re.split(r"[.+]", name)) for name in names if _QUALIFIED.match(name)}
    roots = {parts[0] for parts in split.values()}
    split = {name: parts for name, parts in split.items() if not _holds_another(parts, roots)}
    begins = _beginning(list(split.values())) if len(split) == len(names) >= _MANY else 0
    counts = {name: _needed(parts[begins:]) for name, parts in split.items()}
    while True:
        keys = {name: "_".join(split[name][-count:]) for name, count in counts.items()}
        taken = Counter(_folded(keys.get(name, name)) for name in names)
        longer = {
            name: count + 1
            for name, count in counts.items()
            if taken[_folded(keys[name])] > 1 and count < len(split[name])
        }
        if not longer:
            return {name: key for name, key in keys.items() if counts[name] < len(split[name])}
        counts |= longer


def _beginning(names: Sequence[Parts]) -> int:
    """How many parts all begin with, beside at least one that is left."""
    shortest = min(map(len, names)) - 1
    return len([*takewhile(lambda place: len({parts[place] for parts in names}) == 1, range(shortest))])


def _needed(parts: Parts) -> int:
    """How many of the last parts make a name."""
    if len(parts) < _QUALIFIER:
        return len(parts)
    before, last = snake(parts[-2]), snake(parts[-1])
    says_again = [*map(stem, last.split("_"))][: before.count("_") + 1] == [*map(stem, before.split("_"))]
    if says_again or (before in _TECHNICAL and last not in _GENERIC):
        return 1
    return _QUALIFIER


def _holds_another(parts: Parts, roots: set[str]) -> bool:
    """Whether it is a generic type with an argument in its name: `Page_Shop.Models.Order`."""
    return any(part.rpartition("_")[2] in roots for part in parts[:-1] if "_" in part)


def _folded(key: str) -> str:
    return snake(key).replace("_", "")
