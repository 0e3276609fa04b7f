"""What changes for callers between two classes, values and names; which of them belong together is pairing.py's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from sdkwright.compare.changes import Change, Severity
from sdkwright.compare.signatures import Typing, calls
from sdkwright.compare.surface import Class, Function, Object, Value
from sdkwright.compare.types import Relation, Type, Universe, literals, members, parsed, relation
from sdkwright.inert import dataclass

__all__ = ["Rules", "described"]

_BREAKING, _ADDITIVE, _COSMETIC = Severity.BREAKING, Severity.ADDITIVE, Severity.COSMETIC
# what a class answers with whole objects of its own; only that they are there can be compared
VIEWS = frozenset({"with_raw_response", "with_streaming_response"})

_Flow: TypeAlias = Literal["in", "out", "both"]
"""Whether callers hand a value in, read it, or may do either."""


def described(found: Object) -> str:
    """The word for what something is."""
    match found:
        case Class():
            return "class"
        case Function():
            return "method" if "." in found.id else "function"
        case Value():
            return {"alias": "type"}.get(found.kind, found.kind)


@dataclass(frozen=True, slots=True)
class Rules:
    """Compares objects. ``renamed`` maps simple names of old classes to new ones, ``old`` and ``new`` are what is known of names."""

    renamed: dict[str, str]
    universe: Universe

    def typing(self) -> Typing:
        """For signatures."""
        return Typing(self._relate)

    def _relate(self, old: str | None, new: str | None) -> Relation:
        if old == new or old is None or new is None:
            return "same"
        return relation(parsed(old, self.renamed), parsed(new), self.universe)

    def objects(self, path: str, old: Object, new: Object, *, flow: _Flow = "both") -> Iterator[Change]:
        """What changes between two things that a program reaches by one name; members of classes are asked for one by one."""
        match old, new:
            case Function(), Function():
                yield from calls(path, old, new, self.typing())
            case Value(), Value():
                yield from self._values(path, old, new, flow)
            case Class(), Class():
                yield from self._lineage(path, old, new)
            case Value(annotation=None, value=None), _:
                return  # a fact that says no more than that there is such a name
            case Value(kind="alias"), Class() if old.value is not None:
                yield Change(_COSMETIC, "kind-changed", path, "is a class now, no alias of a type", place=new.place)
            case _:
                message = f"was a {described(old)} and is a {described(new)} now"
                yield Change(_BREAKING, "kind-changed", path, message, place=new.place)
        yield from self._remarks(path, old, new)

    def _remarks(self, path: str, old: Object, new: Object) -> Iterator[Change]:
        if old.deprecated is None and new.deprecated is not None:
            message = "is deprecated"
            yield Change(_ADDITIVE, "deprecated", path, message, new=new.deprecated, place=new.place)
        elif old.deprecated is not None and new.deprecated is None:
            yield Change(_COSMETIC, "deprecation-withdrawn", path, "is not deprecated any more", place=new.place)
        if old.doc and new.doc and old.doc != new.doc:
            yield Change(_COSMETIC, "documentation-changed", path, "is documented in other words", place=new.place)

    def _lineage(self, path: str, old: Class, new: Class) -> Iterator[Change]:
        """`except Base` and `isinstance(it, Base)` must go on to work."""
        if old.ancestors is None or new.ancestors is None:
            return
        before, after = [[self.renamed.get(each, each) for each in side] for side in (old.ancestors, new.ancestors)]
        for each in before:
            if each not in after and each in self.universe.ancestors:
                message = f"is no longer a kind of `{each}`: neither `except {each}` nor `isinstance` finds it"
                yield Change(_BREAKING, "base-removed", path, message, place=new.place)
        for each in after:
            if each not in before and each in self.universe.ancestors:
                yield Change(_ADDITIVE, "base-added", path, f"is a kind of `{each}` as well", place=new.place)

    def _values(self, path: str, old: Value, new: Value, flow: _Flow) -> Iterator[Change]:
        if old.kind == "constant" and new.kind == "constant":
            if old.value != new.value and _is_plain(old.value) and _is_plain(new.value):
                message = "has another value"
                yield Change(_COSMETIC, "value-changed", path, message, old=old.value, new=new.value, place=new.place)
            return
        if (old.kind == "constant") != (new.kind == "constant"):
            return
        texts = (old.value, new.value) if old.kind == new.kind == "alias" else (old.annotation, new.annotation)
        if old.required is not None and new.required is not None and old.required != new.required:
            yield _requirement(path, new, flow)
        found = self._relate(*texts)
        if found != "same":
            before, after = parsed(texts[0], self.renamed), parsed(texts[1])
            severity, kind, message = _type_change(found, before, after, flow)
            yield Change(severity, kind, path, message, old=texts[0], new=texts[1], place=new.place)


def _is_plain(text: str | None) -> bool:
    return text is not None and (text[:1].isdigit() or text[:1] in "'\"-" or text in {"True", "False", "None"})


def _requirement(path: str, new: Value, flow: _Flow) -> Change:
    if flow == "in":
        if new.required:
            return Change(_BREAKING, "key-now-required", path, "must be given, and could be left out", place=new.place)
        return Change(_ADDITIVE, "key-now-optional", path, "can be left out", place=new.place)
    if new.required:
        return Change(_COSMETIC, "field-now-required", path, "has no default any more", place=new.place)
    return Change(_COSMETIC, "field-now-optional", path, "has a default now", place=new.place)


def _type_change(found: Relation, old: Type, new: Type, flow: _Flow) -> tuple[Severity, str, str]:
    """How bad it is that a value has another type, and how to say so."""
    lost, won = sorted(literals(old) - literals(new)), sorted(literals(new) - literals(old))
    if found == "wider":
        if flow == "in":
            return _ADDITIVE, "type-widened", f"accepts {', '.join(won)} as well" if won else "accepts more"
        if won and not members(new) - members(old) and ("None" in _names(old)) == ("None" in _names(new)):
            return _ADDITIVE, "value-added", f"may be {', '.join(won)} as well"
        if len(members(old)) > 1 and ("None" in _names(old) or "None" not in _names(new)):
            more = ", ".join(f"`{each}`" for each in sorted(members(new) - members(old)))
            return _ADDITIVE, "variant-added", f"may be {more} as well" if more else "may be more than before"
        if "None" in _names(new) and "None" not in _names(old):
            return _BREAKING, "type-widened", "may be None now"
        return _BREAKING, "type-widened", "may be more than before"
    if found == "narrower":
        severity = _ADDITIVE if flow == "out" else _BREAKING
        return severity, "type-narrowed", f"is never {', '.join(lost)}" if lost else "is only a part of what it was"
    return _BREAKING, "type-changed", "has another type"


def _names(of: Type) -> frozenset[str]:
    return frozenset(part.name for part in of)
