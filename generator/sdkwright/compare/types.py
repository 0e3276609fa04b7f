"""Annotations as sets of alternatives, and which of two accepts more; knows Python's types and no package.

The spelling does not matter: `Optional[X]`, `Union[X, None]` and `X | None` are one, `List` is `list`, qualifiers say nothing
about the value, and the sentinels of arguments left out are no values.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import Literal, TypeAlias

from sdkwright.inert import dataclass

__all__ = ["Relation", "Type", "Universe", "literals", "members", "parsed", "relation"]

Relation: TypeAlias = Literal["same", "wider", "narrower", "other"]

_GENERIC = {"List": "list", "Dict": "dict", "Tuple": "tuple", "Set": "set", "Type": "type", "FrozenSet": "frozenset"}
_TRANSPARENT = frozenset({"Annotated", "Required", "NotRequired", "ReadOnly", "Final", "ClassVar"})
_SENTINELS = frozenset({"NotGiven", "Omit", "NOT_GIVEN"})
_DEEPEST = 12
# how type variables are called; which of them stands for the class itself, or for what a caller gives, is the same by any name
_VARIABLE = re.compile(r"_?(?:[A-Z]\w*[a-z0-9])?T(?:_co|_contra)?|Self", re.ASCII)
# a type -> what is above it
_ABOVE = {
    "bool": ("int",),
    "int": ("float",),
    "float": ("complex",),
    "datetime": ("date",),
    "list": ("SequenceNotStr", "MutableSequence"),
    "tuple": ("SequenceNotStr",),
    "MutableSequence": ("SequenceNotStr",),
    "SequenceNotStr": ("Sequence",),
    "Sequence": ("Collection", "SequenceNotStr"),
    "set": ("AbstractSet",),
    "frozenset": ("AbstractSet",),
    "AbstractSet": ("Collection",),
    "dict": ("MutableMapping",),
    "MutableMapping": ("Mapping",),
    "Mapping": ("Collection",),
    "Collection": ("Iterable",),
    "Iterator": ("Iterable",),
    "Generator": ("Iterator",),
}


@dataclass(frozen=True, slots=True)
class _Part:
    """One alternative: a name with arguments; of a literal the name is its source text and `literal` the type of its value."""

    name: str
    arguments: tuple[Type, ...] = ()
    literal: str = ""


Type: TypeAlias = frozenset[_Part]


@dataclass(frozen=True, slots=True)
class Universe:
    """What is known about the names in an annotation: aliases with their meaning, classes with the names above them."""

    aliases: Mapping[str, Type]
    ancestors: Mapping[str, tuple[str, ...]]


def parsed(text: str | None, renamed: Mapping[str, str] | None = None) -> Type:
    """The alternatives of an annotation; None, that is no annotation, is anything. ``renamed`` maps names of classes."""
    if text is None:
        return frozenset({_Part("Any")})
    try:
        node = ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        return frozenset({_Part(text)})
    return _type(node, renamed or {})


def _type(node: ast.expr, renamed: Mapping[str, str]) -> Type:
    match node:
        case ast.Constant(value=str(text)):
            return parsed(text, renamed)
        case ast.Constant(value=None):
            return frozenset({_Part("None")})
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return _named(name, (), renamed)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _type(left, renamed) | _type(right, renamed)
        case ast.Subscript(value=ast.Name(id=head) | ast.Attribute(attr=head), slice=inside):
            return _subscript(head, list(inside.elts) if isinstance(inside, ast.Tuple) else [inside], renamed)
        case ast.List(elts=inside):
            return frozenset({_Part("[]", tuple(_type(each, renamed) for each in inside))})
        case _:
            return frozenset({_Part(ast.unparse(node))})


def _subscript(head: str, inside: list[ast.expr], renamed: Mapping[str, str]) -> Type:
    if head == "Literal":
        return frozenset(_literal(each) for each in inside)
    if head in {"Optional", "Union"}:
        found = frozenset[_Part]().union(*(_type(each, renamed) for each in inside))
        return found | {_Part("None")} if head == "Optional" else found
    if head in _TRANSPARENT:
        return _type(inside[0], renamed)
    return _named(head, tuple(_type(each, renamed) for each in inside), renamed)


def _literal(node: ast.expr) -> _Part:
    kind = type(node.value).__name__ if isinstance(node, ast.Constant) else "int"
    return _Part("None") if kind == "NoneType" else _Part(ast.unparse(node), literal=kind)


def _named(name: str, arguments: tuple[Type, ...], renamed: Mapping[str, str]) -> Type:
    if name in _SENTINELS:
        return frozenset()
    if name in {"Any", "object"}:
        return frozenset({_Part("Any")})
    name = "Self" if not arguments and _VARIABLE.fullmatch(name) else _GENERIC.get(name, name)
    return frozenset({_Part(renamed.get(name, name), arguments)})


def literals(of: Type) -> frozenset[str]:
    """The literal values among the alternatives, as source text."""
    return frozenset(part.name for part in of if part.literal)


def members(of: Type) -> frozenset[str]:
    """The names of the alternatives that are neither literals nor None."""
    return frozenset(part.name for part in of if not part.literal and part.name != "None")


def relation(old: Type, new: Type, universe: Universe) -> Relation:
    """How `new` is to `old`: the same, wider (all of the old fits into it), narrower, or neither."""
    if old == new:
        return "same"
    up, down = _covers(new, old, universe, 0), _covers(old, new, universe, 0)
    if up and down:
        return "same"
    return "wider" if up else "narrower" if down else "other"


def _covers(wide: Type, narrow: Type, universe: Universe, depth: int) -> bool:
    return all(
        any(_above(one, each, universe, depth) for one in wide) or _opened(wide, each, universe, depth)
        for each in narrow
    )


def _opened(wide: Type, part: _Part, universe: Universe, depth: int) -> bool:
    """Whether the part fits once aliases are replaced by what they mean, on either side."""
    if depth > _DEEPEST:
        return False
    if part.name in universe.aliases:
        return _covers(wide, universe.aliases[part.name], universe, depth + 1)
    meant = frozenset[_Part]().union(*(universe.aliases[one.name] for one in wide if one.name in universe.aliases))
    return bool(meant) and _covers(meant, frozenset({part}), universe, depth + 1)


def _above(wide: _Part, narrow: _Part, universe: Universe, depth: int) -> bool:
    if wide == narrow or wide.name == "Any":
        return True
    if wide.literal:
        return False
    if narrow.literal:
        return wide.name in _lineage(narrow.literal, universe)
    if wide.name not in _lineage(narrow.name, universe):
        return False
    if len(wide.arguments) != len(narrow.arguments):  # a bare `dict` is one of anything
        return not wide.arguments
    pairs = zip(wide.arguments, narrow.arguments, strict=True)
    return depth <= _DEEPEST and all(_covers(one, other, universe, depth + 1) for one, other in pairs)


def _lineage(name: str, universe: Universe) -> set[str]:
    """The name and all that is above it."""
    found, waiting = set[str](), [name]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += (*_ABOVE.get(each, ()), *universe.ancestors.get(each, ()))
    return found
