"""One step down a tree by a token of a JSON Pointer (RFC 6901 section 4), and the value at the end of many; follows no `$ref`."""

from __future__ import annotations

from sdkwright.pointer import Json, Pointer, tokens

__all__ = ["below", "step", "value_at"]


def step(node: Json, token: str, *, fold: bool = False) -> str | int | None:
    """The key or index that a token names, None where there is none; with ``fold`` also the only key that differs in case."""
    if isinstance(node, dict):
        if token in node:
            return token
        same = [key for key in node if key.casefold() == token.casefold()] if fold else []
        return same[0] if len(same) == 1 else None
    if isinstance(node, list) and token.isascii() and token.isdigit() and int(token) < len(node):
        return int(token)
    return None


def below(node: Json, key: str | int) -> Json:
    """The value under a key or index that ``step`` gave."""
    if isinstance(node, dict):
        return node[str(key)]
    return node[int(key)] if isinstance(node, list) else None


def value_at(root: Json, pointer: Pointer) -> Json:
    """The value at a pointer; null where there is none."""
    for token in tokens(pointer):
        key = step(root, token)
        root = below(root, key) if key is not None else None
    return root
