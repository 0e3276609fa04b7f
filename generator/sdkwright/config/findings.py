"""What is wrong with a config, as diagnostics with places: unknown keys, wrong values; not what right ones mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from sdkwright.config.base import Table
from sdkwright.config.keys import keys_of, written_keys
from sdkwright.config.reading import InvalidError, Wrong
from sdkwright.diagnostics import Position, Report, display, meant
from sdkwright.pointer import ROOT, Json, Pointer, child

__all__ = ["places", "report_invalid", "report_unknown", "set_fields", "words"]


def report_unknown(config: Table, report: Report, pointer: Pointer = ROOT) -> None:
    """Warn of each key that the vocabulary does not have, with the nearest one that it has."""
    known = written_keys(type(config)) | config.accepted
    for key in config.others:
        if key not in config.accepted and not key.startswith("x-"):  # the author's own, such as what anchors share
            hint = meant(key, known) or f"known here: {', '.join(sorted(known))}"
            report.add(
                "C002", child(pointer, key), f"unknown key `{key}`; it has no effect", hint=hint, source="config"
            )
    for name, value in _set(config):
        for below, table in _tables(child(pointer, name), value):
            report_unknown(table, report, below)


def set_fields(config: Table, pointer: Pointer = ROOT) -> tuple[Pointer, ...]:
    """The fields that the file sets, as pointers into it (`#/settings/file_header`), in the order of the vocabulary.

    Keys that are only accepted, and unknown ones, are not among them. For whoever says which are not honoured yet.
    """
    found: list[Pointer] = []
    for name, value in _set(config):
        at = child(pointer, name)
        tables = list(_tables(at, value))
        if not tables:
            found.append(at)
        for below, table in tables:
            found += set_fields(table, below)
    return tuple(found)


def _set(config: Table) -> Iterator[tuple[str, object]]:
    for key in keys_of(type(config)):
        if key.name in config.given and not key.is_hidden:
            yield key.written, getattr(config, key.name)


def _tables(pointer: Pointer, value: object) -> Iterator[tuple[Pointer, Table]]:
    match value:
        case Table():
            yield pointer, value
        case dict():
            for key, inner in cast("dict[str, object]", value).items():
                yield from _tables(child(pointer, key), inner) if isinstance(inner, Table) else ()
        case list():
            for index, inner in enumerate(cast("list[object]", value)):
                yield from _tables(child(pointer, index), inner) if isinstance(inner, Table) else ()
        case _:
            pass


def report_invalid(error: InvalidError, raw: Json, report: Report) -> frozenset[Pointer]:
    """Report each wrong value once, and say where they are. A union's alternatives give one finding together."""
    grouped: dict[Pointer, list[Wrong]] = {}
    for wrong in error.wrong:
        grouped.setdefault(_place(wrong.place, raw), []).append(wrong)
    for pointer, details in grouped.items():
        message, hint = words(details)
        report.add("C003", pointer, message, hint=hint, source="config", at=_at(pointer, report))
    return frozenset(grouped)


def _at(pointer: Pointer, report: Report) -> Position | None:
    """Where that stands: told at once, since places of what is left may be others."""
    source = report.sources.get("config")
    return source.locate(pointer) if source is not None else None


def report_halves(raw: Json, report: Report) -> frozenset[Pointer]:
    """Report each text that is no Unicode, which JSON can spell and nothing can write, and say where they are."""
    found = frozenset(_halves(raw, ROOT))
    for pointer in sorted(found):
        message, hint = "half of a surrogate pair is no text", "write the character itself"
        report.add("C003", pointer, message, hint=hint, source="config", at=_at(pointer, report))
    return found


def _halves(node: Json, at: Pointer) -> Iterator[Pointer]:
    match node:
        case str() if any("\ud800" <= char <= "\udfff" for char in node):
            yield at
        case dict():
            for key, value in node.items():
                below = child(at, key)
                yield from (below,) if any(_halves(key, below)) else _halves(value, below)
        case list():
            for index, item in enumerate(node):
                yield from _halves(item, child(at, index))
        case _:
            return


def places(error: InvalidError, raw: Json) -> frozenset[Pointer]:
    """Where the wrong values are; of one that is missing, what it is missing in."""
    return frozenset(_place(wrong.place, raw) for wrong in error.wrong)


def _place(loc: tuple[int | str, ...], raw: Json) -> Pointer:
    """The place in the file of one in a table, which may list what the file has by name."""
    pointer, node = ROOT, raw
    for part in loc:
        if isinstance(node, dict) and str(part) in node:
            node, pointer = node[str(part)], child(pointer, str(part))
        elif isinstance(node, list) and isinstance(part, int) and part < len(node):
            node, pointer = node[part], child(pointer, part)
    return pointer


MOST_KEYS = 6
YES, NO = frozenset({"1", "yes", "on", "true"}), frozenset({"0", "no", "off", "false"})


def _fix(details: list[Wrong], expected: Iterable[str]) -> str | None:
    """What to write in place of a value of another kind."""
    given = details[0].value
    text = display(given)
    if "text" in expected and text.replace(".", "").isdigit():
        return f'quote it: "{text}"'
    if "a list" in expected and isinstance(given, str | int | float):
        return f"write a list: `[{given}]`"
    if "a list" in expected and isinstance(given, dict):
        return "put `- ` before it: it is one item of a list"
    if "true or false" in expected and str(given).lower() in YES | NO:
        return f"write `{'true' if str(given).lower() in YES else 'false'}`"
    keys = next((sorted(written_keys(each.table)) for each in details if each.table is not None), list[str]())
    more = f" and {len(keys) - MOST_KEYS} more" if len(keys) > MOST_KEYS else ""
    return f"its keys are: {', '.join(f'`{key}`' for key in keys[:MOST_KEYS])}{more}" if keys else None


def words(details: list[Wrong]) -> tuple[str, str | None]:
    """What is wrong in one place, and a hint."""
    first = details[0]
    if first.missing:
        return f"`{first.missing}` is missing here", None
    if first.told:
        return first.told, None
    given = display(first.value)
    if first.options:
        return f"{given} is not one of: {', '.join(first.options)}", meant(str(first.value), first.options)
    expected = dict.fromkeys(each.expected for each in details if each.expected)
    if expected:
        return f"expected {' or '.join(expected)} here, not {given}", _fix(details, expected)
    return f"{given} is wrong here: {first.out_of_range}", None
