"""`security` -> which schemes each operation asks for, and which of the answers is the usual one of the client."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial

from sdkwright.ir.api import ClientOption
from sdkwright.ir.operations import Security
from sdkwright.lower.context import Context
from sdkwright.lower.security import is_token, schemes
from sdkwright.lower.tree import Operation
from sdkwright.openapi.nodes import Node

ANYTHING: Security = ((),)


def follows_operations(context: Context) -> bool:
    """Whether each call sends what its operation asks for: with no config, and where the config says so."""
    if context.config.settings.per_endpoint_security is not None:
        return context.config.settings.per_endpoint_security
    return not context.config.resources and context.config.security is None


def required(context: Context, operation: Node) -> Security:
    """The alternatives of an operation, each the schemes that it combines; none at all where nothing is asked for."""
    return _required(context, operation, schemes(context))


def _required(context: Context, operation: Node, known: Mapping[str, Node]) -> Security:
    owner = operation if operation.has("security") else context.root
    if context.config.security is not None and owner is not operation:
        found: Iterable[Iterable[str]] = context.config.security
    else:
        found = [list(item.names()) for item in owner.items("security")]
    combined = (sorted(name for name in one if name in known) for one in found)
    return tuple(dict.fromkeys(each for one in combined for each in _sendable(context, one, known)))


def _sendable(context: Context, names: list[str], known: Mapping[str, Node]) -> Iterator[tuple[str, ...]]:
    """A combination as requests can carry it: `Authorization` has one token, which any of several schemes may give (as Google's two are)."""
    tokens = [name for name in names if is_token(known[name])]
    if len(tokens) < 2 or context.configured:
        yield tuple(names)
        return
    others = [name for name in names if name not in tokens]
    yield from (tuple(sorted((*others, token))) for token in tokens)


def usual(context: Context, operations: Collection[Operation], options: Iterable[ClientOption]) -> Security | None:
    """What most operations ask for; None where all that the client has goes with every request.

    That is the case where nobody says anything, and where all operations ask for all there is.
    """
    offered = frozenset(option.credential.scheme for option in options if option.credential is not None)
    if not offered or not follows_operations(context):
        return None
    find = partial(_usual, context, operations, offered)
    about = (operation.pointer for operation in operations)
    return context.memory.recall("usual security", "", find, (offered, context.config.security), about)


def _usual(context: Context, operations: Iterable[Operation], offered: frozenset[str]) -> Security | None:
    nodes = [operation.node for operation in operations]
    if not context.root.has("security") and not any(node.has("security") for node in nodes):
        return None
    known = schemes(context)
    counts = Counter(_required(context, node, known) for node in nodes)
    if not counts:
        return None
    most = max(counts, key=lambda security: (counts[security], bool(security), security))
    solid = [alternative for alternative in most if alternative]
    if len(counts) == 1 and len(solid) == 1 and set(solid[0]) >= offered:
        return None
    return most
