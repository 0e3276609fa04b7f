"""The JSON Schema of the config, made from its types, for editors to complete and check it; the shipped copy is schema.json."""

from __future__ import annotations

import json
from importlib.resources import files
from inspect import cleandoc
from typing import Any, Literal, TypeAlias, get_args, get_origin

from sdkwright.config.base import Table
from sdkwright.config.keys import Key, alternatives, keys_of
from sdkwright.config.models import Config

__all__ = ["closed", "config_schema", "shipped_schema"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCALARS = {str: "string", bool: "boolean", int: "integer", float: "number"}

Schema: TypeAlias = dict[str, Any]


def config_schema() -> Schema:
    """The schema: what it allows, reading takes without an error. Keys that it does not know are allowed, as they are read with a warning."""
    tables: dict[str, Schema] = {}
    schema = _table(Config, tables)
    _also_by_name(tables, "PaginationScheme", schema["properties"]["pagination"])
    _also_by_name(tables, "ErrorVariant", tables["Errors"]["properties"]["variants"])
    return {"$schema": DIALECT, "$defs": tables, **schema, "title": "sdkwright"}


def _table(table: type[Table], tables: dict[str, Schema]) -> Schema:
    """A table as people write it: a key may stand without a value, keys of other targets are known."""
    keys = [key for key in keys_of(table) if not key.is_hidden]
    about: Schema = {"title": table.__name__, "description": cleandoc(table.__doc__ or "")}
    kept = {key: _kept() for key in sorted(table.accepted - {key.written for key in keys})}
    made: Schema = {
        "type": "object",
        "additionalProperties": True,
        "properties": {**{key.written: _or_null(_key(key, tables)) for key in keys}, **kept},
    }
    required = [key.written for key in keys if key.is_required]
    made |= {"required": required} if required else {}
    return (
        {**about, "anyOf": [*map(dict[str, Any], table.other_forms), made]} if table.other_forms else {**about, **made}
    )


def _key(key: Key, tables: dict[str, Schema]) -> Schema:
    said = key.said
    schema: Schema = said.get("schema") or _type(key.kind, tables)
    bounds = {"minimum": said.get("least"), "exclusiveMinimum": said.get("above")}
    bounds = {name: bound for name, bound in bounds.items() if bound is not None}
    examples = {"examples": list(said["examples"])} if "examples" in said else {}
    return {**schema, **bounds, **examples}


def _type(kind: Any, tables: dict[str, Schema]) -> Schema:
    """The schema of a type; each table has its own below `$defs`."""
    one, *others = alternatives(kind)
    if others:
        return {"anyOf": [_type(option, tables) for option in (one, *others)]}
    origin, arguments = get_origin(one), get_args(one)
    if one is Any:
        return {}
    if origin is Literal:
        return {"type": "string", "enum": list(arguments)}
    if origin is list:
        return {"type": "array", "items": _type(arguments[0], tables)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _type(arguments[1], tables) or True}
    if one in SCALARS:
        return {"type": SCALARS[one]}
    if one.__name__ not in tables:
        tables[one.__name__] = {}  # it may hold itself
        tables[one.__name__] |= _table(one, tables)
    return {"$ref": f"#/$defs/{one.__name__}"}


def _or_null(schema: Schema) -> Schema:
    """A field as it is, or nothing behind its key, which counts as absent."""
    if not schema:
        return {}
    about: Schema = {key: schema[key] for key in ("description", "examples") if key in schema}
    known = {key: value for key, value in schema.items() if key not in about}
    branches: list[Schema] = known["anyOf"] if set(known) == {"anyOf"} else [known]
    return {**about, "anyOf": [*branches, {"type": "null"}]}


def _kept() -> Schema:
    return {"description": "Kept, without effect on a Python package."}


def _also_by_name(tables: dict[str, Schema], listed: str, place: Schema) -> None:
    """A list of tables that have names may be a mapping of these to the rest of each."""
    table = next(each for each in (tables[listed], *tables[listed].get("anyOf", ())) if "properties" in each)
    required = [name for name in table["required"] if name != "name"]
    tables[f"Named{listed}"] = {key: value for key, value in table.items() if key != "required"}
    tables[f"Named{listed}"] |= {"required": required} if required else {}
    place["anyOf"].insert(1, {"type": "object", "additionalProperties": _or_null({"$ref": f"#/$defs/Named{listed}"})})


def shipped_schema() -> Schema:
    """The copy that comes with the package, which no other version of a library words differently."""
    schema: Schema = json.loads(files("sdkwright.config").joinpath("schema.json").read_text("utf-8"))
    return schema


def closed(schema: Schema) -> Schema:
    """The same, with keys that it does not know refused, as ``--strict`` does."""
    tables = [schema, *schema.get("$defs", {}).values()]
    branches = [branch for table in tables for branch in (table, *table.get("anyOf", ()))]
    for table in branches:
        if "properties" in table:
            table["additionalProperties"] = False
            table["patternProperties"] = {"^x-": {}}
    return schema
