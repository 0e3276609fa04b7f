"""How a value travels in a request, by the tables of OpenAPI (3.1.1, sections 4.8.12 and 4.8.15) and the formats of the config.

Written from the document alone, for recordings that emitted code is held against: it shares nothing with what is emitted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from sdkwright.inert import dataclass
from sdkwright.ir.operations import Body, BodyKind, Location, Parameter
from sdkwright.ir.recordings import Part, Spoken, json_lines, json_text
from sdkwright.ir.types import ArrayType, MapType, NullableType, Scalar, ScalarType, Type, UnionType
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
            return Spoken(path=((name, _in_path(name, value, style, explode=explode, safe=slashes)),))
        case Location.HEADER:
            written = json_text(value) if as_json else ",".join(_simple(value, explode=explode))
            return Spoken(headers=((name, written),))
        case Location.COOKIE:
            return Spoken(cookies=tuple(_query(name, value, style, explode=explode)))
        case _:
            if node.string("in") == "querystring":
                return Spoken(query=tuple(_whole_query(value, as_json=as_json)))
            if as_json:
                return Spoken(query=((name, json_text(value)),))
            explicit = any(node.has(key) for key in ("style", "explode", "allowReserved"))
            if explicit or formats.follows_document:
                return Spoken(query=tuple(_query(name, value, style, explode=explode)))
            return Spoken(query=tuple(nested(name, value, formats)))


def _whole_query(value: Json, *, as_json: bool) -> Iterator[Pair]:
    if as_json or not isinstance(value, dict):
        yield plain(value), ""
        return
    for key, item in value.items():
        yield from _query(key, item, "form", explode=True)


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


def _query(name: str, value: Json, style: str, *, explode: bool) -> Iterator[Pair]:
    repeated = Formats("repeat", "brackets", follows_document=True)
    if style == "deepObject" or not isinstance(value, dict | list):
        yield from nested(name, value, repeated)
    elif explode and isinstance(value, dict):
        for key, item in value.items():
            yield from nested(key, item, repeated)
    elif explode or any(isinstance(item, dict | list) for item in value):
        yield from nested(name, value, repeated)
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
    body: Body, name: str, node: Type, value: Json, *, declared: Node | None, formats: Formats
) -> Spoken:
    """What one property of a body adds to it. `declared` is the encoding of the property, where the document has one."""
    match body.kind:
        case BodyKind.FORM:
            return Spoken(fields=tuple(_form(name, value, declared, formats)))
        case BodyKind.MULTIPART:
            return Spoken(parts=tuple(_parts(name, value, node, declared, formats)))
        case _:
            return Spoken(properties=((name, value),))


def spoken_body(body: Body, value: Json, formats: Formats) -> Spoken:
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
        spoken_property(body, name, body.type, item, declared=None, formats=formats) for name, item in value.items()
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
        yield from _query(name, value, style, explode=said.value is True if said is not None else style == "form")
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


def _parts(name: str, value: Json, node: Type, declared: Node | None, formats: Formats) -> Iterator[Part]:
    how = declared or Node({}, ROOT)
    media_type = how.string("contentType")
    if is_file(node):
        files = value if isinstance(value, list) else [value]
        suffix = _suffix(formats) if isinstance(value, list) else ""
        yield from (Part(f"{name}{suffix.format(i)}", plain(item), None, is_file=True) for i, item in enumerate(files))
    elif media_type is not None:
        items = value if isinstance(value, list) and "json" not in media_type else [value]
        yield from (Part(name, plain(item), media_type.partition(",")[0], is_file=False) for item in items)
    elif any(how.has(key) for key in ("style", "explode")):
        yield from (Part(key, text, None, is_file=False) for key, text in _form(name, value, how, formats))
    elif formats.follows_document and isinstance(value, dict | list):
        items = value if isinstance(value, list) else [value]
        for item in items:
            as_json = "application/json" if isinstance(item, dict | list) else None
            yield Part(name, plain(item), as_json, is_file=False)
    else:
        usual = Formats("brackets", "brackets", follows_document=False)
        yield from (Part(key, text, None, is_file=False) for key, text in nested(name, value, usual))
