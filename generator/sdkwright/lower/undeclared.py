"""Credentials that operations ask for as parameters, in a document without a word of security: which ones are options of the client."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sdkwright.ir.api import ClientOption
from sdkwright.ir.operations import Location
from sdkwright.ir.types import STRING
from sdkwright.lower.context import Context
from sdkwright.lower.parameters import declared
from sdkwright.lower.tree import operations
from sdkwright.naming.words import ascii_snake
from sdkwright.openapi.nodes import Node

__all__ = ["undeclared_credentials"]

# what the name of a credential ends in: by itself, or after a word that says whose it is
_ALONE = frozenset({"accesstoken", "apikey", "authkey", "authorization", "authtoken"})
_AFTER = frozenset({"key", "secret", "token"})
_OWNERS = frozenset(
    {"access", "account", "api", "app", "auth", "authentication", "authorization", "server", "service", "session"}
)
_KEYS = frozenset({"api_key", "apikey"})
# how many of ten operations have what is a matter of the client
_MOST = 8


def undeclared_credentials(context: Context, environment_prefix: str) -> tuple[ClientOption, ...]:
    """An option for each header, or required query parameter, that is called as credentials are and that most operations have.

    What says whose credential it is (`app_id` beside `app_key`) goes with it.
    """

    def found() -> tuple[ClientOption, ...]:
        return tuple(_found(context, environment_prefix))

    return context.memory.recall("undeclared credentials", "", found, (environment_prefix,))


def _found(context: Context, environment_prefix: str) -> Iterator[ClientOption]:
    count, having = 0, Counter[tuple[str, str]]()
    shown: dict[tuple[str, str], Node] = {}
    for operation in operations(context):
        count += 1
        listed = declared(context, operation.path_item, operation.node)
        found = {_where(node): node for node in listed if _is_one(node) or _is_id(node)}
        having.update(found.keys())
        for where, node in found.items():
            shown[where] = min(node, shown.get(where, node), key=_name)
    usual = sorted(where for where, many in having.items() if many > 1 and many * 10 >= count * _MOST)
    owners = {(where[0], *_words(where[1])[:-1]) for where in usual if _is_one(shown[where])}
    usual = [each for each in usual if _is_one(shown[each]) or (each[0], *_words(each[1])[:-1]) in owners]
    taken: set[str] = set()
    for where in usual:
        node, name = shown[where], _name(shown[where])
        key = _key(name, taken)
        taken.add(key)
        message = f"most operations ask for `{name}`, which is an option of the client: `{key}`"
        context.report.add(
            "S036", node.pointer, message, hint="`components.securitySchemes` is where it would be declared"
        )
        yield ClientOption(
            key=key,
            type=STRING,
            nullable=True,
            environment_variable=f"{environment_prefix}_{key.upper()}",
            default=None,
            description=node.text("description"),
            credential=None,
            header=name if where[0] == "header" else None,
            places=((Location.QUERY, name),) if where[0] == "query" else (),
        )


def _name(node: Node) -> str:
    return node.string("name") or ""


def _where(node: Node) -> tuple[str, str]:
    place, name = node.string("in") or "", _name(node)
    return place, name.lower() if place == "header" else name


def _is_for_all(node: Node) -> bool:
    place = node.string("in")
    return place == "header" or (place == "query" and node.flag("required"))


def _is_id(node: Node) -> bool:
    words = _words(_name(node)) if _is_for_all(node) else [""]
    return words[-1] == "id" and words[-2:-1] != [] and words[-2] in _OWNERS


def _is_one(node: Node) -> bool:
    if not _is_for_all(node):
        return False
    words = _words(_name(node))
    return (
        words[-1] in _ALONE
        or words == ["token"]
        or (words[-1] in _AFTER and words[-2:-1] != [] and words[-2] in _OWNERS)
    )


def _words(name: str) -> list[str]:
    words = ascii_snake(name).split("_")
    return words[1:] if words[0] == "x" and len(words) > 1 else words


def _key(name: str, taken: set[str]) -> str:
    """`api_key` for any key of an API, as where a scheme is declared; else the name without the `x-` of headers."""
    words = _words(name)
    is_key = "_".join(words[-2:]) in _KEYS or words[-1] in _KEYS
    return "api_key" if is_key and "api_key" not in taken else "_".join(words)
