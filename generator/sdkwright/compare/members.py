"""What griffe found, as functions and values of a surface; which is which, what must be given, and what is deprecated."""

from __future__ import annotations

import ast
from typing import Any

from sdkwright.compare.surface import Function, Kind, Parameter, Place, Signature, Value

__all__ = ["function", "has_marks", "value"]

_KINDS: dict[str, Kind] = {
    "positional-only": "pos",
    "positional or keyword": "std",
    "keyword-only": "kw",
    "variadic positional": "*",
    "variadic keyword": "**",
}
_GENERIC_ALIAS = frozenset(
    [
        "Union",
        "Optional",
        "Literal",
        "List",
        "Dict",
        "Tuple",
        "Set",
        "list",
        "dict",
        "tuple",
        "set",
        "Annotated",
        "Iterable",
        "Callable",
        "Type",
    ]
)


def function(found: Any, identity: str, place: Place | None) -> Function | Value:
    """A function or method; what a decorator turns into an attribute is a value."""
    doc, deprecated = found.docstring.value if found.docstring else "", has_marks(found)
    if any("cached_property" in str(each.value) for each in found.decorators):
        returns = _text(found.returns)
        return Value(identity, "property", annotation=returns, deprecated=deprecated, doc=doc, place=place)
    signatures = tuple(_signature(each, found) for each in (found.overloads or [found]))
    return Function(identity, signatures, "async" in found.labels, deprecated, doc, place)


def _signature(found: Any, owner: Any) -> Signature:
    given = [
        Parameter(each.name, _KINDS[each.kind.value], _text(each.annotation), _text(each.default))
        for each in found.parameters
        if each.kind is not None
    ]
    is_bound = owner.parent is not None and owner.parent.is_class and "staticmethod" not in owner.labels
    return Signature(tuple(given[1:] if is_bound else given), _text(found.returns))


def value(found: Any, identity: str, place: Place | None, *, required: bool | None) -> Value:
    """An attribute of a module or class. ``required`` is what a TypedDict says of its keys where the key does not say otherwise."""
    annotation, assigned = _text(getattr(found, "annotation", None)), _text(found.value)
    doc, deprecated = found.docstring.value if found.docstring else "", has_marks(found)
    if "property" in found.labels or "cached" in found.labels:
        return Value(identity, "property", annotation, deprecated=deprecated, doc=doc, place=place)
    if _is_alias(annotation, assigned) or found.is_type_alias:
        return Value(identity, "alias", value=assigned, doc=doc, place=place)
    if annotation is None:
        return Value(identity, "constant", value=assigned, doc=doc, place=place)
    needed = _must_be_given(assigned) if required is None else _key_is_required(annotation, total=required)
    return Value(identity, "field", annotation, assigned, needed, deprecated, doc, place)


def _is_alias(annotation: str | None, assigned: str | None) -> bool:
    if assigned is None:
        return False
    head = assigned.partition("[")[0].rpartition(".")[2]
    return "TypeAlias" in (annotation or "") or (annotation is None and "[" in assigned and head in _GENERIC_ALIAS)


def _key_is_required(annotation: str, *, total: bool) -> bool:
    head = annotation.partition("[")[0].rpartition(".")[2]
    return head == "Required" or (total and head != "NotRequired")


def _must_be_given(assigned: str | None) -> bool:
    """Whether a field of a class has no default; `Field(alias=...)` alone is none."""
    if assigned is None:
        return True
    try:
        node = ast.parse(assigned, mode="eval").body
    except SyntaxError:
        return False
    if not isinstance(node, ast.Call) or ast.unparse(node.func).rpartition(".")[2] not in {"Field", "FieldInfo"}:
        return False
    named = {each.arg for each in node.keywords}
    first = node.args[0] if node.args else None
    return not named & {"default", "default_factory"} and (first is None or ast.unparse(first) == "...")


def has_marks(found: Any) -> str | None:
    """What a deprecation says, as a decorator has it; None where there is none."""
    for each in getattr(found, "decorators", ()):
        text = str(each.value)
        if text.partition("(")[0].rpartition(".")[2] == "deprecated":
            return text.partition("(")[2].rstrip(")") or "deprecated"
    return None


def _text(expression: Any) -> str | None:
    return None if expression is None else str(expression)
