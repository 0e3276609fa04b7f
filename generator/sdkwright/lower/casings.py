"""`custom_casings` of the config -> how words are cased in class names."""

from __future__ import annotations

from sdkwright.config import Config
from sdkwright.naming.words import Casings


def casings(config: Config) -> Casings:
    """Initialisms that the config adds or takes away, and words that it spells in full."""
    pascal: dict[str, str] = {}
    ordinary: set[str] = set()
    for word, entry in config.custom_casings.items():
        if not isinstance(entry, dict):
            continue
        spelled = entry.get("pascal")
        if isinstance(spelled, str):
            pascal[word.lower()] = spelled
        elif entry.get("initialism") is True:
            pascal[word.lower()] = word.upper()
        elif entry.get("initialism") is False:
            ordinary.add(word.lower())
    return Casings(pascal, frozenset(ordinary))
