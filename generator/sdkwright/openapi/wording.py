"""The validator's errors as findings that a stranger understands; not which of them are shown (validate.py).

A schema validator says what its schema says ("is not valid under any of the given schemas"). Here the branch that was meant
is found, the object is called by its name in the OpenAPI Specification, and the field that is wrong is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, TypeAlias, cast

import jsonschema_rs

from sdkwright.openapi.fields import Finding, component_name, unknown_field
from sdkwright.openapi.grammar import Grammar, field_names, object_name
from sdkwright.openapi.phrases import PHRASES, Fault, neither_schema_nor_content
from sdkwright.pointer import ROOT, Json, Pointer, child, last

__all__ = ["Finding", "meta_findings"]

Error: TypeAlias = jsonschema_rs.ValidationError

KINDS = ("in", "type")
"""Properties that tell the kinds of a parameter, or those of a security scheme, apart."""


def meta_findings(error: Error, grammar: Grammar, at: Pointer = ROOT) -> Iterator[Finding]:
    """What one error of a grammar comes down to; ``at`` is where the checked value stands. Nothing for mere consequences."""
    fault = Fault(
        kind=type(error.kind).__name__,
        told=error.kind,
        value=cast("Json", error.instance),
        pointer=child(at, *error.instance_path),
        what=object_name(grammar, error.schema_path),
    )
    match fault.kind:
        case "AnyOf" | "OneOfNotValid":
            yield from _choice(error, fault, grammar, at)
        case "PropertyNames":
            if last(fault.pointer) != "additionalOperations":  # methods, which the rules look at
                yield component_name(child(fault.pointer, str(fault.told.error.instance)))
        case "AdditionalProperties" | "UnevaluatedProperties":
            yield from _unexpected(fault, field_names(grammar, error.schema_path))
        case "Not" | "OneOfMultipleValid" if not isinstance(fault.value, dict):
            return  # that it has another type is told by itself
        case kind if kind in PHRASES:
            yield PHRASES[kind](fault)
        case _:
            yield fault.finding("D100", error.message if len(error.message) <= 160 else error.message[:157] + "...")


def _choice(error: Error, fault: Fault, grammar: Grammar, at: Pointer) -> Iterator[Finding]:
    """The errors of the alternative that was meant; where each alternative only lacks a field, the choice of fields."""
    branches: list[list[Error]] = [branch for branch in fault.told.context if branch]
    lacking = [_told(branch[0]).property for branch in branches if _lacks(branch, error)]
    if set(lacking) == {"schema", "content"}:
        yield neither_schema_nor_content(fault.pointer)
    elif branches and len(lacking) == len(branches) and "$ref" not in lacking:
        names = [f"`{name}`" for name in lacking]
        yield fault.finding("D101", f"the {fault.what} has neither {' nor '.join(names)}", f"add {' or '.join(names)}")
    elif (refused := _other_kinds(error, branches)) is not None:
        yield _no_such_kind(refused, fault, at)
    elif not branches:
        yield fault.finding("D108", f"the {fault.what} has none of the forms that OpenAPI knows for it")
    else:
        for inner in _meant(error, branches):
            yield from meta_findings(inner, grammar, at)


def _told(error: Error) -> Any:
    """What the error knows beside its places; the fields differ by kind."""
    return error.kind


def _lacks(branch: list[Error], error: Error) -> bool:
    """Whether all that is wrong with the alternative is one field that the value lacks."""
    kind = type(branch[0].kind).__name__
    return len(branch) == 1 and kind == "Required" and branch[0].instance_path == error.instance_path


def _meant(error: Error, branches: list[list[Error]]) -> list[Error]:
    """The branch that the author most likely meant: a reference where there is a `$ref`, one of that kind, then the nearest one."""
    refers = isinstance(error.instance, dict) and "$ref" in error.instance
    wanted = [branch for branch in branches if refers == _is_reference(branch)] or branches
    return min([branch for branch in wanted if _other_kind(error, branch) is None] or wanted, key=_distance)


def _other_kind(choice: Error, branch: list[Error]) -> Error | None:
    """The error that what tells the kinds of an object apart has another value: the rest of the alternative is moot then."""
    path = choice.instance_path
    found = (error for error in branch if error.instance_path in ([*path, kind] for kind in KINDS))
    return next((error for error in found if type(error.kind).__name__ in ("Constant", "Enum")), None)


def _other_kinds(choice: Error, branches: list[list[Error]]) -> list[Error] | None:
    """Where the value is of a kind that no alternative is about: the error of each."""
    found = [_other_kind(choice, branch) for branch in branches if not _is_reference(branch)]
    refused = [error for error in found if error is not None]
    same = len({tuple(error.instance_path) for error in refused}) == 1
    return refused if same and len(refused) == len(found) > 1 else None


def _no_such_kind(refused: list[Error], fault: Fault, at: Pointer) -> Finding:
    """What the kinds are."""
    options = [option for error in refused for option in _allowed(error)]
    where = child(at, *refused[0].instance_path)
    value = cast("Json", refused[0].instance)
    return PHRASES["Enum"](Fault("Enum", SimpleNamespace(options=options), value, where, fault.what))


def _allowed(error: Error) -> list[Json]:
    told = _told(error)
    return list(told.options) if type(told).__name__ == "Enum" else [told.expected_value]


def _is_reference(branch: list[Error]) -> bool:
    """Whether the branch is a Reference Object, as far as its errors tell."""
    for error in branch:
        needs_ref = type(error.kind).__name__ == "Required" and _told(error).property == "$ref"
        if needs_ref or error.instance_path[-1:] == ["$ref"] or "reference" in map(_folded, error.schema_path):
            return True
    return False


def _folded(token: str | int) -> str:
    return str(token).lower()


def _distance(branch: list[Error]) -> tuple[int, int, int]:
    """How far the value is from an alternative: disagreement on what tells alternatives apart, then depth, then errors."""
    depth = max(len(error.instance_path) for error in branch)
    telling = sum(type(error.kind).__name__ in ("Constant", "Enum", "Type") for error in branch)
    shallow = sum(len(error.instance_path) < depth for error in branch)
    return shallow * telling, -depth, len(branch)


def _unexpected(fault: Fault, known: frozenset[str]) -> Iterator[Finding]:
    """One finding for each field. In 3.1 a fault further down makes its parents' fields "unevaluated": those are known."""
    for name in fault.told.unexpected:
        if str(name)[:1] == "?" and str(name)[1:].isdigit():
            continue  # a key that is no text, which the reader has told
        if (fault.what, name) == ("link", "server"):
            continue  # which the published schema of 3.1 calls `body` by mistake
        if fault.kind == "AdditionalProperties" or name not in known:
            yield unknown_field(fault.what, child(fault.pointer, str(name)), known)
