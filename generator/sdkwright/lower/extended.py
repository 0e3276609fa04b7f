"""`x-stainless-python-extend-union`: what callers may give beside the members of a union, as an answer had it.

The key and those of its imports are lines of Python. None of that is emitted: a line is read by a grammar of one statement, and
what it imports is looked up among the models, which have the names that it uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sdkwright.ir.types import ANY, ArrayType, NullableType, Reference, Type, UnionType, Variant
from sdkwright.lower.context import Context, Place
from sdkwright.naming.words import snake
from sdkwright.openapi.nodes import Node

__all__ = ["EXTENDING", "extended"]

EXTEND_UNION = "x-stainless-python-extend-union"
CUSTOM_IMPORTS = "x-stainless-python-custom-imports"
EXTENDING = frozenset({EXTEND_UNION, CUSTOM_IMPORTS})
_IMPORTS = ("x-stainless-python-extend-union-imports", CUSTOM_IMPORTS)

_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_IMPORT = re.compile(
    rf"from \.+(?:{_NAME}\.)*({_NAME}) import (\(?)({_NAME}(?: as {_NAME})?(?:, ?{_NAME}(?: as {_NAME})?)*)(\)?)"
)


def extended(context: Context, node: Node, lowered: Type, place: Place) -> Type:
    """The type with the models that the schema adds for Python; the elements' type, where it is a list."""
    further = tuple(_models(context, node))
    return _with(lowered, further, place) if further else lowered


def _with(lowered: Type, further: tuple[Reference, ...], place: Place) -> Type:
    match lowered:
        case UnionType():
            return replace(lowered, further=further)
        case ArrayType(items=items):
            return ArrayType(_with(items, further, place.below("items")))
        case NullableType(inner=inner):
            return NullableType(_with(inner, further, place))
        case _:
            return lowered if lowered == ANY else UnionType(place.site, (Variant(lowered),), None, None, further)


def _models(context: Context, node: Node) -> Iterator[Reference]:
    imported = dict(_imported(context, node))
    for name in node.strings(EXTEND_UNION):
        module, original = imported.get(name.strip(), (None, name.strip()))
        found = _model(context, module, original)
        if found is not None:
            yield found
        else:
            message = f"`{name}` is no model of the package, so that it is not among what can be given"
            hint = "name the class of a model, and import it in a line `from .its_module import ItsName`"
            context.unsupported("U502", node.at(EXTEND_UNION) or node, message, hint)


def _model(context: Context, module: str | None, name: str) -> Reference | None:
    """The model that is called so; where two would be, the one in the module of that name."""
    for pointer, schema in context.named.items():
        word = snake(schema.key)
        if word == snake(name) and module in (None, word):
            return Reference(pointer)
    return None


def _imported(context: Context, node: Node) -> Iterator[tuple[str, tuple[str, str]]]:
    """Names with their modules and with what they are called there."""
    for key in _IMPORTS:
        for line in node.strings(key):
            found = _IMPORT.fullmatch(line.strip())
            if found is None or bool(found[2]) != bool(found[4]):
                message = "this is no import of names from a module of the package, and is left out"
                context.unsupported("U502", node.at(key) or node, message, "write `from .module import Name`")
                continue
            for entry in found[3].split(","):
                name, _, other = entry.strip().partition(" as ")
                yield other or name, (found[1], name)
