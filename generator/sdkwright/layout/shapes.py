"""How whole APIs are laid out in their paths, beyond versions: all of it below one tenant, or verbs before the nouns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType

from sdkwright.layout.route import Route
from sdkwright.layout.verbs import is_many, stem

# whose things they all are, which a program knows once: a word of the path says nothing then
TENANTS = frozenset({"account", "company", "org", "organisation", "organization", "tenant"})
# this share of all paths is theirs, and so many kinds of things are
NEARLY_ALL = 0.9
LEAST_KINDS = 3
# a tenant of which the API makes or deletes some is no such word
MADE_BY = frozenset({"delete", "post"})
# verb before a noun -> how it is called where the noun is the resource, and the verbs of HTTP that say the same
CALLED = MappingProxyType(
    {
        "create": ("create", {"post", "put"}),
        "delete": ("delete", {"delete", "post"}),
        "fetch": ("retrieve", {"get"}),
        "get": ("retrieve", {"get"}),
        "list": ("list", {"get", "post"}),
        "retrieve": ("retrieve", {"get"}),
        "update": ("update", {"patch", "put", "post"}),
    }
)
LEAST_VERBS = 2
LEAST_HTTP_VERBS = 3


def without_tenant(found: dict[str, Route], verbs: Mapping[str, Collection[str]]) -> dict[str, Route]:
    """Drop `organizations/{id}` where next to all paths begin with it and none of the others would be in the way.

    A tenant that can be made or deleted there is one of the things that the API is about.
    """
    firsts = Counter(route.words[0] for route in found.values() if route.words)
    tenant, count = firsts.most_common(1)[0] if firsts else ("", 0)
    if stem(tenant) not in TENANTS or count < NEARLY_ALL * len(found):
        return found
    own = {verb for path, route in found.items() if route.words == (tenant,) for verb in verbs[path]}
    owned = {path for path, route in found.items() if route.words[:1] == (tenant,) and route.at[:2] == (0, 1)}
    kinds = {found[path].words[1] for path in owned}
    others = {route.words[0] for path, route in found.items() if path not in owned and route.words}
    if not own.isdisjoint(MADE_BY) or sum(map(is_many, kinds)) < LEAST_KINDS or kinds & others:
        return found
    return {path: route.without_first() if path in owned else route for path, route in found.items()}


def by_nouns(found: dict[str, Route], verbs: Mapping[str, Collection[str]]) -> dict[str, Route]:
    """`/create-agent`, `/get-agent/{id}` and `/list-agents` as methods of `agents`, where the verbs of HTTP agree.

    A noun is a resource if several verbs are said of it; what one is said of alone stays as it is.
    """
    said = {path: parts for path, route in found.items() if (parts := _verb_and_noun(route, verbs[path])) is not None}
    used = {verb for path in said for verb in verbs[path]}
    if len(used) < LEAST_HTTP_VERBS or not any(found[path].parameters for path in said):
        return found
    names: dict[str, set[str]] = defaultdict(set)
    things: dict[str, set[str]] = defaultdict(set)
    for verb, noun in said.values():
        names[stem(noun)].add(CALLED[verb][0])
        things[stem(noun)].add(noun)
    called = {
        one: min(nouns, key=lambda noun: (not is_many(noun), noun))
        for one, nouns in things.items()
        if len(names[one]) >= LEAST_VERBS
    }

    def of_noun(path: str, route: Route) -> Route:
        verb, noun = said.get(path, ("", ""))
        if stem(noun) not in called:
            return route
        return replace(route, words=(called[stem(noun)],), action=CALLED[verb][0])

    return {path: of_noun(path, route) for path, route in found.items()}


def _verb_and_noun(route: Route, verbs: Collection[str]) -> tuple[str, str] | None:
    """The two of a path such as `/update-agent/{id}`; None of any other path."""
    if len(route.words) != 1 or route.action is not None or len(verbs) != 1:
        return None
    verb, _, noun = route.words[0].partition("_")
    agrees = noun and verb in CALLED and not CALLED[verb][1].isdisjoint(verbs)
    return (verb, noun) if agrees else None
