"""The JSON Schema of the config, made from its types, for editors to complete and check it; the shipped copy is schema.json."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any, cast

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from sdkwright.config.base import Table
from sdkwright.config.models import Config

__all__ = ["closed", "config_schema", "shipped_schema"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Schema(GenerateJsonSchema):
    """Tables as people write them: a key may stand without a value, keys of other targets are known."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        table = schema["cls"]
        if not issubclass(table, Table):
            return made
        hidden = {name for name, field in table.model_fields.items() if field.exclude}
        properties = {name: _or_null(value) for name, value in made.get("properties", {}).items() if name not in hidden}
        made["properties"] = {**properties, **{key: _kept() for key in sorted(table.accepted - properties.keys())}}
        if not table.other_forms:
            return made
        about: JsonSchemaValue = {key: made.pop(key) for key in ("title", "description") if key in made}
        return {**about, "anyOf": [*table.other_forms, made]}

    def generate(self, schema: CoreSchema, mode: JsonSchemaMode = "validation") -> JsonSchemaValue:
        made = super().generate(schema, mode)
        return {"$schema": DIALECT, **made, "title": "sdkwright"}


def _or_null(value: Any) -> JsonSchemaValue:
    """A field as it is, or nothing behind its key, which counts as absent."""
    if not isinstance(value, dict) or not value:
        return {}
    known = {key: item for key, item in cast("JsonSchemaValue", value).items() if key not in ("default", "title")}
    about: JsonSchemaValue = {key: known.pop(key) for key in ("description", "examples") if key in known}
    options = known.pop("anyOf", None) if set(known) == {"anyOf"} else None
    branches: list[JsonSchemaValue] = options if options is not None else [known]
    if not any(branch in ({}, {"type": "null"}) for branch in branches):
        branches = [*branches, {"type": "null"}]
    return {**about, "anyOf": branches} if len(branches) > 1 else {**about, **branches[0]}


def _kept() -> JsonSchemaValue:
    return {"description": "Kept, without effect on a Python package."}


def config_schema() -> dict[str, Any]:
    """The schema: what it allows, reading takes without an error. Keys that it does not know are allowed, as they are read with a warning."""
    schema = Config.model_json_schema(by_alias=True, schema_generator=_Schema)
    tables = schema["$defs"]
    _also_by_name(tables, "PaginationScheme", schema["properties"]["pagination"])
    _also_by_name(tables, "ErrorVariant", tables["Errors"]["properties"]["variants"])
    return schema


def _also_by_name(tables: dict[str, Any], listed: str, place: dict[str, Any]) -> None:
    """A list of tables that have names may be a mapping of these to the rest of each."""
    table = next(each for each in (tables[listed], *tables[listed].get("anyOf", ())) if "properties" in each)
    required = [name for name in table["required"] if name != "name"]
    tables[f"Named{listed}"] = {key: value for key, value in table.items() if key != "required"}
    tables[f"Named{listed}"] |= {"required": required} if required else {}
    place["anyOf"].insert(1, {"type": "object", "additionalProperties": _or_null({"$ref": f"#/$defs/Named{listed}"})})


def shipped_schema() -> dict[str, Any]:
    """The copy that comes with the package, which no other version of a library words differently."""
    schema: dict[str, Any] = json.loads(files("sdkwright.config").joinpath("schema.json").read_text("utf-8"))
    return schema


def closed(schema: dict[str, Any]) -> dict[str, Any]:
    """The same, with keys that it does not know refused, as ``--strict`` does."""
    tables = [schema, *schema.get("$defs", {}).values()]
    branches = [branch for table in tables for branch in (table, *table.get("anyOf", ()))]
    for table in branches:
        if "properties" in table:
            table["additionalProperties"] = False
            table["patternProperties"] = {"^x-": {}}
    return schema
