"""Which server of an operation is for which environment of the client, where both have several; owns no URL."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sdkwright.ir.api import Environments
from sdkwright.naming.words import ascii_snake
from sdkwright.openapi.nodes import Node

__all__ = ["pairs"]

_WORD = re.compile(r"[a-z0-9]+")


def pairs(environments: Environments, servers: Mapping[str, Node], document: Mapping[str, str]) -> dict[str, str]:
    """Environment -> name of the server: the one of its name, or of a word that no other environment has in its name or URL.

    ``document`` are the names and URLs that the document itself has for the client: a config may call them otherwise. The order
    tells nothing: two regions are no production and sandbox, and a call that went to the wrong one would be worse than none.
    """
    names = {url.rstrip("/"): name for name, url in environments}
    known = {name: names[url.rstrip("/")] for name, url in document.items() if url.rstrip("/") in names}
    known |= {name: name for name, _ in environments}
    own = _of_one_only({name: _words(name, url) for name, url in environments})
    said = {server: _words(_told(node), "") for server, node in servers.items()}
    named = [server for server in servers if server in known]
    by_word: list[tuple[str, str]] = []
    for server, node in servers.items():
        words = _words(_told(node), node.string("url") or "")
        meant = [name for name, telling in own.items() if telling & words]
        by_word += [(meant[0], server)] if len(meant) == 1 else []
    found: dict[str, str] = {}
    for name, server in (
        *((known[server], server) for server in named if {*server.split("_")} <= said[server]),
        *by_word,
        *((known[server], server) for server in named),  # which was called so by its place alone
    ):
        if server not in found.values():
            found.setdefault(name, server)
    return {name: found[name] for name, _ in environments if name in found}


def _told(server: Node) -> str:
    return " ".join(text for key in ("name", "description") if (text := server.text(key)) is not None)


def _words(name: str, url: str) -> set[str]:
    return {*ascii_snake(name).split("_"), *_WORD.findall(url.lower())} - {""}


def _of_one_only(words: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """For each environment, the words that no other has."""
    return {
        name: own.difference(*(others for other, others in words.items() if other != name))
        for name, own in words.items()
    }
