"""Names of methods for where the good ones are taken; decides neither what a good one is nor who gets it."""

from __future__ import annotations

import re

from sdkwright.layout.routes import EXTENSION
from sdkwright.layout.site import Spot
from sdkwright.layout.verbs import ASKING, PLAIN, is_verb, names_one_of, stem
from sdkwright.naming.words import snake

# more words than that beside a standard name say less than the path does
MOST_WORDS = 3
MOST_SAID = 5
_PARAMETER = re.compile(r"\{([^{}]+)\}")
SAYS_NOTHING = frozenset({"call", "do", "request"})


def spare_names(
    spot: Spot, first: str, resource: tuple[str, ...], other: Spot | None, *, is_standard: bool
) -> tuple[str, ...]:
    """Names instead of `first`, which `other` has: what the operationId says, where the path leads, the verb of HTTP.

    What is nobody's business here is empty.
    """
    verb, special = spot.asked.verb, _special(spot, (*resource, first))
    is_of_other_verb = first != verb and (other is None or other.asked.verb != verb)
    by_verb = f"{first}_{verb}" if is_of_other_verb else ""
    owner = spot.words[-2] if len(spot.words) > 1 and spot.route.at[-1] else ""
    same_owner = other is not None and other.route.at == spot.route.at
    said = "_".join(spot.said)
    by = f"{first}_by_{snake(spot.route.last)}" if spot.route.is_item and "_by_" not in first else ""
    extension = EXTENSION.search(spot.asked.path)
    of_form = (
        extension is not None
        and other is not None
        and EXTENSION.sub("", other.asked.path) == spot.asked.path[: extension.start()]
    )
    asked_for = _asked_for(spot, other)
    return (
        f"{first}_by_{asked_for}" if asked_for else "",
        f"{first}_{extension[1].lower()}" if extension is not None and of_form else "",
        said if not is_standard and spot.said[:1] == (first,) and not special else "",
        "_".join((first, *special)) if special else "",
        by if not is_standard and other is not None and not other.route.is_item else "",
        by_verb if not is_standard and is_verb(first) else "",
        f"{first}_for_{stem(owner)}" if owner and not same_owner else "",
        said if _is_telling(spot) else "",
        by if spot.words and not names_one_of(snake(spot.route.last), spot.words[-1]) else "",
        f"{first}_for_{stem(owner)}" if owner else "",
        f"{by}_{extension[1].lower()}" if by and extension is not None else "",
        f"{first}_item" if spot.route.is_item else "",
        by,
        said,
        by_verb,
        "_".join((verb, *spot.words)),
    )


def _asked_for(spot: Spot, other: Spot | None) -> str:
    """The parameters in the query of a path by which alone it differs from another: `/now?lat={lat}&lon={lon}`, `/now?city={city}`."""
    path, _, query = spot.asked.path.partition("?")
    if other is None or path.endswith("{") or other.asked.path.partition("?")[0] != path:
        return ""
    return "_".join(snake(name) for name in _PARAMETER.findall(query)[:MOST_WORDS])


def _special(spot: Spot, known: tuple[str, ...]) -> tuple[str, ...]:
    """What the operationId says beyond what is `known`, if that is short and tells anything."""
    special = spot.special(known)
    special = special[1:] if special and special[0] in PLAIN else special
    return special if len(special) <= MOST_WORDS and not SAYS_NOTHING.issuperset(special) else ()


def _is_telling(spot: Spot) -> bool:
    """Whether the operationId is a name for a method: not what the path says, nor one of a sentence, nor `get_thing`."""
    return (
        len(spot.said) <= MOST_SAID
        and spot.said[:1] not in {(word,) for word in ASKING}
        and spot.said != spot.words[-1:]
    )
