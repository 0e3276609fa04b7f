"""Numbers of YAML that lose letters by being numbers, where the document wants text: `version: 1.10`; reads no YAML.

What wants text is told by what stands beside the number, in the mapping that it is in or, of a list, in the one around it.
"""

from __future__ import annotations

from collections.abc import Iterable

from sdkwright.inert import dataclass
from sdkwright.pointer import Json
from sdkwright.read.problems import Problem

__all__ = ["Shortened", "keep_texts"]

_VALUES = frozenset(("const", "default", "example"))
_LISTS = frozenset(("enum", "examples"))
_NUMBERS = frozenset(("integer", "number"))
_VARIABLES = "variables"
_VERSION = ("info", "version")


@dataclass(frozen=True, slots=True)
class Shortened:
    """A number that is written otherwise than it was read, and what holds it, under which name or as which element.

    ``around`` is that or what holds the list, ``way`` the last three keys, that of the number or of its list last.
    """

    number: float
    text: str
    at: int
    holder: dict[str, Json] | list[Json]
    index: str | int
    around: Json
    way: tuple[str, ...]


def keep_texts(found: Iterable[Shortened], problems: list[Problem]) -> None:
    """Put the text in the place of each number that stands where text belongs, and tell of it."""
    for each in found:
        if not _is_meant_as_text(each) or _held(each) is not each.number:
            continue
        if isinstance(each.holder, dict):
            each.holder[str(each.index)] = each.text
        else:
            each.holder[int(each.index)] = each.text
        message = f"without quotes, {each.text} is the number {each.number!r}; read as the text that belongs here"
        problems.append(Problem("D018", each.at, message, f'write "{each.text}"'))


def _held(each: Shortened) -> Json:
    """What is there now: a key that comes twice has lost its first value."""
    if isinstance(each.holder, dict):
        return each.holder.get(str(each.index))
    return each.holder[int(each.index)]


def _is_meant_as_text(each: Shortened) -> bool:
    key, around = each.way[-1], each.around
    if not isinstance(around, dict) or key not in (_VALUES if isinstance(each.holder, dict) else _LISTS):
        return each.way[-2:] == _VERSION and isinstance(around, dict) and "title" in around
    return _says_text(around) or _says_text(around.get("schema")) or each.way[:1] == (_VARIABLES,)


def _says_text(schema: Json) -> bool:
    kinds = schema.get("type") if isinstance(schema, dict) else None
    listed = kinds if isinstance(kinds, list) else [kinds]
    return "string" in listed and _NUMBERS.isdisjoint(str(kind) for kind in listed)
