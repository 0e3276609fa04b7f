"""How a value travels in a request, by the tables of OpenAPI (3.1.1, sections 4.8.12 and 4.8.15) and the formats of the config.

Written from the document alone, for recordings that emitted code is held against: it shares nothing with what is emitted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from sdkwright.inert import dataclass
from sdkwright.ir.operations import Body, BodyKind, Location, Parameter, Style
from sdkwright.ir.recordings import Part, Spoken, json_lines, json_text
from sdkwright.ir.types import ANY, ArrayType, MapType, NullableType, ObjectType, Scalar, ScalarType, Type, UnionType
from sdkwright.lower.recorded.fitting import Types
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import ROOT, Json

Pair = tuple[str, str]
SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}
STYLES = {Location.PATH: "simple", Location.HEADER: "simple", Location.QUERY: "form", Location.COOKIE: "form"}


@dataclass(frozen=True, slots=True)
class Formats:
    """How the client writes what the document says nothing about."""

    array: str
    nested: str
    follows_document: bool


PLAINLY = Formats("repeat", "brackets", follows_document=True)


def plain(value: Json) -> str:
    """A value without parts as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json_text(value)


def spoken_parameter(parameter: Parameter, value: Json, declared: Node | None, formats: Formats) -> Spoken:
    """What a parameter of the operation adds to the request."""
    node = declared or Node({}, parameter.origin)
    name, style = parameter.wire_name, node.string("style") or STYLES[parameter.location]
    said = node.at("explode")
    explode = said.value is True if said is not None else style in ("form", "cookie")
    as_json = any("json" in media_type for media_type, _ in node.members("content"))
    match parameter.location:
        case Location.PATH:
            slashes = "/" if parameter.writing is not None and parameter.writing.reserved else ""
            value = _in_ascii(value) if as_json else value
            return Spoken(path=((name, _in_path(name, value, style, explode=explode, safe=slashes)),))
        case Location.HEADER:
            written = _in_ascii(value) if as_json else ",".join(_simple(value, explode=explode))
            return Spoken(headers=((name, written),))
        case Location.COOKIE:
            return Spoken(cookies=tuple(_cookie(name, _in_ascii(value) if as_json else value, style, explode=explode)))
        case _:
            if node.string("in") == "querystring":
                return Spoken(query=tuple(_whole_query(value, formats, as_json=as_json)))
            if as_json:
                return Spoken(query=((name, json_text(value)),))
            if parameter.writing is not None and parameter.writing.style in (Style.JSON, Style.CONTENT):
                return Spoken(query=tuple(_apart(name, value, whole=parameter.writing.style is Style.JSON)))
            explicit = any(node.has(key) for key in ("style", "explode", "allowReserved"))
            if explicit or formats.follows_document:
                return Spoken(query=tuple(_query(name, value, style, formats, explode=explode)))
            return Spoken(query=tuple(nested(name, value, formats)))


def _apart(name: str, value: Json, *, whole: bool) -> Iterator[Pair]:
    """What a query has no form for (3.1.1, section 4.8.12.4): an array whose elements have parts, one by one or as a whole."""
    for item in value if isinstance(value, list) and not whole else [value]:
        yield name, json_text(item) if isinstance(item, dict | list) else plain(item)


def _in_ascii(value: Json) -> str:
    """JSON text as headers hold it."""
    return json.dumps(value, separators=(",", ":"))


def _cookie(name: str, value: Json, style: str, *, explode: bool) -> Iterator[Pair]:
    """Percent-encoded but in the style that is called as the place."""
    safe = "," if isinstance(value, dict | list) and not explode else ""
    for key, text in _query(name, value, style, PLAINLY, explode=explode):
        yield (key, text) if style == "cookie" else (quote(key, safe=""), quote(text, safe=safe))


def _whole_query(value: Json, formats: Formats, *, as_json: bool) -> Iterator[Pair]:
    if as_json or not isinstance(value, dict):
        yield plain(value), ""
        return
    for key, item in value.items():
        yield from _query(key, item, "form", formats, explode=True)


def nested(name: str, value: Json, formats: Formats) -> Iterator[Pair]:
    """Names and values by the formats of the client."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from nested(f"{name}.{key}" if formats.nested == "dots" else f"{name}[{key}]", item, formats)
    elif isinstance(value, list):
        items = [item for item in value if item is not None]
        if formats.array == "comma":
            yield from [(name, ",".join(map(plain, items)))] if items else []
            return
        for index, item in enumerate(items):
            yield from nested(f"{name}{_suffix(formats).format(index)}", item, formats)
    elif value is not None:
        yield name, plain(value)


def _suffix(formats: Formats) -> str:
    return {"brackets": "[]", "indices": "[{}]"}.get(formats.array, "")


def _query(name: str, value: Json, style: str, formats: Formats, *, explode: bool) -> Iterator[Pair]:
    if style == "deepObject":
        in_arrays = "indices" if formats.follows_document else formats.array
        yield from nested(name, value, replace(PLAINLY, array=in_arrays))
    elif not isinstance(value, dict | list):
        yield from nested(name, value, PLAINLY)
    elif explode and isinstance(value, dict):
        for key, item in value.items():
            yield from nested(key, item, PLAINLY)
    elif explode or any(isinstance(item, dict | list) for item in value):
        yield from nested(name, value, PLAINLY)
    elif value:
        yield name, SEPARATORS.get(style, ",").join(_simple(value, explode=False))


def _simple(value: Json, *, explode: bool) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from [f"{key}={plain(item)}"] if explode else [key, plain(item)]
    elif isinstance(value, list):
        yield from map(plain, value)
    else:
        yield plain(value)


def _in_path(name: str, value: Json, style: str, *, explode: bool, safe: str = "") -> str:
    """The text of a path parameter, percent-encoded but for what its style puts between the parts."""
    if isinstance(value, dict) and explode:
        parts = [f"{quote(key, safe='')}={quote(plain(item), safe='')}" for key, item in value.items()]
    else:
        parts = [quote(part, safe=safe) for part in _simple(value, explode=False)]
    if style == "label":
        return "." + ("." if explode else ",").join(parts)
    if style != "matrix":
        return ",".join(parts)
    if explode and isinstance(value, dict):
        return ";" + ";".join(parts)
    return "".join(f";{name}={part}" for part in parts) if explode else f";{name}={','.join(parts)}"


def spoken_property(
    body: Body, name: str, node: Type, value: Json, *, declared: Node | None, formats: Formats, types: Types
) -> Spoken:
    """What one property of a body adds to it. `declared` is the encoding of the property, where the document has one."""
    match body.kind:
        case BodyKind.FORM:
            return Spoken(fields=tuple(_form(name, value, declared, formats)))
        case BodyKind.MULTIPART:
            return Spoken(parts=tuple(_parts(name, value, types.made(node), declared, formats=formats, types=types)))
        case _:
            return Spoken(properties=((name, value),))


def spoken_body(body: Body, value: Json, formats: Formats, types: Types) -> Spoken:
    """What a body says that is one argument."""
    if body.kind in (BodyKind.BINARY, BodyKind.TEXT) or (body.kind is BodyKind.FORM and isinstance(value, str)):
        return Spoken(content=str(value))
    if body.kind is BodyKind.LINES and isinstance(value, list):
        return Spoken(content=json_lines(value, body.media_type))
    if body.kind is BodyKind.JSON or not isinstance(value, dict):
        return Spoken(whole=(value,))
    if isinstance(body.type, MapType):  # the client learns the names of its parts from the call: all are written alike
        formats = replace(formats, follows_document=False)
    said = [
        spoken_property(body, name, body.type, item, declared=None, formats=formats, types=types)
        for name, item in value.items()
    ]
    fields, parts = (tuple(entry for one in said for entry in getattr(one, kind)) for kind in ("fields", "parts"))
    return Spoken(fields=fields, parts=parts)


def _form(name: str, value: Json, declared: Node | None, formats: Formats) -> Iterator[Pair]:
    how = declared or Node({}, ROOT)
    if "json" in (how.string("contentType") or ""):
        yield name, json_text(value)
    elif any(how.has(key) for key in ("style", "explode", "allowReserved")):
        style = how.string("style") or "form"
        said = how.at("explode")
        exploded = said.value is True if said is not None else style == "form"
        yield from _query(name, value, style, formats, explode=exploded)
    elif not formats.follows_document:
        yield from nested(name, value, formats)
    elif isinstance(value, list):
        for item in value:
            yield name, plain(item)
    elif value is not None:
        yield name, plain(value)


def is_file(node: Type) -> bool:
    """Whether a value is given as a file."""
    match node:
        case ScalarType(kind=kind):
            return kind is Scalar.BINARY
        case NullableType(inner=inner) | ArrayType(items=inner):
            return is_file(inner)
        case UnionType(variants=variants):
            return bool(variants) and is_file(variants[0].type)
        case _:
            return False


def _parts(
    name: str, value: Json, node: Type, declared: Node | None, *, formats: Formats, types: Types
) -> Iterator[Part]:
    how = declared or Node({}, ROOT)
    media_type = _one_of(how.string("contentType"))
    if is_file(node):
        files = value if isinstance(value, list) else [value]
        suffix = _suffix(formats) if isinstance(value, list) else ""
        yield from (Part(f"{name}{suffix.format(i)}", plain(item), None, is_file=True) for i, item in enumerate(files))
    elif media_type is not None:
        whole = "json" in media_type
        items = value if isinstance(value, list) and not whole else [value]
        texts = (json_text(item) if whole else plain(item) for item in items)
        yield from (Part(name, text, media_type, is_file=False) for text in texts)
    elif any(how.has(key) for key in ("style", "explode")):
        inner = formats if formats.follows_document else replace(formats, array="brackets")
        yield from (Part(key, text, None, is_file=False) for key, text in _form(name, value, how, inner))
    elif formats.follows_document and isinstance(value, dict | list) and not types.holds_files(node):
        items = value if isinstance(value, list) else [value]
        for item in items:
            as_json = "application/json" if isinstance(item, dict | list) else None
            yield Part(name, plain(item), as_json, is_file=False)
    else:
        yield from _below((name, name), value, node, types, _suffix(formats))


def _one_of(media_types: str | None) -> str | None:
    """The media type that a value without files has, of those that are allowed: JSON, or the first."""
    offered = [each.strip() for each in (media_types or "").split(",") if each.strip()]
    return next((each for each in offered if "json" in each), offered[0] if offered else None)


def _below(names: tuple[str, str], value: Json, node: Type, types: Types, suffix: str) -> Iterator[Part]:
    """What is below a property by names in brackets; there are two, since elements that are files are named as the client names those."""
    node, (name, of_files) = types.made(node), names
    if isinstance(value, dict):
        fields = types.fields(node) if isinstance(node, ObjectType) else {}
        rest = node.values if isinstance(node, MapType) else ANY
        for key, item in value.items():
            inner = fields[key].type if key in fields else rest
            yield from _below((f"{name}[{key}]", f"{of_files}[{key}]"), item, inner, types, suffix)
    elif isinstance(value, list):
        inner = node.items if isinstance(node, ArrayType) else ANY
        for index, item in enumerate(each for each in value if each is not None):
            yield from _below((f"{name}[]", of_files + suffix.format(index)), item, inner, types, suffix)
    elif value is not None:
        yield Part(of_files if is_file(node) else name, plain(value), None, is_file=is_file(node))
