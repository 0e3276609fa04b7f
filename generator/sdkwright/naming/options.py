"""Names of what the config gives the client by name: its options, and the headers that answers and errors have as attributes."""

from __future__ import annotations

from sdkwright.ir.api import Api
from sdkwright.naming.reserved import ANSWER_ATTRIBUTES, CLIENT_ARGUMENTS, KEYWORDS
from sdkwright.naming.scope import Scope
from sdkwright.naming.words import Casings
from sdkwright.pointer import Pointer

__all__ = ["header_names", "option_names"]


def option_names(api: Api, casings: Casings) -> dict[str, str]:
    """Options of the client; one that is called as what every client has gets a word more."""
    scope = Scope()
    scope.reserve(CLIENT_ARGUMENTS)
    return {option.key: _claimed(scope, option.key, "option", casings) for option in api.client.options}


def header_names(api: Api, casings: Casings) -> dict[str, str]:
    """Headers that answers and errors have; one that is called as what all of these have gets a word more."""
    scope = Scope()
    scope.reserve(ANSWER_ATTRIBUTES)
    return {key: _claimed(scope, key, "header", casings) for key, _ in api.client.settings.response_headers}


def _claimed(scope: Scope, key: str, word: str, casings: Casings) -> str:
    name = casings.snake(key) or word
    if not name.isidentifier() or name in KEYWORDS:
        name = f"api_{name}"
    return scope.claim(Pointer(""), name, f"{name}_{word}")
