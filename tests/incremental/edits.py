"""Random edits of a description, as its author might make them; each is a tree that differs in one place or a few."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

WORDS = ("name", "id", "kind", "data", "items", "class", "Model", "next_page", "2nd", "größe", "list")
TYPES = ("string", "integer", "number", "boolean", "object", "array")
SCHEMAS: tuple[dict[str, Any], ...] = (
    {"type": "string", "description": "Some text."},
    {"type": "integer", "example": 3},
    {"type": "array", "items": {"type": "string"}},
    {"type": "object", "properties": {"inner": {"type": "string", "enum": ["a", "b"]}}, "required": ["inner"]},
    {"oneOf": [{"type": "string"}, {"type": "object", "properties": {"more": {"type": "integer"}}}]},
    {"type": "string", "default": 5},
    {"type": "object", "additionalProperties": {"type": "number"}},
)


def edited(root: dict[str, Any], random: Random) -> tuple[str, dict[str, Any]]:
    """What was done, and the tree with it; the given one is left alone."""
    root = copy.deepcopy(root)
    edits = [_property, _property, _description, _description, _required, _type, _order, _reference]
    edits += [_operation, _parameter, _rename, _remove, _add, _title, _deep, _status, _nothing]
    edits += [_union, _mapping, _base, _itself, _read_only, _odd, _extension, _broken]
    edits += [_turned, _twin, _path, _security, _version, _tag]
    while True:
        edit = random.choice(edits)
        if edit(root, random) is not False:
            return edit.__name__.strip("_"), root


def _mappings(node: Any, wanted: str) -> Iterator[dict[str, Any]]:
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            if wanted in here:
                yield here
            waiting.extend(here.values())
        elif isinstance(here, list):
            waiting.extend(here)


def _any(root: Any, wanted: str, kind: type, random: Random) -> Any:
    found = [each for each in _mappings(root, wanted) if isinstance(each[wanted], kind)]
    return random.choice(found) if found else None


def _property(root: Any, random: Random) -> bool | None:
    schema = _any(root.get("components", root), "properties", dict, random)
    if schema is None:
        return False
    schema["properties"][f"{random.choice(WORDS)}_{random.randrange(99)}"] = copy.deepcopy(random.choice(SCHEMAS))
    return None


def _description(root: Any, random: Random) -> bool | None:
    node = _any(root, "description", str, random)
    if node is None:
        return False
    node["description"] += f" Changed {random.randrange(99)}."
    return None


def _required(root: Any, random: Random) -> bool | None:
    schema = _any(root.get("components", root), "properties", dict, random)
    if schema is None or not schema["properties"]:
        return False
    name, required = random.choice(list(schema["properties"])), list(schema.get("required", []))
    schema["required"] = [each for each in required if each != name] if name in required else [*required, name]
    return None


def _type(root: Any, random: Random) -> bool | None:
    schema = _any(root.get("components", root), "type", str, random)
    if schema is None:
        return False
    schema["type"] = random.choice(TYPES)
    return None


def _order(root: Any, random: Random) -> bool | None:
    """The order of fields is the author's; the content is the same."""
    schema = _any(root, "properties", dict, random)
    if schema is None or len(schema["properties"]) < 2:
        return False
    schema["properties"] = dict(reversed(schema["properties"].items()))
    return None


def _reference(root: Any, random: Random) -> bool | None:
    names = list(root.get("components", {}).get("schemas", {}))
    node = _any(root, "$ref", str, random)
    if node is None or not names or "/schemas/" not in node["$ref"]:
        return False
    node["$ref"] = f"#/components/schemas/{random.choice(names)}"
    return None


def _operations(root: Any) -> list[dict[str, Any]]:
    items = [item for item in root.get("paths", {}).values() if isinstance(item, dict)]
    return [each for item in items for each in item.values() if isinstance(each, dict) and "responses" in each]


def _operation(root: Any, random: Random) -> bool | None:
    found = _operations(root)
    if not found:
        return False
    operation = random.choice(found)
    operation["operationId"] = f"{operation.get('operationId', 'call')}{random.choice(WORDS)}"
    return None


def _parameter(root: Any, random: Random) -> bool | None:
    found = _operations(root)
    if not found:
        return False
    parameters = random.choice(found).setdefault("parameters", [])
    name = f"{random.choice(WORDS)}{random.randrange(9)}"
    parameters.append({"name": name, "in": "query", "schema": copy.deepcopy(random.choice(SCHEMAS[:3]))})
    return None


def _rename(root: Any, random: Random) -> bool | None:
    """A component of another name, with all that refers to it left dangling or not."""
    schemas = root.get("components", {}).get("schemas", {})
    if not schemas:
        return False
    name = random.choice(list(schemas))
    root["components"]["schemas"] = {key if key != name else f"{name}2": value for key, value in schemas.items()}
    return None


def _remove(root: Any, random: Random) -> bool | None:
    holders = [root.get("paths", {}), *root.get("components", {}).values()]
    holder = random.choice([each for each in holders if isinstance(each, dict) and each] or [{}])
    if not holder:
        return False
    del holder[random.choice(list(holder))]
    return None


def _add(root: Any, random: Random) -> None:
    schemas = root.setdefault("components", {}).setdefault("schemas", {})
    schemas[f"Extra{random.randrange(99)}"] = copy.deepcopy(random.choice(SCHEMAS))


def _title(root: Any, random: Random) -> None:
    root.setdefault("info", {})["description"] = f"About {random.choice(WORDS)}."


def _deep(root: Any, random: Random) -> bool | None:
    """A reference to the middle of another component, which then counts for more than itself."""
    schemas = root.get("components", {}).get("schemas", {})
    found = [
        (name, key) for name, each in schemas.items() if isinstance(each, dict) for key in each.get("properties", {})
    ]
    holder = _any(root.get("components", root), "properties", dict, random)
    if not found or holder is None:
        return False
    name, key = random.choice(found)
    escaped = [token.replace("~", "~0").replace("/", "~1") for token in (name, key)]
    holder["properties"]["deep"] = {"$ref": f"#/components/schemas/{escaped[0]}/properties/{escaped[1]}"}
    return None


def _status(root: Any, random: Random) -> bool | None:
    found = _operations(root)
    if not found:
        return False
    random.choice(found)["responses"]["201"] = {"description": "Done.", "content": {"text/plain": {}}}
    return None


def _nothing(root: Any, random: Random) -> None:
    """The same again."""


def _names(root: Any) -> list[str]:
    return list(root.get("components", {}).get("schemas", {}))


def _ref(root: Any, random: Random) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{random.choice(_names(root))}"}


def _union(root: Any, random: Random) -> bool | None:
    """A property that is one of several models, told apart by a field or not."""
    schema = _any(root.get("components", root), "properties", dict, random)
    if schema is None or not _names(root):
        return False
    either: dict[str, Any] = {random.choice(("oneOf", "anyOf")): [_ref(root, random), _ref(root, random)]}
    if random.randrange(2):
        either["discriminator"] = {"propertyName": random.choice(WORDS)}
    schema["properties"][f"either_{random.randrange(9)}"] = either
    return None


def _mapping(root: Any, random: Random) -> bool | None:
    """A value of a discriminator that means a model, in one spelling or another, or nothing that is there."""
    unions = [*_mappings(root.get("components", root), "oneOf"), *_mappings(root.get("components", root), "anyOf")]
    if not unions or not _names(root):
        return False
    union = random.choice(unions)
    told = union.get("discriminator")
    told = told if isinstance(told, dict) else {"propertyName": "kind"}
    name = random.choice((*_names(root), "Nobody"))
    values = told.get("mapping") if isinstance(told.get("mapping"), dict) else {}
    meant = random.choice((name, f"#/components/schemas/{name}"))
    union["discriminator"] = {**told, "mapping": {**values, random.choice(WORDS): meant}}
    return None


def _base(root: Any, random: Random) -> bool | None:
    schema = _any(root.get("components", root), "properties", dict, random)
    if schema is None or not _names(root):
        return False
    schema["allOf"] = [*schema.get("allOf", []), _ref(root, random)]
    return None


def _itself(root: Any, random: Random) -> bool | None:
    """A schema that is one of itself."""
    if not _names(root):
        return False
    name = random.choice(_names(root))
    before = root["components"]["schemas"][name]
    root["components"]["schemas"][name] = {"oneOf": [before, {"$ref": f"#/components/schemas/{name}"}]}
    return None


def _read_only(root: Any, random: Random) -> bool | None:
    schema = _any(root.get("components", root), "properties", dict, random)
    fields = [each for each in schema["properties"].values() if isinstance(each, dict)] if schema is not None else []
    if not fields:
        return False
    random.choice(fields)[random.choice(("readOnly", "writeOnly"))] = random.choice((True, False))
    return None


def _odd(root: Any, random: Random) -> bool | None:
    """What a rule has something to say about."""
    schema = _any(root.get("components", root), "type", str, random)
    if schema is None:
        return False
    schema.update(random.choice(({"nullable": True}, {"enum": ["1", 2]}, {"exclusiveMinimum": True}, {"default": []})))
    return None


def _extension(root: Any, random: Random) -> bool | None:
    schema = _any(root.get("components", root), "type", str, random)
    if schema is None:
        return False
    schema[random.choice(("x-stainless-unknown", "x-stainless-naming", "x-other"))] = random.choice(WORDS)
    return None


def _broken(root: Any, random: Random) -> bool | None:
    """A reference that leads nowhere, or somewhere if case does not count."""
    node = _any(root, "$ref", str, random)
    if node is None:
        return False
    node["$ref"] = random.choice((node["$ref"].lower(), f"{node['$ref']}Gone", "#/components/schemas"))
    return None


def _turned(root: Any, random: Random) -> bool | None:
    """The same parts in another order."""
    holders = [root.get("paths", {}), *root.get("components", {}).values()]
    holder = random.choice([each for each in holders if isinstance(each, dict) and len(each) > 1] or [{}])
    if not holder:
        return False
    entries = list(holder.items())
    holder.clear()
    holder.update(reversed(entries))
    return None


def _twin(root: Any, random: Random) -> bool | None:
    """A component that is called as another, but for case or a hyphen."""
    if not _names(root):
        return False
    name = random.choice(_names(root))
    twin = random.choice((name.lower(), name.upper(), f"{name[:1]}-{name[1:]}", f"{name}Param"))
    root["components"]["schemas"].setdefault(twin, copy.deepcopy(random.choice(SCHEMAS)))
    return None


def _path(root: Any, random: Random) -> bool | None:
    """A path more, with the operations of another, or another name for one."""
    paths = root.get("paths", {})
    if not paths:
        return False
    path = random.choice(list(paths))
    paths[f"{path}/{random.choice(WORDS)}"] = copy.deepcopy(paths[path]) if random.randrange(2) else paths.pop(path)
    return None


def _security(root: Any, random: Random) -> bool | None:
    found = _operations(root)
    if not found:
        return False
    schemes = root.setdefault("components", {}).setdefault("securitySchemes", {})
    name = f"key{random.randrange(3)}"
    schemes[name] = {"type": "apiKey", "in": "header", "name": f"X-{name}"}
    random.choice((root, random.choice(found)))["security"] = [{random.choice((name, "nobody")): []}]
    return None


def _version(root: Any, random: Random) -> None:
    root["openapi"] = random.choice(("3.0.3", "3.1.0"))


def _tag(root: Any, random: Random) -> bool | None:
    found = _operations(root)
    if not found:
        return False
    random.choice(found)["tags"] = [random.choice(WORDS)]
    return None
