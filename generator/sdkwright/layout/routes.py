"""Path templates as a person reads them: words, and where parameters stand; drops versions and what all paths begin with."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import chain, pairwise
from urllib.parse import unquote

from sdkwright.layout.route import Route
from sdkwright.layout.shapes import by_nouns, without_tenant
from sdkwright.layout.verbs import is_many, is_verb, stem
from sdkwright.naming.words import snake

VERSION = re.compile(r"^(v\d+([._]\d+)*((alpha|beta|preview)\d*)?|v\{[^}]*\}|\d{4}-\d{2}(-\d{2})?)$", re.IGNORECASE)
NUMBER = re.compile(r"^\d+([._]\d+)*$")
# digits of what is rather an id of an example
LONG = 3
LEADING = frozenset({"api", "apis", "rest"})
EXTENSION = re.compile(r"(?<=.)\.(json|xml|yaml|yml|js|csv|txt|html?|php|aspx?|do)$", re.IGNORECASE)
PARAMETER = re.compile(r"\{[^}]*\}")
# a function of OData with its parameters by name (OData 4.01 URL Conventions, section 4.9); a key has none, or is one beside its set
CALL = re.compile(r"([\w.$-]+)\((|\w+=[^()]*)\)")
# an action at the end of a path that has a key of OData
ACTION = re.compile(r"\('?\{[^{}]*\}'?\)/(?:[^{}()]*/)?([A-Z]\w*(?:\.\w+)*\.[A-Z]\w*)$")
GRAPH = "microsoft.graph"
# a procedure of a service, as gRPC and Connect address it
SERVICE = re.compile(r"/([a-z]\w*(?:\.[a-z]\w*)*)\.([A-Z]\w*)/[A-Z]\w*")
# a constant query in a path, as in `/responses?beta=true`
BETA = re.compile(r"\?(.*&)?beta=(true|1)(&|$)", re.IGNORECASE)
DEEPEST = 12
"""Words that nest; what comes after is one word, since folders follow them and a path has an end."""
# of what a version has at a word, this share is in a newer version, too: it is another edition of the whole
MOSTLY = 0.5
PRERELEASE = re.compile(r"\d(alpha|beta|preview)", re.IGNORECASE)


def routes(verbs: Mapping[str, Collection[str]]) -> dict[str, Route]:
    """Each path of `verbs`, read beside the others: what they all begin with says nothing, nor does a version that is the only one."""
    dotted = not any("{" in path for path in verbs)
    spaces = (_namespaces(verbs) if any("(" in path for path in verbs) else frozenset[str]()) | _packages(verbs)
    found = {path: _route(_without_namespaces(_below(path, verbs), spaces), verbs, dotted=dotted) for path in verbs}
    found = without_tenant(_without_common(_with_versions(found, verbs)), verbs)
    found = by_nouns(_without_echoes(found), verbs)
    return {path: route.under("beta") if BETA.search(path) else route for path, route in found.items()}


def _below(path: str, others: Collection[str]) -> str:
    """`/people.geo` beside `/people` is below it, where that is no extension of a file."""
    before, dot, after = path.rpartition(".")
    is_below = (
        dot and before in others and EXTENSION.search(path) is None and not before.lower().endswith(after.lower())
    )
    return f"{before}/{after}" if is_below and after.isidentifier() else path


def _namespaces(paths: Collection[str]) -> frozenset[str]:
    """What stands before the names of functions that paths call, and may stand before those of actions, too (OData)."""
    called = (match[1] for path in paths for part in path.split("/") if (match := CALL.fullmatch(part)) is not None)
    done = (match[1] for match in map(ACTION.search, paths) if match is not None)
    return frozenset({GRAPH, *(name.rpartition(".")[0] for name in chain(called, done))} - {""})


def _packages(paths: Collection[str]) -> frozenset[str]:
    """What stands before the names of services in paths of procedures (`/acme.users.v1.UserService/GetUser`), where each is in one."""
    owners: dict[str, set[str]] = defaultdict(set)
    for match in filter(None, map(SERVICE.fullmatch, paths)):
        owners[match[2]].add(match[1])
    shared = {package for packages in owners.values() if len(packages) > 1 for package in packages}
    return frozenset({package for packages in owners.values() for package in packages} - shared)


def _without_namespaces(path: str, spaces: frozenset[str]) -> str:
    parts = path.split("/") if spaces else []
    bare = [part[len(space) + 1 :] if (space := _space(part)) in spaces else part for part in parts]
    return "/".join(bare) if bare else path


def _space(part: str) -> str:
    return part.partition("(")[0].rpartition(".")[0]


def _called(raw: list[str], others: Collection[str]) -> str | None:
    """The function that a path calls at its end; None of one of a set that is asked for by another key."""
    match = CALL.fullmatch(raw[-1]) if raw else None
    if match is None or "/".join(("", *raw[:-1], match[1])) in others:
        return None
    return snake(match[1]) or None


def _other_key(part: str) -> list[str]:
    """`by_...` of a key of a set that is no parameter alone: `applications(appId='{id}')`."""
    match = CALL.fullmatch(part)
    return [f"by_{snake(match[2].partition('=')[0])}"] if match is not None and match[2] else []


def _route(path: str, others: Collection[str], *, dotted: bool) -> Route:
    words: list[str] = []
    at: list[int] = []
    count, version, action = 0, "", None
    raw = [part for part in (*re.split(r"[/#]", path.partition("?")[0]), _flag(path)) if part]
    called = _called(raw, others)
    for index, part in enumerate(raw):
        following = raw[index + 1 : index + 2]
        if len(raw) > 1 and (VERSION.match(part) or (not count and _is_number(part, words, following))):
            version = part.lower() if VERSION.match(part) else f"v{part}"
            continue
        if part.lower() == "v" and following and NUMBER.match(following[0]):
            continue
        if not words and not count and part.lower() in LEADING and index + 1 < len(raw):
            continue
        before, count_here, verb = _split(part)
        if called is not None and index + 1 == len(raw):
            before, verb = "", called
        by = _other_key(part) if called is None and index + 1 == len(raw) else []
        for word in (*_static(before, dotted=dotted), *by):
            words.append(word)
            at.append(count)
        count += count_here
        action = verb or action
    if len(words) > DEEPEST:
        words, at = [*words[: DEEPEST - 1], "_".join(words[DEEPEST - 1 :])], at[:DEEPEST]
    return Route(tuple(words), tuple(at), count, version, action, (PARAMETER.findall(path) or ["{}"])[-1][1:-1])


def _flag(path: str) -> str:
    """The name without a value in the query of a path, which asks for a part of what stands there: `/{bucket}?acl`."""
    return next((each for each in path.partition("?")[2].split("&") if each.isidentifier()), "")


def _is_number(part: str, words: list[str], following: list[str]) -> bool:
    """Whether it is the number of a version without its letter: before all words, with a point in it, or a small one among words."""
    return NUMBER.match(part) is not None and (not words or "." in part or (len(part) < LONG and bool(following)))


def _split(part: str) -> tuple[str, int, str | None]:
    """The static text at the beginning of a segment, how many parameters follow, and the verb after a colon at the end."""
    body, colon, verb = part.rpartition(":")
    if not colon or "{" in verb or not body:
        body, verb = part, ""
    count = len(PARAMETER.findall(body))
    # `{a}.{b}`, `{id}.json` and `@{handle}` are parameters; `users({id})` is a word with one
    static = body.partition("{")[0] if count else EXTENSION.sub("", body)
    static = CALL.sub(r"\1", body) if CALL.fullmatch(body) else static
    return static, count, snake(verb) or None


def _static(text: str, *, dotted: bool) -> list[str]:
    parts = text.split(".") if dotted else [text]
    return [word for part in parts if (word := snake(unquote(part)))]


def _with_versions(found: dict[str, Route], verbs: Mapping[str, Collection[str]]) -> dict[str, Route]:
    """Where two versions have the same operation, the older one is kept apart; so is what is not yet stable."""
    stable = {route.version for route in found.values() if not PRERELEASE.search(route.version)}
    by_shape: dict[tuple[object, str], dict[str, str]] = {}
    for path, route in found.items():
        for verb in verbs[path]:
            by_shape.setdefault((_shape(route), verb), {})[route.version] = path
    clashes: set[str] = set()
    for paths in by_shape.values():
        newest = max(set(paths) & stable or set(paths), key=_age)
        clashes.update(path for version, path in paths.items() if version != newest)
    apart = clashes | set(_beside(found, clashes))
    return {path: _kept_apart(route, path in apart, has_stable=bool(stable)) for path, route in found.items()}


def _beside(found: dict[str, Route], clashes: set[str]) -> Iterator[str]:
    """What is of an older version, below a first word where that has mostly what the newer one has."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for path, route in found.items():
        groups.setdefault((route.version, *route.words[:1]), []).append(path)
    for paths in groups.values():
        if MOSTLY * len(paths) <= sum(path in clashes for path in paths):
            yield from paths


def _kept_apart(route: Route, is_apart: bool, *, has_stable: bool) -> Route:
    stage = PRERELEASE.search(route.version)
    if stage is not None and has_stable:
        return route.under(stage[1].lower())
    if route.words and route.version and is_apart:
        return route.under(snake(route.version))
    return route


def _shape(route: Route) -> tuple[tuple[str, ...], object]:
    return route.words, (route.at, route.parameters, route.action)


def _age(version: str) -> tuple[bool, list[int], str]:
    """What has no version cannot be kept apart, so it counts as the newest."""
    return not version, [int(number) for number in re.findall(r"\d+", version)], version


def _without_common(found: dict[str, Route]) -> dict[str, Route]:
    """Drop first words that every path has and that nothing but an index (`/apis/apps/v1/`) stands at."""
    slashed = {path for path in found if path.endswith("/")}
    index = slashed if len(slashed) == 1 else set[str]()
    while len(found) > 1:
        first = {route.words[:1] for path, route in found.items() if path not in index or route.words}
        below = [route for path, route in found.items() if path not in index]
        if len(first) != 1 or any(len(route.words) < 2 or route.at[1] > 0 for route in below):
            break
        found = {path: route.without_first() for path, route in found.items()}
    return found


def _without_echoes(found: dict[str, Route]) -> dict[str, Route]:
    """A word that the next one repeats (`/links/link/confirm`) once, where nothing stands at it."""
    standing = {route.words for route in found.values()}
    below = Counter(route.words[:length] for route in found.values() for length in range(1, len(route.words) + 1))

    def dropped(route: Route) -> Iterator[int]:
        for index, (one, other) in enumerate(pairwise(route.words)):
            head, both = route.words[: index + 1], route.words[: index + 2]
            is_echo = route.at[index] == route.at[index + 1] and stem(one) == stem(other)
            if not is_echo or head in standing or (both == route.words and is_verb(other)):
                continue
            yield index if below[head] == below[both] and is_many(one) <= is_many(other) else index + 1

    return {path: route.without(frozenset(dropped(route))) for path, route in found.items()}
