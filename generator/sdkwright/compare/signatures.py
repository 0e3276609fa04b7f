"""What changes for callers between two signatures of one function."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from sdkwright.compare.changes import Change, Severity
from sdkwright.compare.surface import Function, Parameter, Signature, simple
from sdkwright.compare.types import Relation
from sdkwright.inert import dataclass

__all__ = ["Typing", "calls"]

_BREAKING, _ADDITIVE, _COSMETIC = Severity.BREAKING, Severity.ADDITIVE, Severity.COSMETIC
# ways to say that an argument is left out
_UNGIVEN = frozenset({"omit", "not_given", "NOT_GIVEN", "NotGiven()", "Omit()", "None", "..."})
# called by the language alone, by position
_BY_PYTHON = frozenset({"__enter__", "__exit__", "__aenter__", "__aexit__"})
_HOW = {"pos": "by position only", "std": "by position or keyword", "kw": "by keyword only"}


@dataclass(frozen=True, slots=True)
class Typing:
    """How annotations of the two sides relate."""

    relate: Callable[[str | None, str | None], Relation]


def calls(path: str, old: Function, new: Function, typing: Typing) -> Iterator[Change]:
    """What changes; of overloads each old one is held against the new one that fits it best."""
    if old.is_async != new.is_async and None not in {old.is_async, new.is_async}:
        became = (
            "a coroutine now: call it with `await`"
            if new.is_async
            else "no coroutine any more: call it without `await`"
        )
        yield Change(_BREAKING, "async-changed", path, f"is {became}", place=new.place)
    several = len(old.signatures) > 1
    used = set[int]()
    for number, signature in enumerate(old.signatures, 1):
        tries = [list(_signature(path, signature, each, new, typing)) for each in new.signatures]
        best = min(range(len(tries)), key=lambda index: (_cost(tries[index]), index in used, index))
        used.add(best)
        worst = [each for each in tries[best] if each.severity is _BREAKING]
        for change in tries[best]:
            if not several or change.severity is not _BREAKING:
                yield change
            elif change is worst[0]:
                told = "; ".join(each.message for each in worst)
                message = f"overload {number} of {len(old.signatures)} is not there any more ({told})"
                yield Change(_BREAKING, "overload-removed", path, message, place=new.place)
    if len(new.signatures) > max(len(old.signatures), 1):
        message = f"has {len(new.signatures)} overloads instead of {len(old.signatures)}"
        yield Change(_ADDITIVE, "overload-added", path, message, place=new.place)


def _cost(changes: list[Change]) -> tuple[int, int]:
    return sum(each.severity is _BREAKING for each in changes), len(changes)


def _signature(path: str, old: Signature, new: Signature, owner: Function, typing: Typing) -> Iterator[Change]:
    if simple(path) in _BY_PYTHON:
        yield from _returns(path, old, new, owner, typing)
        return
    before = {each.name: each for each in old.parameters}
    after = {each.name: each for each in new.parameters}
    takes_any = any(each.kind == "**" for each in new.parameters)
    gone = [each for each in old.parameters if each.name not in after]
    added = [each for each in new.parameters if each.name not in before]
    for each in gone:
        yield from _gone(path, each, added, owner, takes_any=takes_any)
    for each in added:
        yield from _added(path, each, owner)
    for name in before.keys() & after.keys():
        yield from _parameter(path, before[name], after[name], owner, typing)
    if old.ordered and new.ordered:
        yield from _order(path, old, new, owner)
    yield from _returns(path, old, new, owner, typing)


def _gone(path: str, each: Parameter, added: list[Parameter], owner: Function, *, takes_any: bool) -> Iterator[Change]:
    like = [
        one.name
        for one in added
        if one.kind == each.kind and one.annotation == each.annotation and _close(one.name, each.name)
    ]
    hint = f"it may be `{like[0]}` now" if len(like) == 1 else None
    if each.kind in {"*", "**"}:
        message = f"takes no further arguments (`{each.kind}{each.name}`) any more"
        yield Change(_BREAKING, "parameter-removed", path, message, place=owner.place)
    elif not takes_any:
        message = f"does not take the argument `{each.name}` any more"
        yield Change(_BREAKING, "parameter-removed", path, message, old=each.annotation, hint=hint, place=owner.place)


def _close(one: str, other: str) -> bool:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other).ratio() >= 0.5


def _added(path: str, each: Parameter, owner: Function) -> Iterator[Change]:
    if each.kind in {"*", "**"}:
        message = f"takes further arguments (`{each.kind}{each.name}`)"
        yield Change(_ADDITIVE, "parameter-added", path, message, place=owner.place)
    elif each.default is None:
        message = f"needs a new argument `{each.name}`"
        yield Change(_BREAKING, "required-parameter-added", path, message, new=each.annotation, place=owner.place)
    else:
        message = f"takes a new optional argument `{each.name}`"
        yield Change(_ADDITIVE, "parameter-added", path, message, new=each.annotation, place=owner.place)


def _parameter(path: str, old: Parameter, new: Parameter, owner: Function, typing: Typing) -> Iterator[Change]:
    if old.kind != new.kind and {old.kind, new.kind} <= _HOW.keys():
        severity = _ADDITIVE if new.kind == "std" else _BREAKING
        message = f"takes the argument `{old.name}` {_HOW[new.kind]}, no longer {_HOW[old.kind]}"
        yield Change(severity, "parameter-kind-changed", path, message, place=owner.place)
    yield from _default(path, old, new, owner)
    told: dict[Relation, tuple[Severity, str]] = {
        "wider": (_ADDITIVE, "accepts more for the argument"),
        "narrower": (_BREAKING, "accepts less for the argument"),
        "other": (_BREAKING, "wants something else for the argument"),
    }
    found = typing.relate(old.annotation, new.annotation)
    if found != "same":
        severity, how = told[found]
        kind = {"wider": "parameter-widened", "narrower": "parameter-narrowed"}.get(found, "parameter-type-changed")
        message = f"{how} `{old.name}`"
        yield Change(severity, kind, path, message, old=old.annotation, new=new.annotation, place=owner.place)


def _default(path: str, old: Parameter, new: Parameter, owner: Function) -> Iterator[Change]:
    if (old.default is None) != (new.default is None) and {old.kind, new.kind} <= _HOW.keys():
        if new.default is None:
            message = f"needs the argument `{old.name}`, which could be left out"
            yield Change(_BREAKING, "parameter-now-required", path, message, place=owner.place)
        else:
            message = f"can be called without the argument `{old.name}`"
            yield Change(_ADDITIVE, "parameter-now-optional", path, message, place=owner.place)
    elif _differs(old.default, new.default):
        message = f"has another default for `{old.name}`"
        yield Change(_BREAKING, "default-changed", path, message, old=old.default, new=new.default, place=owner.place)


def _differs(old: str | None, new: str | None) -> bool:
    """Whether leaving an argument out means something else; of "..." and of names of constants that is not known."""
    known = all(each is not None and (each in _UNGIVEN or _is_value(each)) for each in (old, new))
    return old != new and known and "..." not in {old, new} and not {old, new} <= _UNGIVEN


def _is_value(source: str) -> bool:
    try:
        ast.literal_eval(source)
    except (ValueError, SyntaxError):
        return False
    return True


def _order(path: str, old: Signature, new: Signature, owner: Function) -> Iterator[Change]:
    """Arguments given by position must still land where they did."""
    before = [each.name for each in old.parameters if each.kind in {"pos", "std"}]
    after = [each.name for each in new.parameters if each.kind in {"pos", "std"}]
    shared = [name for name in before if name in after]
    moved = [name for name in shared if before.index(name) != after.index(name)]
    if moved and before[: len(shared)] == shared:  # with a name gone from the middle, that is what is told
        message = "takes its arguments by position in another order"
        was, now = f"({', '.join(before)})", f"({', '.join(after)})"
        yield Change(_BREAKING, "parameter-order-changed", path, message, old=was, new=now, place=owner.place)


def _returns(path: str, old: Signature, new: Signature, owner: Function, typing: Typing) -> Iterator[Change]:
    if old.returns is None or new.returns is None:
        return
    told: dict[Relation, tuple[Severity, str, str]] = {
        "wider": (_BREAKING, "return-widened", "may return more than before"),
        "narrower": (_ADDITIVE, "return-narrowed", "returns only a part of what it could"),
        "other": (_BREAKING, "return-changed", "returns something else"),
    }
    found = typing.relate(old.returns, new.returns)
    if found != "same":
        severity, kind, message = told[found]
        yield Change(severity, kind, path, message, old=old.returns, new=new.returns, place=owner.place)
