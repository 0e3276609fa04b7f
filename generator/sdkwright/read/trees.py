"""Ways down a tree by the tokens of a JSON Pointer (RFC 6901 section 4), and trees with other values there; follows no `$ref`."""

from __future__ import annotations

from collections.abc import Mapping

from sdkwright.pointer import Json, Pointer, tokens

__all__ = ["below", "put", "replaced", "step", "value_at"]


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


def replaced(root: Json, values: Mapping[Pointer, Json]) -> Json:
    """The tree with other values at these pointers; the given tree is not touched."""
    ours: set[int] = set()

    def own(node: Json) -> Json:
        copy: Json = dict(node) if isinstance(node, dict) else list(node) if isinstance(node, list) else node
        ours.add(id(copy))
        kept.append(copy)
        return copy

    kept: list[Json] = []
    for pointer, value in values.items():
        path = tokens(pointer)
        root = root if id(root) in ours else own(root)
        node = root
        for token in path[:-1]:
            key = step(node, token)
            assert key is not None
            inner = below(node, key)
            if id(inner) not in ours:
                inner = own(inner)
                put(node, key, inner)
            node = inner
        key = step(node, path[-1])
        assert key is not None
        put(node, key, value)
    return root


def put(node: Json, key: str | int, value: Json) -> None:
    """Set the value under a key or index that is there, or under a new key."""
    if isinstance(node, dict):
        node[str(key)] = value
    elif isinstance(node, list):
        node[int(key)] = value
