"""`streaming.on_event` of the config -> the rules by which the events of streams are read; not which methods stream."""

from __future__ import annotations

from collections.abc import Mapping

from sdkwright.diagnostics import nearest
from sdkwright.ir.api import EventRule, Handling
from sdkwright.lower.context import Context
from sdkwright.pointer import ROOT, Json, Pointer, child

KNOWN = frozenset({"handle", "kind", "event_type", "data_starts_with", "error_property"})


def lower_events(context: Context) -> tuple[EventRule, ...] | None:
    """The rules in their order; None where the config has none. A rule that cannot be understood is reported and left out."""
    told = context.config.streaming
    if told is None or not told.on_event:
        return None
    found = (
        _rule(context, entry, child(ROOT, "streaming", "on_event", index)) for index, entry in enumerate(told.on_event)
    )
    return tuple(rule for rule in found if rule is not None)


def _rule(context: Context, entry: Mapping[str, Json], where: Pointer) -> EventRule | None:
    handle = entry.get("handle")
    handling = next((each for each in Handling if each.value == handle), None)
    names = _names(entry)
    texts = [entry.get(key) for key in ("data_starts_with", "error_property")]
    unknown = sorted(entry.keys() - KNOWN)
    problem = None
    if handling is None:
        problem = f"`handle` is one of {', '.join(f'`{each.value}`' for each in Handling)}, not `{handle}`"
    elif unknown:
        problem = f"a rule has no `{unknown[0]}`"
    elif names == () or any(text is not None and not isinstance(text, str) for text in texts):
        problem = "names and texts of a rule are strings"
    elif entry.get("kind", "fallthrough") != "fallthrough":
        problem = f"the only kind of rule is `fallthrough`, not `{entry['kind']}`"
    if problem is not None or handling is None:
        context.report.add("C343", where, problem or "", hint=_meant(entry, unknown), source="config")
        return None
    starts, error = (text if isinstance(text, str) else None for text in texts)
    return EventRule(handling, names, starts, error)


def _meant(entry: Mapping[str, Json], unknown: list[str]) -> str | None:
    """The word of the vocabulary that a wrong one is closest to."""
    wrong, known = (
        (unknown[0], list(KNOWN)) if unknown else (str(entry.get("handle")), [each.value for each in Handling])
    )
    near = nearest(wrong, known)
    if near == wrong:  # so it is the kind
        near = "fallthrough"
    return f"did you mean `{near}`?" if near else None


def _names(entry: Mapping[str, Json]) -> tuple[str | None, ...] | None:
    """The names that a rule fits, null for events without one; all where it tells none, () where they are no names."""
    if "event_type" not in entry:
        return None
    told = entry["event_type"]
    names = told if isinstance(told, list) else [told]
    kept = tuple(name for name in names if name is None or isinstance(name, str))
    return kept if len(kept) == len(names) else ()
