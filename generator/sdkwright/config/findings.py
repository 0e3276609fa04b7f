"""What is wrong with a config, as diagnostics with places: unknown keys, wrong values; not what right ones mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, cast

from pydantic import ValidationError

from sdkwright.config.base import Table
from sdkwright.diagnostics import Position, Report, display, meant
from sdkwright.pointer import ROOT, Json, Pointer, child

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = ["places", "report_invalid", "report_unknown", "set_fields"]

_EXPECTED = {
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "dict_type": "a mapping",
    "list_type": "a list",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "dataclass_type": "a mapping",
}


def report_unknown(config: Table, report: Report, pointer: Pointer = ROOT) -> None:
    """Warn of each key that the vocabulary does not have, with the nearest one that it has."""
    known = _keys(type(config)) | config.accepted
    for key in config.model_extra or {}:
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
    fields = type(config).model_fields
    for name in fields:
        if name in config.model_fields_set and not fields[name].exclude:
            yield fields[name].alias or name, getattr(config, name)


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


def report_invalid(error: ValidationError, raw: Json, report: Report) -> frozenset[Pointer]:
    """Report each wrong value once, and say where they are. A union's alternatives give one finding together."""
    grouped: dict[Pointer, list[ErrorDetails]] = {}
    for detail in error.errors(include_url=False):
        grouped.setdefault(_place(detail["loc"], raw), []).append(detail)
    for pointer, details in grouped.items():
        message, hint = _words(details)
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


def places(error: ValidationError, raw: Json) -> frozenset[Pointer]:
    """Where the wrong values are; of one that is missing, what it is missing in."""
    return frozenset(_place(detail["loc"], raw) for detail in error.errors(include_url=False))


def _place(loc: tuple[int | str, ...], raw: Json) -> Pointer:
    """Pydantic names the alternatives of unions in its locations; only keys of the file are kept."""
    pointer, node = ROOT, raw
    for part in loc:
        if isinstance(node, dict) and str(part) in node:
            node, pointer = node[str(part)], child(pointer, str(part))
        elif isinstance(node, list) and isinstance(part, int) and part < len(node):
            node, pointer = node[part], child(pointer, part)
    return pointer


MOST_KEYS = 6
YES, NO = frozenset({"1", "yes", "on", "true"}), frozenset({"0", "no", "off", "false"})


def _fix(details: list[ErrorDetails], expected: Iterable[str]) -> str | None:
    """What to write in place of a value of another kind."""
    given: Json = details[0]["input"]
    text = display(given)
    if "text" in expected and text.replace(".", "").isdigit():
        return f'quote it: "{text}"'
    if "a list" in expected and isinstance(given, str | int | float):
        return f"write a list: `[{given}]`"
    if "a list" in expected and isinstance(given, dict):
        return "put `- ` before it: it is one item of a list"
    if "true or false" in expected and str(given).lower() in YES | NO:
        return f"write `{'true' if str(given).lower() in YES else 'false'}`"
    names = {str(each.get("ctx", {}).get("class_name")) for each in details}
    keys = next((sorted(_keys(table)) for table in _all_tables(Table) if table.__name__ in names), list[str]())
    more = f" and {len(keys) - MOST_KEYS} more" if len(keys) > MOST_KEYS else ""
    return f"its keys are: {', '.join(f'`{key}`' for key in keys[:MOST_KEYS])}{more}" if keys else None


def _all_tables(table: type[Table]) -> Iterator[type[Table]]:
    for each in table.__subclasses__():
        yield each
        yield from _all_tables(each)


def _keys(table: type[Table]) -> set[str]:
    return {field.alias or name for name, field in table.model_fields.items() if not field.exclude}


def _words(details: list[ErrorDetails]) -> tuple[str, str | None]:
    first = details[0]
    if first["type"] == "missing":
        return f"`{first['loc'][-1]}` is missing here", None
    if first["type"] == "value_error":
        return str(first["ctx"]["error"]) if "ctx" in first else first["msg"], None
    given = display(first["input"])
    if first["type"] == "literal_error":
        options = str(first.get("ctx", {}).get("expected", "")).replace(" or ", ", ").replace("'", "")
        return f"{given} is not one of: {options}", meant(str(first["input"]), options.split(", "))
    expected = dict.fromkeys(_EXPECTED[each["type"]] for each in details if each["type"] in _EXPECTED)
    if expected:
        return f"expected {' or '.join(expected)} here, not {given}", _fix(details, expected)
    return f"{given} is wrong here: {first['msg'][:1].lower()}{first['msg'][1:]}", None
