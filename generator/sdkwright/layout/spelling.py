"""Words that paths write together and operationIds or tags do not: `daemonsets` beside `listDaemonSets`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sdkwright.layout.verbs import stem
from sdkwright.naming.words import snake

# shorter ones are mostly one word that somebody wrote as two: `WebHooks`, `PlayLists`
SHORTEST = 10
SHORTEST_PART = 3
MOST_PARTS = 4


def spelled(words: Iterable[str], said: Iterable[str]) -> Mapping[str, str]:
    """Each of the words that is never written as one in what is `said`, and somewhere as several -> these, in snake case."""
    tokens = [snake(each).split("_") for each in sorted(set(said))]
    whole = {token for each in tokens for token in each}
    cuts = {"".join(part): part for each in tokens for part in _parts(each)}
    found: dict[str, str] = {}
    for word in set(words):
        forms = (word, stem(word))
        if len(word) < SHORTEST or "_" in word or not whole.isdisjoint(forms):
            continue
        parts = next((cuts[form] for form in forms if form in cuts), None)
        if parts is not None:
            found[word] = "_".join((*parts[:-1], word[len("".join(parts[:-1])) :]))
    return found


def _parts(tokens: list[str]) -> Iterator[list[str]]:
    """Each run of a few of the tokens."""
    for start in range(len(tokens)):
        for end in range(start + 2, min(len(tokens), start + MOST_PARTS) + 1):
            if all(len(token) >= SHORTEST_PART for token in tokens[start:end]):
                yield tokens[start:end]
