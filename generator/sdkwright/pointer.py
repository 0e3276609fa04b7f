"""JSON Pointers: the identity and origin of every node of a document; not how one is looked up or shown.

A pointer is written as a URI fragment without percent-escapes: ``#`` is the root, ``#/paths/~1v1~1models/get`` the GET
operation of ``/v1/models`` (RFC 6901 sections 3 and 6: ``~`` is ``~0`` and ``/`` is ``~1`` inside a token).
"""

from __future__ import annotations

from typing import NewType, TypeAlias

__all__ = ["ROOT", "Json", "Pointer", "child", "last", "parent", "tokens"]

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
"""A node of a document: what JSON can say. Keys of mappings are always strings, also where YAML wrote ``200:``."""

Pointer = NewType("Pointer", str)

ROOT = Pointer("#")


def child(pointer: Pointer, *tokens: str | int) -> Pointer:
    """The pointer below ``pointer``, one raw (unescaped) token per level: ``child(ROOT, "paths", "/v1/models")``."""
    if len(tokens) == 1:  # as a million times in a large document
        path = str(tokens[0])
        return Pointer(f"{pointer}/{path if '/' not in path and '~' not in path else _escape(path)}")
    path = "/".join(map(str, tokens))
    if "~" in path or path.count("/") >= len(tokens):
        path = "/".join(map(_escape, tokens))
    return Pointer(f"{pointer}/{path}" if tokens else pointer)


def tokens(pointer: Pointer) -> tuple[str, ...]:
    """The unescaped tokens from the root down; the root itself has none. Indexes of lists stay strings."""
    return tuple(map(_unescape, pointer.split("/")[1:]))


def parent(pointer: Pointer) -> Pointer:
    """The pointer one level up; the root is its own parent."""
    return Pointer(pointer.rpartition("/")[0] or ROOT)


def last(pointer: Pointer) -> str:
    """The unescaped last token, empty for the root."""
    return _unescape(pointer.rpartition("/")[2]) if "/" in pointer else ""


def _escape(token: str | int) -> str:
    return str(token).replace("~", "~0").replace("/", "~1")


def _unescape(token: str) -> str:
    return token.replace("~1", "/").replace("~0", "~") if "~" in token else token
