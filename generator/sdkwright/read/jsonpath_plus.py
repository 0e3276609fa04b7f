"""Places in a tree by JSONPath as configs spell it: the dialect called JSONPath-Plus, put into the words of a library (RFC 9535).

`^` (the parent), `===`, `@property`, bare names in brackets, `.match(/x/)`, `.includes(x)` and `.length` are of that dialect.
Pointers (`#/components/schemas/Pet`) are read as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sdkwright.pointer import Json, Pointer, child, tokens
from sdkwright.read.edit import Steps
from sdkwright.read.trees import step, value_at

__all__ = ["PathError", "in_words", "parent_and_key", "select"]

_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_BARE = re.compile(r"\[\s*([A-Za-z_$/][^\]\[?*'\"():,]*(?:,[^\]\[?*'\"():,]+)*)\s*\]")
_MATCH = re.compile(r"(@[\w.$\[\]-]*)\.match\(\s*/((?:\\.|[^/\\])+)/([a-z]*)\s*\)")
_INCLUDES = re.compile(r"(@[\w.$\[\]-]*)\.includes\(([^()]*)\)")
_LENGTH = re.compile(r"(@[\w.$\[\]-]*)\.length\b(?!\()")
_LAST = re.compile(
    r"^(?P<above>.*?)(?:\.(?P<name>[\w$-]+)|\[\s*(?P<quote>['\"])(?P<quoted>.*)(?P=quote)\s*\])$", re.DOTALL
)


class PathError(ValueError):
    """The text is no path; the message says why."""


def select(root: Json, query: str) -> list[Steps]:
    """The places that a path selects, in the order of the document, each once. Raises PathError."""
    if query.startswith("#"):
        return list(_of_pointer(root, Pointer(query)))
    places: list[Steps] = [()]
    hops = list(_hops(query.strip()))
    for index, hop in enumerate(hops):
        found = [
            (*place, *below) for place in places for below in _find(value_at(root, child(Pointer("#"), *place)), hop)
        ]
        if index < len(hops) - 1:
            found = [place[:-1] for place in found if place]
        places = list(dict.fromkeys(found))
    return places


def parent_and_key(query: str) -> tuple[str, str] | None:
    """A path to something that need not be there yet, as the path of what it lies in and its key; None where it ends otherwise."""
    if query.startswith("#/"):
        *above, key = tokens(Pointer(query))
        return child(Pointer("#"), *above), key
    match = _LAST.match(query.strip())
    if match is None:
        return None
    return match["above"] or "$", match["name"] if match["name"] is not None else match["quoted"]


def _of_pointer(root: Json, pointer: Pointer) -> Iterator[Steps]:
    path: Steps = ()
    node = root
    for token in tokens(pointer):
        key = step(node, token)
        if key is None:
            return
        path = (*path, key)
        node = value_at(node, child(Pointer("#"), key))
    yield path


def _hops(query: str) -> Iterator[str]:
    """The parts between the `^` that stand outside of brackets and quotes."""
    depth, start, position = 0, 0, 0
    while position < len(query):
        quoted = _QUOTED.match(query, position)
        if quoted is not None:
            position = quoted.end()
            continue
        depth += {"[": 1, "]": -1}.get(query[position], 0)
        if query[position] == "^" and not depth:
            yield query[start:position]
            start = position + 1
        position += 1
    yield query[start:]


def _find(node: Json, hop: str) -> Iterator[Steps]:
    from jsonpath import JSONPathEnvironment, JSONPathError

    if not hop:
        yield ()
        return
    text = hop if hop.startswith("$") else f"${hop}" if hop.startswith((".", "[")) else f"$.{hop}"
    try:
        for match in JSONPathEnvironment().finditer(_in_words_of_the_library(text), node):
            yield match.parts
    except (JSONPathError, ValueError, RecursionError) as error:
        raise PathError(in_words(error)) from None


def in_words(error: Exception) -> str:
    """Why a text is no path, without the library's names of tokens."""
    said = str(error).partition("\n")[0]
    if "TOKEN_ROOT" in said:
        return "a path starts with `$`"
    return re.sub(r"'?\bTOKEN_(\w+)'?", lambda token: f"a {token[1].lower().replace('_', ' ')}", said)


def _in_words_of_the_library(text: str) -> str:
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\0{len(kept) - 1}\0"

    def searched(match: re.Match[str]) -> str:
        pattern = f"(?i){match[2]}" if "i" in match[3] else match[2]
        kept.append("'" + pattern.replace("\\/", "/").replace("\\", "\\\\").replace("'", "\\'") + "'")
        return f"search({match[1]}, \0{len(kept) - 1}\0)"

    text = _MATCH.sub(searched, _QUOTED.sub(keep, text))
    text = _INCLUDES.sub(r"(\1 contains \2)", text)
    text = _LENGTH.sub(r"length(\1)", text)
    text = text.replace("@property", "#").replace("===", "==").replace("!==", "!=")
    text = _BARE.sub(lambda match: "[" + ", ".join(f"'{name.strip()}'" for name in match[1].split(",")) + "]", text)
    return re.sub("\0(\\d+)\0", lambda match: kept[int(match[1])], text)
