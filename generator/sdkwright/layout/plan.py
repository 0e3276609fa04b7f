"""The layout itself: for each operation the resource and candidates for its name, then every name at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sdkwright.inert import dataclass
from sdkwright.layout.asked import Asked, Gives, Placement
from sdkwright.layout.calls import is_looked_up, looking_up, making, procedure
from sdkwright.layout.reasons import why, why_action
from sdkwright.layout.site import Site, Spot, Words
from sdkwright.layout.spare import spare_names
from sdkwright.layout.verbs import (
    ASKING,
    CHANGES,
    CHANGING,
    FIRM,
    LISTED,
    LISTING,
    PLAIN,
    VERBS,
    ends_in_verb,
    is_key,
    is_many,
    is_many_of,
    is_phrase,
    is_plural,
    is_verb,
    names_one_of,
    says_many,
    stem,
    without_owner,
)
from sdkwright.naming.words import snake

AT_THE_TOP = "root"
THE_CLIENT: Words = ()
# verbs that say what is done only beside what it is done to
NEVER_ALONE = PLAIN - {"query"}
MAKING = frozenset({("create",), ("upsert",), ("add",)})
SEEKING = frozenset({("find",), ("search",)})
# who is given a name first among actions; a GET goes before a POST where names are standard ones
VERB_ORDER = ("post", "get", "put", "patch", "delete", "")


@dataclass(frozen=True, slots=True)
class _Choice:
    """Where a method goes and what it may be called, best first. Standard names are given before others."""

    spot: Spot
    resource: Words
    names: tuple[str, ...]
    rule: str
    is_standard: bool = False

    @property
    def order(self) -> tuple[object, ...]:
        verb = self.spot.asked.verb
        rank = VERB_ORDER.index(verb) if verb in VERB_ORDER else len(VERB_ORDER)
        rank = (rank + 1) % len(VERB_ORDER) if self.is_standard and rank < len(VERB_ORDER) else rank
        return not self.is_standard, self.spot.route.parameters, rank, self.spot.order


def place(asked: Sequence[Asked]) -> list[Placement]:
    """A place and a name for every operation. The order in which they are given changes nothing."""
    site = Site(asked)
    choices = sorted((_choice(site, spot) for spot in site.spots), key=lambda choice: choice.order)
    resources = {choice.resource[:length] for choice in choices for length in range(1, len(choice.resource) + 1)}
    # a name -> what has it: an operation, or a resource
    taken: dict[Words, dict[str, Spot | None]] = defaultdict(dict)
    for resource in resources:
        taken[resource[:-1]][resource[-1]] = None
    placed: list[Placement] = []
    for choice in choices:
        placed.append(_placed(choice, taken[choice.resource]))
        taken[choice.resource][placed[-1].key] = choice.spot
    return placed


def _placed(choice: _Choice, taken: Mapping[str, Spot | None]) -> Placement:
    first = choice.names[0]
    spare = spare_names(choice.spot, first, choice.resource, taken.get(first), is_standard=choice.is_standard)
    names = list(dict.fromkeys(name for name in (*choice.names, *spare) if name))
    number = 2
    while f"{choice.names[0]}_{number}" in taken:
        number += 1
    key = next((name for name in names if name not in taken), f"{choice.names[0]}_{number}")
    before = names.index(key) if key in names else len(names)
    return Placement(
        choice.resource,
        key,
        choice.spot.asked,
        rule=choice.rule,
        taken=tuple(names[:before]),
        others=tuple(names[before + 1 :]),
    )


def _choice(site: Site, spot: Spot) -> _Choice:
    words, route = spot.words, spot.route
    if route.action is not None:
        return _Choice(spot, words or _caller(spot), (route.action,), why_action(spot.asked.path))
    if not words:
        return _at_the_top(spot)
    first, last = words[0], words[-1]
    below = bool(site.below(words))
    if (
        site.is_rpc
        and not route.parameters
        and not below
        and (len(words) > 1 or is_verb(first) or _is_phrase(site, spot))
    ):
        return _Choice(
            spot, words[:-1] or _caller(spot), (last,), "paths name procedures here: the last word is the method"
        )
    by = next((index for index, word in enumerate(words) if index and word.partition("_")[0] == "by"), None)
    if by is not None:
        name = f"{_standard(site, spot, words[:by])}_{'_'.join(words[by:])}"
        return _Choice(spot, words[:by], (name,), "the standard name, with the words of the path from `by` on")
    if is_looked_up(site, spot):
        name = f"{looking_up(spot)}_by_{last}"
        return _Choice(spot, words[:-1], (name,), f"`{last}` says which one is meant, as the parameter after it does")
    start = procedure(site, spot)
    if start is not None:
        rule = f"`{words[start]}` is a verb, and nothing of its own stands below it in the paths"
        return _Choice(spot, words[:start], ("_".join(words[start:]),), rule)
    if site.is_alone(spot) and not route.is_item and not _is_collection(spot):
        alone = _alone(site, spot)
        if alone is not None:
            return alone
    return _Choice(spot, words, _names(site, spot), why(spot), is_standard=True)


def _alone(site: Site, spot: Spot) -> _Choice | None:
    """Where a method goes whose last word has no other; None where that word is a resource all the same."""
    *before, last = spot.words
    if before:
        name = without_owner(_of_parent(spot), before[-1])
        return _Choice(spot, tuple(before), (name,), f"`{last}` is alone there: a method of `{before[-1]}`")
    tag = snake(spot.asked.tag)
    if tag and site.tagged.get(tag, 0) > 1 and stem(tag) != stem(last):
        name, rule = without_owner(_of_parent(spot), tag), f"`{last}` is alone there: a method of its tag, `{tag}`"
        return _Choice(spot, (site.called(tag),), (name,), rule)
    if is_verb(last) and last not in NEVER_ALONE:
        return _Choice(spot, THE_CLIENT, (last,), f"`{last}` is a verb, and alone: a method of the client")
    return None


def _is_phrase(site: Site, spot: Spot) -> bool:
    """Whether a path is one segment that says what is done to what, as in `/getChatMember`."""
    return is_phrase(spot.words[0]) or ("_" in spot.words[0] and spot.asked.verb == "post" and site.is_alone(spot))


def _tag(spot: Spot) -> Words:
    return (snake(spot.asked.tag) or AT_THE_TOP,)


def _caller(spot: Spot) -> Words:
    """What has the method that a path names with all that it says: the tag, else the client."""
    tag = snake(spot.asked.tag)
    return (tag,) if tag and tag != spot.route.action else THE_CLIENT


def _at_the_top(spot: Spot) -> _Choice:
    """A path without words: below its tag, by what the operationId says."""
    resource = _tag(spot)
    said = spot.special(resource)
    said = said[1:] if len(said) > 1 and said[0] in PLAIN else said
    if spot.route.is_item or not said or said[0] in PLAIN:
        rule = f"{spot.asked.verb.upper()} on a path without words, below its tag"
        return _Choice(spot, resource, (_item_verb(spot.asked.verb),), rule, is_standard=True)
    rule = "a path without words: by its tag, and what the operationId says"
    return _Choice(spot, _caller(spot), ("_".join(said),), rule)


def _item_verb(verb: str) -> str:
    return {"get": "retrieve", "post": "create", **CHANGES}.get(verb, verb)


def _is_collection(spot: Spot) -> bool:
    """Whether what is alone at its words is a list of many, or makes one of many."""
    if spot.asked.verb == "get" and spot.asked.gives is Gives.MANY:
        return is_plural(spot.words[-1])
    return is_many(spot.words[-1]) and (spot.asked.verb != "get" or _gives_many(spot))


def _gives_many(spot: Spot) -> bool:
    many, said = is_many(spot.words[-1]), spot.said
    if said[:1] == ("list",) or is_many_of(spot.words[-1]):
        return True
    if spot.asked.gives is Gives.UNKNOWN:
        return many or bool(said and said[0] in LISTING)
    return spot.asked.gives is Gives.MANY


def _of_parent(spot: Spot) -> str:
    """The name of a method for the last word: `upload_image` if the operationId has the verb, `update_logo`, `content`."""
    word, verb, said = spot.words[-1], spot.asked.verb, spot.said
    if is_verb(word) or said[:1] == (word,) or not (FIRM - LISTED).isdisjoint(word.split("_")) or ends_in_verb(word):
        return word
    told = {stem(token) for token in said}
    if said and said[0] in VERBS - PLAIN and all(stem(token) in told for token in word.split("_")):
        return word if said[0] in (*spot.words, word.partition("_")[0]) else f"{said[0]}_{word}"
    if verb == "get" and is_many(word) and word.partition("_")[0] not in VERBS:
        return f"{'list' if spot.asked.gives is Gives.MANY else 'retrieve'}_{word}"
    return f"{CHANGES[verb]}_{word}" if verb in CHANGES else word


def _names(site: Site, spot: Spot) -> tuple[str, ...]:
    """Names of a method that stands at the words of its path."""
    standard = _standard(site, spot, spot.words)
    said, verb = spot.said, spot.asked.verb
    if not said or said[0] not in VERBS - PLAIN:
        return (standard,)
    first = "_".join(said[:2]) if said[0] in ("batch", "bulk") and said[1:2] and said[1] in VERBS | PLAIN else said[0]
    own = "_".join((first, *spot.special((*spot.words, first))))
    if spot.route.is_item:
        return (own, standard) if verb == "post" else (standard, own)
    of_all = verb in CHANGES and (site.items(spot.words) or is_many(spot.words[-1]))
    return (first, own, standard) if of_all else (standard, own)


def _standard(site: Site, spot: Spot, words: Words) -> str:
    return _standard_item(site, spot, words) if spot.route.is_item else _standard_whole(site, spot, words)


def _standard_item(site: Site, spot: Spot, words: Words) -> str:
    verb, said = spot.asked.verb, spot.said
    makes = said[:1] in MAKING and not site.whole(words, "post")
    match verb:
        case "get":
            many = spot.asked.gives is Gives.MANY or is_many_of(words[-1])
            if many and not site.whole(words, "get"):
                return "list"
            by = snake(spot.route.last)
            return f"list_by_{by}" if many and not names_one_of(by, words[-1]) else "retrieve"
        case "post":
            others = site.items(words, "get", "delete") or site.whole(words, "get", "post")
            others = others and (is_many(words[-1]) or is_key(snake(spot.route.last), words[-1]))
            return "update" if others and not makes and not site.items(words, "put", "patch") else "create"
        case "put":
            return making(said) if makes else "replace" if site.items(words, "patch") else "update"
        case _:
            return CHANGES.get(verb, verb)


def _standard_whole(site: Site, spot: Spot, words: Words) -> str:
    verb = spot.asked.verb
    like_it = ("put", "patch") if verb != "delete" else ("delete",)
    all_of_them = "_all" if verb in CHANGES and site.items(words, *like_it) else ""
    match verb:
        case "get":
            return "list" if _gives_many(spot) or _has_items(site, spot, words) else "retrieve"
        case "post":
            return _standard_post(site, spot)
        case "put" if spot.said[:1] in MAKING and site.items(words) and not site.whole(words, "post"):
            return making(spot.said)
        case "query" if spot.said[:1] in SEEKING:
            return spot.said[0]
        case "put":
            return f"replace{all_of_them}" if site.whole(words, "patch") else f"update{all_of_them}"
        case "delete":
            return "delete_all" if site.items(words) else "delete"
        case _:
            return f"{CHANGES[verb]}{all_of_them}" if verb in CHANGES else verb


def _standard_post(site: Site, spot: Spot) -> str:
    """`create`, unless the operationId tells that the body is a question or a change."""
    first = next(iter(spot.said), "")
    if first in ASKING:
        return "list" if is_many(spot.words[-1]) and not site.whole(spot.words, "get") else ASKING[first]
    if first in CHANGING and not site.whole(spot.words, "put", "patch"):
        return CHANGING[first]
    return first if first in LISTING | {"query", "set", "upsert"} else "create"


def _has_items(site: Site, spot: Spot, words: Words) -> bool:
    """Whether one of many can be asked for or made there: then a GET gives all of them, unless it gives one thing.

    What names a part of one thing (`/settings/{field}`) shows none of many.
    """
    last = words[-1]
    asked = [each for each in site.at(words) if each.route.is_item]
    if is_many(last) and (asked or site.whole(words, "post")):
        return True
    names_one = any(is_key(snake(each.route.last), last) for each in asked)
    is_one = spot.asked.gives is Gives.ONE and not says_many(spot.said, last)
    is_one = is_one and not site.is_of_others(spot, words)
    return site.items(words, "get") and not is_one and (names_one or says_many(spot.said, last))
