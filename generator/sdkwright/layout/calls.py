"""Paths whose last words say what is done, or by what one is looked up, rather than where a thing stands."""

from __future__ import annotations

from sdkwright.layout.asked import Gives
from sdkwright.layout.site import Site, Spot, Words
from sdkwright.layout.verbs import ALSO_NOUNS, CHANGES, is_many, is_thing, is_verb, takes
from sdkwright.naming.words import snake

__all__ = ["is_looked_up", "looking_up", "making", "procedure"]


def procedure(site: Site, spot: Spot) -> int | None:
    """Where in the path begins what is done: a verb with nothing of its own below it, as in `/points/query/batch`."""
    for index in range(1, len(spot.words)):
        here = spot.words[: index + 1]
        if not is_verb(here[-1]) or _is_place(site, here):
            continue
        around = (*site.at(here), *site.below(here))
        if any(each.route.is_item and is_thing(here[-1], snake(each.route.last)) for each in site.at(here)):
            continue
        if all(_is_call(site, other, index) for other in around):
            return index
    return None


def _is_place(site: Site, words: Words) -> bool:
    """Whether a word that is as often a noun is one here: nothing stands at it, and below it several things are done."""
    done = {each.words[len(words)] for each in site.below(words)}
    verbs = sum(is_verb(word) for word in done)
    return words[-1] in ALSO_NOUNS and not site.at(words) and len(done) > 1 and 2 * verbs >= len(done)


def is_looked_up(site: Site, spot: Spot) -> bool:
    """Whether the last word says only what is given after it, as in `/users/email/{email}`: one more way to ask for a user."""
    words, route = spot.words, spot.route
    return (
        len(words) > 1
        and spot.asked.verb in ("get", *CHANGES)
        and words[-1] == snake(route.last)
        and not is_many(words[-1])
        and route.at[-2] == route.at[-1] == route.parameters - 1
        and bool(site.at(words[:-1]))
        and all(each.route.is_item for each in site.at(words))
        and not site.below(words)
    )


def looking_up(spot: Spot) -> str:
    """The standard name of what is done with the one that is looked up, or of asking for several."""
    if spot.asked.verb == "get":
        return "list" if spot.asked.gives is Gives.MANY else "retrieve"
    return CHANGES[spot.asked.verb]


def making(said: Words) -> str:
    """What a PUT does whose operationId says that it makes something: that, or Azure's `create_or_update`."""
    return "create_or_update" if said[:3] == ("create", "or", "update") else said[0]


def _is_call(site: Site, spot: Spot, index: int) -> bool:
    verbs = {other.asked.verb for other in site.at(spot.words)}
    plain = spot.route.at[index] == spot.route.parameters or takes(spot.words[index], snake(spot.route.last))
    calls = len(verbs) == 1 or verbs == {"get", "post"}
    return spot.route.action is None and (site.is_alone(spot) or (plain and calls))
