"""`diagnostics.ignored` of the config -> the findings that are left out; which of our codes a name of another generator stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from sdkwright.diagnostics import CODES, Ignored, Report, meant
from sdkwright.pointer import ROOT, Json, child

__all__ = ["apply_ignored"]

NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Endpoint/NotConfigured": ("C311",),
        "Endpoint/NotSpecified": ("C311",),
        "Endpoint/BothSpecifiedAndUnspecified": ("C313",),
        "Endpoint/MissingResponse": ("S024",),
        "Name/Collision": ("N001",),
        "Pagination/NotConfigured": ("C304",),
        "ReadmeExample/MissingParam": ("C312",),
        "Schema/RequiredPropertyNotDefined": ("D107",),
        "Spec/Invalid": ("D100", "D101", "D102", "D103", "D104", "D105", "D106", "D108", "D109", "D110"),
    }
)
"""Findings of the closed generator that we have as well; its others tell of what we do not remark on, so nothing is left out."""

PLACES = ("location", "locations", "path", "endpoint", "pointer", "target", "oas_ref", "config_ref")


def apply_ignored(ignored: Mapping[str, Json], report: Report) -> None:
    """Tell the report what is not wanted. A name in neither vocabulary is a warning."""
    for name, value in ignored.items():
        codes = NAMES.get(name, (name,) if name in CODES else ())
        if not codes and "/" not in name:
            hint = meant(name, CODES) or "findings show their codes, as in `C311`"
            at = child(ROOT, "diagnostics", "ignored", name)
            report.add("C002", at, f"no finding has the code `{name}`", hint=hint, source="config")
        if value is not False:
            places = frozenset(_places(value)) if value is not True else None
            report.ignore(Ignored(code, places) for code in codes)


def _places(value: Json) -> Iterator[str]:
    """Places in each way to write them: a list, each with its reason; a mapping from place to reason; one place."""
    match value:
        case str():
            yield value.strip()
        case list():
            for item in value:
                yield from _places(item)
        case dict() if set(value) & set(PLACES):
            for key in PLACES:
                yield from _places(value.get(key))
        case dict():
            yield from (key.strip() for key in value if key != "reason")
        case _:
            pass
