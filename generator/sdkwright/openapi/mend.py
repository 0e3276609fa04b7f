"""Readings of everything but schemas that is slightly wrong: Swagger 2.0's habits, shorthands, forgotten brackets; reports nothing.

What stands here has one sane reading and is taken so; that it is wrong, the validator and the rules have said before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sdkwright.openapi.mend_schemas import as_bool, is_schema
from sdkwright.pointer import Json

__all__ = ["mend_object"]

Object = dict[str, Json]

_PLACES = ("query", "header", "path", "cookie", "querystring", "body", "formdata")
_OF_SCHEMAS = (
    *("type", "format", "items", "enum", "default", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    *("minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems", "multipleOf", "nullable"),
)
_COLLECTIONS: Mapping[str, Object] = MappingProxyType(
    {
        "csv": {"style": "form", "explode": False},
        "multi": {"style": "form", "explode": True},
        "ssv": {"style": "spaceDelimited", "explode": False},
        "pipes": {"style": "pipeDelimited", "explode": False},
    }
)
_OPERATIONS = frozenset(("get", "put", "post", "delete", "options", "head", "patch", "trace", "query"))
_NO_FILES = frozenset(("$ref", "$dynamicRef", "contentEncoding", "contentMediaType", "nullable"))
"""Keywords that say of a schema without a type what it is."""
_SCHEMES = "#/components/securitySchemes/"
_JSON, _FORM, _PARTS = "application/json", "application/x-www-form-urlencoded", "multipart/form-data"


def mend_object(node: Object, label: str) -> Object:
    """One object of OpenAPI without what is below it; ``label`` is the key that it, or the map that holds it, stands under."""
    mend = _MENDS.get("operation" if label in _OPERATIONS else label)
    return mend(node) if mend is not None else node


def _root(node: Object) -> Object:
    changed = dict[str, Json]()
    info = node.get("info")
    if isinstance(info, str | int | float):
        changed["info"] = {"title": str(info)}
    changed |= _servers(node) | _security(node)
    return node | changed if changed else node


def _info(node: Object) -> Object:
    return _texts(node, "title", "version", "description", "summary")


def _texts(node: Object, *keys: str) -> Object:
    """Numbers where text is asked for: YAML reads `1.0` as one."""
    new: Object = {
        key: str(node[key]) for key in keys if isinstance(node.get(key), int | float) and node[key] is not True
    }
    return node | new if new else node


def _servers(node: Object) -> Object:
    """`servers`: one without its list, addresses without their mapping or their scheme."""
    given = node.get("servers")
    if "servers" not in node:
        return {}
    listed = given if isinstance(given, list) else [given]
    found: list[Json] = [{"url": each} if isinstance(each, str) else each for each in listed]
    servers: list[Json] = [_secure(each) for each in found if isinstance(each, dict)]
    return {} if servers == given else {"servers": servers}


def _variable(node: Object) -> Object:
    """A variable of a server: its values are texts."""
    node, values = _texts(node, "default"), node.get("enum")
    if not isinstance(values, list) or not any(isinstance(each, int | float) for each in values):
        return node
    return {**node, "enum": [str(each) if isinstance(each, int | float) else each for each in values]}


def _secure(server: Object) -> Object:
    """`//host/path` takes the scheme of the place that the document came from, which a client does not have: https."""
    url = server.get("url")
    return {**server, "url": f"https:{url}"} if isinstance(url, str) and url.startswith("//") else server


def _security(node: Object) -> Object:
    """`security`: one requirement without its list, schemes without their scopes, schemes by their URI (3.2)."""
    given = node.get("security")
    if "security" not in node:
        return {}
    listed = given if isinstance(given, list) else [given]
    found: list[Json] = [{each: []} if isinstance(each, str) else each for each in listed]
    plain: list[Json] = [
        {name.rpartition(_SCHEMES)[2]: scopes for name, scopes in each.items()}
        for each in found
        if isinstance(each, dict)
    ]
    return {} if plain == given else {"security": plain}


def _item(node: Object) -> Object:
    """A Path Item: `GET` is `get`."""
    node = _listed_parameters(node)
    if all(key.lower() not in _OPERATIONS or key.islower() for key in node):
        return node
    return {
        key.lower() if key.lower() in _OPERATIONS and key.lower() not in node else key: value
        for key, value in node.items()
    }


def _operation(node: Object) -> Object:
    node = _texts(_listed_parameters(node), "operationId", "summary", "description")
    changed = _security(node) | _servers(node)
    tags = node.get("tags")
    if isinstance(tags, str | int):
        changed["tags"] = [str(tags)]
    elif isinstance(tags, list) and any(isinstance(tag, int | float) for tag in tags):
        changed["tags"] = [str(tag) if isinstance(tag, int | float) else tag for tag in tags]
    node = node | changed if changed else node
    return _with_body(node) if "requestBody" not in node else node


def _listed_parameters(node: Object) -> Object:
    """`parameters`: one without its list, or a map of names."""
    given = node.get("parameters")
    if not isinstance(given, dict):
        return node
    if "name" in given or "$ref" in given:
        return {**node, "parameters": [given]}
    named: list[Json] = [{"name": name, **each} if isinstance(each, dict) else each for name, each in given.items()]
    return {**node, "parameters": named}


def _with_body(node: Object) -> Object:
    """Swagger 2.0's parameters `in: body` and `in: formData` as the body that they are."""
    listed = node.get("parameters")
    found = listed if isinstance(listed, list) else []
    bodies = [each for each in found if isinstance(each, dict) and str(each.get("in")).lower() == "body"]
    fields = [each for each in found if isinstance(each, dict) and str(each.get("in")).lower() == "formdata"]
    if not bodies and not fields:
        return node
    left: list[Json] = [each for each in found if each not in bodies and each not in fields]
    schema: Json
    if bodies:
        schema, required, media = bodies[0].get("schema", {}), as_bool(bodies[0].get("required")), _JSON
    else:
        properties: Object = {str(each.get("name")): _parameter(each).get("schema", {}) for each in fields}
        names: list[Json] = [str(each.get("name")) for each in fields if as_bool(each.get("required")) is True]
        schema = {"type": "object", "properties": properties, "required": names}
        required = bool(names)
        media = _PARTS if any(each.get("type") == "file" for each in fields) else _FORM
    whole: Object = {"schema": schema}
    content: Object = {media: whole}
    body: Object = {"content": content} if required is None else {"content": content, "required": required is True}
    return {**node, "parameters": left, "requestBody": body}


def _parameter(node: Object) -> Object:
    """Schema keywords beside `name` belong below `schema`; `in: Query` is `in: query`."""
    node = _texts(node, "name", "description")
    changed: Object = {}
    place = node.get("in")
    if isinstance(place, str) and place not in _PLACES:
        meant = next((each for each in _PLACES if place.strip().lower().rstrip("s") == each), None)
        changed |= {"in": meant} if meant is not None else {}
    changed |= {
        key: as_bool(node[key]) for key in ("required", "explode", "deprecated") if isinstance(node.get(key), str)
    }
    outside = {key: node[key] for key in _OF_SCHEMAS if key in node}
    if outside and "schema" not in node and "content" not in node:
        changed["schema"] = outside
        collection = node.get("collectionFormat")
        if outside.get("type") == "array" and "style" not in node:
            changed |= _COLLECTIONS.get(str(collection or "csv"), {}) if node.get("in") == "query" or collection else {}
        node = {key: value for key, value in node.items() if key not in outside and key != "collectionFormat"}
    schema = node.get("schema")
    if isinstance(schema, str):
        changed["schema"] = {"type": schema}
    return node | changed if changed else node


def _with_content(node: Object) -> Object:
    """A response or body whose schema stands where its media types should."""
    content = node.get("content")
    if is_schema(node.get("schema")) or (isinstance(node.get("schema"), dict) and "$ref" in node):
        if "content" not in node:
            rest = {key: value for key, value in node.items() if key not in ("schema", "examples", "headers")}
            return {**rest, "content": {_JSON: {"schema": node["schema"]}}}
    elif isinstance(content, dict) and set(content) <= {"schema", "example", "examples"} and "schema" in content:
        return {**node, "content": {_JSON: content}}
    elif isinstance(content, dict) and any("/" not in key for key in content):
        return {**node, "content": {_JSON if key.lower() == "json" else key: value for key, value in content.items()}}
    return node


def _media(node: Object) -> Object:
    """A media type that is a schema itself; a schema that is only the name of a type."""
    if "schema" not in node and "itemSchema" not in node and is_schema(node):
        return {"schema": node}
    if isinstance(node.get("schema"), str):
        return {**node, "schema": {"type": node["schema"]}}
    return _with_files(node) if "encoding" in node else node


def _with_files(node: Object) -> Object:
    """Parts of a form of which only their `encoding` tells that they are files, as 3.1 has them (3.1.1, section 4.8.15.5)."""
    schema, encoding = node.get("schema"), node.get("encoding")
    properties = schema.get("properties") if isinstance(schema, dict) else None
    if not isinstance(schema, dict) or not isinstance(properties, dict) or not isinstance(encoding, dict):
        return node
    files = {
        name: _as_file(properties[name])
        for name, how in encoding.items()
        if name in properties and isinstance(how, dict) and _is_of_files(how.get("contentType"))
    }
    if all(properties[name] is each for name, each in files.items()):
        return node
    return {**node, "schema": {**schema, "properties": properties | files}}


def _is_of_files(media_type: Json) -> bool:
    """Whether one of several media types, or a range of them, is that of a file and of nothing else that has a type of its own."""
    text = media_type.lower() if isinstance(media_type, str) else "text/plain"
    return "*/*" not in text and not any(word in text for word in ("text/", "json", "xml", "yaml", "form"))


def _as_file(schema: Json) -> Json:
    """A file where a schema says nothing of its type, files where it says nothing of the elements of an array."""
    if schema is True or (isinstance(schema, dict) and not is_schema(schema) and _NO_FILES.isdisjoint(schema)):
        return {**(schema if isinstance(schema, dict) else {}), "type": "string", "format": "binary"}
    if isinstance(schema, dict) and schema.get("type") == "array" and schema.get("items", True) in (True, {}):
        return {**schema, "items": {"type": "string", "format": "binary"}}
    return schema


def _scheme(node: Object) -> Object:
    """A security scheme by the words that people know it by."""
    kind = str(node.get("type")).lower().replace("-", "").replace("_", "")
    match kind:
        case "basic" | "bearer":
            return {**node, "type": "http", "scheme": kind}
        case "apikey" | "oauth2" | "openidconnect" | "mutualtls" | "http":
            known = {"apikey": "apiKey", "openidconnect": "openIdConnect", "mutualtls": "mutualTLS"}.get(kind, kind)
            changed: Object = {} if node.get("type") == known else {"type": known}
            if kind == "http" and "scheme" not in node and "bearerFormat" in node:
                changed["scheme"] = "bearer"
            if kind == "apikey" and isinstance(node.get("in"), str):
                changed |= {"in": str(node["in"]).lower()} if str(node["in"]).lower() != node["in"] else {}
            return node | changed if changed else node
        case _:
            return node


_MENDS: Mapping[str, Callable[[Object], Object]] = MappingProxyType(
    {
        "": _root, "info": _info, "paths": _item, "pathItems": _item, "operation": _operation,
        "parameters": _parameter, "headers": _parameter, "responses": _with_content, "requestBody": _with_content,
        "requestBodies": _with_content, "content": _media, "securitySchemes": _scheme, "variables": _variable,
    }
)  # fmt: skip
