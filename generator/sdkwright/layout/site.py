"""The operations of a document by the words of their paths: what stands at a word, and what stands below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from sdkwright.inert import dataclass
from sdkwright.layout.asked import Asked
from sdkwright.layout.route import Route
from sdkwright.layout.routes import routes
from sdkwright.layout.spelling import spelled
from sdkwright.layout.verbs import beyond, is_many, is_phrase, operation_words, path_words, stem
from sdkwright.naming.words import snake

Words = tuple[str, ...]
RPC_SHARE = 0.75
RPC_LEAST = 4


@dataclass(frozen=True, slots=True)
class Spot:
    """An operation at its place among the words of all paths."""

    asked: Asked
    route: Route

    @property
    def words(self) -> Words:
        """Static words of the path."""
        return self.route.words

    @property
    def said(self) -> Words:
        """The words of its operationId."""
        return operation_words(self.asked.operation_id, path_words(self.asked.path), self.asked.verb)

    def special(self, known: Words) -> Words:
        """What the operationId says beyond the words that are `known`."""
        return beyond(self.said, known)

    @property
    def order(self) -> tuple[int, str, str]:
        """A rank among all operations that does not depend on the order of the document: shorter ways first."""
        return self.route.parameters, self.asked.path, self.asked.verb


class Site:
    """All operations of a document; read-only once made."""

    def __init__(self, asked: Sequence[Asked]) -> None:
        verbs: dict[str, set[str]] = {}
        for entry in sorted(asked, key=lambda each: each.path):
            verbs.setdefault(entry.path, set()).add(entry.verb)
        found = _spelled(routes(verbs), asked)
        self.spots = sorted((_grouped(Spot(entry, found[entry.path])) for entry in asked), key=lambda spot: spot.order)
        self._at: dict[Words, list[Spot]] = defaultdict(list)
        self._below: dict[Words, list[Spot]] = defaultdict(list)
        for spot in self.spots:
            self._at[spot.words].append(spot)
            for length in range(len(spot.words)):
                self._below[spot.words[:length]].append(spot)

    def at(self, words: Words) -> Sequence[Spot]:
        """Operations at those words, with and without a parameter after the last."""
        return self._at.get(words, ())

    def below(self, words: Words) -> Sequence[Spot]:
        """Operations at more words than those."""
        return self._below.get(words, ())

    def is_alone(self, spot: Spot) -> bool:
        """Whether nothing else stands at those words or below."""
        return len(self.at(spot.words)) == 1 and not self.below(spot.words)

    def items(self, words: Words, *verbs: str) -> bool:
        """Whether one of many can be asked for there, with one of the verbs if given."""
        return any(spot.route.is_item and (not verbs or spot.asked.verb in verbs) for spot in self.at(words))

    def whole(self, words: Words, *verbs: str) -> bool:
        """Whether all of them can be asked for there, with one of the verbs."""
        return any(not spot.route.is_item and spot.asked.verb in verbs for spot in self.at(words))

    @cached_property
    def is_rpc(self) -> bool:
        """Whether paths name procedures: next to no parameters, and one verb for nearly everything."""
        plain = [spot for spot in self.spots if not spot.route.parameters and spot.asked.verb == "post"]
        things = [spot for spot in plain if spot.words and is_many(spot.words[-1]) and not is_phrase(spot.words[-1])]
        phrases = [
            spot for spot in self.spots if not spot.route.parameters and spot.words and is_phrase(spot.words[-1])
        ]
        if len(self.spots) >= RPC_LEAST and len(phrases) >= RPC_SHARE * len(self.spots):
            return True
        return len(self.spots) >= RPC_LEAST and len(plain) - len(things) >= RPC_SHARE * len(self.spots)

    def is_of_others(self, spot: Spot, words: Words) -> bool:
        """Whether a GET of the whole answers with what holds many: of these, one is another thing, and one is made there.

        FHIR's `Bundle` of patients is one, and so it is what else is answered with it, such as the versions of a patient.
        """
        is_other = self._is_other(spot, words)
        return is_other and (self.whole(words, "post") or spot.asked.answer in self._holders)

    @cached_property
    def _holders(self) -> frozenset[str]:
        wholes = (spot for spot in self.spots if spot.asked.verb == "get" and not spot.route.is_item)
        return frozenset(
            spot.asked.answer
            for spot in wholes
            if spot.asked.answer and self.whole(spot.words, "post") and self._is_other(spot, spot.words)
        )

    def _is_other(self, spot: Spot, words: Words) -> bool:
        items = [each.asked.answer for each in self.at(words) if each.route.is_item and each.asked.verb == "get"]
        return bool(items and spot.asked.answer and all(items)) and spot.asked.answer not in items

    def called(self, tag: str) -> str:
        """What the resource of a tag is called: as the word of a path that says the same, where one begins with that."""
        return self._first.get(stem(tag), tag)

    @cached_property
    def _first(self) -> dict[str, str]:
        return {
            stem(words[0]): words[0] for words in sorted(self._at) if words and not self.is_alone(self._at[words][0])
        }

    @cached_property
    def tagged(self) -> dict[str, int]:
        """Tag -> how many operations stand alone at one word under it; a tag of everything says nothing."""
        found: dict[str, int] = defaultdict(int)
        if len({spot.asked.tag for spot in self.spots}) == 1:
            return found
        for spot in self.spots:
            if len(spot.words) == 1 and not spot.route.is_item and self.is_alone(spot):
                found[snake(spot.asked.tag)] += 1
        for meaningless in ("", "api", "default"):
            found.pop(meaningless, None)
        return found


def _spelled(found: dict[str, Route], asked: Sequence[Asked]) -> dict[str, Route]:
    """The same with words apart that operationIds and tags have apart."""
    said = (text for each in asked for text in (each.operation_id, each.tag))
    apart = spelled({word for route in found.values() for word in route.words}, said)
    if not apart:
        return found
    return {
        path: replace(route, words=tuple(apart.get(word, word) for word in route.words))
        for path, route in found.items()
    }


def _grouped(spot: Spot) -> Spot:
    """The same, below the parents of its tag where tags form a hierarchy (OpenAPI 3.2, Tag Object, `parent`)."""
    above = tuple(word for tag in spot.asked.above if (word := snake(tag)))
    if not above:
        return spot
    stems = [stem(word) for word in spot.words]
    missing = tuple(word for word in above if stem(word) not in stems)
    return replace(spot, route=spot.route.under(*missing))
